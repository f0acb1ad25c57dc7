"""What a pupil or its family needs goes to the board of needs; of which family the tutor never learns."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.needs import queries as queries_needs
from wvg.commons.needs import rules as rules_needs
from wvg.commons.needs import rules_desk
from wvg.commons.needs.models import Need
from wvg.commons.people.models import Household
from wvg.commons.planning import queries as planning
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.booking.rules_line import take_hold
from wvg.groups.homework.during.rules_notes import AGAIN
from wvg.groups.homework.permissions import TUTOR

PASSED_ON = "need.pass_on"

def pass_on(number, kind, urgency, line, by, now):
    """A need that a tutor heard from the pupil of a booking: (Need, [volunteers who will see it]).

    Not with its activity: two of one family would then be seen to be so. Raises Unknown, NotAllowed, Invalid ("kind",
    "urgency", "line").
    """
    if not by.can(TUTOR):
        raise NotAllowed
    today = clock.local(now).date()
    with database.atomic():
        booking = queries_booking.booking(number, by, today)
        take_hold(booking.session)
        found = rules_desk.chosen(kind, urgency, line)
        leading = planning.coordinators_of({found.group, "homework"}, today)
        people = {v.id: v for key in (found.group, "homework") for v in leading[key]}
        if not people:
            raise Invalid("kind", say("Nobody would see this yet. Call somebody of the group."))
        people = [v for v in people.values() if v.id != by.volunteer]
        household = Household.get_or_none(Household.id == booking.pupil.household_id, Household.ended_on.is_null())
        row = Need(kind=found, urgency="today" if found.at_once else urgency, household=household, group="homework")
        there = next((one for one in _lately(booking, by, now) if one.kind_id == found.id and (
            one.urgency, queries_needs.words(one).line) == (row.urgency, line)), None)
        if there is None:
            there = rules_needs.made(row, line, rules_needs.RAISED, by, now)
            audit.record(PASSED_ON, by, now, [(booking, {"version": booking.version}), (there, None)])
        return there, people


def _lately(booking, by, now):
    """Needs that this one just passed on from the same booking. Not those of its family: that would tell who is one."""
    acts = ActChange.select(ActChange.act).join(Act).where(
        Act.kind == PASSED_ON, Act.by == by.account, Act.at > now - AGAIN, ActChange.table == "booking",
        ActChange.row == booking.id,
    )
    return Need.select().where(Need.id.in_(
        ActChange.select(ActChange.row).where(ActChange.act.in_(acts), ActChange.table == "need")))
