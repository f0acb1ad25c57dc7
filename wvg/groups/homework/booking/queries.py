"""How full a session is, and what became of each booking."""

from dataclasses import dataclass

from peewee import JOIN, fn

from wvg.base import clock
from wvg.base.errors import Unknown
from wvg.commons.partners.models import Partner
from wvg.commons.planning import queries as planning
from wvg.commons.planning.models import Activity, Series
from wvg.groups.homework import queries
from wvg.groups.homework.models import LIVE, Booking, Enrolment, HomeworkGroup, HomeworkSession, Pupil
from wvg.groups.homework.pupils import queries as pupils


@dataclass
class Room:
    """The places of one session. taken: {side: how many}, confirmed or held for who must still say yes."""

    places: int
    share: int
    taken: dict
    asked: int = 0
    waiting: int = 0

    @property
    def all_taken(self):
        return sum(self.taken.values())

    @property
    def free(self):
        return max(0, self.places - self.all_taken)

    def own(self, side):
        """How many places a side fills by itself."""
        return self.share if side == "them" else self.places - self.share

    def within(self, side):
        """Whether a side has a place of its own left."""
        return self.taken[side] < self.own(side)


def rooms(sessions):
    """{session id: Room} of HomeworkSessions: one query."""
    found = {one.id: Room(one.places, one.share, {"us": 0, "them": 0}) for one in sessions}
    rows = (
        Booking.select(
            Booking.session, Booking.side, Booking.state, Booking.offered_at.is_null(False).alias("offered"),
            fn.COUNT(Booking.id),
        ).where(Booking.session.in_(list(found)), Booking.state.in_(("asked", "confirmed", "waiting")))
        .group_by(Booking.session, Booking.side, Booking.state, Booking.offered_at.is_null(False))
    )
    for session, side, state, offered, number in rows.tuples():
        room = found[session]
        if state == "confirmed" or offered:
            room.taken[side] += number
        elif state == "asked":
            room.asked += number
        else:
            room.waiting += number
    return found


def room(session):
    return rooms([session])[session.id]


def in_line(session):
    """Who has no place yet and wants one: asked for, or waiting and not offered one; in the order of asking."""
    return Booking.select().where(
        Booking.session == session, Booking.state.in_(("asked", "waiting")), Booking.offered_at.is_null()
    ).order_by(Booking.made_at, Booking.id)


def live(session, pupil):
    """The booking of a pupil (or its number) in a session that is not declined or cancelled, or None."""
    return Booking.get_or_none(Booking.pupil == pupil, Booking.session == session, Booking.state.in_(LIVE))


def of_enrolment(enrolment):
    """The bookings of a weekly one (or its number), with their session and activity, in order of date."""
    return (
        Booking.select(Booking, HomeworkSession, Activity).join(HomeworkSession).join(Activity)
        .where(Booking.enrolment == enrolment).order_by(Activity.date, Activity.starts, Booking.id)
    )


def to_answer(enrolment, by, now):
    """The bookings of a weekly one (or its number) for which its side waits for an answer of this viewer's side."""
    return _open_of(enrolment, now, (Booking.state == "asked") & (Booking.side != queries.side_of(by)))


def offered_to(enrolment, by, now):
    """The bookings of a weekly one (or its number) for which a place is held until this viewer's side says yes."""
    return _open_of(enrolment, now, Booking.offered_at.is_null(False) & (Booking.side == queries.side_of(by)))


def _open_of(enrolment, now, which):
    return list(of_enrolment(enrolment).where(queries.to_come(clock.local(now)), which))


def is_past(session, now):
    return planning.has_ended(session.activity, clock.local(now))


def booking(number, viewer, today):
    """A booking of a pupil that this viewer sees, in a group that they see. Raises Unknown."""
    found = Booking.select(Booking, HomeworkSession, HomeworkGroup).join(HomeworkSession).join(HomeworkGroup).switch(
        Booking).join(Pupil).where(Booking.id == number, pupils.seen(viewer, today)).first()
    if found is None:
        raise Unknown
    found.session = queries.session(found.session.activity_id, viewer)
    if not queries.sees_pupils(viewer, found.session.group, today):
        raise Unknown
    return found


def enrolment(number, viewer, today):
    """A weekly booking, with its group, of a pupil that this viewer sees, in a group of which they do. Raises Unknown.
    """
    found = Enrolment.select().join(Pupil).where(Enrolment.id == number, pupils.seen(viewer, today)).first()
    if found is None:
        raise Unknown
    found.group = queries.group(found.group_id, viewer)
    if not queries.sees_pupils(viewer, found.group, today):
        raise Unknown
    return found


@dataclass
class Waits:
    """How many places wait: for an answer of my side, for the yes of my side, for an answer of the other side."""

    to_answer: int = 0
    offered: int = 0
    asked: int = 0

    @property
    def mine(self):
        return self.to_answer + self.offered


def waits_for(viewer, now_local):
    """The Waits of a viewer, none for who decides nothing: one query."""
    found = Waits()
    if not queries.decides(viewer):
        return found
    side = queries.side_of(viewer)
    rows = open_ones(viewer, now_local, Booking.select(Booking.side, Booking.state, fn.COUNT(Booking.id))).group_by(
        Booking.side, Booking.state)
    for of, state, number in rows.tuples():
        if state == "waiting":
            found.offered += number if of == side else 0
        elif of == side:
            found.asked += number
        else:
            found.to_answer += number
    return found


def open_ones(viewer, now_local, select):
    """A select of bookings that wait for somebody, in sessions of this viewer that are not over."""
    return (
        select.join(HomeworkSession).join(Activity).switch(HomeworkSession)
        .join(HomeworkGroup).join(Series).switch(HomeworkGroup).join(Partner, JOIN.LEFT_OUTER)
        .where(
            queries.seen(viewer), queries.to_come(now_local),
            (Booking.state == "asked") | Booking.offered_at.is_null(False),
        )
    )
