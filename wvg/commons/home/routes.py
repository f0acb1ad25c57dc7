from datetime import timedelta

from flask import Blueprint, current_app, url_for

from wvg.base import access, clock
from wvg.base.access import SIGNED_IN, needs, viewer
from wvg.base.htmx import page, see_other
from wvg.commons.accounts import queries as accounts
from wvg.commons.accounts.permissions import MANAGE
from wvg.commons.home import queries
from wvg.commons.messages import queries_mail
from wvg.commons.messages import rules as messages
from wvg.commons.partners.permissions import KEEP

rooms = Blueprint("home", __name__)


@rooms.get("/")
@needs(SIGNED_IN)
def today():
    """Today; who only speaks for a partner begins on a page of their own."""
    if viewer().outside:
        return see_other(url_for(access.first_page_outside))
    now = clock.local(clock.now())
    return page("home/today.html", today=now.date(), now=now, two_days=timedelta(days=2),
                **vars(queries.today(viewer(), now)))


@rooms.post("/messages/<int:number>/seen")
@needs(SIGNED_IN)
def seen(number):
    messages.seen(number, viewer(), clock.now())
    return see_other(url_for("home.today"))


@rooms.get("/more")
@needs(SIGNED_IN)
def more():
    return page("home/more.html", keep_partners=KEEP)


@rooms.get("/organisation")
@needs(MANAGE)
def organisation():
    return page("home/organisation.html", never_started=accounts.never_started(),
                mail=queries_mail.state(clock.now()) if current_app.config["WVG"].smtp_url else None)
