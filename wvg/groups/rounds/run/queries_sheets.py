"""Round sheets on paper: one to print, and those that must still come back."""

from dataclasses import dataclass
from datetime import timedelta

from peewee import JOIN

from wvg.base import clock
from wvg.base.errors import NotAllowed, Refused, Unknown
from wvg.base.words import say
from wvg.commons.accounts.models import Account
from wvg.commons.people.permissions import KEEP
from wvg.commons.planning.models import Activity
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.rounds.models import Run, Sheet
from wvg.groups.rounds.run import queries_doors

SHOWN = timedelta(days=30)


@dataclass
class Printed:
    """A sheet with its activity, the first name of who printed it, and when on the wall."""

    sheet: Sheet
    activity: Activity
    by: str
    at: object
    returned: object


def sheet(number, viewer, now_local):
    """(Printed, Look) of a sheet, for who coordinates, and for who printed it as long as they see the families.

    Raises Unknown for everybody else, and Refused when it came back or the plan is another one by now: what is on the
    paper never changes under its number.
    """
    found = Sheet.get_or_none(Sheet.id == number)
    if found is None:
        raise Unknown
    look = queries_doors.look(found.run.activity_id, viewer, now_local)
    if look.sight != "all" and not (look.sight == "own" and found.printed_by == viewer.account):
        raise Unknown
    if found.returned_at or found.plan_version != look.run.version:
        raise Refused(say("This sheet came back, or the plan changed since. Make a new sheet."))
    return _printed(_rows().where(Sheet.id == number).get()), look


def sheets(viewer, now):
    """([still out, the oldest first], [came back in the past 30 days]) as Printed. Raises NotAllowed."""
    if not viewer.can(KEEP):
        raise NotAllowed
    out = _rows().where(Sheet.returned_at.is_null()).order_by(Sheet.id)
    back = _rows().where(Sheet.returned_at > now - SHOWN).order_by(Sheet.returned_at.desc(), Sheet.id.desc())
    return [_printed(row) for row in out], [_printed(row) for row in back]


def out():
    """How many sheets are still out."""
    return Sheet.select().where(Sheet.returned_at.is_null()).count()


def _rows():
    return (
        Sheet.select(Sheet, Run, Activity, Account, Volunteer).join(Run).join(Activity).switch(Sheet)
        .join(Account, JOIN.LEFT_OUTER, on=Sheet.printed_by == Account.id, attr="printer")
        .join(Volunteer, JOIN.LEFT_OUTER)
    )


def _printed(row):
    printer = getattr(row, "printer", None)
    return Printed(
        row, row.run.activity, printer.volunteer.first_name if printer and printer.volunteer_id else "",
        clock.local(row.printed_at), row.returned_at and clock.local(row.returned_at),
    )
