"""Reporting: one page, saved form by form. With htmx only the form that was sent is taken out of the answer."""

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.forms import options, row_number
from wvg.base.htmx import is_htmx, page, see_other, tell
from wvg.base.words import full_name, named, say
from wvg.commons.needs import queries as needs_queries
from wvg.commons.planning import queries as planning
from wvg.commons.planning.permissions import TAKE
from wvg.commons.planning.team import queries as queries_team
from wvg.groups.rounds.permissions import STEER
from wvg.groups.rounds.run import queries_report, rules_report, rules_seen
from wvg.groups.rounds.run.forms_report import REMARK, THIS_WEEK, DoorForm, LeftOverForm, PickUpForm, ProxyForm

rooms = Blueprint("report", __name__, url_prefix="/rounds")


@rooms.get("/runs/<int:number>/report")
@needs(TAKE)
def show(number):
    """The report; that the names on the bells were seen is written down as on the run page."""
    return _page(number)


@rooms.post("/stops/<int:number>/report")
@needs(TAKE)
def door(number):
    """One door. What somebody else reported meanwhile is shown beside what was typed."""
    activity = queries_report.stop(number, viewer())[1]
    form = _door_form(number)
    return _keep(activity.id, number, form, lambda: rules_report.report(
        number, form.version.data, form.values(), viewer(), clock.now()))


@rooms.post("/runs/<int:number>/left-over")
@needs(TAKE)
def left_over(number):
    """What was left over of the run of an activity."""
    form = LeftOverForm(prefix="left-")
    return _keep(number, "left", form, lambda: rules_report.leave_over(
        number, form.version.data, form.line.data, viewer(), clock.now()))


@rooms.post("/runs/<int:number>/pick-ups")
@needs(TAKE)
def pick_up(number):
    """What was got at one donor: `key` is its number, or "new" for one that is chosen."""
    key = row_number(request.form.get("key")) or "new"
    form = _pick_up_form(key)
    return _keep(number, key, form, lambda: rules_report.pick_up(
        number, form.donor.data, form.version.data, form.values(), viewer(), clock.now()))


@rooms.post("/runs/<int:number>/proxy")
@needs(STEER)
def proxy(number):
    """Who types the report for those who went."""
    form = _proxy_form()
    return _keep(number, "proxy", form, lambda: rules_report.name_proxy(
        number, form.volunteer.data or None, viewer(), clock.now()))


def _keep(number, key, form, rule):
    """Do `rule` with what was typed in the form `key` of the page, or show the page again with what is wrong."""
    status, _kept = form.attempt(rule)
    if status != 303:
        return _page(number, {key: form}, status)
    tell(say("Kept."))
    return _page(number) if is_htmx() else see_other(url_for("report.show", number=number, _anchor=f"form-{key}"))


def _page(number, typed=None, status=200):
    """The report; `typed` holds the form that was not kept, under its key."""
    typed = typed or {}
    report = queries_report.report(number, viewer(), clock.now())
    if any(door.details for door in report.doors):
        rules_seen.seen(report.run, viewer(), clock.now())
    choices = {"given": queries_report.goods(), "kinds": needs_queries.kinds()}
    usual = [row.id for row in choices["given"] if row.key == report.activity.kind]  # bread on a bread round
    doors = [
        (door, typed.get(door.stop.id) or _door_form(
            door.stop.id, choices, door, [] if door.stop.just_visit else usual
        )) for door in report.doors
    ]
    left = typed.get("left") or LeftOverForm(None, prefix="left-", data={"line": report.left_over})
    pick_ups = _pick_ups(report, typed)
    versions = [(form, door.stop.version) for door, form in doors]
    versions += [(form, row.version if row else 0) for _donor, row, form in pick_ups]
    for form, version in [*versions, (left, report.run.left_over_version if report.run else 0)]:
        form.version.data = version  # who sends again after seeing both, writes over what is there now
    return page(
        "rounds/report.html", status=status, report=report, doors=doors, left=left, pick_ups=pick_ups,
        proxy=(typed.get("proxy") or _proxy_form(report.run))
        if report.sight == "all" and not (report.run and report.run.reported_at) else None,
        ask=planning.coordinators("rounds", clock.today()) if not report.open else [],
        names={row.id: named(row) for row in choices["given"]}, reporters=queries_report.reporters(report.doors),
        form=next(iter(typed.values()), None),
    )


def _door_form(number, choices=None, door=None, usual=()):
    """The form of one door: as it was posted, or filled with what was reported of `door`.

    usual: ids of what is given as a rule, ticked until something was said of the door.
    """
    prefix = f"stop-{number}-"
    if door is None:
        form = DoorForm(prefix=prefix)
    else:
        urgencies = [need.urgency for need in door.heard if not need.kind.at_once]
        form = DoorForm(None, prefix=prefix, data={
            "result": door.stop.result, "line": door.line,
            "given": sorted(door.given) if door.stop.result else usual,
            "kinds": sorted(door.kinds) or ([REMARK] if door.line else []),
            "urgency": urgencies[0] if urgencies else THIS_WEEK,
        })
    choices = choices or {"given": queries_report.goods(), "kinds": needs_queries.kinds()}
    for name, rows in choices.items():
        form[name].choices = options((row.id, named(row)) for row in rows)
    form.kinds.choices = [*options([(REMARK, _("only a remark"))]), *form.kinds.choices]
    return form


def _pick_ups(report, typed):
    """[(Donor or None, PickUp or None, form)]: the donors of the run, and one to choose."""
    if not report.open:
        return [(donor, row, None) for donor, row in report.pick_ups if row]
    return [
        *((donor, row, typed.get(donor.id) or _pick_up_form(donor.id, row.__data__ if row else {}))
          for donor, row in report.pick_ups),
        (None, None, typed.get("new") or _pick_up_form("new", {})),
    ]


def _pick_up_form(key, noted=None):
    """The form of one donor: as it was posted, or filled with what was `noted`."""
    prefix = f"donor-{key}-"
    form = PickUpForm(prefix=prefix) if noted is None else PickUpForm(None, prefix=prefix, data={"donor": key, **noted})
    form.donor.choices = options([("", ""), *((row.id, row.name) for row in queries_report.donors())])
    return form


def _proxy_form(run=None):
    data = {"volunteer": (run.proxy_id if run else None) or 0}
    form = ProxyForm(prefix="proxy-") if request.method == "POST" and run is None else ProxyForm(
        None, prefix="proxy-", data=data)
    team = queries_team.team("rounds", viewer(), clock.today())
    form.volunteer.choices = options(
        [(0, _("Those who went")), *((one.volunteer.id, full_name(one.volunteer)) for one in team)])
    return form
