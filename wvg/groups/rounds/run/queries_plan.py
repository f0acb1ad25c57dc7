"""The planner: all families with what speaks for and against a visit, those on the plan, and what to fetch for them."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from wvg.base import clock
from wvg.base.errors import NotAllowed
from wvg.base.words import say
from wvg.commons.people import queries as people
from wvg.commons.people.models import FoodWish, Household
from wvg.commons.people.permissions import KEEP
from wvg.commons.planning.models import GOES_ON, Activity
from wvg.groups.rounds.models import Run, Stop
from wvg.groups.rounds.permissions import STEER
from wvg.groups.rounds.run import queries, queries_usual
from wvg.groups.rounds.run.proposal import Family, propose

# Further back only the last visit counts, which stands with the household: ten years of runs are not read.
LOOK_BACK, NEAR = timedelta(days=400), timedelta(days=7)
ON = (*GOES_ON, "done")
TURN = ("visited", "not needed")
IN_VAIN = {"not home", "not needed"}


@dataclass
class Past:
    """The stops of one family on other runs: results in order, the last turn, the last visit, runs that are near."""

    results: list[str] = field(default_factory=list)
    turn: date | None = None
    visit: date | None = None
    near: date | None = None

    @property
    def call_first(self):
        """Why somebody must call before the next visit, or None."""
        if self.results[-1:] == ["moved"]:
            return say("Call first: they had moved.")
        if len(self.results) > 1 and set(self.results[-2:]) <= IN_VAIN:
            return say("Call first: twice not home or not needed.")
        return None


@dataclass
class Line:
    """A family in the table of the planner."""

    household: Household
    family: Family
    past: Past
    last_visit: date | None
    fits: bool = True  # for this run: still visited, and on a baby round there is a baby
    damaged: bool = False


@dataclass
class Totals:
    """What to fetch, without those where it is just a visit; lists of (what, how often)."""

    families: int = 0
    adults: int = 0
    children: int = 0
    baby_food: list = field(default_factory=list)
    nappies: list = field(default_factory=list)
    wishes: list = field(default_factory=list)
    allergies: list = field(default_factory=list)
    damaged: int = 0

    @property
    def mouths(self):
        return self.adults + self.children


@dataclass
class Planner:
    """An activity with its run (None: nobody touched it yet), the table, and the stops in order: none until planned.

    chosen: {household id: just a visit} in order, of the plan or of the proposal. sheets: still out for this run.
    """

    activity: Activity
    run: Run | None
    usual: queries_usual.Usual
    lines: list[Line]
    stops: list[Stop]
    chosen: dict[int, bool]
    totals: Totals
    sheets: int

    @property
    def version(self):
        return self.run.version if self.run else 0


def coordinated(number, viewer):
    """An activity for who plans its run. Raises Unknown, NotAllowed."""
    activity = queries.activity(number, viewer)
    if not (viewer.can(STEER) and viewer.can(KEEP)):
        raise NotAllowed
    return activity


def planner(number, viewer):
    """A Planner: queries do not grow with families or past runs. Raises Unknown, NotAllowed."""
    activity = coordinated(number, viewer)
    run = queries.run(activity)
    stops = queries.stops(run) if run else []
    usual = queries_usual.usual(activity.series_id)
    lines, proposal = proposed(activity, usual.stops, {stop.household_id for stop in stops})
    if stops:
        chosen = {stop.household_id: stop.just_visit for stop in stops if stop.household_id}
    else:
        chosen = {family.number: False for family in proposal.chosen}
    households = {line.household.id: line.household for line in lines}
    going = [households[number] for number, just_visit in chosen.items() if not just_visit]
    return Planner(activity, run, usual, lines, stops, chosen, totals(going), queries.sheets_out(run))


def proposed(activity, how_many, also=()):
    """(the lines of all families as they are ranked, the Proposal) for a run: two queries.

    also: households (ids) to show although they are not visited any more.
    """
    rows = Household.select().where(Household.ended_on.is_null() | Household.id.in_(list(also)))
    past = _past(activity)
    lines = {row.id: _line(row, past[row.id], activity) for row in rows}
    found = propose([line.family for line in lines.values() if line.fits], how_many, activity.date)
    rest = sorted((line for line in lines.values() if not line.fits), key=lambda line: line.household.code_name)
    return [*(lines[one.number] for one in found.ranked), *rest], found


def past_stops(activity):
    """The query for (household, result, date) on other runs that go on or went on, up to a week after this one."""
    return (
        Stop.select(Stop.household, Stop.result, Activity.date).join(Run).join(Activity)
        .where(
            Activity.group == "rounds", Activity.id != activity.id, Activity.state.in_(ON),
            Activity.date.between(activity.date - LOOK_BACK, activity.date + NEAR), Stop.household.is_null(False),
        ).order_by(Activity.date, Stop.id).tuples()
    )


def _past(activity):
    """{household id: Past}: one query."""
    found = defaultdict(Past)
    for household, result, day in past_stops(activity):
        past = found[household]
        if result:
            past.results.append(result)
        elif abs(day - activity.date) <= NEAR:
            past.near = day
        # Until a report says otherwise a run went as it was planned.
        if result in TURN or (not result and day <= activity.date):
            past.turn = day
        if result == "visited":
            past.visit = day
    return found


def _line(row, past, activity):
    visits = [day for day in (row.last_visit, past.visit) if day]
    last_visit = max(visits) if visits else None
    turns = [day for day in (last_visit, past.turn) if day]
    fits, damaged = row.ended_on is None, False
    if activity.kind == "baby":
        details = people.details(row)
        fits, damaged = fits and bool(details.nappies or details.baby_food), details.damaged
    family = Family(
        row.id, row.code_name, max(turns) if turns else None, clock.local(row.made_at).date(), row.priority,
        row.paused_until, past.call_first is not None, past.near is not None,
    )
    return Line(row, family, past, last_visit, fits, damaged)


def totals(households):
    """The Totals for these households, which are opened for it: one query."""
    made, counts = Totals(families=len(households)), {"nappies": Counter(), "wishes": Counter()}
    baby_food, allergies = Counter(), Counter()
    for row in households:
        details = people.details(row)
        made.adults += row.adults
        made.children += row.children
        made.damaged += details.damaged
        counts["nappies"].update(details.nappies)
        counts["wishes"].update(details.wishes)
        baby_food.update(filter(None, [details.baby_food]))
        allergies.update(filter(None, [details.allergies]))
    made.nappies, made.baby_food, made.allergies = (
        sorted(counter.items()) for counter in (counts["nappies"], baby_food, allergies)
    )
    known = FoodWish.select().where(FoodWish.key.in_(list(counts["wishes"]))).order_by(FoodWish.position)
    made.wishes = [(wish, counts["wishes"][wish.key]) for wish in known]
    return made
