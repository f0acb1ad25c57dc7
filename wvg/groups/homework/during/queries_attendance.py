"""Who came to a session."""

from dataclasses import dataclass

from wvg.base import clock
from wvg.base.errors import NotAllowed
from wvg.groups.homework import queries
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.during import queries as during
from wvg.groups.homework.models import LIVE, Booking, HomeworkSession, Pupil
from wvg.groups.homework.pupils import queries as queries_pupils


@dataclass
class Attendance:
    """Who came to a session. others: [(number, Words)] of pupils of the group who have no place that day.

    may_tick: now.
    """

    session: HomeworkSession
    lines: list[during.Line]
    may_tick: bool
    others: list
    room: queries_booking.Room

    def count(self, *attendances):
        return sum(line.booking.attendance in attendances for line in self.lines)


def attendance(number, viewer, now):
    """The Attendance of a session, for who sees its pupils: a fixed number of queries. Raises Unknown, NotAllowed."""
    session, local = queries.session(number, viewer), clock.local(now)
    if not queries.sees_pupils(viewer, session.group, local.date()):
        raise NotAllowed
    lines = [line for line in during.lines_of(session, viewer, local.date()) if line.booking.state == "confirmed"]
    may_tick = during.ticks(viewer, session, during.helps(viewer, session), local.date())
    there = {line.booking.pupil_id for line in lines}
    others = [(row.id, queries_pupils.words(row)) for row in of_group(session.group, viewer, local.date())
              if row.id not in there] if may_tick else []
    others.sort(key=lambda one: (one[1].first_name.casefold(), one[0]))
    return Attendance(session, lines, may_tick, others, queries_booking.room(session))


def of_group(group, viewer, today):
    """Pupils who had or have a place in some session of a group, and did not stop: one query."""
    booked = Booking.select(Booking.pupil).join(HomeworkSession).where(
        HomeworkSession.group == group, Booking.state.in_(LIVE))
    return Pupil.select().where(Pupil.id.in_(booked), Pupil.stopped_on.is_null(), queries_pupils.seen(viewer, today))
