"""The board of sessions: two weeks of them by group, with their tutors and the places for pupils."""

from dataclasses import dataclass, field
from datetime import timedelta

from wvg.commons.planning import queries_cards
from wvg.commons.planning.dates import monday, week_of
from wvg.commons.planning.models import Activity
from wvg.groups.homework import queries
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.booking.queries import Room
from wvg.groups.homework.models import HomeworkGroup, HomeworkSession

WEEKS = 2


@dataclass
class Line:
    """One session: its card of planning (tutors are its places), and its places for pupils."""

    session: HomeworkSession
    card: queries_cards.Card
    room: Room


@dataclass
class OfGroup:
    group: HomeworkGroup
    lines: list[Line] = field(default_factory=list)


def board(first_day, viewer, now_local):
    """[OfGroup] of the sessions of two weeks from the Monday of `first_day`: seven queries, however many."""
    start = monday(*week_of(first_day))
    last = start + timedelta(weeks=WEEKS, days=-1)
    sessions = list(
        queries.sessions().where(queries.seen(viewer), Activity.date.between(start, last))
        .order_by(Activity.date, Activity.starts, Activity.id)
    )
    by_activity = {one.activity_id: one for one in sessions}
    cards = queries_cards.cards(viewer, now_local, start, last, among=Activity.id.in_(list(by_activity)))
    rooms = queries_booking.rooms(sessions)
    found = {}
    for card in cards:
        session = by_activity[card.activity.id]
        of_group = found.setdefault(session.group_id, OfGroup(session.group))
        of_group.lines.append(Line(session, card, rooms[session.id]))
    return sorted(found.values(), key=lambda one: (one.group.series.title, one.group.id))
