"""When the report of a run is in: every door has been said something of."""

from wvg.base import clock
from wvg.commons.messages import rules as messages
from wvg.commons.planning import queries as planning
from wvg.groups.rounds.models import Run, Stop
from wvg.groups.rounds.run import notices


def see_whether_it_is_in(run, activity, act, by, now):
    """The last door makes a report be in: coordinators are told, nobody is reminded. A door more makes it wait again.

    For inside the transaction of what changed a door.
    """
    results = {result for (result,) in Stop.select(Stop.result).where(Stop.run == run).distinct().tuples()}
    is_in = bool(results) and "" not in results
    if is_in == (run.reported_at is not None):
        return
    run.reported_by, run.reported_at = (by.account, now) if is_in else (None, None)
    Run.update(reported_by=run.reported_by, reported_at=run.reported_at).where(Run.id == run.id).execute()
    if is_in:
        messages.forget_all((notices.REPORT_MISSING, notices.REPORT_STILL_MISSING), activity.id)
        coordinators = {one.id for one in planning.coordinators("rounds", clock.local(now).date())}
        messages.tell(coordinators - {by.volunteer}, notices.REPORT_IN, now, person=by.volunteer,
                      activity=activity.id, act=act, **notices.about(activity))
