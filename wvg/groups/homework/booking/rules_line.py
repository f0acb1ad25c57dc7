"""The line for the places of one session: what becomes of a booking, and who is next when a place comes free.

Everything here is for inside a transaction that took hold of the session.
"""

from wvg.base import clock
from wvg.base.access import NOBODY
from wvg.commons.audit import rules as audit
from wvg.commons.audit.models import ActChange
from wvg.commons.messages import rules as messages
from wvg.commons.planning import queries as planning
from wvg.groups.homework import notices, queries, rules_telling
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.models import Booking, BookingStep, HomeworkSession


def take_hold(session):
    """Nobody else gives a place of this session until the transaction ends."""
    HomeworkSession.update(version=HomeworkSession.version + 1).where(HomeworkSession.id == session.id).execute()


def step(row, state, side, by, now, reason=""):
    """Write down what became of a booking; `by` is NOBODY when the program itself did it."""
    made = BookingStep(booking=row, state=state, side=side, by=by.account, at=now)
    made.seal({"reason": reason})
    made.save(force_insert=True)
    return made


def become(row, state, by, now, kind, reason="", offered_at=None, itself=False):
    """A booking comes into a state; the Act. itself: the program did it, after something that `by` did."""
    before = {
        "state": row.state, "offered_at": row.offered_at and row.offered_at.isoformat(), "version": row.version,
    }
    row.state, row.offered_at, row.version = state, offered_at, row.version + 1
    row.save(only=[Booking.state, Booking.offered_at, Booking.version])
    who, side = (NOBODY, row.side) if itself else (by, queries.side_of(by))
    step(row, "offered" if offered_at else state, side, who, now, reason)
    _needs_no_answer(row, now)
    return audit.record(kind, by, now, [(row, before)])


def _needs_no_answer(row, now):
    """What was told about a booking as it was is put away; about a weekly one when none of its dates is asked for."""
    there = Booking.select().where(Booking.enrolment == row.enrolment_id, Booking.state == "asked")
    about = [row] if row.enrolment_id is None or there.exists() else [row, row.enrolment]
    for one in about:
        acts = ActChange.select(ActChange.act).where(
            ActChange.table == one._meta.table_name, ActChange.row == one.id)
        messages.settled(acts, now)


def end(row, by, now, reason="", itself=False):
    """A booking ends; its place goes to who is next."""
    become(row, "cancelled", by, now, "booking.cancel", reason, itself=itself)
    promote(row.session, by, now)


def promote(session, by, now):
    """Give each free place to who is next.

    It is held for who waits longest of the side whose place it is, until that side says yes. What a side does not need
    the other is asked about, for who waits longest.
    """
    if session.activity.state != "planned" or planning.has_ended(session.activity, clock.local(now)):
        return
    while (room := queries_booking.room(session)).free:
        line = list(queries_booking.in_line(session))
        own = next((row for row in line if room.within(row.side)), None)
        waits = next((row for row in line if row.state == "waiting"), None)
        if own is not None:
            act = become(own, "waiting", by, now, "booking.offer", offered_at=now, itself=True)
            rules_telling.tell(own.side, notices.OFFERED, session.group, now, NOBODY, act=act,
                               path=rules_telling.QUESTIONS, day=session.activity.date)
        elif waits is not None and room.asked < room.free:
            act = become(waits, "asked", by, now, "booking.ask", itself=True)
            rules_telling.tell_asked(waits.side, session.group, [session.activity.date], NOBODY, now, act)
        else:
            return
    full(session, by, now)


def full(session, by, now):
    """When the last place is given, what was asked for waits from now on, in the order of asking."""
    if queries_booking.room(session).free:
        return
    for row in list(Booking.select().where(Booking.session == session, Booking.state == "asked")):
        become(row, "waiting", by, now, "booking.full", itself=True)
