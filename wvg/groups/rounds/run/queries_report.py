"""The report of a run: what was found at each door."""

from collections import defaultdict
from dataclasses import dataclass, field

from wvg.base import clock
from wvg.base.errors import Refused, Unknown
from wvg.base.words import say
from wvg.commons.accounts.models import Account
from wvg.commons.needs import queries as needs
from wvg.commons.people import queries as people
from wvg.commons.planning.afterwards.queries_attendance import WENT_ON
from wvg.commons.planning.models import Activity
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.rounds.models import Donor, GoodsKind, PickUp, Run, Stop, StopGoods
from wvg.groups.rounds.run import queries, queries_usual

IS_IN = say("The report is in. Tell your coordinator if something is wrong.")
UNSURE = say("It is not sure yet whether this goes on.")
TOO_EARLY = say("You can report from the day of the run on.")


@dataclass
class Door:
    """A stop with what was reported of it. given: ids of GoodsKind; heard: live Needs; damaged: its line is."""

    stop: Stop
    details: object = None  # people.Details, only for who may see them
    given: set = field(default_factory=set)
    heard: list = field(default_factory=list)
    line: str = ""
    damaged: bool = False
    theirs: bool = True  # what was said of it is for this viewer's eyes

    @property
    def kinds(self):
        return {need.kind_id for need in self.heard}


@dataclass
class Report:
    """A run and its doors. open: whether this viewer can report now, else why not (a Sentence)."""

    activity: object
    run: object
    sight: str
    doors: list[Door]
    pick_ups: list  # (Donor, PickUp or None)
    words: dict  # what is sealed of the run
    damaged: bool
    open: bool
    why_not: object = None

    @property
    def left_over(self):
        return self.words.get("left_over", "")

    @property
    def left(self):
        """Doors of which nothing was said yet."""
        return [door for door in self.doors if not door.stop.result]


def may_report(activity, run, viewer, now_local):
    """(what they may see, why they cannot report now or None). Raises Unknown for who has nothing to do with it."""
    sight = queries.sight(activity, run, viewer, now_local)
    if activity.state == "to confirm":
        return sight, UNSURE
    if activity.state not in WENT_ON:
        return sight, say("This does not go on.")
    if now_local.date() < activity.date:
        return sight, TOO_EARLY
    return sight, IS_IN if sight == "closed" else None


def report(number, viewer, now):
    """The Report of an activity: a fixed number of queries. Raises Unknown."""
    now_local = clock.local(now)
    activity = queries.activity(number, viewer)
    run = queries.run(activity)
    sight, why_not = may_report(activity, run, viewer, now_local)
    shown = why_not is None or sight == "all"
    doors = _doors(activity, run, sight, viewer) if run and shown else []
    return Report(
        activity, run, sight, doors, pick_ups(activity, run) if shown else [],
        *(run.read() if run and shown else ({}, False)), why_not is None, why_not,
    )


def is_theirs(stop, sight, viewer):
    """Whether what was said of a stop is for this viewer: who types from paper sees only what they typed."""
    return sight in ("own", "all") or not stop.result or stop.reported_by == viewer.account


def _doors(activity, run, sight, viewer):
    given = defaultdict(set)
    for stop, kind in StopGoods.select(StopGoods.stop, StopGoods.kind).join(Stop).where(Stop.run == run).tuples():
        given[stop].add(kind)
    heard = needs.heard_on(activity)
    doors = []
    for stop in queries.stops(run):
        words, damaged = stop.read()
        household = stop.household if stop.household_id else None
        door = Door(stop, people.details(household) if household and sight in ("own", "all") else None,
                    theirs=is_theirs(stop, sight, viewer))
        if door.theirs:
            door.given, door.heard = given[stop.id], heard.get(stop.household_id, [])
            door.line, door.damaged = words.get("line", ""), damaged
        doors.append(door)
    return doors


def pick_ups(activity, run):
    """[(Donor, PickUp or None)]: where the series usually fetches, then where something was fetched. Three queries."""
    noted = list(PickUp.select(PickUp, Donor).join(Donor).where(PickUp.run == run).order_by(Donor.name)) if run else []
    usual = queries_usual.usual(activity.series_id).donor
    waits = usual is not None and usual.active and usual not in [row.donor for row in noted]
    return [(usual, None)] * waits + [(row.donor, row) for row in noted]


def stop(number, viewer):
    """(stop with run and household, its activity) of a run this viewer has to do with. Raises Unknown."""
    found = Stop.select(Stop, Run, Activity).join(Run).join(Activity).where(Stop.id == number).first()
    if found is None:
        raise Unknown
    return found, queries.activity(found.run.activity_id, viewer)


def must_report(activity, run, viewer, now):
    """What this viewer may see. Raises Unknown, or Refused with the reason why they cannot report now."""
    sight, why_not = may_report(activity, run, viewer, clock.local(now))
    if why_not:
        raise Refused(why_not)
    return sight


def reporters(doors):
    """{stop: first name of who reported it last}: one query."""
    by = {door.stop.reported_by for door in doors} - {None}
    names = dict(Account.select(Account.id, Volunteer.first_name).join(Volunteer).where(Account.id.in_(by)).tuples())
    return {door.stop.id: names.get(door.stop.reported_by, "") for door in doors if door.stop.reported_by}


def goods():
    """The sorts of goods that can be ticked, in order."""
    return list(GoodsKind.select().where(GoodsKind.active).order_by(GoodsKind.position))


def donors():
    """Donors that can be chosen, by name."""
    return list(Donor.select().where(Donor.active).order_by(Donor.name))
