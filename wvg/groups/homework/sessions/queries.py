"""The board of sessions: two weeks of them by group, with their tutors and the places for pupils."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from wvg.commons.planning import dates, queries_cards
from wvg.commons.planning.dates import monday, week_of
from wvg.commons.planning.models import Activity
from wvg.groups.homework import queries
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.booking.queries import Room
from wvg.groups.homework.models import HomeworkGroup, HomeworkSession, Subject, TutorSubject
from wvg.groups.homework.permissions import BOOK, STEER

WEEKS = 2
AHEAD = timedelta(weeks=6)  # so long before it begins, a school holiday is announced


@dataclass
class Line:
    """One session: its card of planning (tutors are its places), and its places for pupils."""

    session: HomeworkSession
    card: queries_cards.Card
    room: Room

    @property
    def open_place(self):
        """A place that this viewer can take, the required ones first; or None."""
        free = [place for place in self.card.places if place.state == "open"]
        return min(free, key=lambda place: not place.seat.required, default=None)

    @property
    def gap(self):
        """A place without anybody, the required ones first; or None."""
        free = [place for place in self.card.places if place.sign_up is None]
        return min(free, key=lambda place: not place.seat.required, default=None)

    @property
    def in_need(self):
        """Whether it still comes with pupils, and nobody is there to help."""
        on = sum(place.sign_up is not None for place in self.card.places)
        return not self.card.past and queries.in_need(self.card.activity, self.room, on)


@dataclass
class OfGroup:
    """A group with its sessions. mine: whether this viewer is a tutor of it; may_book: places for pupils in it."""

    group: HomeworkGroup
    mine: bool
    may_book: bool
    lines: list[Line] = field(default_factory=list)

    @property
    def coordinators(self):
        return self.lines[0].card.coordinators


def board(first_day, viewer, now_local):
    """[OfGroup] of the sessions of two weeks from the Monday of `first_day`, one's own groups first: eight queries."""
    start = monday(*week_of(first_day))
    last = start + timedelta(weeks=WEEKS, days=-1)
    sessions = list(
        queries.sessions().where(queries.seen(viewer), Activity.date.between(start, last))
        .order_by(Activity.date, Activity.starts, Activity.id)
    )
    by_activity = {one.activity_id: one for one in sessions}
    cards = queries_cards.cards(viewer, now_local, start, last, among=Activity.id.in_(list(by_activity)))
    rooms, mine = queries_booking.rooms(sessions), queries.tutored(viewer, now_local.date())
    books_all = viewer.can(STEER) or queries.side_of(viewer) == "them"
    found = {}
    for card in cards:
        session = by_activity[card.activity.id]
        number = session.group_id
        if number not in found:
            may_book = viewer.can(BOOK) and (books_all or number in mine)
            found[number] = OfGroup(session.group, number in mine, may_book)
        found[number].lines.append(Line(session, card, rooms[session.id]))
    return sorted(found.values(), key=lambda one: (not one.mine, one.group.series.title, one.group.id))


def subjects_of(volunteers):
    """{volunteer: [Subject]} that they help with: one query."""
    rows = (
        TutorSubject.select(TutorSubject, Subject).join(Subject)
        .where(TutorSubject.volunteer.in_(list(volunteers)), Subject.active).order_by(Subject.position)
    )
    found = defaultdict(list)
    for row in rows:
        found[row.volunteer_id].append(row.subject)
    return found


@dataclass
class Holiday:
    """A school holiday without sessions; `again` is the first one after it, None when there is none yet."""

    name: str
    first_day: date
    last_day: date
    again: date | None


def holiday(first_day, viewer, language):
    """The school holiday that is, or comes, in the weeks from a day on; None when a session goes on in it: one query.

    Only a longer one, not that of Ascension.
    """
    run = next(iter(dates.long_school_holidays(first_day, first_day + AHEAD, language)), None)
    if run is None:
        return None
    name, first, last = run
    row = (
        queries.sessions().where(queries.seen(viewer), Activity.date >= first, Activity.state == "planned")
        .order_by(Activity.date).first()
    )
    if row is not None and row.activity.date <= last:
        return None
    return Holiday(name, first, last, row.activity.date if row else None)
