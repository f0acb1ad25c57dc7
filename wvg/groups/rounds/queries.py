from dataclasses import dataclass, field
from datetime import date, timedelta

from wvg.commons.planning import queries_cards as planning
from wvg.commons.planning import queries_turns
from wvg.commons.planning.dates import monday, week_of

SHOWN, STRIP = 4, 8  # weeks in full, weeks in the strip


@dataclass
class Week:
    """One week of the board: its Monday, its cards in order, and those of them that the filter shows."""

    monday: date
    cards: list = field(default_factory=list)
    shown: list = field(default_factory=list)

    @property
    def number(self):
        return week_of(self.monday)[1]

    @property
    def open(self):
        return sum(card.open for card in self.cards)

    @property
    def seeking(self):
        return sum(card.seeking for card in self.cards)

    @property
    def to_confirm(self):
        return sum(card.activity.state == "to confirm" for card in self.cards)

    def days(self):
        """Lists of cards that stand under each other: first the weekdays, then the weekend."""
        weekend = [card for card in self.cards if card.activity.date.weekday() >= 5]
        return [[card for card in self.cards if card.activity.date.weekday() < 5], weekend]


def board(first_day, viewer, now_local, show="all"):
    """Eight weeks from the Monday of `first_day`, whatever the number of rounds: five queries, six for a coordinator.

    show: "all", "open" (somebody is needed) or "mine".
    """
    start = monday(*week_of(first_day))
    weeks = [Week(start + timedelta(weeks=n)) for n in range(STRIP)]
    cards = planning.cards(
        viewer, now_local, start, start + timedelta(weeks=STRIP, days=-1), group="rounds"
    )
    queries_turns.count(cards, now_local.date())
    for card in cards:
        day = max(card.activity.date, start)
        weeks[(day - start).days // 7].cards.append(card)
    for week in weeks:
        week.shown = [card for card in week.cards if _shown(card, show)]
    return weeks


def _shown(card, show):
    if show == "open":
        return bool(card.open or card.seeking)
    return card.mine is not None if show == "mine" else True
