"""What is told about a run; never a family."""

from wvg.base.words import say
from wvg.commons.messages.kinds import kind

REPORT_MISSING = kind("run.report_missing", say("The report is not in yet: %(title)s, %(day)s."))
REPORT_STILL_MISSING = kind("run.report_still_missing", say(
    "The report has been missing for three days: %(title)s, %(day)s."
))
REPORT_IN = kind("run.report_in", say("%(person)s handed in the report: %(title)s, %(day)s."))
PROXY = kind("run.proxy", say("%(person)s asks you to type the report: %(title)s, %(day)s."))


def about(activity):
    """The details that the sentences take, and where the report is."""
    return {"title": activity.title, "day": activity.date, "path": f"/rounds/runs/{activity.id}/report"}
