"""What a weekly booking is about: the sessions that come, on which weekdays, and until which holiday."""

from wvg.base import clock
from wvg.commons.planning import dates
from wvg.commons.planning import queries as planning
from wvg.commons.planning.models import Activity
from wvg.groups.homework import queries
from wvg.groups.homework.models import HomeworkSession


def until_holidays(first, last, language="nl"):
    """[(name, the last day before it)] of the long school holidays that begin between two days, and last `last` itself
    with None.
    """
    runs = dates.long_school_holidays(first, last, language)
    return [*((name, begins - dates.DAY) for name, begins, _ends in runs if begins > first), (None, last)]


def coming(group, first, last, now):
    """Sessions of a group that go on and are not over, in order, with their activity."""
    local = clock.local(now)
    rows = queries.sessions().where(
        HomeworkSession.group == group, Activity.date.between(max(first, local.date()), last),
        Activity.state == "planned",
    ).order_by(Activity.date, Activity.starts)
    return [row for row in rows if not planning.has_ended(row.activity, local)]


def days_of(enrolment):
    """The weekdays of an enrolment: numbers, 0 is Monday."""
    return [int(day) for day in enrolment.weekdays.split()]
