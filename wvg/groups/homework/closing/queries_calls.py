"""Parents to be called: a session does not go on, moved, goes on after all, or lost its tutors while pupils come."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time

from peewee import JOIN

from wvg.base import clock
from wvg.commons.accounts.models import Account
from wvg.commons.planning import queries as planning
from wvg.commons.planning.evening.queries import SOON, Called
from wvg.commons.planning.models import Activity
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.homework import queries
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.closing import queries_changed
from wvg.groups.homework.models import Booking, HomeworkSession, ParentCall, Pupil
from wvg.groups.homework.permissions import STEER
from wvg.groups.homework.pupils import queries as queries_pupils

PAGE = "homework_closing.calls"


@dataclass
class ToTell:
    """What the parents of those who come to a session must be told, and who was.

    kind: "off", "moved", "on" (after all) or "no tutors"; "" when nothing must be told. rows: (Booking with its pupil,
    Called or None).
    """

    session: HomeworkSession
    kind: str = ""
    since: datetime | None = None
    moved_at: datetime | None = None
    rows: list = field(default_factory=list)

    def of(self, *sides):
        """The rows of the pupils of some sides."""
        return [row for row in self.rows if ("us" if row[0].pupil.partner_id is None else "them") in sides]

    def left(self, *sides):
        """How many parents of these sides were not reached yet."""
        return sum(called is None or called.result != "told" for _, called in self.of(*sides))


def sides_of(viewer):
    """Whose parents a viewer calls, their own first: the coordinator all of them."""
    return ("us", "them") if viewer.can(STEER) else ("them",)


@dataclass
class Calls:
    """The call list of a session: rows (Booking, Words, Called or None) by side of those that this viewer calls."""

    to_tell: ToTell
    rows: dict
    other: str | None = None  # the side of which only the numbers are shown


def calls(number, viewer, now):
    """The Calls of a session: a fixed number of queries. Raises Unknown, NotAllowed."""
    session = queries.session(number, viewer)
    queries.must_decide(viewer)
    found, sides = to_tell([session], now)[session.id], sides_of(viewer)
    rows = {side: sorted(((booking, queries_pupils.words(booking.pupil), called) for booking, called in found.of(side)),
                         key=lambda row: (row[1].first_name.casefold(), row[0].id)) for side in sides}
    return Calls(found, rows, None if len(sides) == 2 else "us")


def own_left(session, viewer, now):
    """How many parents a viewer must still call about a session; None for who calls nobody, or about nothing."""
    if not queries.decides(viewer):
        return None
    found = to_tell([session], now)[session.id]
    sides = sides_of(viewer)
    return found.left(*sides) if found.of(*sides) else None


def coming(viewer, now):
    """[ToTell] of the coming sessions of which a viewer must tell parents: six queries."""
    local = clock.local(now)
    sessions = list(queries.sessions().where(queries.seen(viewer), Activity.date >= local.date()).order_by(
        Activity.date, Activity.starts, Activity.id))
    return [one for one in to_tell(sessions, now).values() if one.of(*sides_of(viewer))]


def also(activities):
    """For planning: [(activity, how many parents must still be told, the page)], those with any.

    Not of those that lost their tutors: then one looks for a tutor first. The clock is read here, for planning
    hands over activities and no moment.
    """
    of = {activity.id: activity for activity in activities if activity.group == "homework"}
    if not of:
        return []
    sessions = list(queries.sessions().where(Activity.id.in_(list(of))))
    found = [(of[one.session.activity_id], one.left("us", "them"), PAGE)
             for one in to_tell(sessions, clock.now()).values() if one.kind != "no tutors"]
    return [row for row in found if row[1]]


def to_tell(sessions, now):
    """{session (id): ToTell}: five queries, however many."""
    found = {one.id: ToTell(one) for one in sessions}
    activities = [one.activity_id for one in sessions]
    changes, tutors, local = queries_changed.changes(activities), queries.tutors_on(activities), clock.local(now)
    rooms = queries_booking.rooms(sessions)
    for one in found.values():
        number = one.session.activity_id
        in_need = queries.in_need(one.session.activity, rooms[one.session.id], tutors.get(number))
        one.kind, one.since, one.moved_at = _kind(one.session, changes[number], in_need, local)
    rows = Booking.select(Booking, Pupil).join(Pupil).where(
        Booking.session.in_([number for number, one in found.items() if one.kind]), Booking.state == "confirmed",
        Pupil.erased_at.is_null(),
    )
    rows = list(rows.order_by(Booking.made_at, Booking.id))
    called = _called([row.id for row in rows])
    for row in rows:
        one = found[row.session_id]
        lately = [call for at, call in called[row.id] if one.since is None or at >= one.since]
        if one.kind in ("on", "moved") and (one.moved_at is None or row.made_at > one.moved_at) and not any(
            call.result == "told" for at, call in called[row.id] if at < one.since
        ):
            continue  # who booked after it moved knows; that it goes on after all is only news for who heard otherwise
        one.rows.append((row, lately[-1] if lately else None))
    return found


def _kind(session, changes, in_need, local):
    activity = session.activity
    if planning.has_ended(activity, local):
        return "", None, None
    kind, since, moved_at = queries_changed.last_change(activity, changes)
    if not in_need:
        return kind, since, moved_at
    soon = datetime.combine(activity.date, activity.starts or time.min) - local <= SOON
    if session.in_need_since or soon:
        return "no tutors", session.in_need_since, None
    return kind, since, moved_at


def _called(bookings):
    """{booking: [(when, Called)]}, the last one last: one query."""
    rows = (
        ParentCall.select(ParentCall.booking, ParentCall.result, ParentCall.made_at, Volunteer.first_name)
        .join(Account, JOIN.LEFT_OUTER, on=ParentCall.by == Account.id)
        .join(Volunteer, JOIN.LEFT_OUTER, on=Account.volunteer == Volunteer.id)
        .where(ParentCall.booking.in_(bookings)).order_by(ParentCall.id)
    )
    found = defaultdict(list)
    for booking, result, at, name in rows.tuples():
        found[booking].append((at, Called(result, name or "", clock.local(at))))
    return found
