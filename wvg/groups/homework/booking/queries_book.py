"""What one must know to book: who comes already, the next sessions, and until when."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.booking.queries import Room
from wvg.groups.homework.booking.queries_weekly import coming, until_holidays
from wvg.groups.homework.models import LIVE, Booking, HomeworkSession, Pupil
from wvg.groups.homework.pupils.queries import Words, words
from wvg.groups.homework.sessions.rules_groups import last_day_of

SOON = timedelta(weeks=3)


@dataclass
class Expected:
    booking: Booking
    words: Words


@dataclass
class Until:
    """A last day for a weekly booking; name: of the holiday after it, None: the end of the school year.

    times: {weekday: how many sessions}.
    """

    name: str | None
    day: date
    times: dict


@dataclass
class About:
    """A session and what is around it. expected: those on its list, in the order of asking."""

    session: HomeworkSession
    room: Room
    expected: list[Expected]
    next: list[tuple[HomeworkSession, Room]]
    until: list[Until]

    @property
    def weekdays(self):
        return sorted(self.until[-1].times)


def about(session, now, language):
    """What is around a session that still comes: four queries."""
    later = coming(session.group, session.activity.date, last_day_of(session.group.school_year), now)
    soon = [one for one in later if one.activity.date <= session.activity.date + SOON]
    rooms = queries_booking.rooms([session, *soon])
    rows = Booking.select(Booking, Pupil).join(Pupil).where(
        Booking.session == session, Booking.state.in_(LIVE)).order_by(Booking.made_at, Booking.id)
    until = []
    for name, last in until_holidays(session.activity.date, max(
        [last_day_of(session.group.school_year), session.activity.date]
    ), language):
        times = Counter(one.activity.date.weekday() for one in later if one.activity.date <= last)
        if times and (not until or times != until[-1].times):
            until.append(Until(name, last, times))
    return About(
        session, rooms[session.id], [Expected(row, words(row.pupil)) for row in rows],
        [(one, rooms[one.id]) for one in soon if one.id != session.id],
        until or [Until(None, session.activity.date, {session.activity.date.weekday(): 1})],
    )
