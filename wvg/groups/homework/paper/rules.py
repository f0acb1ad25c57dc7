from datetime import timedelta

from wvg.base import clock
from wvg.base.db import database
from wvg.commons.audit import rules as audit
from wvg.groups.homework import rules_seen
from wvg.groups.homework.paper import queries_attendance, queries_counts

AGAIN = timedelta(minutes=30)


def print_attendance(number, by, now):
    """The list of a session to print; that somebody had it is kept. Raises Unknown, NotAllowed, Refused.

    What a printer does nobody can know, so a list that is on the screen counts as printed; and it carries no number
    and need not come back by it, so that a link is enough.
    """
    found = queries_attendance.attendance(number, by, clock.local(now).date())
    rules_seen.seen([found.session.group], by, now)
    audit.record_once("homework.print_list", by, now, found.session, AGAIN)
    return found


def take_along(year, by, now):
    """The counts of a school year, to take along; that they were taken is kept. Raises NotAllowed."""
    with database.atomic():
        counts = queries_counts.counts(year, by, clock.local(now))
        audit.record("homework.counts", by, now)
    return counts
