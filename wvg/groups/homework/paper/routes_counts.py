"""Counts of a school year: in full on the page, for the city in a spreadsheet that tells nobody."""

from flask import Blueprint, make_response, request

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Unknown
from wvg.base.htmx import page
from wvg.base.spreadsheet import spreadsheet
from wvg.base.words import number, say, text
from wvg.groups.homework import queries
from wvg.groups.homework.paper import queries_counts, rules, told_outside
from wvg.groups.homework.permissions import COUNT

rooms = Blueprint("homework_counts", __name__, url_prefix="/homework/counts")


@rooms.get("")
@needs(COUNT)
def show():
    """?year=2026 for the school year 2026-27."""
    counts = queries_counts.counts(_year(request.args), viewer(), clock.local(clock.now()))
    return page("homework/counts.html", counts=counts, this_year=queries.school_year(clock.today()),
                outside=viewer().outside, small=queries_counts.SMALL)


@rooms.post("/download")
@needs(COUNT)
def download():
    """A POST, since it is written down who took it along."""
    counts = rules.take_along(_year(request.form), viewer(), clock.now())
    rows = [[text(words) for words in (
        say("Group"), say("Sessions"), say("Places offered"), say("Places used"), say("Pupils"), say("Hours of tutors"),
    )]]
    for group, row in counts.groups.items():
        used, pupils = told_outside.of_group(row)
        rows.append([group.series.title, str(row.sessions), str(row.offered), used, pupils, number(row.hours)])
    used, pupils = told_outside.of_all(list(counts.groups.values()))
    every = counts.all
    rows.append([text(say("All groups")), str(every.sessions), str(every.offered), used, pupils, number(every.hours)])
    rows.append([text(say("<%(n)s: fewer than %(n)s, so that nobody is known by it. +: this number, or more.",
                          n=queries_counts.SMALL))])
    response = make_response(spreadsheet(rows))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f"attachment; filename=wvg-huiswerk-{counts.year}.csv"
    return response


def _year(values):
    this_year = queries.school_year(clock.today())
    asked = values.get("year", str(this_year))
    if not (asked.isascii() and asked.isdigit() and 2000 <= int(asked[:5]) <= this_year):
        raise Unknown
    return int(asked)
