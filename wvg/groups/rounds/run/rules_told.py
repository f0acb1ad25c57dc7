"""A family or a donor was telephoned because a run does not go on, or moves."""

from wvg.base.db import database
from wvg.base.errors import Invalid, Refused, Unknown
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.groups.rounds.models import Told
from wvg.groups.rounds.run import queries, queries_plan, queries_told


def call(number, household, donor, result, by, now):
    """Write down that a household or a donor (numbers, one of them 0) was "tried" or "told" about an activity.

    Pressing twice is pressing once. Raises Unknown (also for who is not to be told), NotAllowed, Invalid, Refused.
    """
    with database.atomic():
        activity = queries_plan.coordinated(number, by)
        run = queries.run(activity)
        kind, act, stops, donors = queries_told.whom(activity, run)
        if not kind:
            raise Refused(say("Nothing changed that must be told."))
        if result not in ("tried", "told"):
            raise Invalid("result", say("Choose one."))
        household = next((stop.household_id for stop in stops if stop.household_id == household), None)
        donor = None if household else next((row.id for row in donors if row.id == donor), None)
        if household is None and donor is None:
            raise Unknown
        whom = Told.household == household if household else Told.donor == donor
        last = queries_told.since(run, act).where(whom).order_by(Told.id.desc()).first()
        if last is None or last.result != result:
            row = Told.create(run=run, household=household, donor=donor, result=result, by=by.account, made_at=now)
            audit.record("run.told", by, now, [(row, None)])
