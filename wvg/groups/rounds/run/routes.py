"""A run: for those who go, its plan, what to fetch, and its sheets on paper."""

from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Invalid, Refused
from wvg.base.forms import row_number
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say, say_n, text
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.permissions import TAKE
from wvg.groups.rounds.permissions import STEER
from wvg.groups.rounds.run import (
    queries,
    queries_doors,
    queries_plan,
    queries_seen,
    queries_sheets,
    queries_told,
    rules_plan,
    rules_seen,
    rules_sheets,
)

rooms = Blueprint("runs", __name__, url_prefix="/rounds")

# A round may be open to all volunteers: who goes sees its run, also without a right in the rounds.


@rooms.get("/runs/<int:number>")
@needs(TAKE)
def one(number):
    """The run for those on it, on their phone; what is seen of the families follows queries.sight."""
    now = clock.now()
    look = queries_doors.look(number, viewer(), clock.local(now))
    left, lookers = 0, []
    if look.full and look.run:
        rules_seen.seen(look.run, viewer(), now)
    if look.sight == "all":
        left = queries_told.families_left(look.activity)
        lookers = queries_seen.lookers(look.run) if look.run else []
    return page("rounds/run.html", look=look, left=left, lookers=lookers, out=queries.sheets_out(look.run))


@rooms.get("/runs/<int:number>/pick-up")
@needs(TAKE)
def pick_up(number):
    """What to fetch, large: sums without names."""
    now = clock.now()
    look = queries_doors.in_full(number, viewer(), clock.local(now))
    if look.run:
        rules_seen.seen(look.run, viewer(), now)
    return page("rounds/pick_up.html", look=look, totals=queries_doors.totals(look))


# The plan


@rooms.route("/runs/<int:number>/plan", methods=["GET", "POST"])
@needs(STEER)
def plan(number):
    """Which families; the proposal is ticked until somebody keeps a plan."""
    if request.method == "POST":
        return _keep(number, url_for("runs.plan", number=number))
    return _plan_page(number)


def _keep(number, back, then=lambda: None):
    """Keep what is ticked, do `then`, and go on to `back`; or show the plan again with what is wrong."""
    just_visit = {row_number(value) for value in request.form.getlist("just_visit")}
    ticked = list(dict.fromkeys(
        [row_number(value) for value in request.form.getlist("households")] + sorted(just_visit)
    ))
    try:
        rules_plan.plan(number, ticked, just_visit, row_number(request.form.get("version")), viewer(), clock.now())
        then()
    except Invalid as invalid:
        return _plan_page(number, text(invalid.sentence), 422, ticked, just_visit)
    except Refused as refused:
        return _plan_page(number, text(refused.sentence), 409, ticked, just_visit)
    tell(say_n("The plan is kept: %(n)s family.", "The plan is kept: %(n)s families.", len(ticked)))
    return see_other(back)


def _plan_page(number, problem=None, status=200, ticked=None, just_visit=()):
    planner = queries_plan.planner(number, viewer())
    chosen = planner.chosen if ticked is None else {one: one in just_visit for one in ticked}
    return page(
        "rounds/plan.html", planner=planner, chosen=chosen, problem=problem, stale=status == 409,
        changed_by=queries_changes.changed_by(planner.run) if status == 409 and planner.run else None,
        closed=rules_plan.why_not(planner.activity, clock.now()), today=clock.today(),
        status=status,
    )


@rooms.post("/stops/<int:number>/place")
@needs(STEER)
def move(number):
    """One place up or down in the order of the doors; what is ticked on the page is kept with it."""
    def up_or_down():
        return rules_plan.move(number, request.form.get("direction"), viewer(), clock.now())

    activity = rules_plan.activity_of(number, viewer())
    back = url_for("runs.plan", number=activity, _anchor=f"stop-{number}")
    if "version" in request.form:
        return _keep(activity, back, up_or_down)
    up_or_down()
    return see_other(back)


# Sheets on paper


@rooms.post("/runs/<int:number>/sheets")
@needs(TAKE)
def print_sheet(number):
    sheet = rules_sheets.print_sheet(number, viewer(), clock.now())
    return see_other(url_for("runs.sheet", number=sheet.id))


@rooms.get("/runs/sheets/<int:number>")
@needs(TAKE)
def sheet(number):
    now = clock.now()
    printed, look = queries_sheets.sheet(number, viewer(), clock.local(now))
    rules_seen.seen(look.run, viewer(), now)
    return page("rounds/sheet.html", printed=printed, look=look)


@rooms.get("/runs/sheets")
@needs(STEER)
def sheets():
    out, back = queries_sheets.sheets(viewer(), clock.now())
    return page("rounds/sheets.html", out=out, back=back)


@rooms.post("/runs/sheets/<int:number>/return")
@needs(STEER)
def came_back(number):
    rules_sheets.came_back(number, viewer(), clock.now())
    tell(say("Sheet %(number)s came back. It can be shredded.", number=number))
    return see_other(url_for("runs.sheets"))


@rooms.post("/runs/sheets/<int:number>/still-out")
@needs(STEER)
def still_out(number):
    rules_sheets.still_out(number, viewer(), clock.now())
    tell(say("Sheet %(number)s is still out.", number=number))
    return see_other(url_for("runs.sheets"))
