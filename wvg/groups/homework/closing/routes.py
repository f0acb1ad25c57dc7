"""Closing a room, and calling the parents."""

from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.htmx import is_htmx, page, see_other, tell
from wvg.base.words import say, say_n
from wvg.groups.homework import queries as queries_homework
from wvg.groups.homework.closing import queries, queries_calls, rules, rules_calls
from wvg.groups.homework.closing.forms import ClosingForm
from wvg.groups.homework.permissions import BOOK

rooms = Blueprint("homework_closing", __name__, url_prefix="/homework")


@rooms.get("/closing/")
@needs(BOOK)
def index():
    """What is closed, and which parents must still be told."""
    queries_homework.must_decide(viewer())
    return page(
        "homework/closings.html", lines=queries.coming(viewer(), clock.today()),
        to_tell=queries_calls.coming(viewer(), clock.now()), sides=queries_calls.sides_of(viewer()),
    )


@rooms.route("/closing/new", methods=["GET", "POST"])
@needs(BOOK)
def new():
    """The form, then who is told; only `done` closes."""
    queries_homework.must_decide(viewer())
    form = ClosingForm.of(queries.rooms(viewer(), clock.today()))
    if "again" in request.form:
        return page("homework/closing.html", form=form)
    done = "done" in request.form
    rule = rules.close if done else rules.look
    status, found = form.attempt(lambda: rule(form.values(), viewer(), clock.now()))
    if status == 303 and not done:
        return page("homework/closing_look.html", form=form, found=found, side=queries_homework.side_of(viewer()))
    if status == 303:
        _closure, off = found
        tell(say_n("Closed. %(n)s session does not go on. The tutors are told.",
                   "Closed. %(n)s sessions do not go on. The tutors are told.", len(off)) if off
             else say("It is closed. No session is hit."))
        sides = queries_calls.sides_of(viewer())
        left = [one for one in queries_calls.to_tell(off, clock.now()).values() if one.of(*sides)]
        if len(left) == 1:
            return see_other(url_for("homework_closing.calls", number=left[0].session.activity_id))
        return see_other(url_for("homework_closing.index"))
    return page("homework/closing.html", form=form, status=status)


@rooms.post("/closing/<int:number>/open")
@needs(BOOK)
def open_again(number):
    n = rules.open_again(number, viewer(), clock.now())
    tell(say_n("Open again. %(n)s session goes on. The tutors are told.",
               "Open again. %(n)s sessions go on. The tutors are told.", n))
    return see_other(url_for("homework_closing.index"))


@rooms.get("/sessions/<int:number>/calls")
@needs(BOOK)
def calls(number):
    """Whom to call about a session, by the number of its activity."""
    return _calls(number)


@rooms.post("/bookings/<int:number>/call")
@needs(BOOK)
def call(number):
    """What came of calling the parents of the pupil of one booking."""
    activity = rules_calls.call(number, request.form.get("result"), viewer(), clock.now())
    if is_htmx():
        return _calls(activity, focus=(number, request.form.get("result")))
    tell(say("Kept."))
    return see_other(url_for("homework_closing.calls", number=activity, _anchor=f"call-{number}"))


def _calls(number, **more):
    found = queries_calls.calls(number, viewer(), clock.now())
    return page("homework/calls.html", "homework/_calls.html", found=found, **more)
