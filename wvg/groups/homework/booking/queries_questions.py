"""What waits for an answer: of my side, of my side about a place that came free, and of the other."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from wvg.base import clock
from wvg.commons.partners.models import Partner
from wvg.commons.planning.models import Activity, Series
from wvg.groups.homework import queries
from wvg.groups.homework.booking.queries import open_ones
from wvg.groups.homework.models import Booking, HomeworkGroup, HomeworkSession, Pupil
from wvg.groups.homework.pupils.queries import Words, words

TWO_DAYS, EVENING, DAY = timedelta(hours=48), time(18), timedelta(days=1)


@dataclass
class Question:
    """One pupil in one group: once, or the dates of a weekly booking. bookings: in order of date, with their session.
    """

    pupil: Pupil
    words: Words
    group: HomeworkGroup
    enrolment: int | None
    bookings: list[Booking] = field(default_factory=list)


def held_until(booking):
    """The moment until which a place that came free is held (on the wall in Brussels), None: until the session is over.

    Two days, but not beyond the evening before. What came free as late as the day before goes to nobody else in time.
    """
    offered, day = clock.local(booking.offered_at), booking.session.activity.date
    if offered.date() >= day - DAY:
        return None
    return min(offered + TWO_DAYS, datetime.combine(day - DAY, EVENING))


def questions(viewer, now_local):
    """(to answer, offered to us, asked by us): lists of Question, the first date first; one query."""
    found = ({}, {}, {})
    if queries.decides(viewer):
        side, opened = queries.side_of(viewer), {}
        rows = open_ones(viewer, now_local, Booking.select(
            Booking, HomeworkSession, Activity, HomeworkGroup, Series, Partner, Pupil
        )).join_from(Booking, Pupil).where(Pupil.erased_at.is_null()).order_by(
            Activity.date, Activity.starts, Booking.made_at, Booking.id)
        for row in rows:
            part = 1 if row.state == "waiting" else 2 if row.side == side else 0
            if part == 1 and row.side != side:
                continue
            key = row.enrolment_id or -row.id
            if key not in found[part]:
                known = opened.setdefault(row.pupil_id, words(row.pupil))
                found[part][key] = Question(row.pupil, known, row.session.group, row.enrolment_id)
            found[part][key].bookings.append(row)
    return tuple(list(part.values()) for part in found)
