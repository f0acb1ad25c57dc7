"""What a weekly booking is about: the sessions that come, on which weekdays, and until which holiday."""

from peewee import fn

from wvg.base import clock
from wvg.commons.planning import dates
from wvg.commons.planning.models import Activity
from wvg.groups.homework import queries
from wvg.groups.homework.models import LIVE, Booking, HomeworkSession


def until_holidays(first, last, language="nl"):
    """[(name, the last day before it)] of the long school holidays that begin between two days, and last `last` itself
    with None.
    """
    runs = dates.long_school_holidays(first, last, language)
    return [*((name, begins - dates.DAY) for name, begins, _ends in runs if begins > first), (None, last)]


def coming(group, first, last, now):
    """Sessions of a group that go on and are not over, in order, with their activity."""
    local = clock.local(now)
    return list(
        queries.sessions().where(
            HomeworkSession.group == group, Activity.date.between(max(first, local.date()), last),
            queries.to_come(local),
        ).order_by(Activity.date, Activity.starts)
    )


def days_of(enrolments, first, last=None):
    """{enrolment id: weekdays (0 is Monday) on which it has a place, or waits for one, between two days}: one query.

    Not always those for which it was made: those of the group may have changed. One date that was moved by hand counts
    as what it was.
    """
    meant = fn.COALESCE(Activity.original_date, Activity.date)
    rows = Booking.select(Booking.enrolment, meant).join(HomeworkSession).join(Activity).where(
        Booking.enrolment.in_(enrolments), Booking.state.in_(LIVE), Activity.date >= first,
        Activity.state != "cancelled")
    found = {}
    for enrolment, day in (rows.where(Activity.date <= last) if last else rows).tuples():
        found.setdefault(enrolment, set()).add(day.weekday())
    return found


def made_for(enrolment):
    """The weekdays for which an enrolment was made."""
    return {int(day) for day in enrolment.weekdays.split()}
