"""Thirteen weeks at the kitchen table: names typed into a table, a date a row."""

from datetime import timedelta

from flask import Blueprint, make_response, render_template, request, url_for

from wvg.base import clock
from wvg.base.access import groups, needs, viewer
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.base.forms import trimmed
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import full_name, joined, say_n
from wvg.commons.planning import dates, queries
from wvg.commons.planning.fill import queries as queries_weeks
from wvg.commons.planning.fill import rules as rules_fill
from wvg.commons.planning.permissions import ASSIGN

rooms = Blueprint("fill", __name__)


@rooms.get("/fill/<group>")
@needs(ASSIGN)
def table(group):
    if group not in groups:
        raise Unknown
    if not viewer().can(ASSIGN, group):
        raise NotAllowed
    return _table(group)


def _table(group, tried=None, status=200):
    """`tried`: a Row with what could not be done, in place of the same row as it is now."""
    monday = _monday()
    tables, people = queries_weeks.weeks(group, monday, viewer(), clock.local(clock.now()))
    for shown in tables if tried else []:
        shown.rows = [tried if row.card.activity.id == tried.card.activity.id else row for row in shown.rows]
    weeks = timedelta(weeks=queries_weeks.WEEKS)
    return page(
        "planning/fill.html", group=group, tables=tables, people=people, monday=monday,
        last=monday + weeks - timedelta(days=1), name=full_name, week=dates.week_name(monday),
        earlier=dates.week_name(monday - weeks), later=dates.week_name(monday + weeks), today=clock.today(),
        status=status,
    )


@rooms.post("/seats/<int:number>/filling")
@needs(ASSIGN)
def fill(number):
    """One place, as soon as its name was typed: the cell as it is now."""
    seat = queries.seat(number, viewer())
    cell, people = _cell(seat)
    done = _try(cell, people)
    if not cell.problem:
        cell, _ = _cell(seat)
    back = _back(seat.activity)
    response = make_response(render_template(
        "planning/_cell.html", cell=cell, a=seat.activity, done=done, back=back, week=dates.week_name(_monday()),
        name=full_name,
    ), 422 if cell.problem else 200)
    return response


def _cell(seat):
    """The cell of a seat as it is now, and who may be put in. Raises Unknown when the seat has gone meanwhile."""
    row, people = queries_weeks.row(seat.activity_id, viewer(), clock.local(clock.now()))
    for cell in row.cells:
        if cell.seat.id == seat.id:
            return cell, people
    raise Unknown


@rooms.post("/activities/<int:number>/filling")
@needs(ASSIGN)
def fill_row(number):
    """All places of one date, without JavaScript. What can be done is done; the rest comes back as typed."""
    activity = queries.activity(number, viewer())
    if not viewer().can(ASSIGN, activity.group):
        raise NotAllowed
    row, people = queries_weeks.row(number, viewer(), clock.local(clock.now()))
    acts = [done for cell in row.cells if f"seat-{cell.seat.id}" in request.form and (done := _try(cell, people))]
    problems = {cell.seat.id: cell for cell in row.cells if cell.problem}
    if problems:
        now_so, _ = queries_weeks.row(number, viewer(), clock.local(clock.now()))
        now_so.cells = [problems.get(cell.seat.id, cell) for cell in now_so.cells]
        return _table(activity.group, now_so, 422)
    if len(acts) == 1:
        tell(joined([acts[0].sentence, *acts[0].warnings]), undo=acts[0].act and acts[0].act.id)
    elif acts:
        tell(say_n("%(n)s place was changed.", "%(n)s places were changed.", len(acts)))
    return see_other(_back(activity))


def _try(cell, people):
    """Fill one cell from the form: what was done, or None, with the problem in the cell."""
    number = cell.seat.id
    cell.typed, cell.why = (trimmed(request.form.get(f"{what}-{number}", ""))[:200] for what in ("seat", "why"))
    seen, pick = (request.form.get(f"{what}-{number}", 0, type=int) for what in ("seen", "pick"))
    try:
        return rules_fill.fill(number, cell.typed, seen, people, viewer(), clock.now(), pick, cell.why)
    except rules_fill.Several as several:
        cell.problem, cell.fits = several.sentence, several.fits
    except Invalid as invalid:
        cell.problem, cell.ask = invalid.sentence, invalid.field == "override"
    except Refused as refused:
        cell.problem = refused.sentence
    return None


def _monday():
    try:
        return dates.parse_week(request.args["week"]) if "week" in request.args else dates.monday(
            *dates.week_of(clock.today()))
    except ValueError:
        raise Unknown from None


def _back(activity):
    return url_for("fill.table", group=activity.group, week=dates.week_name(_monday()), _anchor=f"date-{activity.id}")
