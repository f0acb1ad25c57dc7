"""From and to which groups a pupil can go, and until when."""

from dataclasses import dataclass
from datetime import date

from wvg.base import clock
from wvg.commons.planning.models import Activity
from wvg.groups.homework.booking.queries_weekly import until_holidays
from wvg.groups.homework.models import LIVE, Booking, HomeworkGroup, HomeworkSession
from wvg.groups.homework.pupils.queries_list import groups_with_pupils
from wvg.groups.homework.sessions.rules_groups import last_day_of


@dataclass
class Choices:
    """old: where the pupil has a place now. weekdays: {weekday: titles of the groups that have it}."""

    old: list[HomeworkGroup]
    groups: list[HomeworkGroup]
    weekdays: dict
    until: list[tuple[str | None, date]]


def choices(pupil, viewer, now, language):
    """The Choices for a pupil: a fixed number of queries."""
    today = clock.local(now).date()
    groups = groups_with_pupils(viewer, today)
    there = {group for (group,) in Booking.select(HomeworkSession.group).join(HomeworkSession).join(Activity).where(
        Booking.pupil == pupil, Booking.state.in_(LIVE), Activity.date >= today).distinct().tuples()}
    dates = set(HomeworkSession.select(HomeworkSession.group, Activity.date).join(Activity).where(
        HomeworkSession.group.in_(groups), Activity.date >= today, Activity.state == "planned").tuples())
    weekdays = {}
    for group in groups:
        for day in {day.weekday() for of, day in dates if of == group.id}:
            weekdays.setdefault(day, []).append(group.series.title)
    last = max([last_day_of(group.school_year) for group in groups], default=today)
    return Choices([group for group in groups if group.id in there], groups, weekdays,
                   until_holidays(today, max(last, today), language))
