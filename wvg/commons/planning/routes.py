from flask import Blueprint, make_response, render_template, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Refused
from wvg.base.htmx import is_htmx, own_path, page, see_other, tell
from wvg.base.words import Sentence
from wvg.commons.planning import queries, rules
from wvg.commons.planning.permissions import TAKE

rooms = Blueprint("planning", __name__)


@rooms.post("/seats/<int:number>/sign-up")
@needs(TAKE)
def sign_up(number):
    return _answer(number, rules.sign_up)


@rooms.post("/seats/<int:number>/withdrawal")
@needs(TAKE)
def withdraw(number):
    return _answer(number, rules.withdraw, ill=True)


@rooms.post("/seats/<int:number>/substitute")
@needs(TAKE)
def seek(number):
    return _answer(number, rules.seek)


@rooms.post("/seats/<int:number>/coming")
@needs(TAKE)
def come_after_all(number):
    return _answer(number, rules.come_after_all)


@rooms.post("/seats/<int:number>/take-over")
@needs(TAKE)
def take_over(number):
    return _answer(number, rules.take_over)


@rooms.post("/acts/<int:number>/undo")
@needs(TAKE)
def undo(number):
    try:
        done, activity = rules.undo(number, viewer(), clock.now())
    except Refused as refused:
        return _refused(refused.sentence)
    return _show(activity.id, done) if activity else see_other(_back())


def _answer(number, rule, **more):
    """Do it, then show the activity as it is now: the part, or the page it came from."""
    seat = queries.seat(number, viewer())
    try:
        done = rule(number, viewer(), clock.now(), **more)
    except Refused as refused:
        return _refused(refused.sentence, seat)
    return _show(seat.activity_id, done, focus=number)


def _show(activity, done, focus=None):
    if not is_htmx():
        tell(_joined([done.sentence, *done.warnings]), undo=done.act and done.act.id)
        return see_other(_back())
    card = queries.card(activity, viewer(), clock.local(clock.now()))
    response = make_response(render_template("planning/_activity.html", card=card, done=done, focus=focus))
    response.headers["HX-Trigger"] = "changed"
    return response


def _refused(sentence, seat=None):
    """409: somebody was faster, or the page was old; the seat as it is now and one friendly sentence."""
    if seat is None:
        return page("base/error.html", "base/_message.html", 409, code=409, sentence=sentence, bad=True)
    card = queries.card(seat.activity_id, viewer(), clock.local(clock.now()))
    return page(
        "planning/refused.html", "planning/_activity.html", 409, card=card, sentence=sentence, focus=seat.id,
        back=_back(),
    )


def _joined(sentences):
    if len(sentences) == 1:
        return sentences[0]
    params = {f"s{n}": sentence for n, sentence in enumerate(sentences)}
    return Sentence(" ".join(f"%({name})s" for name in params), tuple(sorted(params.items())))


def _back():
    """The page that the button stood on."""
    return own_path(request.form.get("back")) or url_for("home.today")
