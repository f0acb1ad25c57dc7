"""From and to which groups a pupil can go, and until when."""

from dataclasses import dataclass
from datetime import date

from wvg.base import clock
from wvg.commons.planning.models import Activity
from wvg.groups.homework.booking.queries_weekly import until_holidays
from wvg.groups.homework.models import LIVE, Booking, HomeworkGroup, HomeworkSession
from wvg.groups.homework.pupils.queries_list import groups_with, groups_with_pupils
from wvg.groups.homework.sessions.rules_groups import last_day_of


@dataclass
class Choices:
    """old: where the pupil has a place now; new: the other groups that still have dates, with their weekdays."""

    old: list[HomeworkGroup]
    new: list[tuple[HomeworkGroup, list[int]]]
    until: list[tuple[str | None, date]]


def choices(pupil, viewer, now, language):
    """The Choices for a pupil: a fixed number of queries."""
    today = clock.local(now).date()
    groups = groups_with_pupils(viewer, today)
    old = groups_with(pupil, groups, today)
    dates = set(HomeworkSession.select(HomeworkSession.group, Activity.date).join(Activity).where(
        HomeworkSession.group.in_(groups), Activity.date >= today, Activity.state == "planned").tuples())
    new = [(group, sorted({day.weekday() for of, day in dates if of == group.id}))
           for group in groups if group not in old]
    last = max([last_day_of(group.school_year) for group in groups], default=today)
    return Choices(old, [(group, days) for group, days in new if days],
                   until_holidays(today, max(last, today), language))


def comes(pupil, group, today):
    """Whether a pupil has, or waits for, a place in a group from today on."""
    return Booking.select().join(HomeworkSession).join(Activity).where(
        Booking.pupil == pupil, Booking.state.in_(LIVE), HomeworkSession.group == group, Activity.date >= today,
    ).exists()
