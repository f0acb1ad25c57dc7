"""Where the rounds fetch."""

from flask import Blueprint, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Invalid, Refused
from wvg.base.forms import row_number
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
    if form.sent():
        try:
            rules_usual.add_donor(form.values(), viewer(), clock.now())
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            return _saved()
    return page("rounds/donor.html", form=form, row=None, status=422 if form.errors else 200)


@rooms.route("/<int:number>", methods=["GET", "POST"])
@needs(STEER)
def one(number):
    """Change a donor; what somebody else changed meanwhile is shown beside it."""
    row, now_there, status = queries_usual.donor(number, viewer()), None, 200
    form = DonorForm(data={**row.__data__, "phone": row.phone or None})
    if form.sent():
        try:
            rules_usual.change_donor(number, row_number(form.version.data), form.values(), viewer(), clock.now())
        except Invalid as invalid:
            form.refuse(invalid)
        except Refused as refused:
            form.refuse(Invalid("", refused.sentence))
            now_there, status = row, 409
            form.version.raw_data, form.version.data = None, row.version
        else:
            return _saved()
    if form.errors and status == 200:
        status = 422
    return page("rounds/donor.html", form=form, row=row, now_there=now_there, status=status)


def _saved():
    tell(say("Saved."))
    return see_other(url_for("donors.index"))
