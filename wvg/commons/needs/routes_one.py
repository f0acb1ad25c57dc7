"""One need: who follows it up, how the family is reached, what is next, what came of it."""

from flask import Blueprint, url_for
from flask_babel import gettext as _

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Unknown
from wvg.base.forms import options
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say, short_name
from wvg.commons.needs import queries, queries_board, queries_hands, rules_close, rules_owner, rules_reach
from wvg.commons.needs.forms import CloseForm, HandOverForm, PlanForm
from wvg.commons.needs.permissions import RAISE

rooms = Blueprint("one_need", __name__, url_prefix="/needs/<int:number>")


@rooms.get("")
@needs(RAISE)
def show(number):
    return _page(number)


@rooms.post("/owner")
@needs(RAISE)
def take(number):
    rules_owner.take(number, viewer(), clock.now())
    tell(say("You follow this up now."))
    return see_other(url_for("one_need.show", number=number))


@rooms.post("/handing-over")
@needs(RAISE)
def hand_over(number):
    form = HandOverForm()
    return _try(number, form, lambda: rules_owner.hand_over(
        number, form.version.data, form.volunteer.data, viewer(), clock.now()
    ), lambda person: say("%(name)s follows this up now.", name=person.first_name))


@rooms.post("/giving-back")
@needs(RAISE)
def give_back(number):
    form = HandOverForm()
    return _try(number, form, lambda: rules_owner.give_back(number, form.version.data, viewer(), clock.now()),
                lambda _row: say("This waits for somebody again."))


@rooms.post("/plan")
@needs(RAISE)
def plan(number):
    form = PlanForm()
    return _try(number, form, lambda: rules_close.plan(
        number, form.version.data, form.next_step.data, form.follow_up.data, viewer(), clock.now()
    ), lambda _row: say("Saved."))


@rooms.post("/closing")
@needs(RAISE)
def close(number):
    form = CloseForm()
    return _try(number, form, lambda: rules_close.close(
        number, form.version.data, form.outcome.data, form.line.data, viewer(), clock.now()
    ), lambda _row: say("This need is closed."))


@rooms.post("/opening")
@needs(RAISE)
def open_again(number):
    rules_close.open_again(number, viewer(), clock.now())
    tell(say("This need is open again."))
    return see_other(url_for("one_need.show", number=number))


def _try(number, form, verb, said):
    """Do it; or show the page again with what was typed, what is wrong, and what is there now."""
    queries.need(number, viewer())  # who may not see it hears nothing, also not what is wrong with a form
    status, done = form.attempt(verb)
    if status == 303:
        tell(said(done))
        return see_other(_next(number))
    return _page(number, form, status)


def _next(number):
    """The need, when it is still theirs to see; else what still is."""
    try:
        queries.need(number, viewer())
    except Unknown:
        return url_for("home.today")
    return url_for("one_need.show", number=number)


def _page(number, form=None, status=200):
    now, today = clock.now(), clock.today()
    need = queries.need(number, viewer())
    card = queries_board.card(need, today)
    forms = {
        "hand_over": HandOverForm(formdata=None), "close": CloseForm(formdata=None),
        "plan": PlanForm(formdata=None, data={"next_step": card.words.next_step, "follow_up": need.follow_up}),
    }
    if form is not None:
        forms[{HandOverForm: "hand_over", CloseForm: "close", PlanForm: "plan"}[type(form)]] = form
    if need.closed_at is None:
        people = [person for person, _ in queries_hands.hands(need, today) if person.id != need.owner_id]
        forms["hand_over"].volunteer.choices = options([
            (0, _("Choose somebody")), *((v.id, short_name(v.first_name, v.last_name)) for v in people),
        ])
    return page(
        "needs/need.html", card=card, today=today, form=form or forms["plan"], forms=forms,
        reach=rules_reach.look(need, viewer(), now), mine=need.owner_id == viewer().volunteer,
        may_take=queries.leads(need, viewer()), status=status,
    )
