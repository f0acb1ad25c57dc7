"""Thirteen weeks as a table: dates under each other, seats side by side."""

from dataclasses import dataclass, field
from datetime import timedelta

from wvg.base.words import full_name
from wvg.commons.planning import queries_cards
from wvg.commons.planning.models import Seat, SignUp
from wvg.commons.planning.who_can import queries as queries_who_can
from wvg.commons.volunteers.models import Volunteer

WEEKS = 13


@dataclass
class Cell:
    """One seat: who sits there, and what was typed when that could not be done.

    problem: a Sentence; fits: the volunteers who may be meant; ask: whether a reason would make it possible.
    """

    seat: Seat
    sign_up: SignUp | None
    typed: str = ""
    problem: object = None
    fits: list = field(default_factory=list)
    ask: bool = False
    why: str = ""

    @property
    def seen(self):
        """The number of the sign-up that is shown; 0 for nobody."""
        return self.sign_up.id if self.sign_up else 0

    @property
    def shown(self):
        if self.problem:
            return self.typed
        return full_name(self.sign_up.volunteer) if self.sign_up else ""


@dataclass
class Row:
    """One date: its card, its cells in order, and who said that they can and are not on it yet."""

    card: object
    cells: list[Cell]
    said: list[Volunteer]


@dataclass
class Table:
    """The dates of one series, or of all that happen once (title "")."""

    title: str
    rows: list[Row]

    @property
    def heads(self):
        """The places that the columns stand for: those of the date with the most places."""
        return max(self.rows, key=lambda row: len(row.cells)).card.places


def weeks(group, monday, viewer, now_local):
    """Tables of thirteen weeks, and the volunteers who may be put in, by name: seven queries."""
    last = monday + timedelta(weeks=WEEKS, days=-1)
    cards = queries_cards.cards(viewer, now_local, monday, last, group)
    people = queries_who_can.circle(group, now_local.date())
    said = queries_who_can.said_of([card.activity.id for card in cards])
    tables = {}
    for card in cards:
        a = card.activity
        table = tables.setdefault(a.series_id, Table(a.title if a.series_id else "", []))
        table.rows.append(_row(card, people, said[a.id]))
    return [tables[key] for key in sorted(tables, key=lambda key: key is None)], people


def row(number, viewer, now_local):
    """One date, and the volunteers who may be put in. Raises Unknown."""
    card = queries_cards.card(number, viewer, now_local)
    people = queries_who_can.circle(card.activity.group, now_local.date())
    return _row(card, people, queries_who_can.said(card.activity)), people


def _row(card, people, said):
    cells = [Cell(place.seat, place.sign_up) for place in card.places]
    on_it = {cell.sign_up.volunteer_id for cell in cells if cell.sign_up}
    return Row(card, cells, [v for v in people if said.get(v.id) == "yes" and v.id not in on_it])
