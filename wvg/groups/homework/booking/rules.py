"""The verbs of a place for a pupil, on one date.

Each begins by taking the session for itself, so that two never give the same place. A side books at once within its
own share; above it the other side says yes; when nothing is left a pupil waits, in the order of asking. A place that
comes free is held for who waits longest, until their side says that they still come.
"""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.planning import queries as planning
from wvg.groups.homework import notices, queries, rules_telling
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.models import LIVE, Booking, BookingStep, HomeworkSession
from wvg.groups.homework.permissions import BOOK, STEER
from wvg.groups.homework.pupils import queries as queries_pupils

NOT_ANY_MORE = say("Somebody else answered this in the meantime. Look at it again.")


def book(session, pupil, by, now):
    """Book a place in one session (the number of its activity) for a pupil (its number). The Booking.

    Booking twice is booking once. Raises Unknown, NotAllowed, Refused (over, or it does not go on).
    """
    with database.atomic():
        found = session_to_book(session, by, now)
        row = queries_pupils.pupil(pupil, by, clock.local(now).date())
        made = place(found, row, by, now)
        if made.state == "asked":
            side = rules_telling.other(made.side)
            rules_telling.tell(side, notices.ASKED, found.group, now, by, days=found.activity.date,
                               who=rules_telling.name_of(made.side, found.group))
        return made


def session_to_book(number, by, now):
    """A session of a group for which this viewer books, that still comes. Raises Unknown, NotAllowed, Refused."""
    found = queries.session(number, by)
    must_book(found.group, by, clock.local(now).date())
    if planning.has_ended(found.activity, clock.local(now)):
        raise Refused(say("This is over. It can no longer be changed."))
    if found.activity.state != "planned":
        raise Refused(say("This does not go on."))
    return found


def must_book(group, by, today):
    if not by.can(BOOK) or not queries.sees_pupils(by, group, today):
        raise NotAllowed


def take_hold(session):
    """Nobody else gives a place of this session until the transaction ends."""
    HomeworkSession.update(version=HomeworkSession.version + 1).where(HomeworkSession.id == session.id).execute()


def place(session, pupil, by, now, enrolment=None):
    """The booking of a pupil in a session, in the state that its places allow; inside a transaction, checks are done.

    What stands there already is kept.
    """
    take_hold(session)
    there = Booking.get_or_none(Booking.pupil == pupil, Booking.session == session, Booking.state.in_(LIVE))
    if there is not None:
        return there
    side, room = queries.side_of(by), queries_booking.room(session)
    if room.free and room.within(side):
        state = "confirmed"
    else:
        state = "asked" if room.asked < room.free and not room.waiting else "waiting"
    row = Booking.create(pupil=pupil, session=session, enrolment=enrolment, side=side, state=state, made_at=now)
    step(row, state, side, by, now)
    audit.record("booking.book", by, now, [(row, None)])
    if state == "confirmed":
        _full(session, by, now)
    return row


def step(row, state, side, by, now, reason=""):
    """Write down what became of a booking."""
    made = BookingStep(booking=row, state=state, side=side, by=by and by.account, at=now)
    made.seal({"reason": reason})
    made.save(force_insert=True)
    return made


def confirm(number, by, now):
    """The other side gives the place; when it went meanwhile the pupil waits for one. The Booking.

    Raises Unknown, NotAllowed, Refused.
    """
    with database.atomic():
        row = _to_answer(number, by, now)
        free = queries_booking.room(row.session).free
        _become(row, "confirmed" if free else "waiting", by, now, "booking.confirm")
        group, state = row.session.group, row.state
        if state == "confirmed":
            _full(row.session, by, now)
            rules_telling.tell(row.side, notices.CONFIRMED, group, now, by, days=row.session.activity.date,
                               who=rules_telling.name_of(queries.side_of(by), group))
        return row


def decline(number, reason, by, now):
    """The other side cannot give the place, and says why. Raises Unknown, NotAllowed, Refused, Invalid ("reason")."""
    if not reason:
        raise Invalid("reason", say("Write why. The other side reads it."))
    with database.atomic():
        row = _to_answer(number, by, now)
        _become(row, "declined", by, now, "booking.decline", reason)
        rules_telling.tell(row.side, notices.DECLINED, row.session.group, now, by, days=row.session.activity.date,
                           who=rules_telling.name_of(queries.side_of(by), row.session.group))
        return row


def _to_answer(number, by, now):
    """A booking that waits for the answer of this viewer's side, with its session taken hold of."""
    row = queries_booking.booking(number, by, clock.local(now).date())
    side = queries.side_of(by)
    if side == row.side or (side == "us" and not by.can(STEER)):
        raise NotAllowed
    take_hold(row.session)
    row = queries_booking.booking(number, by, clock.local(now).date())
    if row.state != "asked":
        raise Refused(NOT_ANY_MORE)
    return row


def say_yes(number, by, now):
    """Who waited still comes: the place that was held is theirs. Raises Unknown, NotAllowed, Refused."""
    with database.atomic():
        row = _offered(number, by, now)
        _become(row, "confirmed", by, now, "booking.say_yes")
        _full(row.session, by, now)
        return row


def say_no(number, by, now):
    """Who waited does not come any more; the next one in the row is offered the place."""
    with database.atomic():
        row = _offered(number, by, now)
        _become(row, "cancelled", by, now, "booking.say_no")
        promote(row.session, by, now)
        return row


def _offered(number, by, now):
    row = queries_booking.booking(number, by, clock.local(now).date())
    if row.side != queries.side_of(by):
        raise NotAllowed
    take_hold(row.session)
    row = queries_booking.booking(number, by, clock.local(now).date())
    if row.offered_at is None:
        raise Refused(NOT_ANY_MORE)
    return row


def cancel(number, reason, by, now):
    """The pupil does not come that day; either side can say so. The place is offered to who waits.

    Raises Unknown, NotAllowed, Refused (over, or it is cancelled already).
    """
    with database.atomic():
        row = queries_booking.booking(number, by, clock.local(now).date())
        session_to_change(row.session, by, now)
        take_hold(row.session)
        row = queries_booking.booking(number, by, clock.local(now).date())
        if row.state not in LIVE:
            raise Refused(NOT_ANY_MORE)
        end(row, by, now, reason)
        side = queries.side_of(by)
        if side != row.side:
            rules_telling.tell(row.side, notices.CANCELLED, row.session.group, now, by,
                               days=row.session.activity.date, who=rules_telling.name_of(side, row.session.group))
        return row


def session_to_change(session, by, now):
    if not by.can(BOOK):
        raise NotAllowed
    if planning.has_ended(session.activity, clock.local(now)):
        raise Refused(say("This is over. It can no longer be changed."))


def end(row, by, now, reason=""):
    """A booking ends, inside a transaction that took hold of its session; its place is offered to who waits."""
    _become(row, "cancelled", by, now, "booking.cancel", reason)
    promote(row.session, by, now)


def promote(session, by, now):
    """Hold each free place for who waits longest; their side must say that they still come."""
    if session.activity.state != "planned" or planning.has_ended(session.activity, clock.local(now)):
        return
    room = queries_booking.room(session)
    for row in list(queries_booking.waiting(session).limit(max(0, room.free - room.asked))):
        before = {"offered_at": None, "version": row.version}
        row.offered_at, row.version = now, row.version + 1
        row.save()
        step(row, "offered", row.side, None, now)
        act = audit.record("booking.offer", by, now, [(row, before)])
        rules_telling.tell(row.side, notices.OFFERED, session.group, now, None, act=act, day=session.activity.date)


def _become(row, state, by, now, kind, reason=""):
    before = {"state": row.state, "version": row.version}
    row.state, row.offered_at, row.version = state, None, row.version + 1
    row.save(only=[Booking.state, Booking.offered_at, Booking.version])
    step(row, state, queries.side_of(by), by, now, reason)
    audit.record(kind, by, now, [(row, before)])


def _full(session, by, now):
    """When the last place is given, what was asked for waits from now on, in the order of asking."""
    if queries_booking.room(session).free:
        return
    for row in Booking.select().where(Booking.session == session, Booking.state == "asked"):
        row.session = session
        _become(row, "waiting", by, now, "booking.full")
