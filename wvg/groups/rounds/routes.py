import hashlib
from datetime import timedelta

from flask import Blueprint, make_response, render_template, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Unknown
from wvg.base.htmx import is_htmx, page
from wvg.commons.planning.dates import parse_week, week_name
from wvg.commons.planning.evening import queries as queries_evening
from wvg.commons.planning.evening import routes as routes_evening
from wvg.groups.rounds import queries
from wvg.groups.rounds.permissions import STEER, VIEW

rooms = Blueprint("rounds", __name__, url_prefix="/rounds")


@rooms.get("/")
@needs(VIEW)
def board():
    """Four weeks of rounds under a strip of eight. With `seen`, only what changed since: 204 when nothing."""
    show = request.args.get("show", "all")
    if show not in ("all", "open", "mine"):
        raise Unknown
    start = _week()
    now = clock.local(clock.now())
    weeks = queries.board(start, viewer(), now, show)
    context = {
        "weeks": weeks, "show": show, "start": start, "today": now.date(), "week_name": week_name,
        "steers": viewer().can(STEER),
        "alarm": queries_evening.short([card for week in weeks for card in week.cards]),
    }
    if is_htmx() and "seen" in request.args:
        return _changes(context)
    context["seen"] = _mark(context)
    return page("rounds/board.html", earlier=_link(start, -4, show), later=_link(start, 4, show), **context)


@rooms.get("/chat")
@needs(STEER)
def chat():
    """The open places of the coming weeks as plain text, to paste into a group chat."""
    now = clock.local(clock.now())
    weeks = queries.board(now.date(), viewer(), now)[:queries.SHOWN]
    return page("rounds/chat.html", **routes_evening.chat([card for week in weeks for card in week.cards]))


def _changes(context):
    mark = _mark(context)
    if mark == request.args["seen"]:
        return make_response("", 204)
    return render_template("rounds/_fresh.html", seen=mark, **context)


def _mark(context):
    """A hash of what the board shows, to see whether anything changed."""
    shown = [
        (card.activity.id, card.activity.version, card.past,
         [(p.seat.id, p.state, p.away, p.sign_up and (p.sign_up.id, p.sign_up.version)) for p in card.places])
        for week in context["weeks"] for card in week.shown
    ]
    alarm = [card.activity.id for card in context["alarm"]]
    return hashlib.sha256(repr((context["today"], shown, alarm)).encode()).hexdigest()[:16]


def _week():
    if "week" not in request.args:
        return clock.today()
    try:
        return parse_week(request.args["week"])
    except ValueError:
        raise Unknown from None


def _link(start, weeks, show):
    try:
        return url_for("rounds.board", week=week_name(start + timedelta(weeks=weeks)), show=show)
    except OverflowError:
        return None
