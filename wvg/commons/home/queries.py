from dataclasses import dataclass
from datetime import timedelta

from wvg.commons.messages import queries as messages
from wvg.commons.needs import queries_board as needs
from wvg.commons.planning import queries_cards as planning
from wvg.commons.planning.evening import queries as queries_evening
from wvg.commons.planning.who_can import queries as queries_who_can

AHEAD = timedelta(weeks=8)
WEEK = timedelta(days=7)
MOST = 4


@dataclass
class Today:
    """What stands on Today. `needed` holds (card, place) pairs that the viewer may take, one a card.

    alarm: the cards that the viewer coordinates and that have too few people soon. waiting: needs, None when there
    are none for the viewer. also: what evening.queries.also gives of what does not go on.
    """

    next: object
    needed: list
    needed_in_all: int
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
    told = messages.unread(viewer)
    asked = [pair for pair in told if queries_who_can.waits(pair[0], day)]
    mine = [card for card in cards if card.mine and not card.past and card.activity.state == "planned"]
    needed = {
        card.activity.id: [(card, place) for place in card.places if place.state in ("open", "seeking")]
        for card in cards if card.takes_people and not card.cannot
    }
    return Today(
        next=mine[0] if mine else None,
        needed=[places[0] for places in needed.values() if places][:MOST],
        needed_in_all=sum(len(places) for places in needed.values()),
        happening=[card for card in cards if card.activity.date <= day <= card.activity.end_date],
        soon=mine[1:5],
        messages=[pair for pair in told if pair not in asked],
        asked=asked,
        alarm=queries_evening.short(cards),
        waiting=needs.waiting(viewer, day),
        also=queries_evening.also([
            card.activity for card in cards if card.may_assign and card.activity.state in queries_evening.OFF
        ]),
    )
