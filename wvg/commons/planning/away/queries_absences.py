from dataclasses import dataclass, field

from wvg.commons.planning import queries
from wvg.commons.volunteers import queries as volunteers
from wvg.commons.volunteers.models import Absence


@dataclass
class Away:
    """An absence with the places that the volunteer has in it and that are not over."""

    absence: Absence
    sign_ups: list = field(default_factory=list)

    @property
    def to_settle(self):
        """Places for which no substitute is looked for yet."""
        return [row for row in self.sign_ups if row.seeking_since is None]

    @property
    def can_seek(self):
        return [row for row in self.to_settle if row.activity.state == "planned"]


def away(viewer, now_local):
    """One's own absences that are not over, in order: two queries."""
    return _with_sign_ups(volunteers.absences(viewer, now_local.date()), viewer, now_local)


def one(number, viewer, now_local):
    """One of one's own absences. Raises Unknown."""
    return _with_sign_ups([volunteers.absence(number, viewer)], viewer, now_local)[0]


def _with_sign_ups(absences, viewer, now_local):
    found = [Away(absence) for absence in absences]
    if not found:
        return found
    first = max(min(a.first_day for a in absences), now_local.date())
    for row in queries.seats_of(viewer.volunteer, first, max(a.last_day for a in absences)):
        for one in found:
            inside = row.activity.date <= one.absence.last_day and row.activity.end_date >= one.absence.first_day
            if inside and not queries.has_ended(row.activity, now_local):
                one.sign_ups.append(row)
    return found
