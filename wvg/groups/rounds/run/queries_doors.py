"""What those who go must know at each door, and nothing more."""

from dataclasses import dataclass, field

from wvg.base.errors import NotAllowed
from wvg.commons.people import queries as people
from wvg.commons.people.models import FoodWish
from wvg.commons.planning.models import Activity, SignUp
from wvg.commons.volunteers.models import Language, Volunteer
from wvg.groups.rounds.models import Run, Stop
from wvg.groups.rounds.run import queries, queries_plan, queries_usual

SEEN = ("bell_name", "address", "phone", "allergies", "baby_food", "nappies", "access")


@dataclass
class Door:
    """A stop as it is shown: all that a page or a sheet gets. code_name is "" when the family was erased.

    Without sight only code_name, result and just_visit are filled in. wishes, languages: rows with names.
    """

    stop: int
    code_name: str
    result: str
    just_visit: bool
    adults: int = 0
    children: int = 0
    bell_name: str = ""
    address: str = ""
    phone: str = ""
    allergies: str = ""
    baby_food: str = ""
    nappies: list[str] = field(default_factory=list)
    access: str = ""
    wishes: list[FoodWish] = field(default_factory=list)
    languages: list[Language] = field(default_factory=list)
    damaged: bool = False


@dataclass
class Look:
    """The run of an activity for one viewer; sight: as queries.sight says. on: the volunteers who go."""

    activity: Activity
    run: Run | None
    sight: str
    doors: list[Door]
    on: list[Volunteer]
    opens: object
    usual: queries_usual.Usual

    @property
    def full(self):
        return self.sight in ("all", "own")


def look(number, viewer, now_local):
    """A Look at the run of an activity: a fixed number of queries. Raises Unknown."""
    activity = queries.activity(number, viewer)
    run = queries.run(activity)
    sight = queries.sight(activity, run, viewer, now_local)
    found = []
    if run and sight in ("all", "own", "ticks"):
        found = doors(run, whole=sight != "ticks")
    return Look(activity, run, sight, found, on(activity), queries.window(activity)[0],
                queries_usual.usual(activity.series_id))


def in_full(number, viewer, now_local):
    """A Look for what only those may open who see the families. Raises Unknown, NotAllowed."""
    found = look(number, viewer, now_local)
    if not found.full:
        raise NotAllowed
    return found


def totals(look):
    """What to fetch for a run (queries_plan.Totals)."""
    stops = queries.stops(look.run) if look.run else []
    return queries_plan.totals([stop.household for stop in stops if stop.household_id and not stop.just_visit])


def on(activity):
    """The volunteers who go, in order of their places."""
    rows = SignUp.select(SignUp, Volunteer).join(Volunteer).where(
        SignUp.activity == activity, SignUp.ended_at.is_null()
    ).order_by(SignUp.seat)
    return [row.volunteer for row in rows]


def doors(run, whole):
    """The Doors of a run in order; nothing is opened unless `whole`. Three queries."""
    stops = queries.stops(run)
    if not whole:
        return [_closed(stop) for stop in stops]
    opened = [(stop, people.details(stop.household) if stop.household_id else people.Details()) for stop in stops]
    wishes = _by_key(FoodWish, {key for _, details in opened for key in details.wishes})
    languages = _by_key(Language, {key for _, details in opened for key in details.languages})
    return [_open(stop, details, wishes, languages) for stop, details in opened]


def _closed(stop: Stop):
    return Door(stop.id, stop.household.code_name if stop.household_id else "", stop.result, stop.just_visit)


def _open(stop, details, wishes, languages):
    door = _closed(stop)
    if stop.household_id:
        door.adults, door.children = stop.household.adults, stop.household.children
    for name in SEEN:
        setattr(door, name, getattr(details, name))
    door.wishes = [wishes[key] for key in wishes if key in details.wishes]
    door.languages = [languages[key] for key in languages if key in details.languages]
    door.damaged = details.damaged
    return door


def _by_key(table, keys):
    return {row.key: row for row in table.select().where(table.key.in_(list(keys))).order_by(table.position)}
