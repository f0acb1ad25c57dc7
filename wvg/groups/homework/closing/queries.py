"""What is closed of the rooms of homework support, what a closing would do, and who may take it back."""

from collections import defaultdict
from dataclasses import dataclass, field

from wvg.base.errors import Unknown
from wvg.commons.accounts.models import Grant
from wvg.commons.audit.models import Act
from wvg.commons.partners.models import Location
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.models import Activity, Closure
from wvg.commons.planning.series import rules_closures
from wvg.commons.planning.series.queries_closures import reaches
from wvg.groups.homework import queries, rules_telling
from wvg.groups.homework.models import Booking, HomeworkSession, Pupil
from wvg.groups.homework.permissions import STEER


def sessions(viewer, today):
    """The coming sessions that a viewer sees, in order, whether they go on or not: one query."""
    return list(queries.sessions().where(queries.seen(viewer), Activity.date >= today).order_by(
        Activity.date, Activity.starts, Activity.id))


def rooms(viewer, today):
    """{place: [titles of groups]} of the rooms that a viewer may close, by name: at most three queries.

    For a partner its own rooms, and those in which we do nothing but what is shared with it.
    """
    found, own = defaultdict(set), {one.activity_id for one in sessions(viewer, today)}
    rows = Activity.select(Activity.id, Activity.place, Activity.title).where(
        Activity.group == "homework", Activity.date >= today, Activity.place != "", Activity.state != "cancelled")
    others = set()
    for number, place, title in rows.tuples():
        if number in own:
            found[place].add(title)
        else:
            others.add(place)
    if not viewer.can(STEER):
        theirs = {one.place for one in Location.select().where(Location.partner == queries.of_partner(viewer))}
        found = {place: titles for place, titles in found.items() if place not in others - theirs}
    return {place: sorted(found[place]) for place in sorted(found)}


@dataclass
class Hit:
    """A session that does not go on. pupils: {side: how many come}; tutors: volunteers."""

    session: HomeworkSession
    tutors: list
    pupils: dict


@dataclass
class Preview:
    """What a closing would do, of what a viewer sees. tutors: who is told; others: people of the other side."""

    closure: Closure
    hits: list[Hit] = field(default_factory=list)
    tutors: list = field(default_factory=list)
    others: list = field(default_factory=list)

    def pupils(self, side):
        return sum(hit.pupils[side] for hit in self.hits)


def preview(closure, viewer, now, today):
    """The Preview of a Closure that is not kept yet: a fixed number of queries, and one for each group it hits."""
    off = {turn.activity.id for turn in rules_closures.turns([], [closure], now) if turn.off}
    rows = list(queries.sessions().where(queries.seen(viewer), Activity.id.in_(sorted(off))).order_by(
        Activity.date, Activity.starts, Activity.id))
    on = queries_changes.people_on([row.activity_id for row in rows])
    pupils = defaultdict(lambda: {"us": 0, "them": 0})
    booked = Booking.select(Booking.session, Pupil.partner).join(Pupil).where(
        Booking.session.in_([row.id for row in rows]), Booking.state == "confirmed")
    for session, partner in booked.tuples():
        pupils[session]["us" if partner is None else "them"] += 1
    found = Preview(closure, [Hit(row, [up.volunteer for up in on[row.activity_id]], pupils[row.id]) for row in rows])
    side = rules_telling.other(queries.side_of(viewer))
    groups = {row.group_id: row.group for row in rows}
    others = {v.id: v for group in groups.values() for v in rules_telling.people_of(side, group, today)}
    tutors = {v.id: v for hit in found.hits for v in hit.tutors if v.id != viewer.volunteer}
    found.others, found.tutors = list(others.values()), sorted(tutors.values(), key=lambda v: (v.first_name, v.id))
    return found


@dataclass
class Line:
    """A closing, the days of the sessions that it holds up, and whether this viewer takes it back."""

    closure: Closure
    days: list
    may_open: bool


def coming(viewer, today):
    """[Line] of the closings of rooms that are not over, the first one first: three queries."""
    rows = list(Closure.select().where(
        Closure.scope == "place", Closure.group == "homework", Closure.last_day >= today
    ).order_by(Closure.first_day, Closure.id))
    own = _own(rows, viewer)
    seen = sessions(viewer, today)
    lines = [
        Line(one, [row.activity.date for row in seen if reaches(one, row.activity) and row.activity.state == "skipped"],
             one.id in own) for one in rows
    ]
    return [line for line in lines if line.days or line.may_open]


def closing(number, viewer, today):
    """(the closing of a room, whether this viewer takes it back). Raises Unknown."""
    found = next((line for line in coming(viewer, today) if line.closure.id == number), None)
    if found is None:
        raise Unknown
    return found.closure, found.may_open


def _own(closures, viewer):
    """Ids of what a viewer may open again: a coordinator all of it, a partner what its own people closed."""
    if viewer.can(STEER):
        return {one.id for one in closures}
    speak = Grant.select(Grant.account).where(Grant.role == "partner", Grant.group == viewer.partner)
    acts = {act for (act,) in Act.select(Act.id).where(
        Act.id.in_([one.act for one in closures if one.act]), Act.by.in_(speak)).tuples()}
    return {one.id for one in closures if one.act in acts}
