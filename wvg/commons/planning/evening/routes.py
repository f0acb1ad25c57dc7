"""Saturday, 16.30: somebody is ill. All that a coordinator needs for one activity, on one page."""

from flask import Blueprint, render_template, request, url_for
from flask_babel import force_locale

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Invalid
from wvg.base.forms import row_number
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import LANGUAGES, reader_language, say
from wvg.commons.planning.evening import queries as queries_evening
from wvg.commons.planning.evening import rules as rules_evening
from wvg.commons.planning.forms import BecauseForm
from wvg.commons.planning.permissions import ASSIGN

rooms = Blueprint("evening", __name__, url_prefix="/activities/<int:number>")


@rooms.get("/evening")
@needs(ASSIGN)
def show(number):
    return _page(number, BecauseForm())


@rooms.post("/calls")
@needs(ASSIGN)
def call(number):
    """Tried, yes, no or told: kept with the activity."""
    volunteer = row_number(request.form["volunteer"]) if request.form.get("volunteer") else None
    person = rules_evening.call(number, volunteer, request.form.get("result"), viewer(), clock.now())
    if person is None:
        tell(say("Noted."))
    elif request.form["result"] == "yes":
        tell(say("Noted: %(name)s can. Now press ‘Put on the list’.", name=person.first_name))
    else:
        tell(say("Noted: %(name)s.", name=person.first_name))
    return see_other(url_for("evening.show", number=number, _anchor=f"call-{person.id}" if person else "call-place"))


@rooms.post("/going-on")
@needs(ASSIGN)
def go_on(number):
    """The coordinator's word that it goes on with fewer people than it takes."""
    form = BecauseForm()
    if form.sent():
        try:
            activity = rules_evening.go_on(number, form.because.data, viewer(), clock.now())
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            tell(say("It goes on: %(title)s, %(day)s.", title=activity.title, day=activity.date))
            return see_other(url_for("evening.show", number=number))
    return _page(number, form)


def _page(number, form):
    evening = queries_evening.evening(number, viewer(), clock.now())
    return page(
        "planning/evening.html", evening=evening, form=form, today=clock.today(),
        also=queries_evening.also([evening.card.activity]) if evening.off else [], **chat([evening.card]),
        status=422 if form.errors else 200,
    )


def chat(cards):
    """What _chat.html needs: the open places of these cards as plain text, in the language that was asked for.

    Not of what only those on it may see.
    """
    asked = request.args.get("language")
    chosen = asked if asked in LANGUAGES else reader_language()
    cards = [card for card in cards
             if card.takes_people and card.to_fill and card.activity.audience != "those on it"]
    with force_locale(chosen):
        text = render_template("planning/_chat.txt", cards=cards).strip() if cards else ""
    return {"text": text, "chosen": chosen}
