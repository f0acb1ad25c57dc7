"""Where the rounds fetch."""

from flask import Blueprint, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say
from wvg.groups.rounds.permissions import STEER
from wvg.groups.rounds.run import queries_usual, rules_usual
from wvg.groups.rounds.run.forms import DonorForm

rooms = Blueprint("donors", __name__, url_prefix="/rounds/donors")


@rooms.get("/")
@needs(STEER)
def index():
    return page("rounds/donors.html", donors=queries_usual.donors(viewer()))


@rooms.route("/new", methods=["GET", "POST"])
@needs(STEER)
def new():
    form = DonorForm(data={"active": True})
    status, _added = form.attempt(lambda: rules_usual.add_donor(form.values(), viewer(), clock.now()))
    return _saved() if status == 303 else page("rounds/donor.html", form=form, row=None, status=status)


@rooms.route("/<int:number>", methods=["GET", "POST"])
@needs(STEER)
def one(number):
    """Change a donor; what somebody else changed meanwhile is shown beside it."""
    row = queries_usual.donor(number, viewer())
    form = DonorForm(data={**row.__data__, "phone": row.phone or None})
    status, _saved_row = form.attempt(
        lambda: rules_usual.change_donor(number, form.version.data, form.values(), viewer(), clock.now())
    )
    if status == 303:
        return _saved()
    if status == 409:
        form.version.data = row.version
    return page("rounds/donor.html", form=form, row=row, now_there=row if status == 409 else None, status=status)


def _saved():
    tell(say("Saved."))
    return see_other(url_for("donors.index"))
