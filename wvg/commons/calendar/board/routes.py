"""The screen in the office, and the page on which its address is made."""

from flask import Blueprint, current_app, url_for
from flask_babel import force_locale

from wvg.base import clock
from wvg.base.access import needs, public, viewer
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say
from wvg.commons.accounts.permissions import MANAGE
from wvg.commons.accounts.routes import address
from wvg.commons.calendar.board import queries, rules

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
    with force_locale("nl"):
        return page("calendar/board.html", days=queries.days(now), now=now, every=EVERY)


@rooms.get("/screen")
@needs(MANAGE)
def screen():
    return page("calendar/screen.html", feed=queries.address(), link=None, local=clock.local)


@rooms.post("/screen/address")
@needs(MANAGE, gives_rights=True)
def new_address():
    """The secret is on this one answer and nowhere else."""
    secret = rules.new_address(viewer(), clock.now())
    link = current_app.config["WVG"].base_url + url_for("board.show", secret=secret)
    return page("calendar/screen.html", feed=queries.address(), link=link, local=clock.local)


@rooms.post("/screen/end")
@needs(MANAGE, gives_rights=True)
def end():
    rules.end_address(viewer(), clock.now())
    tell(say("The screen shows nothing any more."))
    return see_other(url_for("board.screen"))
