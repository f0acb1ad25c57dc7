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
    return audit.record(kind, by, now, [_becomes(row, state, by, now, reason, offered_at, itself)])


def _becomes(row, state, by, now, reason="", offered_at=None, itself=True):
    """(the booking as it is from now on, what was)."""
    before = {
        "state": row.state, "offered_at": row.offered_at and row.offered_at.isoformat(), "version": row.version,
    }
    row.state, row.offered_at, row.version = state, offered_at, row.version + 1
    row.save(only=[Booking.state, Booking.offered_at, Booking.version])
    who, side = (NOBODY, row.side) if itself else (by, queries.side_of(by))
    step(row, "offered" if offered_at else state, side, who, now, reason)
    _needs_no_answer(row, now)
    return row, before


def _needs_no_answer(row, now):
    """What was told about a booking as it was is put away, unless another date in it still waits for an answer."""
    table = Booking._meta.table_name
    others = ActChange.select(ActChange.act).join(Booking, on=ActChange.row == Booking.id).where(
        ActChange.table == table, Booking.id != row.id,
        (Booking.state == "asked") | Booking.offered_at.is_null(False))
    messages.settled(ActChange.select(ActChange.act).where(
        ActChange.table == table, ActChange.row == row.id, ActChange.act.not_in(others)), now)


def promote(sessions, by, now):
    """Give each free place of some sessions to who is next; how many. Who must answer is told once for a group.

    It is held for who waits longest of the side whose place it is, until that side says yes. What a side does not need
    the other is asked about, for who waits longest.
    """
    given = {}
    for session in sessions:
        if session.activity.state == "planned" and not planning.has_ended(session.activity, clock.local(now)):
            for row, before in _next(session, by, now):
                about = given.setdefault((row.side, row.state, session.group_id), ([], []))
                about[0].append((row, before))
                about[1].append(session)
            full(session, by, now)
    for (side, state, _group), (changes, found) in given.items():
        act = audit.record("booking.ask" if state == "asked" else "booking.offer", by, now, changes)
        group, days = found[0].group, sorted({one.activity.date for one in found})
        if state == "asked":
            rules_telling.tell_asked(side, group, days, NOBODY, now, act)
        else:
            rules_telling.tell(side, notices.OFFERED, group, now, NOBODY, act=act, path=rules_telling.QUESTIONS,
                               day=rules_telling.days(days))
    return sum(len(changes) for changes, _found in given.values())


def _next(session, by, now):
    """[(booking, what was)] of those who are offered a free place, or for whom it is asked now."""
    given = []
    while (room := queries_booking.room(session)).free:
        line = list(queries_booking.in_line(session))
        own = next((row for row in line if room.within(row.side)), None)
        waits = next((row for row in line if row.state == "waiting"), None)
        if own is not None:
            given.append(_becomes(own, "waiting", by, now, offered_at=now))
        elif waits is not None and room.asked < room.free:
            given.append(_becomes(waits, "asked", by, now))
        else:
            break
    return given


def full(session, by, now):
    """When the last place is given, what was asked for waits from now on, in the order of asking."""
    if queries_booking.room(session).free:
        return
    for row in list(Booking.select().where(Booking.session == session, Booking.state == "asked")):
        become(row, "waiting", by, now, "booking.full", itself=True)
