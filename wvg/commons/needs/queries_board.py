"""The needs that somebody may see, in the order in which they should be looked at."""

from dataclasses import dataclass
from datetime import date, timedelta

from wvg.base import clock
from wvg.base.errors import Unknown
from wvg.commons.needs import queries
from wvg.commons.needs.models import URGENCIES, Need, NeedKind
from wvg.commons.needs.permissions import RAISE, TAKE

LETTER = "letter"  # the kind that stands on top: a term may run
OLD = 14  # days
LATELY = timedelta(days=30)
SHOWS = ("open", "mine", "old", "closed")


@dataclass
class Card:
    """A need with its words, the day on which it was heard and the one on which it was closed.

    age: days since it was heard. late: the day it was to be followed up on is past.
    """

    need: Need
    words: queries.Words
    heard: date
    closed: date | None
    age: int
    late: bool

    @property
    def old(self):
        return self.age > OLD

    @property
    def on_top(self):
        return self.need.kind.key == LETTER and self.need.urgency == "today"


@dataclass
class Board:
    """The cards that are shown; `open` and `old` count all open ones that the viewer may see."""

    cards: list[Card]
    open: int
    old: int


def board(viewer, now, show="open"):
    """The Board of those who coordinate or own something: one query. Raises Unknown for everybody else.

    show: one of SHOWS; "closed" are those of the last 30 days.
    """
    today = clock.local(now).date()
    rows = queries.rows(viewer).where(Need.closed_at.is_null() | (Need.closed_at > now - LATELY))
    cards = [card(row, today) for row in rows]
    if show not in SHOWS or not (cards or viewer.can(TAKE)):
        raise Unknown
    still_open = [one for one in cards if one.need.closed_at is None]
    if show == "closed":
        shown = sorted((c for c in cards if c.need.closed_at), key=lambda c: c.need.closed_at, reverse=True)
    else:
        shown = sorted((c for c in still_open if _shown(c, show, viewer)), key=_first)
    return Board(shown, len(still_open), sum(one.old for one in still_open))


def card(row, today):
    """A need as a Card, with its words."""
    late = row.closed_at is None and row.follow_up is not None and row.follow_up < today
    heard, closed = queries.day_of(row), row.closed_at and clock.local(row.closed_at).date()
    return Card(row, queries.words(row), heard, closed, (today - heard).days, late)


def heard_by(viewer, today):
    """Cards of what this viewer heard, newest first: one query. What they took back themselves is not there."""
    return [card(row, today) for row in queries.raised_by(viewer)]


def _shown(one, show, viewer):
    return {"open": True, "mine": one.need.owner_id == viewer.volunteer, "old": one.old}[show]


def _first(one):
    """Letters, then by urgency; among those what nobody has taken up, then what waits longest."""
    need = one.need
    return not one.on_top, URGENCIES.index(need.urgency), need.owner_id is not None, need.raised_at, need.id


@dataclass
class Waiting:
    """Open needs for Today: how many nobody has taken up and how many of them are for today; one's own, and how many
    of those are to be followed up today or before."""

    nobody: int = 0
    for_today: int = 0
    mine: int = 0
    follow_up: int = 0


def waiting(viewer, today):
    """A Waiting, when it holds something: one query, none for those who are no volunteers; else None."""
    if not viewer.can(RAISE):
        return None
    found = Waiting()
    rows = (
        Need.select(Need.owner, Need.urgency, Need.follow_up).join(NeedKind)
        .where(queries.seen_by(viewer), Need.closed_at.is_null())
    )
    for owner, urgency, follow_up in rows.tuples():
        if owner is None:
            found.nobody += 1
            found.for_today += urgency == "today"
        elif owner == viewer.volunteer:
            found.mine += 1
            found.follow_up += follow_up is not None and follow_up <= today
    return found if found.nobody or found.mine else None
