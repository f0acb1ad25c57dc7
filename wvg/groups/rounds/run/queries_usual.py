"""What is usual for the runs of a series, and the donors."""

from dataclasses import dataclass

from peewee import JOIN

from wvg.base.errors import NotAllowed, Unknown
from wvg.commons.planning.models import Series
from wvg.groups.rounds.models import USUAL_STOPS, Donor, SeriesRun
from wvg.groups.rounds.permissions import STEER


@dataclass
class Usual:
    """How many stops a run has, and where it fetches; of nothing else than a series somebody has said so."""

    stops: int = USUAL_STOPS
    donor: Donor | None = None


def usual(series):
    """The Usual of a series (its id, or None), or of the one that it comes from: two queries."""
    said = {row.series_id: row for row in SeriesRun.select(SeriesRun, Donor).join(Donor, JOIN.LEFT_OUTER)}
    previous = dict(Series.select(Series.id, Series.previous).where(Series.group == "rounds").tuples())
    while series is not None:
        if series in said:
            return Usual(said[series].stops, said[series].donor)
        series = previous.pop(series, None)  # taken out, so that a circle ends
    return Usual()


def donors(viewer):
    """All donors by name, for those who coordinate; those that are not active any more last. Raises NotAllowed."""
    if not viewer.can(STEER):
        raise NotAllowed
    return list(Donor.select().order_by(Donor.active.desc(), Donor.name))


def donor(number, viewer):
    """A donor. Raises NotAllowed, Unknown."""
    if not viewer.can(STEER):
        raise NotAllowed
    found = Donor.get_or_none(Donor.id == number)
    if found is None:
        raise Unknown
    return found
