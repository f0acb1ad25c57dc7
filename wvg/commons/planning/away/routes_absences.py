from flask import Blueprint, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Invalid
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say, say_n
from wvg.commons.planning.away import queries_absences, rules_absences
from wvg.commons.planning.away.forms_absences import AbsenceForm
from wvg.commons.planning.permissions import AWAY

rooms = Blueprint("absences", __name__, url_prefix="/me")


@rooms.route("/absences", methods=["GET", "POST"])
@needs(AWAY)
def mine():
    """When I am away; once said, the places I have then are asked about."""
    form, now = AbsenceForm(), clock.now()
    if form.sent():
        try:
            absence, joined = rules_absences.be_away(form.first_day.data, form.last_day.data, viewer(), now)
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            away = say("You are away from %(first)s until %(last)s.", first=absence.first_day, last=absence.last_day)
            tell(say("%(away)s We put it together with what stood there.", away=away) if joined else away)
            if queries_absences.one(absence.id, viewer(), clock.local(now)).to_settle:
                return see_other(url_for("absences.one", number=absence.id))
            return see_other(url_for("absences.mine"))
    return page(
        "planning/absences.html", form=form, found=queries_absences.away(viewer(), clock.local(now)),
        status=422 if form.errors else 200,
    )


@rooms.get("/absences/<int:number>")
@needs(AWAY)
def one(number):
    return page("planning/absence.html", away=queries_absences.one(number, viewer(), clock.local(clock.now())))


@rooms.post("/absences/<int:number>/substitute")
@needs(AWAY)
def seek(number):
    settled = rules_absences.seek(number, viewer(), clock.now())
    return _settled(settled, say_n(
        "We are asking who can take over on %(n)s date. Until then you stay on the list.",
        "We are asking who can take over on %(n)s dates. Until then you stay on the lists.", settled,
    ))


@rooms.post("/absences/<int:number>/withdrawal")
@needs(AWAY)
def withdraw(number):
    settled = rules_absences.withdraw(number, viewer(), clock.now())
    return _settled(settled, say_n(
        "You are off the list for %(n)s date. The coordinator knows.",
        "You are off the lists for %(n)s dates. The coordinators know.", settled,
    ))


@rooms.post("/absences/<int:number>/removal")
@needs(AWAY)
def remove(number):
    rules_absences.be_there(number, viewer(), clock.now())
    tell(say("Good. You are here then."))
    return see_other(url_for("absences.mine"))


def _settled(how_many, sentence):
    tell(sentence if how_many else say("That was settled already."))
    return see_other(url_for("absences.mine"))
