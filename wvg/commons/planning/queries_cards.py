"""What a page shows of activities: cards with places, always for a viewer. A page of cards takes five queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from peewee import JOIN, Value, fn

from wvg.base.errors import Unknown
from wvg.commons.planning import queries, queries_people, queries_turns
from wvg.commons.planning.models import Activity, Role, Seat, SignUp
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.volunteers.models import Volunteer


@dataclass
class Place:
    """A seat as this viewer sees it.

    state: taken, me, open, not for me, seeking, seeking me. `missing`: the needs (skill or paper rows) that the
    viewer lacks and that keep them off.
    """

    seat: Seat
    sign_up: SignUp | None
    state: str
    away: bool  # who is on it said that they are away then
    needs: list = field(default_factory=list)
    missing: list = field(default_factory=list)

    @property
    def holder(self):
        return self.sign_up and self.sign_up.volunteer


@dataclass
class Card:
    """An activity with its places, and what the viewer may do with it."""

    activity: Activity
    places: list[Place]
    coordinators: list
    may_assign: bool
    past: bool
    begins_in: timedelta
    cannot: bool  # the viewer is away then, or gave back a place on it
    turns: dict = field(default_factory=dict)  # for coordinators, see queries_turns

    @property
    def takes_people(self):
        return self.activity.state == "planned" and not self.past

    @property
    def open(self):
        """How many required places have nobody."""
        return sum(p.sign_up is None and p.seat.required for p in self.places) if self.takes_people else 0

    @property
    def to_fill(self):
        """Places that are open or whose holder looks for a substitute, whoever looks."""
        return [p for p in self.places if p.sign_up is None or p.sign_up.seeking_since]

    @property
    def missing(self):
        """How many more people it takes to go on."""
        on = sum(p.sign_up is not None for p in self.places)
        return max(0, self.activity.minimum - on) if self.takes_people and self.places else 0

    @property
    def waits(self):
        """Whether it begins within a day with too few people: then a coordinator says if it goes on."""
        return self.missing > 0 and self.begins_in <= timedelta(days=1)

    @property
    def unticked(self):
        """Whether it can still be said that it did not go on: it is not long ago, and nobody is ticked."""
        return self.begins_in > -queries.SETTLE_BACK \
            and all(p.sign_up is None or p.sign_up.attendance == "unknown" for p in self.places)

    @property
    def seeking(self):
        return sum("seeking" in p.state for p in self.places) if self.takes_people else 0

    @property
    def mine(self):
        return next((p for p in self.places if p.state in ("me", "seeking me")), None)


def cards(viewer, now_local, first=None, last=None, group=None, number=None, among=None):
    """Cards of the visible activities from `first` to `last` (dates, both in), or of one `number`: five queries.

    group: only the work of that group. among: a condition in place of what planning lets this viewer see.
    """
    gave_back = SignUp.select().where(
        SignUp.activity == Activity.id, SignUp.volunteer == viewer.volunteer,
        SignUp.end_reason.in_(("ill", "withdrew")),
    )
    cannot = queries_people.away_then(Value(viewer.volunteer)) | fn.EXISTS(gave_back)
    query = Activity.select(Activity, cannot.alias("cannot")).where(
        queries.visible(viewer) if among is None else among
    )
    if number is not None:
        query = query.where(Activity.id == number)
    else:
        query = query.where(queries.on_days(first, last))
    if group is not None:
        query = query.where(queries.work_of(group))
    activities = list(query.order_by(Activity.date, Activity.starts.asc(nulls="first"), Activity.id))
    ids = [a.id for a in activities]
    seats, needs = _seats(ids), queries.needs_of(ids)
    has = queries.has_of(viewer.volunteer)
    coordinators = queries.coordinators_of({a.group for a in activities}, now_local.date())
    made = []
    for activity in activities:
        may_assign = viewer.can(ASSIGN, activity.group)
        places = [_place(seat, needs[seat.id], has, viewer) for seat in seats[activity.id]]
        if any(p.state in ("me", "seeking me") for p in places):
            for place in places:
                if place.state in ("open", "seeking"):
                    place.state = "not for me"
        made.append(
            Card(activity, places, coordinators[activity.group], may_assign, queries.has_ended(activity, now_local),
                 datetime.combine(activity.date, activity.starts or time.min) - now_local, bool(activity.cannot))
        )
    return made


def card(number, viewer, now_local):
    """One card, or Unknown when the viewer may not see it; for a coordinator with turns."""
    found = cards(viewer, now_local, number=number)
    if not found:
        raise Unknown
    queries_turns.count(found, now_local.date())
    return found[0]


def _place(seat, needs, has, viewer):
    sign_up = seat.holding
    missing = [need for need in needs if not queries.fulfils(need, has)]
    blocking = [need for need in missing if queries.keeps_off(need)]
    if sign_up is None:
        state = "not for me" if blocking else "open"
    elif sign_up.volunteer_id == viewer.volunteer:
        state = "seeking me" if sign_up.seeking_since else "me"
    elif sign_up.seeking_since:
        state = "not for me" if blocking else "seeking"
    else:
        state = "taken"
    return Place(seat, sign_up, state, bool(sign_up and seat.away), needs, blocking)


def _seats(activities):
    """{activity: [seat]} in order, each with `holding`, its live sign-up with its volunteer, or None."""
    rows = (
        Seat.select(Seat, Role, SignUp, Volunteer, queries_people.away_then(SignUp.volunteer).alias("away"))
        .join(Role).switch(Seat).join(Activity).switch(Seat)
        .join(SignUp, JOIN.LEFT_OUTER, on=(SignUp.seat == Seat.id) & SignUp.ended_at.is_null(), attr="holding")
        .join(Volunteer, JOIN.LEFT_OUTER, on=SignUp.volunteer)
        .where(Seat.activity.in_(activities), Seat.state == "open").order_by(Seat.position, Seat.id)
    )
    seats = defaultdict(list)
    for seat in rows:
        held = getattr(seat, "holding", None)
        seat.holding = held if held is not None and held.id is not None else None
        seats[seat.activity_id].append(seat)
    return seats
