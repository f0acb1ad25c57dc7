"""Counts of a year, on the page and for a spreadsheet."""

from flask import Blueprint, make_response, request

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Unknown
from wvg.base.htmx import page
from wvg.base.spreadsheet import spreadsheet
from wvg.base.words import month_year, named, number, say, text
from wvg.groups.rounds.permissions import STEER
from wvg.groups.rounds.run import queries_counts, rules_counts

rooms = Blueprint("counts", __name__, url_prefix="/rounds/counts")


@rooms.get("/")
@needs(STEER)
def show():
    """?year=2026"""
    year = _year(request.args)
    counts = queries_counts.counts(year, viewer(), clock.local(clock.now()))
    return page("rounds/counts.html", counts=counts, this_year=clock.today().year)


@rooms.post("/download")
@needs(STEER)
def download():
    """A POST, since it is written down who took it along."""
    counts = rules_counts.take_along(_year(request.form), viewer(), clock.now())
    head = [text(words) for words in (say("Month"), say("Runs"), say("Families reached"), say("Mouths"), say("Hours"))]
    rows = [[*head, *(named(kind) for kind in counts.kinds)]]
    for month in [*counts.months, counts.all]:
        rows.append([
            month_year(month.first) if month.first else str(counts.year), str(month.runs),
            counts.people(month, month.families), counts.people(month, month.mouths), number(month.hours),
            *(counts.goods(month, kind) for kind in counts.kinds),
        ])
    response = make_response(spreadsheet(rows))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f"attachment; filename=wvg-{counts.year}.csv"
    return response


def _year(values):
    asked = values.get("year", str(clock.today().year))
    if not (asked.isascii() and asked.isdigit() and 2000 <= int(asked[:5]) <= clock.today().year):
        raise Unknown
    return int(asked)
