"""The verbs of a seat: sign up, give back, look for a substitute, come after all, take over."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Refused
from wvg.base.words import named, phone, say
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.planning import notices, queries, queries_people, rules_reminders, seating


def sign_up(number, by, now):
    """Take an open seat for oneself. Pressing twice is pressing once.

    Raises Unknown, Refused (taken, over, a need is missing, newcomers only).
    """
    with database.atomic():
        seat = queries.seat(number, by)
        held = queries.live(seat)
        if held and held.volunteer_id == by.volunteer:
            return seating.Done(you_are_on(seat))
        seating.must_be_on(seat, now)
        if held:
            raise Refused(seating.faster(held))
        seating.must_fit(seat, by.volunteer, now)
        row = seating.seat_down(seat, by.volunteer, by, now)
        act = audit.record("planning.sign_up", by, now, [(row, None)])
        return seating.Done(you_are_on(seat), act, _warnings(seat, by.volunteer))


def withdraw(number, by, now, ill=False):
    """Leave a seat at once; it is open again, and coordinators and the others on it are told.

    Coordinators may do it for whoever sits there.
    """
    with database.atomic():
        seat, held = seating.own_or_assigned(number, by)
        seating.must_not_be_over(seat, now)
        before = seating.end(held, "ill" if ill else "withdrew", now)
        act = audit.record("planning.withdraw", by, now, [(held, before)], on_behalf_of=held.volunteer_id)
        coordinators = queries.coordinators(seat.activity.group, clock.local(now).date())
        told = [*coordinators, *queries.others_on(seat.activity, but=held.volunteer_id)]
        # Who signs up and leaves again and again is one message, not twenty.
        messages.forget(notices.WITHDREW, held.volunteer_id, seat.activity_id)
        seating.tell({v.id for v in told} - {by.volunteer, held.volunteer_id}, notices.WITHDREW, held, act, now)
        rules_reminders.place_opened(seat, {v.id for v in told} | {by.volunteer, held.volunteer_id}, act, now)
        if held.volunteer_id != by.volunteer:
            messages.tell([held.volunteer_id], notices.TAKEN_OFF, now, person=by.volunteer,
                          activity=seat.activity_id, act=act, **seating.details(seat.activity))
            name = seating.name_of(held)
            return seating.Done(say("%(name)s is off the list for %(day)s.", name=name, day=seat.activity.date), act)
        return seating.Done(
            say("You are no longer on the list for %(day)s.", day=seat.activity.date), act,
            _who_was_told(coordinators, told, by.volunteer),
        )


def seek(number, by, now):
    """Stay on the seat, and look for a substitute until somebody takes over."""
    with database.atomic():
        seat, held = seating.own_or_assigned(number, by)
        seating.must_be_on(seat, now)
        sentence = say("We are asking who can take over. Until then you stay on the list.")
        if held.volunteer_id != by.volunteer:
            sentence = say("We are asking who can take over from %(name)s.", name=seating.name_of(held))
        if held.seeking_since:
            return seating.Done(sentence)
        before = seating.state_of(held)
        held.seeking_since = now
        seating.save(held, now)
        act = audit.record("planning.seek", by, now, [(held, before)], on_behalf_of=held.volunteer_id)
        seating.tell_coordinators(notices.SEEKING, held, act, by, now)
        return seating.Done(sentence, act)


def come_after_all(number, by, now):
    """Stop looking for a substitute."""
    with database.atomic():
        seat, held = seating.own_or_assigned(number, by)
        if held.seeking_since is None:
            return seating.Done(you_are_on(seat))
        seating.must_not_be_over(seat, now)
        before = seating.state_of(held)
        held.seeking_since = None
        seating.save(held, now)
        act = audit.record("planning.come_after_all", by, now, [(held, before)], on_behalf_of=held.volunteer_id)
        seating.tell_coordinators(notices.COMES, held, act, by, now)
        return seating.Done(say("Good. You stay on the list for %(day)s.", day=seat.activity.date), act)


def take_over(number, by, now):
    """Take the seat of somebody who looks for a substitute; they are told."""
    with database.atomic():
        seat = queries.seat(number, by)
        held = queries.live(seat)
        if held and held.volunteer_id == by.volunteer and held.kind == "substitute":
            return seating.Done(you_are_on(seat))
        seating.must_be_on(seat, now)
        if held is None:
            raise Refused(say("%(day)s: this place is open now. You can sign up for it.", day=seat.activity.date))
        if held.volunteer_id == by.volunteer:
            raise Refused(say("This is your own place."))
        if held.seeking_since is None:
            raise Refused(seating.faster(held))
        seating.must_fit(seat, by.volunteer, now)
        row, act = seating.replace(seat, held, by.volunteer, by, now, "substitute", "taken over", "planning.take_over")
        seating.tell_coordinators(notices.TAKEN_OVER, row, act, by, now, also=[held.volunteer_id])
        sentence = say("You take over from %(name)s: %(title)s, %(day)s.",
                       name=seating.name_of(held), title=seat.activity.title, day=seat.activity.date)
        return seating.Done(sentence, act, _warnings(seat, by.volunteer))


def _warnings(seat, volunteer):
    warnings = [
        say("Note: you also have this then: %(title)s.", title=other.title)
        for other in queries_people.clashes(volunteer, seat.activity)
    ]
    for need in queries.missing_needs(seat, volunteer):
        warnings.append(say("Note: this place asks for: %(what)s.", what=named(need.skill or need.paper)))
    return warnings


def _who_was_told(coordinators, told, me):
    # Of those on it only the name: whoever signs up and leaves at once must not go away with their numbers.
    numbers = {v.id: v.mobile for v in coordinators}
    people = {v.id: v for v in told if v.id != me}.values()
    return [
        say("We told %(name)s: %(phone)s.", name=v.first_name, phone=phone(numbers[v.id])) if numbers.get(v.id)
        else say("We told %(name)s.", name=v.first_name)
        for v in people
    ]


def you_are_on(seat):
    if seat.role.key == "place":
        return say("You are signed up. %(title)s, %(day)s.", title=seat.activity.title, day=seat.activity.date)
    return say("You are signed up as %(role)s. %(title)s, %(day)s.", role=seat.name.lower(),
               title=seat.activity.title, day=seat.activity.date)
