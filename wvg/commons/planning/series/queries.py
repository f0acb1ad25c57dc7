"""Questions about series, for those who coordinate their group."""

from collections import defaultdict

from peewee import JOIN, fn

from wvg.base.errors import Unknown
from wvg.commons.planning import queries
from wvg.commons.planning.models import APPOINTMENT, Activity, Role, Series, SeriesSeat, SeriesSeatNeed
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.volunteers.models import PaperKind, Skill


def series_list(group, viewer):
    """Series of what a group that this viewer coordinates goes out for, those that still run first."""
    if not viewer.can(ASSIGN, group):
        raise Unknown
    return list(Series.select().where(work_of(group)).order_by(Series.last_day.asc(nulls="first"), Series.title))


def work_of(group):
    """As planning.queries.work_of, of series."""
    return (Series.group == group) & (Series.kind != APPOINTMENT)


def series(number, viewer):
    """A series of a group that this viewer coordinates, or Unknown."""
    found = Series.get_or_none(Series.id == number)
    if found is None or not viewer.can(ASSIGN, found.group):
        raise Unknown
    return found


def of_work(number, group, viewer):
    """A series of what this group goes out for; not of its appointments. Raises Unknown."""
    found = series(number, viewer)
    if found.group != group or found.kind == APPOINTMENT:
        raise Unknown
    return found


def series_seats(series):
    """Its seats in order, each with `needs`: two queries."""
    seats = list(
        SeriesSeat.select(SeriesSeat, Role).join(Role).where(SeriesSeat.series == series)
        .order_by(SeriesSeat.position)
    )
    needs = defaultdict(list)
    rows = (
        SeriesSeatNeed.select(SeriesSeatNeed, Skill, PaperKind).join(SeriesSeat)
        .switch(SeriesSeatNeed).join(Skill, JOIN.LEFT_OUTER).switch(SeriesSeatNeed).join(PaperKind, JOIN.LEFT_OUTER)
        .where(SeriesSeat.series == series)
    )
    for need in rows:
        needs[need.series_seat_id].append(need)
    return [(seat, needs[seat.id]) for seat in seats]


def coming(series, today):
    """Activities of a series that are not over before today."""
    return list(Activity.select().where(Activity.series == series, Activity.end_date >= today).order_by(Activity.date))


def to_confirm(group, today):
    """Dates of the work of a group that somebody must still say go on or not, the first one first."""
    return list(
        Activity.select().where(queries.work_of(group), Activity.state == "to confirm", Activity.end_date >= today)
        .order_by(Activity.date)
    )


def planned_until(series):
    """The last date that has been made."""
    return Activity.select(fn.MAX(Activity.date)).where(Activity.series == series).scalar()


def roles():
    return list(Role.select().where(Role.active).order_by(Role.position))


def skills():
    return list(Skill.select().where(Skill.active).order_by(Skill.position))
