"""All that somebody who begins to coordinate a group must know, on one page."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from wvg.base.errors import NotAllowed
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.accounts.queries import grants_in_force
from wvg.commons.planning import queries_cards
from wvg.commons.planning.models import Activity, Agreement, Regular, Role, Series, SeriesSeat
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.planning.series import queries as queries_series
from wvg.commons.planning.team import queries as queries_team
from wvg.commons.volunteers.models import Absence, Volunteer

AHEAD = timedelta(weeks=4)


@dataclass
class Running:
    """A series that has not ended: its seats in order, each with its regulars."""

    series: Series
    seats: list[tuple[SeriesSeat, list[Regular]]] = field(default_factory=list)


@dataclass
class Handover:
    """coordinators: grants, those with a last day are deputies. absences: of the team, not over.

    open, seeking: (card, place) pairs of the coming four weeks.
    """

    running: list[Running]
    agreement: Agreement | None
    changed_by: str
    coordinators: list[Grant]
    team: list[queries_team.Member]
    newcomers: list[Volunteer]
    to_confirm: list[Activity]
    open: list
    seeking: list
    absences: list[Absence]


def handover(group, viewer, now_local):
    """A Handover, whatever the number of series and people: fifteen queries. Raises NotAllowed."""
    if not viewer.can(ASSIGN, group):
        raise NotAllowed
    today = now_local.date()
    team = queries_team.team(group, viewer, today)
    people = [member.volunteer for member in team]
    places = [
        (card, place)
        for card in queries_cards.cards(viewer, now_local, today, today + AHEAD, group=group) if card.takes_people
        for place in card.places
    ]
    kept = agreement(group, viewer)
    return Handover(
        running=_running(group, today),
        agreement=kept,
        changed_by=changed_by(kept),
        coordinators=_coordinators(group, today),
        team=team,
        newcomers=queries_team.newcomers(people, today),
        to_confirm=queries_series.to_confirm(group, today),
        open=[(card, place) for card, place in places if place.sign_up is None],
        seeking=[(card, place) for card, place in places if place.sign_up and place.sign_up.seeking_since],
        absences=list(
            Absence.select(Absence, Volunteer).join(Volunteer)
            .where(Absence.volunteer.in_(people), Absence.last_day >= today).order_by(Absence.first_day, Absence.id)
        ),
    )


def agreement(group, viewer):
    """What the coordinators of a group agreed, or None. Raises NotAllowed."""
    if not viewer.can(ASSIGN, group):
        raise NotAllowed
    return Agreement.get_or_none(Agreement.group == group)


def changed_by(agreement):
    """The first name of who wrote an agreement last, "" when that is not known."""
    account = agreement and Account.get_or_none(Account.id == agreement.by)
    return account.volunteer.first_name if account else ""


def _running(group, today):
    series = list(
        Series.select().where(queries_series.work_of(group), Series.last_day.is_null() | (Series.last_day >= today))
        .order_by(Series.title, Series.id)
    )
    regulars, seats = defaultdict(list), defaultdict(list)
    for row in (
        Regular.select(Regular, Volunteer).join(Volunteer).switch(Regular).join(SeriesSeat)
        .where(
            SeriesSeat.series.in_(series), Regular.ended_at.is_null(),
            Regular.last_day.is_null() | (Regular.last_day >= today),
        ).order_by(Regular.first_day, Regular.id)
    ):
        regulars[row.series_seat_id].append(row)
    for seat in (
        SeriesSeat.select(SeriesSeat, Role).join(Role).where(SeriesSeat.series.in_(series))
        .order_by(SeriesSeat.position, SeriesSeat.id)
    ):
        seats[seat.series_id].append((seat, regulars[seat.id]))
    return [Running(one, seats[one.id]) for one in series]


def _coordinators(group, today):
    rows = Grant.select(Grant, Account, Volunteer).join(Account).join(Volunteer).where(
        Grant.role == "coordinator", Grant.group == group, grants_in_force(today), Account.closed_at.is_null()
    )
    return list(rows.order_by(Grant.until.asc(nulls="first"), Volunteer.first_name))
