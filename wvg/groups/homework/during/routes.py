"""One session: its page, and who came."""

from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Invalid, Refused
from wvg.base.forms import row_number
from wvg.base.htmx import is_htmx, page, see_other, tell
from wvg.base.words import say, say_n
from wvg.groups.homework import rules_seen
from wvg.groups.homework.closing import queries_calls
from wvg.groups.homework.during import queries, queries_attendance, rules_attendance
from wvg.groups.homework.permissions import BOOK, STEER, VIEW

rooms = Blueprint("homework_session", __name__, url_prefix="/homework/sessions")


@rooms.get("/<int:number>")
@needs(VIEW)
def one(number):
    """One session, by the number of its activity."""
    found = queries.page(number, viewer(), clock.now())
    if found.booked is not None:
        rules_seen.seen([found.session.group], viewer(), clock.now())
    to_call = queries_calls.own_left(found.session, viewer(), clock.now())
    return page("homework/session.html", found=found, session=found.session, today=clock.today(), to_call=to_call,
                steers=viewer().can(STEER), outside=viewer().outside)


@rooms.get("/<int:number>/attendance")
@needs(BOOK)
def attendance(number):
    """Who came, one row of large buttons a pupil."""
    return _attendance(number)


@rooms.post("/<int:number>/attendance")
@needs(BOOK)
def all_here(number):
    n = rules_attendance.all_here(number, viewer(), clock.now())
    return kept(number, say_n("%(n)s pupil is present.", "%(n)s pupils are present.", n), "all")


@rooms.post("/<int:number>/walk-in")
@needs(BOOK)
def walk_in(number):
    """A pupil who is there without a place."""
    try:
        row = rules_attendance.walk_in(number, row_number(request.form.get("pupil")), viewer(), clock.now())
    except Invalid as invalid:
        return _attendance(number, problem=invalid.sentence, status=422)
    except Refused as refused:
        return _attendance(number, problem=refused.sentence, status=409)
    return kept(number, say("Added, and present."), row.id)


def kept(number, sentence, focus, pressed="present"):
    """The rows as they are now; without htmx the page anew, at the same row."""
    if is_htmx():
        return _attendance(number, done=sentence, focus=focus, pressed=pressed)
    tell(sentence)
    anchor = f"pupil-{focus}" if focus != "all" else None
    return see_other(url_for("homework_session.attendance", number=number, _anchor=anchor))


def _attendance(number, status=200, **more):
    found = queries_attendance.attendance(number, viewer(), clock.now())
    rules_seen.seen([found.session.group], viewer(), clock.now())
    return page("homework/attendance.html", "homework/_attendance.html", status, found=found, **more)
