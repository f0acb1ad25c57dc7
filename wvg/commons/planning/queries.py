"""Questions about activities and their seats, always for a viewer. A page of cards takes five queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from dateutil.relativedelta import relativedelta
from peewee import JOIN, Value, fn

from wvg.base.errors import Unknown
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.accounts.queries import grants_in_force
from wvg.commons.planning.models import (
    Activity,
    Closure,
    Role,
    Seat,
    SeatNeed,
    Series,
    SeriesSeat,
    SeriesSeatNeed,
    SignUp,
)
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.volunteers.models import (
    Absence,
    Availability,
    PaperKind,
    PaperSeen,
    Skill,
    Volunteer,
    VolunteerSkill,
)

NEW_UNTIL = 2  # turns


@dataclass
class Place:
    """A seat as this viewer sees it.

    state: taken, me, open, not for me, seeking, seeking me. `missing`: the needs (skill or paper rows) that the
    viewer lacks and that block.
    """

    seat: Seat
    sign_up: SignUp | None
    state: str
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

    @property
    def takes_people(self):
        return self.activity.state == "planned" and not self.past

    @property
    def open(self):
        """How many required places have nobody."""
        return sum(p.sign_up is None and p.seat.required for p in self.places) if self.takes_people else 0

    @property
    def seeking(self):
        return sum("seeking" in p.state for p in self.places) if self.takes_people else 0

    @property
    def mine(self):
        return next((p for p in self.places if p.state in ("me", "seeking me")), None)


def visible(viewer):
    """The condition for activities that this viewer may see."""
    own_groups = [of for role, of in viewer.grants if role in ("volunteer", "coordinator")]
    on_it = SignUp.select(SignUp.activity).where(
        SignUp.volunteer == viewer.volunteer, SignUp.ended_at.is_null()
    )
    seen = ((Activity.audience == "group") & Activity.group.in_(own_groups)) | Activity.id.in_(on_it)
    return seen | (Activity.audience == "everyone") if viewer.helps else seen


def has_ended(activity, now_local):
    """Whether an activity is over at this wall-clock moment."""
    if activity.end_date != now_local.date():
        return activity.end_date < now_local.date()
    return activity.ends is not None and activity.ends <= now_local.time()


def cards(viewer, now_local, first=None, last=None, group=None, number=None):
    """Cards of the visible activities from `first` to `last` (dates, both in), or of one `number`: five queries."""
    query = Activity.select().where(visible(viewer))
    if number is not None:
        query = query.where(Activity.id == number)
    else:
        query = query.where(Activity.date <= last, Activity.end_date >= first)
    if group is not None:
        query = query.where(Activity.group == group)
    activities = list(query.order_by(Activity.date, Activity.starts.asc(nulls="first"), Activity.id))
    ids = [a.id for a in activities]
    seats, needs = _seats(ids), _needs(ids)
    has = _has(viewer.volunteer)
    coordinators = _coordinators({a.group for a in activities}, now_local.date())
    made = []
    for activity in activities:
        may_assign = viewer.can(ASSIGN, activity.group)
        places = [_place(seat, needs[seat.id], has, viewer) for seat in seats[activity.id]]
        if any(p.state in ("me", "seeking me") for p in places):
            for place in places:
                if place.state in ("open", "seeking"):
                    place.state = "not for me"
        made.append(
            Card(activity, places, coordinators[activity.group], may_assign, has_ended(activity, now_local))
        )
    return made


def card(number, viewer, now_local):
    """One card, or Unknown when the viewer may not see it."""
    found = cards(viewer, now_local, number=number)
    if not found:
        raise Unknown
    return found[0]


def _place(seat, needs, has, viewer):
    sign_up = seat.holding
    missing = [need for need in needs if not fulfils(need, has)]
    blocking = [need for need in missing if need.blocks]
    if sign_up is None:
        state = "not for me" if blocking else "open"
    elif sign_up.volunteer_id == viewer.volunteer:
        state = "seeking me" if sign_up.seeking_since else "me"
    elif sign_up.seeking_since:
        state = "not for me" if blocking else "seeking"
    else:
        state = "taken"
    return Place(seat, sign_up, state, needs, blocking)


def _seats(activities):
    """{activity: [seat]} in order, each with `holding`, its live sign-up with its volunteer, or None."""
    rows = (
        Seat.select(Seat, Role, SignUp, Volunteer)
        .join(Role).switch(Seat)
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


def _needs(activities):
    rows = (
        SeatNeed.select(SeatNeed, Skill, PaperKind).join(Seat)
        .switch(SeatNeed).join(Skill, JOIN.LEFT_OUTER).switch(SeatNeed).join(PaperKind, JOIN.LEFT_OUTER)
        .where(Seat.activity.in_(activities))
    )
    needs = defaultdict(list)
    for need in rows:
        needs[need.seat_id].append(need)
    return needs


def _has(volunteer):
    """{("skill", id), ("paper", id)} of what a volunteer can and has shown."""
    skills = VolunteerSkill.select(Value("skill"), VolunteerSkill.skill).where(
        VolunteerSkill.volunteer == volunteer
    )
    papers = PaperSeen.select(Value("paper"), PaperSeen.kind).where(PaperSeen.volunteer == volunteer)
    return set((skills | papers).tuples())


def fulfils(need, has):
    """Whether somebody with these skills and papers fulfils a need."""
    return ("skill", need.skill_id) in has if need.skill_id else ("paper", need.paper_id) in has


def missing_needs(seat, volunteer):
    """The needs of a seat that a volunteer does not fulfil."""
    has = _has(volunteer)
    return [need for need in _needs([seat.activity_id])[seat.id] if not fulfils(need, has)]


def _coordinators(groups, today):
    """{group: [volunteer]} who coordinate it today."""
    rows = (
        Grant.select(Grant.group, Volunteer).join(Account).join(Volunteer)
        .where(
            Grant.role == "coordinator", Grant.group.in_(groups), grants_in_force(today),
            Account.closed_at.is_null(),
        ).order_by(Volunteer.first_name)
    )
    found = defaultdict(list)
    for row in rows:
        found[row.group].append(row.account.volunteer)
    return found


def coordinators(group, today):
    return _coordinators({group}, today)[group]


def seat(number, viewer):
    """A seat with its activity and role, or Unknown when the viewer may not see it."""
    found = (
        Seat.select(Seat, Activity, Role).join(Activity).switch(Seat).join(Role)
        .where(Seat.id == number, Seat.state == "open", visible(viewer)).first()
    )
    if found is None:
        raise Unknown
    return found


def activity(number, viewer):
    """An activity, or Unknown when the viewer may not see it."""
    found = Activity.select().where(Activity.id == number, visible(viewer)).first()
    if found is None:
        raise Unknown
    return found


def live(seat):
    """Who sits there now: the sign-up with its volunteer, or None."""
    return (
        SignUp.select(SignUp, Volunteer).join(Volunteer)
        .where(SignUp.seat == seat, SignUp.ended_at.is_null()).first()
    )


def others_on(activity, but):
    """Volunteers on an activity, without the one whose id is `but`."""
    return list(
        Volunteer.select().join(SignUp, on=SignUp.volunteer)
        .where(SignUp.activity == activity, SignUp.ended_at.is_null(), SignUp.volunteer != but)
        .order_by(Volunteer.first_name)
    )


def clashes(volunteer, activity):
    """Other activities of this volunteer that overlap in time; without hours an activity takes all day."""
    rows = (
        Activity.select().join(SignUp, on=SignUp.activity)
        .where(
            SignUp.volunteer == volunteer, SignUp.ended_at.is_null(), Activity.id != activity.id,
            Activity.state.in_(("planned", "to confirm")),
            Activity.date <= activity.end_date, Activity.end_date >= activity.date,
        ).order_by(Activity.date, Activity.starts)
    )
    return [row for row in rows if _hours_overlap(row, activity)]


def _hours_overlap(one, other):
    if one.date != other.date or one.end_date != one.date or other.end_date != other.date:
        return True
    if one.starts is None or other.starts is None:
        return True
    return (one.ends is None or other.starts < one.ends) and (other.ends is None or one.starts < other.ends)


def is_new(volunteer, today):
    """Whether a volunteer is a newcomer: marked as one, and not yet two turns since."""
    if volunteer.new_since is None:
        return False
    turns = (
        SignUp.select().join(Activity)
        .where(
            SignUp.volunteer == volunteer, SignUp.ended_at.is_null(), SignUp.attendance != "did not come",
            Activity.state.in_(("planned", "done")), Activity.end_date < today,
            Activity.date >= volunteer.new_since,
        ).count()
    )
    return turns < NEW_UNTIL


def turns_in_month(volunteer, day):
    """How many activities a volunteer has in the month of `day`."""
    first = day.replace(day=1)
    return (
        SignUp.select().join(Activity)
        .where(
            SignUp.volunteer == volunteer, SignUp.ended_at.is_null(),
            Activity.state.in_(("planned", "done")),
            Activity.date >= first, Activity.date < first + relativedelta(months=1),
        ).count()
    )


def is_absent(volunteer, activity):
    return Absence.select().where(
        Absence.volunteer == volunteer, Absence.first_day <= activity.end_date,
        Absence.last_day >= activity.date,
    ).exists()


@dataclass
class Candidate:
    """A volunteer who could take a seat: how often this month, and what a coordinator should know."""

    volunteer: Volunteer
    turns: int
    free: bool
    absent: bool
    says_can: bool
    blocked: list


def candidates(seat, today):
    """All volunteers for a seat, those first who may, are free and went least: five queries."""
    activity = seat.activity
    partners = (
        Account.select(Account.volunteer).join(Grant)
        .where(Grant.role == "partner", grants_in_force(today))
    )
    people = list(
        Volunteer.select()
        .where(Volunteer.left_on.is_null(), Volunteer.id.not_in(partners)).order_by(Volunteer.search)
    )
    month = activity.date.replace(day=1)
    rows = (
        SignUp.select(SignUp.volunteer, Activity).join(Activity)
        .where(
            SignUp.ended_at.is_null(), Activity.state.in_(("planned", "to confirm", "done")),
            Activity.date >= month, Activity.date < month + relativedelta(months=1),
        )
    )
    turns, busy = Counter(), set()
    for row in rows:
        turns[row.volunteer_id] += row.activity.state != "to confirm"
        if row.activity.id == activity.id or (
            row.activity.date == activity.date and _hours_overlap(row.activity, activity)
        ):
            busy.add(row.volunteer_id)
    away = {
        v for (v,) in Absence.select(Absence.volunteer)
        .where(Absence.first_day <= activity.end_date, Absence.last_day >= activity.date).tuples()
    }
    can = {
        v for (v,) in Availability.select(Availability.volunteer)
        .where(Availability.weekday == activity.date.weekday(), Availability.part == part_of_day(activity))
        .tuples()
    }
    fit = _fitting(seat)
    found = [
        Candidate(
            person, turns[person.id], person.id not in busy, person.id in away, person.id in can,
            [need for need, ids in fit if person.id not in ids],
        )
        for person in people
    ]
    return sorted(found, key=lambda c: (bool(c.blocked), not c.free, c.absent, not c.says_can, c.turns))


def _fitting(seat):
    """[(need, ids of the volunteers who fulfil it)] of the needs of a seat that block."""
    fit = []
    for need in _needs([seat.activity_id])[seat.id]:
        if need.blocks and need.skill_id:
            having = VolunteerSkill.select(VolunteerSkill.volunteer).where(VolunteerSkill.skill == need.skill_id)
        elif need.blocks:
            having = PaperSeen.select(PaperSeen.volunteer).where(PaperSeen.kind == need.paper_id)
        else:
            continue
        fit.append((need, {v for (v,) in having.tuples()}))
    return fit


def part_of_day(activity):
    """morning until 12, afternoon until 17, then evening; the evening too when there is no hour."""
    if activity.starts is None or activity.starts.hour >= 17:
        return "evening"
    return "morning" if activity.starts.hour < 12 else "afternoon"


def seats_of(volunteer, first, last):
    """Live sign-ups of a volunteer from `first` to `last`, with seat, role and activity, in order."""
    return list(
        SignUp.select(SignUp, Seat, Role, Activity)
        .join(Seat).join(Role).switch(SignUp).join(Activity)
        .where(
            SignUp.volunteer == volunteer, SignUp.ended_at.is_null(), Activity.date <= last,
            Activity.end_date >= first, Activity.state.in_(("planned", "to confirm")),
        ).order_by(Activity.date, Activity.starts.asc(nulls="first"))
    )


def series_list(group, viewer):
    """Series of a group that this viewer coordinates, those that still run first."""
    if not viewer.can(ASSIGN, group):
        raise Unknown
    return list(Series.select().where(Series.group == group).order_by(Series.last_day.asc(nulls="first"), Series.title))


def series(number, viewer):
    """A series of a group that this viewer coordinates, or Unknown."""
    found = Series.get_or_none(Series.id == number)
    if found is None or not viewer.can(ASSIGN, found.group):
        raise Unknown
    return found


def series_seats(series):
    """Its seats in order, each with `needs`: two queries."""
    seats = list(
        SeriesSeat.select(SeriesSeat, Role).join(Role).where(SeriesSeat.series == series)
        .order_by(SeriesSeat.position)
    )
    needs = defaultdict(list)
    rows = (
        SeriesSeatNeed.select(SeriesSeatNeed, Skill, PaperKind).join(SeriesSeat)
        .switch(SeriesSeatNeed).join(Skill, JOIN.LEFT_OUTER).switch(SeriesSeatNeed).join(PaperKind, JOIN.LEFT_OUTER)
        .where(SeriesSeat.series == series)
    )
    for need in rows:
        needs[need.series_seat_id].append(need)
    return [(seat, needs[seat.id]) for seat in seats]


def coming(series, today):
    """Activities of a series from today on."""
    return list(Activity.select().where(Activity.series == series, Activity.date >= today).order_by(Activity.date))


def to_confirm(group, today):
    """Dates of a group that somebody must still say go on or not, the first one first."""
    return list(
        Activity.select().where(Activity.group == group, Activity.state == "to confirm", Activity.date >= today)
        .order_by(Activity.date)
    )


def planned_until(series):
    """The last date that has been made."""
    return Activity.select(fn.MAX(Activity.date)).where(Activity.series == series).scalar()


def roles():
    return list(Role.select().where(Role.active).order_by(Role.position))


def skills():
    return list(Skill.select().where(Skill.active).order_by(Skill.position))


def closures(today):
    """Closures that are not over, the first one first."""
    return list(Closure.select().where(Closure.last_day >= today).order_by(Closure.first_day))


def places(group):
    """The different places of a group's series."""
    rows = Series.select(Series.place).where(Series.group == group, Series.place != "").distinct()
    return [place for (place,) in rows.order_by(Series.place).tuples()]
