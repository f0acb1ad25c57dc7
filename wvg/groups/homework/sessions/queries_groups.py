"""What a group can be made of: rooms and partners."""

from wvg.commons.partners.models import Location, Partner
from wvg.commons.planning.models import Series
from wvg.groups.homework import queries
from wvg.groups.homework.models import HomeworkGroup


def locations():
    """Rooms that are in use, by name."""
    return list(_in_use())


def _in_use():
    return Location.select().where(Location.ended_on.is_null()).order_by(Location.name, Location.id)


def to_propose(group, viewer):
    """Rooms that a viewer can propose for a group: those of its partner, and where it works with us; our own for us."""
    if group.partner is None:
        return []
    shared = HomeworkGroup.select(HomeworkGroup.location).where(
        HomeworkGroup.partner == group.partner, HomeworkGroup.location.is_null(False))
    theirs = (Location.partner == group.partner) | Location.id.in_(shared)
    ours = queries.side_of(viewer) == "us"
    return list(_in_use().where(theirs | Location.partner.is_null() if ours else theirs))


def partners():
    """Organisations with which we work now, by name."""
    return list(Partner.select().where(Partner.ended_on.is_null()).order_by(Partner.name))


def of_series(series):
    """The group of a series, also of one whose place another took; None of what is not homework support."""
    group = None
    while series is not None and group is None and series.group == "homework":
        group = HomeworkGroup.get_or_none(HomeworkGroup.series == series)
        series = Series.get_or_none(Series.previous == series)
    return group
