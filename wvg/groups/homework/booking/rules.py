"""The verbs of a place for a pupil, on one date.

Each begins by taking the session for itself, so that two never give the same place. A side books at once within its
own share; above it the other side says yes; when nothing is left a pupil waits, in the order of asking. A place that
comes free is held for who waits longest, until their side says that they still come.
"""

from wvg.base import clock, db
from wvg.base.access import NOBODY
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.planning import queries as planning
from wvg.groups.homework import notices, queries, rules_telling
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.booking.rules_line import become, full, promote, step, take_hold
from wvg.groups.homework.models import LIVE, Booking, HomeworkSession
from wvg.groups.homework.permissions import BOOK
from wvg.groups.homework.pupils import queries as queries_pupils

__all__ = ["book", "cancel", "end_all", "place", "promote", "take_hold"]

NOT_ANY_MORE = say("Somebody else answered this in the meantime. Look at it again.")
NOT_COMING = say("This pupil does not come any more.")
OVER = say("This is over. It can no longer be changed.")


def book(session, pupil, by, now):
    """Book a place in one session (the number of its activity) for a pupil (its number). The Booking.

    Booking twice is booking once. Raises Unknown, NotAllowed, Refused (over, or it does not go on).
    """
    with database.atomic():
        found = session_to_book(session, by, now)
        row = queries_pupils.pupil(pupil, by, clock.local(now).date())
        made, changes = place(found, row, by, now)
        if not changes:
            return made
        act = audit.record("booking.book", by, now, changes)
        if made.state == "asked":
            rules_telling.tell_asked(made.side, found.group, [found.activity.date], by, now, act)
        return made


def session_to_book(number, by, now):
    """A session of a group for which this viewer books, that still comes. Raises Unknown, NotAllowed, Refused."""
    found = queries.session(number, by)
    must_book(found.group, by, clock.local(now).date())
    if planning.has_ended(found.activity, clock.local(now)):
        raise Refused(OVER)
    if found.activity.state != "planned":
        raise Refused(say("This does not go on."))
    return found


def must_book(group, by, today):
    if not by.can(BOOK) or not queries.sees_pupils(by, group, today):
        raise NotAllowed


def place(session, pupil, by, now, enrolment=None):
    """(the Booking of a pupil in a session, in the state that its places allow; what changed, for the Act).

    Inside a transaction, checks are done. What stands there already is kept, and changes nothing; a weekly booking of
    the same side takes it along. Who books its own pupil for a school year has said that it comes.
    """
    if pupil.stopped_on is not None:
        raise Refused(NOT_COMING)
    take_hold(session)
    there = queries_booking.live(session, pupil)
    if there is not None:
        if enrolment is not None and there.enrolment_id is None and there.side == enrolment.side:
            there.enrolment = enrolment
            there.save(only=[Booking.enrolment])
        return there, []
    side, room = enrolment.side if enrolment else queries.side_of(by), queries_booking.room(session)
    if room.free and room.within(side):
        state = "confirmed"
    else:
        state = "asked" if room.asked < room.free and not room.waiting else "waiting"
    row = Booking.create(pupil=pupil, session=session, enrolment=enrolment, side=side, state=state, made_at=now)
    step(row, state, side, by, now)
    full(session, by, now)
    return row, [(row, None), *_comes(pupil, session.group.school_year, by)]


def _comes(pupil, year, by):
    """Its own side says that a pupil comes in a school year; what changed."""
    if by is NOBODY or pupil.goes_on >= year or not queries_pupils.is_own(by, pupil):
        return []
    before = {"goes_on": pupil.goes_on, "version": pupil.version}
    db.keep(pupil, {"goes_on": year}, NOT_ANY_MORE)
    return [(pupil, before)]


def cancel(number, reason, by, now):
    """The pupil does not come that day; either side can say so, and the other is told.

    Raises Unknown, NotAllowed, Refused (over, or it is cancelled already), Invalid ("reason") when the other side asked
    for it.
    """
    today = clock.local(now).date()
    with database.atomic():
        row = queries_booking.booking(number, by, today)
        must_book(row.session.group, by, today)
        if not end_all([row], reason, by, now):
            raise Refused(OVER if planning.has_ended(row.session.activity, clock.local(now)) else NOT_ANY_MORE)
        return row


def must_say_why(reason, side, by):
    """Raise Invalid when somebody ends what the other side (of `side`) asked for, and gives no reason."""
    if not reason and side != queries.side_of(by):
        raise Invalid("reason", say("Write why. The other side reads it."))


def end_all(bookings, reason, by, now, side=None):
    """End those of these bookings that are still to come, offer their places, tell the other side once for each group.

    How many; inside a transaction. `side` acts, when it is not that of `by`: its pupil is erased, and nobody is asked
    why. Raises Invalid ("reason") for what the other side asked for.
    """
    asks_why, side, told = side is None, side or queries.side_of(by), {}
    numbers = [row.session_id for row in bookings]
    sessions = {one.id: one for one in queries.sessions().where(HomeworkSession.id.in_(numbers))}
    for number in [row.id for row in bookings]:
        session = sessions[Booking.get_by_id(number).session_id]
        take_hold(session)
        row = Booking.get_by_id(number)
        if row.state not in LIVE or planning.has_ended(session.activity, clock.local(now)):
            continue
        if asks_why:
            must_say_why(reason, row.side, by)
        row.session = session
        become(row, "cancelled", by, now, "booking.cancel", reason, itself=by is NOBODY)
        told.setdefault(session.group_id, []).append(session)
    promote([one for ended in told.values() for one in ended], by, now)
    for ended in told.values():
        group = ended[0].group
        rules_telling.tell(
            rules_telling.other(side), notices.CANCELLED, group, now, by, who=rules_telling.name_of(side, group),
            days=rules_telling.days(sorted(one.activity.date for one in ended)),
        )
    return sum(map(len, told.values()))
