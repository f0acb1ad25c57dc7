"""The answers of a side: to what the other asks, and to a place that came free for a pupil who waited."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.base.words import say
from wvg.groups.homework import notices, queries, rules_telling
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.booking.rules import NOT_ANY_MORE
from wvg.groups.homework.booking.rules_line import become, promote, take_hold
from wvg.groups.homework.models import Booking


def confirm(number, by, now):
    """The other side gives the place; when it went meanwhile the pupil waits for one. The Booking.

    Raises Unknown, NotAllowed, Refused.
    """
    return _answer([number], _give, notices.CONFIRMED, by, now)[0]


def decline(number, reason, by, now):
    """The other side cannot give the place, and says why. Raises Unknown, NotAllowed, Refused, Invalid ("reason")."""
    return _answer([number], _refuse(reason), notices.DECLINED, by, now)[0]


def confirm_all(enrolment, by, now):
    """Give all places that a weekly booking (its number) still asks for; those Bookings, in order of date."""
    return _answer(_asked_by(enrolment, by, now), _give, notices.CONFIRMED, by, now)


def decline_all(enrolment, reason, by, now):
    """Refuse all places that a weekly booking (its number) still asks for."""
    return _answer(_asked_by(enrolment, by, now), _refuse(reason), notices.DECLINED, by, now)


def _asked_by(enrolment, by, now):
    return _numbers(enrolment, queries_booking.to_answer(enrolment, by, now))


def _numbers(enrolment, rows):
    """Of these bookings, or of one that says why nothing can be answered any more. Raises Unknown."""
    found = rows or list(queries_booking.of_enrolment(enrolment).limit(1))
    if not found:
        raise Unknown
    return [row.id for row in found]


def _answer(numbers, done, kind, by, now):
    """Do this with bookings that wait for the answer of this viewer's side, and tell the other side once."""
    today, answered = clock.local(now).date(), []
    with database.atomic():
        for number in numbers:
            row = queries_booking.booking(number, by, today)
            side = queries.side_of(by)
            if side == row.side or not queries.decides(by):
                raise NotAllowed
            take_hold(row.session)
            row = queries_booking.booking(number, by, today)
            if row.state != "asked" or queries_booking.is_past(row.session, now):
                raise Refused(NOT_ANY_MORE)
            done(row, by, now)
            answered.append(row)
        promote([row.session for row in answered], by, now)
        told = [row.session.activity.date for row in answered if row.state != "waiting"]
        if told:
            first = answered[0]
            rules_telling.tell(first.side, kind, first.session.group, now, by, days=rules_telling.days(told),
                               path=f"/homework/sessions/{first.session.activity_id}",
                               who=rules_telling.name_of(side, first.session.group))
    return answered


def _give(row, by, now):
    free = queries_booking.room(row.session).free
    become(row, "confirmed" if free else "waiting", by, now, "booking.confirm")


def _refuse(reason):
    if not reason:
        raise Invalid("reason", say("Write why. The other side reads it."))

    def refuse(row, by, now):
        become(row, "declined", by, now, "booking.decline", reason)

    return refuse


def say_yes(number, by, now):
    """Who waited still comes: the place that was held is theirs. Raises Unknown, NotAllowed, Refused."""
    return _reply([number], "confirmed", by, now)[0]


def say_no(number, by, now):
    """Who waited does not come any more; the place goes to who is next."""
    return _reply([number], "cancelled", by, now)[0]


def say_yes_all(enrolment, by, now):
    """Take all places that are held for a weekly booking (its number); those Bookings, in order of date."""
    return _reply(_offered_to(enrolment, by, now), "confirmed", by, now)


def say_no_all(enrolment, by, now):
    """Leave all places that are held for a weekly booking (its number)."""
    return _reply(_offered_to(enrolment, by, now), "cancelled", by, now)


def _offered_to(enrolment, by, now):
    return _numbers(enrolment, queries_booking.offered_to(enrolment, by, now))


def _reply(numbers, state, by, now):
    with database.atomic():
        rows = [_offered(number, by, now) for number in numbers]
        for row in rows:
            become(row, state, by, now, "booking.say_yes" if state == "confirmed" else "booking.say_no")
        promote([row.session for row in rows], by, now)
        return rows


def _offered(number, by, now):
    today = clock.local(now).date()
    row = queries_booking.booking(number, by, today)
    if row.side != queries.side_of(by) or not queries.decides(by):
        raise NotAllowed
    take_hold(row.session)
    row: Booking = queries_booking.booking(number, by, today)
    if row.offered_at is None or queries_booking.is_past(row.session, now):
        raise Refused(NOT_ANY_MORE)
    return row
