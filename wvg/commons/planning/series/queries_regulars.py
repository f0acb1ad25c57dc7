"""Questions about regulars: somebody who always sits on a place, every time or every n-th time."""

from collections import defaultdict

from wvg.base.errors import Unknown
from wvg.commons.planning import queries
from wvg.commons.planning.models import Activity, Regular, Role, Series, SeriesSeat, SignUp
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.planning.series import queries as queries_series
from wvg.commons.planning.who_can import queries as queries_who_can
from wvg.commons.volunteers.models import Volunteer


def in_force(first, last):
    """The condition for regulars that are so on some day from `first` to `last`."""
    return (
        Regular.ended_at.is_null() & (Regular.first_day <= last)
        & (Regular.last_day.is_null() | (Regular.last_day >= first))
    )


def not_over(today):
    return Regular.ended_at.is_null() & (Regular.last_day.is_null() | (Regular.last_day >= today))


def _regulars():
    return (
        Regular.select(Regular, Volunteer, SeriesSeat, Role, Series).join(Volunteer)
        .switch(Regular).join(SeriesSeat).join(Role).switch(SeriesSeat).join(Series)
    )


def of_series(series, today):
    """{series seat: [regular]} of those that are not over, by their first day: one query."""
    rows = _regulars().where(SeriesSeat.series == series, not_over(today)).order_by(Regular.first_day, Regular.id)
    found = defaultdict(list)
    for row in rows:
        found[row.series_seat_id].append(row)
    return found


def mine(viewer, today):
    """One's own fixed places."""
    rows = _regulars().where(Regular.volunteer == viewer.volunteer, not_over(today))
    return list(rows.order_by(Series.title, Regular.first_day))


def regular(number, viewer):
    """A regular with volunteer, place and series: one's own, or of a group one coordinates. Raises Unknown."""
    found = _regulars().where(Regular.id == number).first()
    if found is None or (
        found.volunteer_id != viewer.volunteer and not viewer.can(ASSIGN, found.series_seat.series.group)
    ):
        raise Unknown
    return found


def series_seat(number, viewer):
    """A place of a series of a group that this viewer coordinates. Raises Unknown."""
    found = (
        SeriesSeat.select(SeriesSeat, Role, Series).join(Role).switch(SeriesSeat).join(Series)
        .where(SeriesSeat.id == number).first()
    )
    if found is None or not viewer.can(ASSIGN, found.series.group):
        raise Unknown
    return found


def may_be_regular(place, today):
    """Volunteers of the group, by name, who have all that a place must have: a fixed number of queries."""
    needs = dict((seat.id, needs) for seat, needs in queries_series.series_seats(place.series))[place.id]
    blocking = [need for need in needs if need.blocks]
    people = queries_who_can.circle(place.series.group, today)
    has = queries.have([volunteer.id for volunteer in people]) if blocking else {}
    partners = {volunteer for (volunteer,) in queries.partners(place.series.group, today).tuples()}
    return [
        volunteer for volunteer in people
        if volunteer.id not in partners and all(queries.fulfils(need, has[volunteer.id]) for need in blocking)
    ]


def coming(regular, from_day, now_local):
    """Live sign-ups that come from being a regular, from a day on, on what is not over, in order."""
    rows = (
        SignUp.select(SignUp, Activity).join(Activity)
        .where(SignUp.regular == regular, SignUp.ended_at.is_null(), Activity.date >= from_day)
        .order_by(Activity.date)
    )
    return [row for row in rows if not queries.has_ended(row.activity, now_local)]
