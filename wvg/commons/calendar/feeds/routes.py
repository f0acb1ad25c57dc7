"""Zet in mijn telefoon: the page with one's addresses, and what a telephone reads at them."""

from urllib.parse import urlsplit

import segno
from flask import Blueprint, current_app, make_response, request, url_for

from wvg.base import clock
from wvg.base.access import needs, public, viewer
from wvg.base.errors import Refused
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import reader_language, say
from wvg.commons.accounts.routes import address
from wvg.commons.calendar import queries as calendar
from wvg.commons.calendar.feeds import ics, queries, queries_events, rules
from wvg.commons.calendar.feeds.forms import GroupsForm
from wvg.commons.calendar.feeds.programs import programs
from wvg.commons.calendar.permissions import VIEW
from wvg.commons.planning.permissions import ASSIGN

rooms = Blueprint("feeds", __name__, url_prefix="/calendar")

AROUND = 4  # modules of white that a QR code needs around it (ISO/IEC 18004)


@rooms.get("/phone")
@needs(VIEW)
def phone():
    return _page(*_as_it_is())


def _as_it_is():
    """(one's own feed, the form with its groups), whatever was sent."""
    own = queries.own(viewer())
    return own, GroupsForm(calendar.shown_groups(viewer()), formdata=None, also=own.also.split() if own else [])


def _page(own, form, status=200, problem=None):
    return page("calendar/phone.html", own=own, form=form, problem=problem, of_groups=queries.of_groups(viewer()),
                programs=programs(reader_language()), local=clock.local, status=status)


@rooms.post("/feeds/own")
@needs(VIEW, gives_rights=True)
def make_own():
    form = GroupsForm(calendar.shown_groups(viewer()))
    if not form.sent():
        return _page(queries.own(viewer()), form, 422)
    return _made(lambda: ("", rules.own_address(form.also.data, viewer(), clock.now())))


@rooms.post("/feeds/groups/<group>")
@needs(ASSIGN, gives_rights=True)
def make_of_group(group):
    return _made(lambda: (group, rules.group_address(group, viewer(), clock.now())))


@rooms.post("/feeds/<int:number>/renewal")
@needs(VIEW, gives_rights=True)
def renew(number):
    return _made(lambda: rules.another_address(number, viewer(), clock.now()))


def _made(rule):
    """The page with the address of which `rule()` gives (group, secret); the page before when it was made already."""
    try:
        group, secret = rule()
    except Refused as refused:
        return _page(*_as_it_is(), 409, refused.sentence)
    return _shown(secret, group)


def _shown(secret, group):
    """The page with a new address. The secret is on this one answer and nowhere else."""
    link = current_app.config["WVG"].base_url + url_for("feeds.read", secret=secret)
    webcal = "webcal:" + link.partition(":")[2]
    code = [list(row) for row in segno.make_qr(webcal).matrix_iter(border=AROUND)]
    dots = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(code) for x, dark in enumerate(row) if dark)
    return page("calendar/address.html", link=link, webcal=webcal, group=group, dots=dots, size=len(code),
                programs=programs(reader_language()))


@rooms.post("/feeds/<int:number>/groups")
@needs(VIEW, gives_rights=True)
def choose_groups(number):
    form = GroupsForm(calendar.shown_groups(viewer()))
    status, _done = form.attempt(lambda: rules.choose_groups(number, form.also.data, viewer(), clock.now()))
    if status != 303:
        return _page(queries.own(viewer()), form, status)
    tell(say("Saved. Your telephone takes it over by itself."))
    return see_other(url_for("feeds.phone"))


@rooms.post("/feeds/<int:number>/end")
@needs(VIEW, gives_rights=True)
def end(number):
    rules.end_address(number, viewer(), clock.now())
    tell(say("This address does not work any more."))
    return see_other(url_for("feeds.phone"))


@rooms.get("/feeds/<secret>.ics")
@public("the secret in the address opens it")
def read(secret):
    """A feed for a program. What it has already is answered with 304, before anything is made."""
    now = clock.now()
    feed, reader = rules.read(secret, request.if_none_match.as_set(include_weak=True), address(), now)
    content = queries_events.content(feed, reader, now, _host())
    rules.gave(feed, content.etag, now)
    response = _calendar(f"wvg-{feed.group}.ics" if feed.group else "wvg.ics")
    # A telephone keeps a copy anyhow; with no-store some do not keep the ETag either, and would fetch all of it again.
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(content.etag)
    response.last_modified = feed.changed_at
    response.make_conditional(_asked(now))
    if response.status_code != 304:
        response.set_data(ics.calendar(content.events(), _host(), content.name))
    return response


def _asked(now):
    """What was asked, without a day in the future since when it must have changed (RFC 9110, 13.1.3)."""
    since = request.if_modified_since
    return {**request.environ, "HTTP_IF_MODIFIED_SINCE": ""} if since and since > now else request.environ


@rooms.get("/activities/<int:number>.ics")
@needs(VIEW)
def one(number):
    """One activity, to take over once."""
    response = _calendar(f"wvg-{number}.ics")
    response.set_data(ics.calendar([queries_events.one(number, viewer())], _host()))
    return response


def _calendar(filename):
    response = make_response()
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = f"inline; filename={filename}"
    return response


def _host():
    return urlsplit(current_app.config["WVG"].base_url).hostname
