"""Families and donors to be told: a run that was planned does not go on, or its day or hours changed."""

from dataclasses import dataclass, field

from peewee import JOIN, fn

from wvg.base import clock
from wvg.commons.accounts.models import Account
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.people import queries as people
from wvg.commons.planning.evening.queries import Called
from wvg.commons.planning.models import OFF, Activity
from wvg.commons.volunteers.models import Language, Volunteer
from wvg.groups.rounds.models import Donor, PickUp, Run, Stop, Told
from wvg.groups.rounds.run import queries, queries_plan, queries_usual

MOVES = ("date", "starts", "ends")
PAGE = "run_steer.to_tell"


@dataclass
class ToTell:
    """What must be told of an activity, and to whom.

    kind: whether it was called off ("off"), moved ("moved") or goes on again ("on"); "" when nothing must be told.
    families: (household, its Details, its languages, Called or None). donors: (donor, Called or None).
    """

    activity: Activity
    run: Run | None
    kind: str = ""
    families: list = field(default_factory=list)
    donors: list = field(default_factory=list)

    @property
    def left(self):
        """How many families and donors were not reached yet."""
        return sum(row[-1] is None or row[-1].result != "told" for row in (*self.families, *self.donors))


def to_tell(number, viewer):
    """A ToTell for those who coordinate: a fixed number of queries. Raises Unknown, NotAllowed."""
    activity = queries_plan.coordinated(number, viewer)
    run = queries.run(activity)
    kind, act, stops, donors = whom(activity, run)
    called = _called(run, act)
    opened = [(stop.household, people.details(stop.household)) for stop in stops]
    names = {row.key: row for row in Language.select().where(
        Language.key.in_([key for _, details in opened for key in details.languages])
    )}
    return ToTell(
        activity, run, kind,
        [(row, details, [names[key] for key in details.languages if key in names], called.get((row.id, None)))
         for row, details in opened],
        [(row, called.get((None, row.id))) for row in donors],
    )


def families_left(activity):
    """How many families must still be told of a change."""
    run = queries.run(activity)
    _, act, stops = families(activity, run)
    called = _called(run, act) if stops else {}
    return sum(getattr(called.get((stop.household_id, None)), "result", "") != "told" for stop in stops)


def also(activities):
    """For planning: [(activity, how many families must still be told of a change, the page)], those with any.

    One query, and a fixed number more for each of them that was planned.
    """
    on_a_plan = fn.EXISTS(Stop.select().where(Stop.run == Run.id))
    planned = {number for (number,) in Run.select(Run.activity).where(
        Run.activity.in_([activity.id for activity in activities]), on_a_plan).tuples()}
    found = [(activity, families_left(activity), PAGE) for activity in activities if activity.id in planned]
    return [row for row in found if row[1]]


def families(activity, run):
    """(kind, the act that must be told or None, the stops whose household must hear of it) of an activity."""
    kind, act = _last_change(activity) if run else ("", None)
    if not kind:
        return "", None, []
    stops = [stop for stop in queries.stops(run) if stop.household_id]
    # Who came on the plan after the change was planned for the new day.
    planned = dict(
        ActChange.select(ActChange.row, Act.id).join(Act)
        .where(ActChange.table == "stop", ActChange.before.is_null(), ActChange.row.in_([s.id for s in stops])).tuples()
    )
    stops = [stop for stop in stops if act is None or planned.get(stop.id, 0) < act.id]
    if kind == "on":
        # That it goes on after all is only news for those who heard that it would not.
        heard = {household for (household,) in _heard(run, act).select(Told.household).tuples()}
        stops = [stop for stop in stops if stop.household_id in heard]
    return (kind, act, stops) if stops else ("", None, [])


def whom(activity, run):
    """As `families`, and fourth the donors."""
    kind, act, stops = families(activity, run)
    if not kind:
        return "", None, [], []
    donors = list(Donor.select().join(PickUp).where(PickUp.run == run).order_by(Donor.name))
    usual = queries_usual.usual(activity.series_id).donor
    donors = donors or ([usual] if usual else [])
    if kind == "on":
        heard = {donor for (donor,) in _heard(run, act).select(Told.donor).tuples()}
        donors = [row for row in donors if row.id in heard]
    return kind, act, stops, donors


def _heard(run, act):
    """Who was told something before an act."""
    return Told.select().where(Told.run == run, Told.made_at < act.at, Told.result == "told")


def _last_change(activity):
    """("off", "moved" or "on", the act) of the last change of whether and when it goes on; ("", None) when none."""
    rows = (
        ActChange.select(ActChange.before, Act).join(Act)
        .where(ActChange.table == "activity", ActChange.row == activity.id).order_by(ActChange.id.desc())
    )
    after = {name: _plain(getattr(activity, name)) for name in ("state", *MOVES)}
    for row in rows:
        before = {**after, **{name: value for name, value in (row.before or {}).items() if name in after}}
        if (before["state"] in OFF) != (after["state"] in OFF):
            return "off" if after["state"] in OFF else "on", row.act
        if after["state"] not in OFF and any(before[name] != after[name] for name in MOVES):
            return "moved", row.act
        after = before
    # A day that was closed before it was planned has no act of its own.
    return ("off", None) if activity.state in OFF else ("", None)


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def since(run, act):
    """The calls about a run since an act."""
    rows = Told.select().where(Told.run == run)
    return rows.where(Told.made_at >= act.at) if act else rows


def _called(run, act):
    """{(household, None) or (None, donor): Called}, the last one of each."""
    rows = (
        since(run, act)
        .select(Told.household, Told.donor, Told.result, Told.made_at, Volunteer.first_name)
        .join(Account, JOIN.LEFT_OUTER, on=Told.by == Account.id).join(Volunteer, JOIN.LEFT_OUTER, on=Account.volunteer)
        .order_by(Told.id)
    )
    return {(household, donor): Called(result, name or "", clock.local(at))
            for household, donor, result, at, name in rows.tuples()}


