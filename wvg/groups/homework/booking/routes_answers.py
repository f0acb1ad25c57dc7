"""The answers to what was asked and offered; a date that is cancelled; a weekly booking that stops."""

from flask import Blueprint, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say, say_n
from wvg.groups.homework import rules_seen
from wvg.groups.homework.booking import queries, queries_weekly, rules, rules_answer, rules_weekly
from wvg.groups.homework.booking.forms import ReasonForm, StopForm
from wvg.groups.homework.permissions import BOOK
from wvg.groups.homework.pupils import queries as queries_pupils
from wvg.groups.homework.queries import must_decide, side_of

rooms = Blueprint("homework_answers", __name__, url_prefix="/homework")


@rooms.post("/bookings/<int:number>/confirm")
@needs(BOOK)
def confirm(number):
    return _given([rules_answer.confirm(number, viewer(), clock.now())])


@rooms.post("/enrolments/<int:number>/confirm")
@needs(BOOK)
def confirm_all(number):
    """All dates of a weekly booking in one press."""
    return _given(rules_answer.confirm_all(_enrolment(number), viewer(), clock.now()))


def _given(rows):
    waiting = sum(row.state == "waiting" for row in rows)
    if waiting:
        tell(say_n("One place was taken meanwhile. The pupil is on the waiting list.",
                   "%(n)s places were taken meanwhile. The pupil is on the waiting list.", waiting))
    else:
        tell(say_n("One place is given.", "%(n)s places are given.", len(rows)))
    return see_other(url_for("homework_booking.questions"))


@rooms.route("/bookings/<int:number>/decline", methods=["GET", "POST"])
@needs(BOOK)
def decline(number):
    row = queries.booking(number, viewer(), clock.today())
    return _declined(row.pupil_id, [row], lambda form: rules_answer.decline(
        number, form.reason.data, viewer(), clock.now()))


@rooms.route("/enrolments/<int:number>/decline", methods=["GET", "POST"])
@needs(BOOK)
def decline_all(number):
    rows = queries.to_answer(_enrolment(number), viewer(), clock.now())
    pupil = queries.enrolment(number, viewer(), clock.today()).pupil_id
    return _declined(pupil, rows, lambda form: rules_answer.decline_all(
        number, form.reason.data, viewer(), clock.now()))


def _enrolment(number):
    return queries.enrolment(number, viewer(), clock.today()).id


def _declined(pupil, rows, done):
    must_decide(viewer())
    form = ReasonForm()
    status, _rows = form.attempt(lambda: done(form))
    if status == 303:
        tell(say("You said that there is no place. The other side is told."))
        return see_other(url_for("homework_booking.questions"))
    return page("homework/decline.html", form=form, words=_words(pupil), rows=rows, status=status)


@rooms.post("/bookings/<int:number>/yes")
@needs(BOOK)
def say_yes(number):
    row = rules_answer.say_yes(number, viewer(), clock.now())
    tell(say("The place is booked: %(day)s.", day=row.session.activity.date))
    return see_other(url_for("homework_booking.questions"))


@rooms.post("/bookings/<int:number>/no")
@needs(BOOK)
def say_no(number):
    rules_answer.say_no(number, viewer(), clock.now())
    tell(say("The place goes to who is next."))
    return see_other(url_for("homework_booking.questions"))


@rooms.post("/enrolments/<int:number>/yes")
@needs(BOOK)
def say_yes_all(number):
    """All places that are held for a weekly booking in one press."""
    rows = rules_answer.say_yes_all(_enrolment(number), viewer(), clock.now())
    tell(say_n("One place is booked.", "%(n)s places are booked.", len(rows)))
    return see_other(url_for("homework_booking.questions"))


@rooms.post("/enrolments/<int:number>/no")
@needs(BOOK)
def say_no_all(number):
    rules_answer.say_no_all(_enrolment(number), viewer(), clock.now())
    tell(say("The places go to who is next."))
    return see_other(url_for("homework_booking.questions"))


@rooms.route("/bookings/<int:number>/cancel", methods=["GET", "POST"])
@needs(BOOK)
def cancel(number):
    """A pupil does not come on one date."""
    row, form = queries.booking(number, viewer(), clock.today()), ReasonForm()
    rules_seen.seen([row.session.group], viewer(), clock.now())
    status, _row = form.attempt(lambda: rules.cancel(number, form.reason.data, viewer(), clock.now()))
    if status == 303:
        tell(say("Cancelled: %(day)s.", day=row.session.activity.date))
        return see_other(url_for("homework_pupils.one", number=row.pupil_id))
    return page("homework/cancel_booking.html", form=form, row=row, words=_words(row.pupil_id),
                theirs=row.side != side_of(viewer()), status=status)


@rooms.route("/enrolments/<int:number>/stop", methods=["GET", "POST"])
@needs(BOOK)
def stop(number):
    """A pupil does not come every week any more, from a day on."""
    row, today = queries.enrolment(number, viewer(), clock.today()), clock.today()
    rules_seen.seen([row.group], viewer(), clock.now())
    form = StopForm(data={"version": row.version, "from_day": max(today, row.first_day)})
    status, ended = form.attempt(lambda: rules_weekly.stop(
        number, form.version.data, form.from_day.data, form.reason.data, viewer(), clock.now()))
    if status == 303:
        tell(say_n("One date is cancelled.", "%(n)s dates are cancelled.", ended))
        return see_other(url_for("homework_pupils.one", number=row.pupil_id))
    if status == 409:
        form.version.data = queries.enrolment(number, viewer(), today).version
    days = sorted(queries_weekly.days_of([row], today).get(row.id, ()))
    return page("homework/stop_weekly.html", form=form, row=row, words=_words(row.pupil_id), days=days,
                theirs=row.side != side_of(viewer()), status=status)


def _words(pupil):
    return queries_pupils.words(queries_pupils.pupil(pupil, viewer(), clock.today()))
