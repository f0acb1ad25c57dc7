"""Regulars: one's own fixed places, and giving somebody one. And the deputy of a coordinator who is away."""

from datetime import date

from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import groups, needs, viewer
from wvg.base.errors import Invalid, Unknown
from wvg.base.forms import options
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import day_full, full_name, joined, say
from wvg.commons.accounts import queries as accounts
from wvg.commons.planning.changes.forms import DeputyForm, EndRegularForm, RegularForm
from wvg.commons.planning.permissions import ASSIGN, TAKE
from wvg.commons.planning.routes import series_page
from wvg.commons.planning.series import queries as queries_series
from wvg.commons.planning.series import queries_regulars, rules_regulars
from wvg.commons.planning.team import queries_deputies, rules_deputies

rooms = Blueprint("regulars", __name__)


@rooms.get("/me/regulars")
@needs(TAKE)
def mine():
    rows = queries_regulars.mine(viewer(), clock.today())
    return page("planning/regulars.html", rows=rows, how_often=rules_regulars.how_often)


@rooms.route("/series-seats/<int:number>/regulars", methods=["GET", "POST"])
@needs(ASSIGN)
def new(number):
    """Who always sits there, how often, and which date is the first."""
    place, today = queries_regulars.series_seat(number, viewer()), clock.today()
    back = series_page(place.series.id, place.series)
    people = [("", "–"), *((v.id, full_name(v))
                           for v in queries_regulars.may_be_regular(place, today))]
    days = [a.original_date for a in queries_series.coming(place.series, today) if a.original_date >= today]
    form = RegularForm()
    form.volunteer.choices = options(people)
    form.first_day.choices = options((day.isoformat(), day_full(day)) for day in days)
    if form.sent():
        first = date.fromisoformat(form.first_day.data)
        try:
            done = rules_regulars.make_regular(
                number, form.volunteer.data, form.every.data, first, first, viewer(), clock.now(), form.override.data
            )
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            tell(joined([done.sentence, *done.warnings]))
            return see_other(back)
    return page("planning/new_regular.html", form=form, place=place, back=back, status=422 if form.errors else 200)


@rooms.route("/regulars/<int:number>/end", methods=["GET", "POST"])
@needs(TAKE)
def end(number):
    """From which day on, and one question for all the dates that came with it: look for somebody, or off at once."""
    row = queries_regulars.regular(number, viewer())
    own, now = row.volunteer_id == viewer().volunteer, clock.now()
    back = url_for("regulars.mine") if own else series_page(row.series_seat.series.id, row.series_seat.series)
    form = EndRegularForm(data={"from_day": max(row.first_day, clock.today())})
    if form.sent():
        try:
            done = rules_regulars.end_regular(number, form.from_day.data, viewer(), now, "seek" in request.form)
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            tell(done.sentence)
            return see_other(back)
    ahead = queries_regulars.coming(row, clock.today(), clock.local(now))
    return page("planning/end_regular.html", form=form, row=row, own=own, ahead=ahead, back=back,
                how=rules_regulars.how_often(row.every), status=422 if form.errors else 200)


@rooms.route("/deputies/<group>", methods=["GET", "POST"])
@needs(ASSIGN, gives_rights=True)
def deputies(group):
    """Who coordinates in one's place while one is away."""
    if group not in groups:
        raise Unknown
    today = clock.today()
    people = queries_deputies.choices(group, viewer(), today)
    form = DeputyForm()
    form.volunteer.choices = options([("", "–"), *((v.id, full_name(v)) for v in people)])
    if form.sent():
        try:
            row = rules_deputies.ask(group, form.volunteer.data, form.until.data, viewer(), clock.now())
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            tell(say("%(name)s coordinates too, until %(day)s.", name=row.account.volunteer.first_name, day=row.until))
            return see_other(url_for("regulars.deputies", group=group))
    return page("planning/deputies.html", form=form, group=groups[group], rows=accounts.deputies(group, today),
                own=accounts.grant_in_force(viewer().account, "coordinator", group, today),
                back=_steering(group), status=422 if form.errors else 200)


@rooms.post("/deputies/<int:number>/end")
@needs(ASSIGN)
def end_deputy(number):
    row = rules_deputies.end(number, viewer(), clock.now())
    if row.account_id == viewer().account:
        tell(say("You no longer coordinate in somebody's place."))
        return see_other(url_for("home.today"))
    tell(say("%(name)s no longer coordinates.", name=row.account.volunteer.first_name))
    return see_other(url_for("regulars.deputies", group=row.group))


def _steering(group):
    return url_for(groups[group].steering or "home.today")
