"""The coordinator's pages: the rounds that come back, and their dates."""

from flask import Blueprint, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Invalid
from wvg.base.forms import options
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import named, say, text
from wvg.commons.accounts import queries as accounts
from wvg.commons.calendar.closings import queries as closings
from wvg.commons.planning import dates
from wvg.commons.planning.series import queries, queries_regulars, rules_regulars
from wvg.commons.planning.series import rules as rules_series
from wvg.groups.rounds.forms import SeriesForm
from wvg.groups.rounds.permissions import GROUP, STEER
from wvg.groups.rounds.run import queries_sheets

rooms = Blueprint("round_series", __name__, url_prefix="/rounds/series")


@rooms.get("/")
@needs(STEER)
def index():
    today = clock.today()
    return page(
        "rounds/series.html", series=queries.series_list("rounds", viewer()), today=today,
        to_confirm=queries.to_confirm("rounds", today), closings=closings.of_group("rounds", viewer(), today),
        deputies=accounts.deputies("rounds", today),
        describe=dates.describe, out=queries_sheets.out(),
    )


@rooms.get("/<int:number>")
@needs(STEER)
def one(number):
    series = queries.of_work(number, "rounds", viewer())
    return page(
        "rounds/one_series.html", series=series, seats=queries.series_seats(series),
        coming=queries.coming(series, clock.today()), until=queries.planned_until(series), today=clock.today(),
        regulars=queries_regulars.of_series(series, clock.today()), how_often=rules_regulars.how_often,
        pattern=dates.describe(series.rule),
    )


@rooms.route("/new", methods=["GET", "POST"])
@needs(STEER)
def new():
    form = SeriesForm()
    form.kind.choices = options((key, text(kind.label)) for key, kind in GROUP.kinds.items())
    roles = options([("", "–"), *((role.id, named(role)) for role in queries.roles())])
    skills = options([("", "–"), *((skill.id, named(skill)) for skill in queries.skills())])
    for number, seat in enumerate(form.seats):
        seat.role.choices, seat.skill.choices = roles, skills
        seat.label.text = text(say("Place %(n)s", n=number + 1))
    if form.sent():
        try:
            series = rules_series.make_series(
                _values(form), _seats(form), viewer(), clock.now(), clock.today()
            )
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            tell(say("The round is made. Look at its dates."))
            return see_other(url_for("round_series.one", number=series.id))
    return page("rounds/new_series.html", form=form, status=422 if form.errors else 200)


def _values(form):
    names = ("title", "kind", "place", "starts", "ends", "first_day", "last_day", "minimum", "with_experienced",
             "on_public", "on_school", "audience")
    return {"group": "rounds", "rule": form.rule(), "public_place": form.place.data.partition(",")[0],
            **{name: form[name].data for name in names}}


def _seats(form):
    return [
        {"role": seat.role.data, "required": seat.required.data,
         "needs": [{"skill": seat.skill.data, "blocks": True}] if seat.skill.data else []}
        for seat in form.seats if seat.role.data
    ]
