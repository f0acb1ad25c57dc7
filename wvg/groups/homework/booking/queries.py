"""How full a session is, and what became of each booking."""

from dataclasses import dataclass

from peewee import fn

from wvg.base.errors import Unknown
from wvg.groups.homework import queries
from wvg.groups.homework.models import Booking, HomeworkGroup, HomeworkSession, Pupil
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


def waiting(session):
    """Who waits for a place and was not offered one, in the order of asking."""
    return Booking.select().where(
        Booking.session == session, Booking.state == "waiting", Booking.offered_at.is_null()
    ).order_by(Booking.made_at, Booking.id)


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
