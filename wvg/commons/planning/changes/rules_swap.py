"""Two people trade places or dates, and a date gets a place more or less."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.planning import notices, queries, rules_assign, seating
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.changes import rules as rules_changes
from wvg.commons.planning.models import APPOINTMENT, Role, Seat
from wvg.commons.planning.series import rules as rules_series

MOST_SEATS = 30


def swap(one, other, by, now, override=""):
    """Two sign-ups trade places, in one act that can be undone; both people are told.

    Raises Unknown, NotAllowed, Refused when a need blocks, Invalid("override") when there is a warning and no reason.
    """
    with database.atomic():
        rows = [queries_changes.sign_up(number, by) for number in (one, other)]
        if rows[0].volunteer_id == rows[1].volunteer_id:
            raise Invalid("other", say("Choose somebody else."))
        for row in rows:
            seating.must_be_on(row.seat, now)
        changes = []
        for row in rows:
            changes.append((row, seating.end(row, "moved", now)))
        pairs = [(rows[0], rows[1]), (rows[1], rows[0])]
        # Looked at while both are off their places, so that the place they leave does not count against them.
        for who, to in pairs:
            _must_fit(who.volunteer, to.seat, override, clock.local(now).date())
        for who, to in pairs:
            made = seating.seat_down(to.seat, who.volunteer_id, by, now, replaces=to, override=override)
            changes.append((made, None))
        act = audit.record("planning.swap", by, now, changes)
        for who, to in pairs:
            if who.volunteer_id != by.volunteer:
                messages.tell(
                    [who.volunteer_id], notices.SWAPPED, now, person=to.volunteer_id, activity=to.activity_id, act=act,
                    title=who.activity.title, day=who.activity.date, other_title=to.activity.title,
                    other_day=to.activity.date,
                )
        return seating.Done(say("%(one)s and %(other)s have traded places.", one=seating.name_of(rows[0]),
                                other=seating.name_of(rows[1])), act)


def _must_fit(volunteer, seat, override, today):
    blocked = [need for need in queries.missing_needs(seat, volunteer.id) if need.blocks]
    if blocked:
        raise Invalid("other", say("%(name)s cannot go there. %(why)s", name=volunteer.first_name,
                                   why=seating.only_with(blocked)))
    warned = rules_assign.assign_warnings(seat, volunteer, today)
    if warned and not override:
        raise Invalid("override", say("%(warning)s Write why it is all right.", warning=warned[0]))


def add_seat(number, role, required, by, now):
    """One date gets an extra place. Raises Unknown, NotAllowed, Refused, Invalid."""
    with database.atomic():
        activity = rules_changes.coming(number, by, now)
        role = Role.get_or_none(Role.id == role, Role.active)
        if role is None:
            raise Invalid("role", say("Choose one."))
        positions = [seat.position for seat in Seat.select().where(Seat.activity == activity)]
        if len(positions) >= MOST_SEATS:
            raise Invalid("role", say("There are a great many places already."))
        was = {}
        if activity.kind == APPOINTMENT and not rules_changes.has_places(activity):
            was, activity.minimum = {"minimum": activity.minimum}, 1
        seat = Seat.create(activity=activity, role=role, required=required, position=max(positions, default=0) + 1)
        rules_series.changed(activity, now)
        audit.record("planning.add_seat", by, now, [(seat, None), (activity, was)])
        return seating.Done(say("There is a place more: %(title)s, %(day)s.", **seating.details(activity)))


def remove_seat(number, by, now):
    """A place goes from one date; who sat there is told. (Done, number of the activity).

    Raises Unknown, NotAllowed, Refused.
    """
    with database.atomic():
        seat = queries.seat(number, by)
        activity = rules_changes.coming(seat.activity_id, by, now)
        was = {}
        if Seat.select().where(Seat.activity == activity, Seat.state == "open").count() == 1:
            if activity.kind != APPOINTMENT:
                raise Refused(say("This is the only place. Cancel the date if it does not go on."))
            if activity.audience == "those on it":
                raise Refused(rules_changes.ONLY_ON_IT)
            was, activity.minimum = {"minimum": activity.minimum}, 0
        held, changes = queries.live(seat), [(seat, {"state": seat.state})]
        seat.state = "removed"
        seat.save()
        if held:
            changes.append((held, seating.end(held, "moved", now)))
        rules_series.changed(activity, now)
        act = audit.record("planning.remove_seat", by, now, [*changes, (activity, was)])
        if held and held.volunteer_id != by.volunteer:
            messages.tell([held.volunteer_id], notices.PLACE_GONE, now, person=by.volunteer, activity=activity.id,
                          act=act, **seating.details(activity))
        return seating.Done(say("The place is gone: %(title)s, %(day)s.", **seating.details(activity))), activity.id
