"""Changing a series from a day on: the form, then what it would do, then doing it."""

from datetime import timedelta

from flask import Blueprint, request

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Invalid
from wvg.base.forms import row_number
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say, say_n
from wvg.commons.planning import dates
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.changes import rules_from_here, rules_preview
from wvg.commons.planning.models import APPOINTMENT
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.planning.routes import series_page
from wvg.commons.planning.series import queries as queries_series
from wvg.commons.planning.series.forms import SERIES_COLUMNS, FromHereForm, SharedFromHereForm

rooms = Blueprint("from_here", __name__)
NOT_TYPED = ("csrf_token", "fingerprint", "reason", "again")


@rooms.route("/series/<int:number>/change", methods=["GET", "POST"])
@needs(ASSIGN)
def change(number):
    """With a fingerprint it is done; without, it is only shown. `again` goes back to the form as it was typed."""
    series = queries_series.series(number, viewer())
    form = _form(series)
    if "again" not in request.form and form.sent():
        try:
            values, first_day, by, now = form.values(), form.first_day.data, viewer(), clock.now()
            if form.fingerprint.data:
                return _do(series, first_day, values, form)
            return _preview(rules_preview.preview(number, first_day, values, by, now), form)
        except Invalid as invalid:
            form.refuse(invalid)
            if invalid.field == "reason":
                return _preview(rules_preview.preview(number, first_day, values, by, now), form, 422)
    return page("planning/from_here.html", form=form, series=series, back=series_page(series.id, series),
                status=422 if form.errors else 200)


def _do(series, first_day, values, form):
    try:
        new, told = rules_from_here.change_from_here(
            series.id, first_day, values, viewer(), form.fingerprint.data, form.reason.data, clock.now()
        )
    except rules_from_here.Stale as stale:
        return _preview(stale.plan, form, 409, stale.sentence)
    tell(say_n("It is changed. We told %(n)s person.", "It is changed. We told %(n)s people.", len(told))
         if told else say("It is changed."))
    return see_other(series_page(new.id, new))


def _preview(plan, form, status=200, sentence=None):
    typed = [pair for pair in request.form.items(multi=True) if pair[0] not in NOT_TYPED]
    return page("planning/from_here_look.html", plan=plan, form=form, typed=typed, sentence=sentence, status=status,
                back=series_page(plan.series.id, plan.series))


def _form(series):
    if series.kind != APPOINTMENT:
        return FromHereForm(data=_as_it_is(series))
    form = SharedFromHereForm(data=_as_it_is(series))
    if not queries_series.series_seats(series):
        del form.minimum
    return form


def _as_it_is(series):
    kind, fields = dates.describe(series.rule)
    row = queries_changes.activity_of(series, row_number(request.args.get("from")))
    first_day = queries_changes.from_here(row, clock.today()) if row else clock.today() + timedelta(days=1)
    is_now = {name: getattr(series, name) for name in SERIES_COLUMNS}
    return {"pattern": kind, **fields, "first_day": first_day, **is_now}
