"""The verbs of the plan: which families a run visits, and in which order."""

from peewee import IntegrityError

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, Refused, Unknown
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.people.models import Household
from wvg.groups.rounds.models import Run, Stop
from wvg.groups.rounds.run import queries, queries_plan, rules_in

MOST = 30  # stops on one run
CHANGED_SINCE = say("Somebody changed this plan in the meantime. What you ticked is still here. Keep it again.")


def plan(activity, households, just_visit, version, by, now):
    """Keep which households (numbers) the run of an activity (a number) visits; the Run.

    Those that were on it keep their order, the others come after them. just_visit: the numbers of those where nothing
    is brought. version: of the run that was seen, 0 when there was none.
    Raises Unknown, NotAllowed, Invalid ("households"), Refused (somebody else was faster; off, or over for a day; a
    stop that was reported would go).
    """
    with database.atomic():
        row = open_to_plan(activity, by, now)
        run, wanted = queries.run(row), list(dict.fromkeys(households))
        if (run.version if run else 0) != version:
            raise Refused(CHANGED_SINCE)
        if not wanted:
            raise Invalid("households", say("Tick at least one family."))
        if len(wanted) > MOST:
            raise Invalid("households", say("That is too much for one run. Tick at most 30 families."))
        stops = queries.stops(run) if run else []
        here = {stop.household_id: stop for stop in stops if stop.household_id}
        _check(wanted, here)
        changes = [(run, {"version": version})] if run else []
        run = run or _first(row)
        changes = changes or [(run, None)]
        changes += _leave_out([stop for number, stop in here.items() if number not in wanted])
        last = max((stop.position for stop in stops), default=0)
        for number in wanted:
            just = number in just_visit
            if number not in here:
                last += 1
                stop = Stop.create(run=run, household=number, position=last, just_visit=just)
                changes.append((stop, None))
            elif here[number].just_visit != just and not here[number].result:
                changes.append((here[number], {"just_visit": here[number].just_visit}))
                Stop.update(just_visit=just).where(Stop.id == here[number].id).execute()
        if len(changes) > 1:
            if version:
                _next_version(run)
            act = audit.record("run.plan", by, now, changes)
            rules_in.see_whether_it_is_in(run, row, act, by, now)
        return run


def move(stop, direction, by, now):
    """Bring a stop (a number) one place "up" or "down"; the activity's number. At the end nothing happens.

    Raises Unknown, NotAllowed, Refused.
    """
    with database.atomic():
        row = Stop.get_or_none(Stop.id == stop)
        if row is None or direction not in ("up", "down"):
            raise Unknown
        run = row.run
        activity = open_to_plan(run.activity_id, by, now)
        order = [one.id for one in queries.stops(run)]
        at = order.index(row.id)
        to = at - 1 if direction == "up" else at + 1
        if 0 <= to < len(order):
            order[at], order[to] = order[to], order[at]
            for position, number in enumerate(order, 1):
                Stop.update(position=position).where(Stop.id == number, Stop.position != position).execute()
            _next_version(run)
            audit.record("run.move", by, now, [(Stop.get_by_id(row.id), {"position": row.position})])
        return activity.id


def activity_of(stop, by):
    """The number of the activity of a stop, for who plans its run. Raises Unknown, NotAllowed."""
    row = Stop.get_or_none(Stop.id == stop)
    if row is None:
        raise Unknown
    return queries_plan.coordinated(row.run.activity_id, by).id


def open_to_plan(number, by, now):
    """The activity of a run that can be planned or changed. Raises Unknown, NotAllowed, Refused."""
    activity = queries_plan.coordinated(number, by)
    refused = why_not(activity, now)
    if refused:
        raise Refused(refused)
    return activity


def why_not(activity, now):
    """A Sentence when the plan of an activity cannot be made or changed, else None."""
    if activity.state not in queries_plan.ON:
        return say("This does not go on. There is nothing to plan.")
    if clock.local(now) >= queries.window(activity)[1]:
        return say("This is over for more than a day. The plan stays as it was.")
    return None


def _check(wanted, here):
    known = {row.id: row for row in Household.select().where(Household.id.in_(wanted))}
    for number in wanted:
        if number not in known or (known[number].ended_on and number not in here):
            raise Invalid("households", say("One of these families is not visited any more. Look at the list again."))


def _first(activity):
    try:
        with database.atomic():
            return Run.create(activity=activity)
    except IntegrityError:
        raise Refused(CHANGED_SINCE) from None


def _leave_out(stops):
    changes = []
    for stop in stops:
        if stop.result:
            raise Refused(say("%(name)s was reported already, and stays on the plan.", name=stop.household.code_name))
        changes.append((stop, {"household": stop.household_id, "position": stop.position}))
        stop.delete_instance()
    return changes


def _next_version(run):
    if not Run.update(version=run.version + 1).where(Run.id == run.id, Run.version == run.version).execute():
        raise Refused(CHANGED_SINCE)
    run.version += 1
