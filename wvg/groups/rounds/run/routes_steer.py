"""Around a run, for those who coordinate: what is usual for a series, and who must be told that it changes."""

from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Invalid
from wvg.base.forms import options, row_number
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say, text
from wvg.commons.planning.series import queries as queries_series
from wvg.groups.rounds.permissions import STEER
from wvg.groups.rounds.run import queries_told, queries_usual, rules_told, rules_usual
from wvg.groups.rounds.run.forms import UsualForm

rooms = Blueprint("run_steer", __name__, url_prefix="/rounds/runs")


@rooms.route("/series/<int:number>", methods=["GET", "POST"])
@needs(STEER)
def usual(number):
    """How many families a run of this series usually visits, and where it fetches."""
    series = queries_series.of_work(number, "rounds", viewer())
    said = queries_usual.usual(series.id)
    form = UsualForm(data={"stops": said.stops, "donor": said.donor.id if said.donor else 0})
    form.donor.choices = options([(0, text(say("Nowhere in particular"))), *(
        (row.id, row.name) for row in queries_usual.donors(viewer()) if row.active or row == said.donor
    )])
    if form.sent():
        try:
            rules_usual.set_usual(number, form.stops.data, form.donor.data or None, viewer(), clock.now())
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            tell(say("Saved."))
            return see_other(url_for("round_series.one", number=number))
    return page("rounds/usual.html", form=form, series=series, status=422 if form.errors else 200)


@rooms.get("/<int:number>/to-tell")
@needs(STEER)
def to_tell(number):
    """The families and donors who must hear that a run does not go on, or moves."""
    return page("rounds/to_tell.html", to_tell=queries_told.to_tell(number, viewer()))


@rooms.post("/<int:number>/told")
@needs(STEER)
def told(number):
    """Tried or told: kept with the run."""
    household, donor = row_number(request.form.get("household")), row_number(request.form.get("donor"))
    rules_told.call(number, household, donor, request.form.get("result"), viewer(), clock.now())
    tell(say("Noted."))
    anchor = f"family-{household}" if household else f"donor-{donor}"
    return see_other(url_for("run_steer.to_tell", number=number, _anchor=anchor))
