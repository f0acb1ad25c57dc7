"""Reporting: stop by stop, so that nothing is lost between two doors."""

from peewee import IntegrityError

from wvg.base import clock, db
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.needs import queries as needs_queries
from wvg.commons.needs import rules as needs
from wvg.commons.people import rules as people
from wvg.commons.people.permissions import KEEP
from wvg.commons.planning.team import queries as queries_team
from wvg.groups.rounds.models import RESULTS, Donor, PickUp, Run, StopGoods
from wvg.groups.rounds.run import notices, queries, rules_in
from wvg.groups.rounds.run import queries_report as reports

CHANGED_SINCE = say("Somebody else reported this meanwhile. What you typed is still here. Save again.")


def report(number, version, values, by, now):
    """What was found at a stop. values: result (of RESULTS), given (ids of GoodsKind), line, kinds (ids of NeedKind),
    urgency (of needs.URGENCIES).

    Sending the same twice is sending it once. Raises Unknown, Refused (too early, too late, or somebody else reported
    it since `version`), Invalid.
    """
    if values["result"] not in RESULTS:
        raise Invalid("result", say("Choose one."))
    with database.atomic():
        stop, activity = reports.stop(number, by)
        sight = reports.must_report(activity, stop.run, by, now)
        if not reports.is_theirs(stop, sight, by):
            raise Refused(say("Somebody else reported this. Ask your coordinator to change it."))
        heard = needs_queries.heard_on(activity).get(stop.household_id, [])
        values = {**values, "given": values["given"] if values["result"] == "visited" else set()}
        given = {kind for (kind,) in StopGoods.select(StopGoods.kind).where(StopGoods.stop == stop).tuples()}
        was = (stop.result, given, {need.kind_id for need in heard}, stop.read()[0].get("line", ""))
        as_urgent = all(need.urgency == values["urgency"] for need in heard if not need.kind.at_once)
        if as_urgent and was == (values["result"], values["given"], values["kinds"], values["line"]):
            return stop
        if stop.version != version:
            raise Refused(CHANGED_SINCE)
        act = audit.record("run.report", by, now, [(stop, {"result": stop.result, "version": stop.version})])
        _visit(stop, values["result"], activity)
        stop.result, stop.reported_by, stop.reported_at = values["result"], by.account, now
        stop.version += 1
        stop.seal({"line": values["line"]})
        stop.save()
        _give(stop, given, values["given"])
        if stop.household_id:
            needs.heard(activity, stop.household, values["kinds"], values["urgency"], values["line"], by, now)
        rules_in.see_whether_it_is_in(stop.run, activity, act, by, now)
    return stop


def _visit(stop, result, activity):
    """Note a visit with the household, or take back one that was noted by mistake."""
    household = stop.household
    if household is None:
        return
    if result == "visited":
        stop.adults, stop.children = household.adults, household.children
        if household.last_visit is None or household.last_visit < activity.date:
            stop.counted, stop.last_visit_before = True, household.last_visit
            people.last_visit(household, activity.date)
    elif stop.result == "visited":
        stop.adults = stop.children = 0
        # Only what this stop made of it is put back.
        if stop.counted and household.last_visit == activity.date:
            people.last_visit(household, stop.last_visit_before, back=True)


def _give(stop, before, after):
    StopGoods.delete().where(StopGoods.stop == stop, StopGoods.kind.in_(before - after)).execute()
    for kind in sorted(after - before):
        StopGoods.create(stop=stop, kind=kind)


def leave_over(number, version, line, by, now):
    """What was left over of the run of an activity. Raises Unknown, Refused."""
    with database.atomic():
        activity, run = _run(number, by, now)
        if run.read()[0].get("left_over", "") == line:
            return run
        if run.left_over_version != version:
            raise Refused(CHANGED_SINCE)
        audit.record("run.left_over", by, now, [(run, {"left_over_version": run.left_over_version})])
        run.seal({"left_over": line})
        run.left_over_version += 1
        run.save(only=[Run.sealed, Run.left_over_version])
    return run


def pick_up(number, donor, version, values, by, now):
    """What was got from a donor (an id). values: got, cooled, temperature (°C or None).

    version: of the PickUp that was on the page, 0 when there was none. Raises Unknown, Refused, Invalid.
    """
    if values["temperature"] is not None and not -40 <= values["temperature"] <= 60:
        raise Invalid("temperature", say("Enter the degrees, for example 4"))
    if not values["got"]:
        raise Invalid("got", say("Write what you got, for example: 12 breads."))
    values = {**values, "temperature": values["temperature"] if values["cooled"] else None}
    try:
        with database.atomic():
            activity, run = _run(number, by, now)
            row = PickUp.get_or_none(PickUp.run == run, PickUp.donor == donor)
            if row is None:
                if not Donor.select().where(Donor.id == donor, Donor.active).exists():
                    raise Unknown
                row = PickUp.create(run=run, donor=donor, by=by.account, made_at=now, **values)
                audit.record("run.pick_up", by, now, [(row, None)])
                return row
            if all(getattr(row, name) == value for name, value in values.items()):
                return row
            if row.version != version:
                raise Refused(CHANGED_SINCE)
            db.keep(row, {**values, "by": by.account}, CHANGED_SINCE)
            audit.record("run.pick_up", by, now, [(row, {"version": row.version - 1})])
            return row
    except IntegrityError:  # somebody else just noted this donor
        raise Refused(CHANGED_SINCE) from None


def name_proxy(number, volunteer, by, now):
    """A coordinator names who keys the report in for those who went (None: nobody). Raises Unknown, Invalid."""
    if not by.can(KEEP):
        raise NotAllowed
    with database.atomic():
        activity = queries.activity(number, by)
        team = {one.volunteer.id for one in queries_team.team("rounds", by, clock.local(now).date())}
        if volunteer is not None and volunteer not in team:
            raise Invalid("volunteer", say("Choose somebody from the list."))
        run, _ = Run.get_or_create(activity=activity)
        if run.proxy_id == volunteer:
            return run
        act = audit.record("run.proxy", by, now, [(run, {"proxy": run.proxy_id})], on_behalf_of=volunteer)
        messages.forget_all((notices.PROXY,), activity.id)
        run.proxy = volunteer
        run.save(only=[Run.proxy])
        messages.tell({volunteer} - {None, by.volunteer}, notices.PROXY, now, person=by.volunteer,
                      activity=activity.id, act=act, **notices.about(activity))
    return run


def _run(number, by, now):
    """The activity and its run, when this person can report on it now. Raises Unknown, Refused."""
    activity = queries.activity(number, by)
    run = queries.run(activity)
    reports.must_report(activity, run, by, now)
    return activity, run or Run.create(activity=activity)
