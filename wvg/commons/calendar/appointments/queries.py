"""Questions about appointments, for those who coordinate their group."""

from peewee import fn

from wvg.base.access import groups
from wvg.base.errors import Unknown
from wvg.commons.planning.models import APPOINTMENT, GOES_ON, Activity, Series
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.planning.series import queries as queries_series


def groups_of(viewer):
    """The groups (of base.access) for which this viewer may make appointments, in the order of the menu."""
    own = viewer.groups_with(ASSIGN)
    return [group for key, group in groups.items() if key in own]


def coming_back(viewer, today):
    """[(Series, its next date or None)] of the appointments that come back, those that still do: one query."""
    following = Activity.select(fn.MIN(Activity.date)).where(
        Activity.series == Series.id, Activity.end_date >= today, Activity.state.in_(GOES_ON)
    )
    rows = (
        Series.select(Series, following.alias("following")).where(
            Series.kind == APPOINTMENT, Series.group.in_(viewer.groups_with(ASSIGN)),
            Series.last_day.is_null() | (Series.last_day >= today),
        ).order_by(Series.title, Series.first_day)
    )
    return [(row, row.following and Activity.date.python_value(row.following)) for row in rows]


def to_confirm(viewer, today):
    """Appointments of which somebody must still say whether they go on, the first one first."""
    return list(
        Activity.select().where(
            Activity.kind == APPOINTMENT, Activity.group.in_(viewer.groups_with(ASSIGN)),
            Activity.state == "to confirm", Activity.end_date >= today,
        ).order_by(Activity.date, Activity.id)
    )


def series(number, viewer):
    """A series of appointments, or of a group that has no page of its own for series. Raises Unknown."""
    found = queries_series.series(number, viewer)
    if found.kind != APPOINTMENT and groups[found.group].series:
        raise Unknown
    return found
