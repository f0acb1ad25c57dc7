"""A coordinator gives a seat to somebody."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed
from wvg.base.words import named, say
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.planning import notices, queries, queries_people, seating
from wvg.commons.planning.models import APPOINTMENT
from wvg.commons.planning.permissions import ASSIGN


def assign(number, volunteer, by, now, override=""):
    """Give a seat to a volunteer, for a coordinator: "by Bart, for Godelieve". They are told.

    Whoever sat there is moved off and told. Raises NotAllowed, Refused when a need blocks, and
    Invalid("override", …) when there is a warning and no reason to go over it.
    """
    with database.atomic():
        seat = queries.seat(number, by)
        if not by.can(ASSIGN, seat.activity.group):
            raise NotAllowed
        seating.must_be_on(seat, now)
        volunteer = queries.listable(volunteer, seat.activity.group, clock.local(now).date())
        if volunteer is None:
            raise Invalid("volunteer", say("Choose somebody from the list."))
        held = queries.live(seat)
        if held and held.volunteer_id == volunteer.id:
            return seating.Done(is_on(seat, volunteer))
        blocked = [need for need in queries.missing_needs(seat, volunteer) if need.blocks]
        if blocked:
            raise Invalid("volunteer", seating.only_with(blocked))
        warned = assign_warnings(seat, volunteer, clock.local(now).date())
        if warned and not override:
            raise Invalid("override", say("%(warning)s Write why it is all right.", warning=warned[0]))
        if held:
            row, act = seating.replace(
                seat, held, volunteer.id, by, now, "one-off", "moved", "planning.assign", override=override
            )
            seating.tell({held.volunteer_id} - {by.volunteer}, notices.TAKEN_OVER, row, act, now)
        else:
            row = seating.seat_down(seat, volunteer.id, by, now, override=override)
            act = audit.record("planning.assign", by, now, [(row, None)], on_behalf_of=volunteer.id)
        if volunteer.id != by.volunteer:
            messages.tell([volunteer.id], notices.ASSIGNED, now, person=by.volunteer,
                          activity=seat.activity_id, act=act, **seating.details(seat.activity))
        return seating.Done(is_on(seat, volunteer), act)


def assign_warnings(seat, volunteer, today):
    """Why a coordinator should look twice; in words that give nothing of other groups away."""
    activity, found, name = seat.activity, [], volunteer.first_name
    if queries_people.clashes(volunteer, activity):
        found.append(say("%(name)s is busy then.", name=name))
    if queries_people.is_absent(volunteer, activity):
        found.append(say("%(name)s is away then.", name=name))
    most = volunteer.max_per_month if activity.kind != APPOINTMENT else None
    if most and queries_people.turns_in_month(volunteer, activity.date) >= most:
        found.append(say("%(name)s wants to go %(n)s times a month at most.", name=name, n=most))
    for need in queries.missing_needs(seat, volunteer):
        found.append(say("%(name)s does not have this: %(what)s.", name=name, what=named(need.skill or need.paper)))
    if seating.only_newcomers(seat, volunteer, today):
        found.append(say("%(name)s is new. Nobody with experience goes along.", name=name))
    return found


def is_on(seat, volunteer):
    return say("%(name)s is signed up. %(title)s, %(day)s.", name=volunteer.first_name,
               title=seat.activity.title, day=seat.activity.date)
