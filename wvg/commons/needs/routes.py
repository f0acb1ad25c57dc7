"""The board of needs, writing one down at the desk, and what one heard oneself."""

import hashlib

from flask import Blueprint, make_response, render_template, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.forms import row_number
from wvg.base.htmx import is_htmx, page, see_other, tell
from wvg.base.words import joined, say
from wvg.commons.needs import queries_board, rules_desk
from wvg.commons.needs.forms import NeedForm
from wvg.commons.needs.permissions import RAISE

rooms = Blueprint("needs", __name__, url_prefix="/needs")


@rooms.get("/")
@needs(RAISE)
def board():
    """The needs of this viewer. With `seen`, only when something changed: 204 when nothing."""
    show, today = request.args.get("show", "open"), clock.today()
    found = queries_board.board(viewer(), clock.now(), show)
    seen = _mark(found, today)
    context = {"board": found, "show": show, "today": today, "seen": seen}
    if is_htmx() and "seen" in request.args:
        nothing_new = seen == request.args["seen"]
        return make_response("", 204) if nothing_new else render_template("needs/_fresh.html", **context)
    return page("needs/board.html", **context)


def _mark(found, today):
    """A hash of what the board shows, to see whether anything changed."""
    shown = [(one.need.id, one.need.version, one.need.owner and one.need.owner.version) for one in found.cards]
    return hashlib.sha256(repr((today, shown, found.open, found.old)).encode()).hexdigest()[:16]


@rooms.route("/new", methods=["GET", "POST"])
@needs(RAISE)
def new():
    form = NeedForm.of(viewer())
    # A family that was not offered is not left out silently: the rule refuses it.
    household = request.form.get("household") or "0"
    status, done = form.attempt(lambda: rules_desk.write_down(
        form.kind.data, form.urgency.data, form.line.data, row_number(household) if household != "0" else None,
        viewer(), clock.now(),
    ))
    if status == 303:
        _need, people = done
        tell(kept(people))
        return see_other(url_for("needs.mine"))
    return page("needs/new.html", form=form, status=status)


def kept(people):
    """What is said when a need was written down; nothing is promised."""
    if not people:
        return say("Kept. It stands among the needs.")
    return say("Kept. %(names)s will see it.", names=joined([person.first_name for person in people], ", "))


@rooms.get("/mine")
@needs(RAISE)
def mine():
    return page("needs/mine.html", found=queries_board.heard_by(viewer(), clock.today()))
