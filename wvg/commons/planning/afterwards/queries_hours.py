"""How often and how long people went, for those who coordinate their group."""

from dataclasses import dataclass
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from wvg.base.errors import NotAllowed
from wvg.commons.planning import queries
from wvg.commons.planning.afterwards.queries_attendance import CAME, WENT_ON
from wvg.commons.planning.models import Activity, SignUp
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.volunteers.models import Volunteer

DAY = timedelta(days=1)


@dataclass
class Row:
    """One volunteer: turns, and hours of those turns that have both a beginning and an end."""

    volunteer: Volunteer
    turns: int = 0
    time: timedelta = timedelta()

    @property
    def hours(self):
        return self.time / timedelta(hours=1)


@dataclass
class Table:
    rows: list[Row]

    @property
    def turns(self):
        return sum(row.turns for row in self.rows)

    @property
    def hours(self):
        return sum((row.time for row in self.rows), timedelta()) / timedelta(hours=1)


def periods(today):
    """{name: (first day, last day)} of this month, last month and this year."""
    first = today.replace(day=1)
    return {
        "month": (first, first + relativedelta(months=1) - DAY),
        "last-month": (first - relativedelta(months=1), first - DAY),
        "year": (today.replace(month=1, day=1), today.replace(month=12, day=31)),
    }


def of_group(group, first, last, viewer, now_local):
    """A Table of who went from `first` to `last` (both in) and is over, by name: one query. Raises NotAllowed."""
    if not viewer.can(ASSIGN, group):
        raise NotAllowed
    went = (
        SignUp.select(SignUp, Activity, Volunteer).join(Activity).switch(SignUp).join(Volunteer)
        .where(
            queries.work_of(group), Activity.date >= first, Activity.date <= last,
            Activity.end_date <= now_local.date(), Activity.state.in_(WENT_ON),
            SignUp.ended_at.is_null(), SignUp.attendance.in_(CAME),
        ).order_by(Volunteer.search, Volunteer.id)
    )
    rows = {}
    for sign_up in went:
        activity = sign_up.activity
        if queries.has_ended(activity, now_local):
            row = rows.setdefault(sign_up.volunteer_id, Row(sign_up.volunteer))
            row.turns += 1
            if activity.starts and activity.ends:
                row.time += queries.lasts(activity)
    return Table(list(rows.values()))
