"""The run of one activity, and what somebody may see of the families on it."""

from datetime import datetime, time, timedelta

from peewee import JOIN

from wvg.base.errors import Unknown
from wvg.commons.people.models import Household
from wvg.commons.people.permissions import KEEP
from wvg.commons.planning import queries as planning
from wvg.commons.planning.afterwards.queries_attendance import WENT_ON
from wvg.commons.planning.models import APPOINTMENT, SignUp
from wvg.groups.rounds.models import Run, Sheet, Stop

BEFORE, AFTER = timedelta(hours=48), timedelta(hours=24)


def activity(number, viewer):
    """A round that this viewer may see. Raises Unknown."""
    found = planning.activity(number, viewer)
    if found.group != "rounds" or found.kind == APPOINTMENT:
        raise Unknown
    return found


def run(activity):
    """The run of an activity, or None when nobody touched it yet."""
    return Run.get_or_none(Run.activity == activity)


def stops(run):
    """The stops of a run in order, each with its household (None when it was erased)."""
    rows = Stop.select(Stop, Household).join(Household, JOIN.LEFT_OUTER).where(Stop.run == run)
    return list(rows.order_by(Stop.position, Stop.id))


def sheets_out(run):
    """How many sheets of a run (or None) are still out."""
    return Sheet.select().where(Sheet.run == run, Sheet.returned_at.is_null()).count() if run else 0


def window(activity):
    """(from, until): wall-clock moments between which those who go see the families of a run."""
    begins = datetime.combine(activity.date, activity.starts or time())
    ends = datetime.combine(activity.end_date, activity.ends) if activity.ends \
        else datetime.combine(activity.end_date + timedelta(days=1), time())
    return begins - BEFORE, ends + AFTER


def sight(activity, run, viewer, now_local):
    """What this viewer may see of the families on a run.

    "all": coordinates. "own": goes, 48 hours before it begins to 24 hours after it ends. "early": goes, but it is too
    early. "ticks": only code names, since the report is not in yet (also for who keys it in). "closed": nothing any
    more. Raises Unknown for everybody else, also for who is on it but has no right in the rounds any more.
    """
    if viewer.can(KEEP):
        return "all"
    may = viewer.belongs_to("rounds") or (activity.audience == "everyone" and viewer.helps)
    goes = may and SignUp.select().where(
        SignUp.activity == activity, SignUp.volunteer == viewer.volunteer, SignUp.ended_at.is_null()
    ).exists()
    proxy = may and run is not None and run.proxy_id is not None and run.proxy_id == viewer.volunteer
    if not goes and not proxy:
        raise Unknown
    if activity.state not in WENT_ON:
        return "closed"
    opens, closes = window(activity)
    if goes and opens <= now_local < closes:
        return "own"
    if now_local < opens:
        return "early"
    return "closed" if run is not None and run.reported_at else "ticks"
