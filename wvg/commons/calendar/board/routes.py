"""The screen in the office, and the page on which its address is made."""

from flask import Blueprint, current_app, request, url_for
from flask_babel import force_locale

from wvg.base import clock
from wvg.base.access import needs, public, viewer
from wvg.base.errors import Refused
from wvg.base.forms import row_number
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say
from wvg.commons.accounts.permissions import MANAGE
from wvg.commons.accounts.routes import address
from wvg.commons.calendar.board import fit, queries, rules

rooms = Blueprint("board", __name__, url_prefix="/calendar")

EVERY = 180  # seconds until the screen looks again by itself


@rooms.get("/board/<secret>")
@public("the secret in the address opens it")
def show(secret):
    now = clock.now()
    rules.open_screen(secret, address(), now, clock.today())
    now = clock.local(now)
    # In one language, and nobody is asked who they are: a screen that looks again by itself must not keep the session
    # of whoever signed in on the same PC alive.
    columns, large = fit.fitting(queries.days(now), now.date())
    with force_locale("nl"):
        return page("calendar/board.html", columns=columns, large=large, now=now, every=EVERY)


@rooms.get("/screen")
@needs(MANAGE)
def screen():
    return _page()


def _page(link=None, problem=None, status=200):
    return page("calendar/screen.html", feed=queries.address(), link=link, problem=problem, local=clock.local,
                status=status)


@rooms.post("/screen/address")
@needs(MANAGE, gives_rights=True)
def new_address():
    """The secret is on this one answer and nowhere else."""
    try:
        secret = rules.new_address(viewer(), clock.now(), row_number(request.form.get("was", "")))
    except Refused as refused:
        return _page(problem=refused.sentence, status=409)
    return _page(current_app.config["WVG"].base_url + url_for("board.show", secret=secret))


@rooms.post("/screen/end")
@needs(MANAGE, gives_rights=True)
def end():
    rules.end_address(viewer(), clock.now())
    tell(say("The screen shows nothing any more."))
    return see_other(url_for("board.screen"))
