"""Round sheets: printed, and handed in."""

from datetime import timedelta

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import NotAllowed, Refused, Unknown
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.people.permissions import KEEP
from wvg.commons.planning.afterwards.queries_attendance import WENT_ON
from wvg.groups.rounds.models import Sheet
from wvg.groups.rounds.run import queries_doors

AT_ONCE = timedelta(minutes=1)


def print_sheet(number, by, now):
    """A numbered Sheet for the run of an activity; pressing twice within a minute is pressing once.

    Raises Unknown, NotAllowed (not in the window), Refused (not planned yet, or it does not go on).
    """
    with database.atomic():
        look = queries_doors.in_full(number, by, clock.local(now))
        if look.activity.state not in WENT_ON:
            raise Refused(say("This does not go on, or it is not sure yet. There is no sheet to print."))
        if not look.doors:
            raise Refused(say("The families are not chosen yet. Plan the run first."))
        last = Sheet.select().where(
            Sheet.run == look.run, Sheet.printed_by == by.account, Sheet.printed_at > now - AT_ONCE,
            Sheet.returned_at.is_null(), Sheet.plan_version == look.run.version,
        ).first()
        if last:
            return last
        row = Sheet.create(run=look.run, printed_by=by.account, printed_at=now, plan_version=look.run.version)
        audit.record("run.print", by, now, [(row, None)])
        return row


def came_back(number, by, now):
    """A sheet was handed in. Raises NotAllowed, Unknown."""
    return _set(number, now, by.account, "run.sheet_back", by, now)


def still_out(number, by, now):
    """A sheet was not handed in after all. Raises NotAllowed, Unknown."""
    return _set(number, None, None, "run.sheet_out", by, now)


def _set(number, returned_at, returned_to, kind, by, now):
    if not by.can(KEEP):
        raise NotAllowed
    with database.atomic():
        row = Sheet.get_or_none(Sheet.id == number)
        if row is None:
            raise Unknown
        if (row.returned_at is None) != (returned_at is None):
            before = {"returned": row.returned_at is not None}
            row.returned_at, row.returned_to = returned_at, returned_to
            row.save()
            audit.record(kind, by, now, [(row, before)])
        return row
