from dataclasses import dataclass
from datetime import timedelta

from wvg.commons.messages import queries as messages
from wvg.commons.needs import queries_board as needs
from wvg.commons.planning import queries_cards as planning
from wvg.commons.planning.evening import queries as queries_evening
from wvg.commons.planning.models import APPOINTMENT, OFF
from wvg.commons.planning.who_can import queries as queries_who_can

AHEAD = timedelta(weeks=8)
WEEK = timedelta(days=7)
MOST = 4


@dataclass
class Today:
    """What stands on Today. `needed` holds (card, place) pairs that the viewer may take, one a card; `needed_of` is
    the key of the group when all of them are the work of one, else "". open_for_others: somebody is needed whom the
    viewer cannot be.

    alarm: the cards that the viewer coordinates and that have too few people soon. waiting: needs, None when there
    are none for the viewer. also: what evening.queries.also gives of what does not go on.
    """

    next: object
    needed: list
    needed_in_all: int
    needed_of: str
    open_for_others: bool
    happening: list
    soon: list
    messages: list
    asked: list
    alarm: list
    waiting: needs.Waiting | None
    also: list


def today(viewer, now_local):
    """Everything of Today: seven queries, and one more for who coordinates something that does not go on."""
    day = now_local.date()
    cards = planning.cards(viewer, now_local, day, day + AHEAD)
    told = messages.unread(viewer) if viewer.grants else []  # whose right ran out has nothing to do with it any more
    asked = [pair for pair in told if queries_who_can.waits(pair[0], day)]
    mine = [card for card in cards if card.mine and not card.past and card.activity.state == "planned"]
    mine.sort(key=lambda card: card.activity.date < day)  # what is under way comes last
    needed = [
        [(card, place) for place in card.places if place.state in ("open", "seeking")]
        for card in cards if card.takes_people and not card.cannot
    ]
    boards = {(card.activity.group, card.activity.kind == APPOINTMENT) for places in needed for card, _ in places[:1]}
    return Today(
        next=mine[0] if mine else None,
        needed=[places[0] for places in needed if places][:MOST],
        needed_in_all=sum(len(places) for places in needed),
        happening=[card for card in cards if card.activity.date <= day <= card.activity.end_date],
        needed_of=next((group for group, meets in boards if not meets and len(boards) == 1), ""),
        open_for_others=any(card.open or any(p.sign_up and p.sign_up.seeking_since for p in card.places)
                            for card in cards if card.takes_people),
        soon=mine[1:5],
        messages=[pair for pair in told if pair not in asked],
        asked=asked,
        alarm=queries_evening.short(cards),
        waiting=needs.waiting(viewer, day),
        also=queries_evening.also([
            card.activity for card in cards if card.may_assign and card.activity.state in OFF
        ]),
    )
