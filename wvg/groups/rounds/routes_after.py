"""Afterwards, for those who coordinate the rounds: who came, and how often and how long people went."""

from datetime import date

from flask import Blueprint, make_response, request

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Unknown
from wvg.base.htmx import page
from wvg.base.spreadsheet import spreadsheet
from wvg.base.words import number, say, text
from wvg.commons.planning.afterwards import queries_attendance, queries_hours, rules_hours
from wvg.commons.planning.afterwards.forms_hours import PeriodForm
from wvg.groups.rounds.permissions import STEER

rooms = Blueprint("rounds_after", __name__, url_prefix="/rounds")


@rooms.get("/attendance")
@needs(STEER)
def attendance():
    cards = queries_attendance.past("rounds", viewer(), clock.local(clock.now()))
    return page("planning/attendances.html", cards=cards, group="rounds", back=request.path)


@rooms.get("/hours")
@needs(STEER)
def hours():
    """Turns and hours of each volunteer: ?period=month, or ?first_day=1/9/2026&last_day=30/9/2026."""
    now_local = clock.local(clock.now())
    periods = queries_hours.periods(now_local.date())
    period = request.args.get("period", "month")
    if period not in periods:
        raise Unknown
    form, table = PeriodForm(request.args if "first_day" in request.args else None), None
    first, last = periods[period]
    if "first_day" in request.args:
        period = None
        if form.validate():
            first, last = form.first_day.data, form.last_day.data
    if not form.errors:
        table = queries_hours.of_group("rounds", first, last, viewer(), now_local)
    return page("planning/hours.html", form=form, table=table, first=first, last=last, period=period,
                download="rounds_after.download", status=422 if form.errors else 200)


@rooms.post("/hours/download")
@needs(STEER)
def download():
    """The same as a spreadsheet. It is a POST, since it is written down who took it."""
    try:
        first, last = (date.fromisoformat(request.form.get(name, "")) for name in ("first_day", "last_day"))
    except ValueError:
        raise Unknown from None
    table = rules_hours.export("rounds", first, last, viewer(), clock.now())
    head = [text(words) for words in (say("First name"), say("Last name"), say("Turns"), say("Hours"))]
    rows = [(one.volunteer.first_name, one.volunteer.last_name, str(one.turns), number(one.hours, "nl"))
            for one in table.rows]
    response = make_response(spreadsheet([head, *rows]))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f"attachment; filename=wvg-{first}-{last}.csv"
    return response
