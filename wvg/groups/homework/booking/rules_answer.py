"""The answers of a side: to what the other asks, and to a place that came free for a pupil who waited."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.base.words import say
from wvg.groups.homework import notices, queries, rules_telling
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.booking.rules import NOT_ANY_MORE
from wvg.groups.homework.booking.rules_line import become, full, promote, take_hold
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
    return _answer(_asked_by(enrolment), _give, notices.CONFIRMED, by, now)


def decline_all(enrolment, reason, by, now):
    """Refuse all places that a weekly booking (its number) still asks for."""
    return _answer(_asked_by(enrolment), _refuse(reason), notices.DECLINED, by, now)


def _asked_by(enrolment):
    found = list(queries_booking.of_enrolment(enrolment))
    if not found:
        raise Unknown
    return [row.id for row in found if row.state == "asked"] or [found[0].id]


def _answer(numbers, done, kind, by, now):
    """Do this with bookings that wait for the answer of this viewer's side, and tell the other side once."""
    today, answered = clock.local(now).date(), []
    with database.atomic():
        for number in numbers:
            row = queries_booking.booking(number, by, today)
            side = queries.side_of(by)
            if side == row.side or not queries_booking.decides(by):
                raise NotAllowed
            take_hold(row.session)
            row = queries_booking.booking(number, by, today)
            if row.state != "asked" or queries_booking.is_past(row.session, now):
                raise Refused(NOT_ANY_MORE)
            done(row, by, now)
            answered.append(row)
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
    full(row.session, by, now)


def _refuse(reason):
    if not reason:
        raise Invalid("reason", say("Write why. The other side reads it."))

    def refuse(row, by, now):
        become(row, "declined", by, now, "booking.decline", reason)
        promote(row.session, by, now)

    return refuse


def say_yes(number, by, now):
    """Who waited still comes: the place that was held is theirs. Raises Unknown, NotAllowed, Refused."""
    with database.atomic():
        row = _offered(number, by, now)
        become(row, "confirmed", by, now, "booking.say_yes")
        return row


def say_no(number, by, now):
    """Who waited does not come any more; the place goes to who is next."""
    with database.atomic():
        row = _offered(number, by, now)
        become(row, "cancelled", by, now, "booking.say_no")
        promote(row.session, by, now)
        return row


def _offered(number, by, now):
    today = clock.local(now).date()
    row = queries_booking.booking(number, by, today)
    if row.side != queries.side_of(by) or not queries_booking.decides(by):
        raise NotAllowed
    take_hold(row.session)
    row: Booking = queries_booking.booking(number, by, today)
    if row.offered_at is None or queries_booking.is_past(row.session, now):
        raise Refused(NOT_ANY_MORE)
    return row
