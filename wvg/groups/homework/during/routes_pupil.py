"""What is done from the row of one pupil in a session, by the number of its booking."""

from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.htmx import own_path, page, see_other, tell
from wvg.base.words import say
from wvg.commons.needs.routes import kept
from wvg.groups.homework import rules_seen
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.during import routes, rules_attendance, rules_needs, rules_notes, rules_worries
from wvg.groups.homework.during.forms import NoteForm, PassOnForm, WorryForm
from wvg.groups.homework.permissions import BOOK, TUTOR
from wvg.groups.homework.pupils import queries as queries_pupils

rooms = Blueprint("homework_during", __name__, url_prefix="/homework")


@rooms.post("/bookings/<int:number>/attendance")
@needs(BOOK)
def tick(number):
    """One press for one pupil."""
    # A press that takes something back says what: "unknown late" leaves the focus on that button.
    said, _, was = request.form.get("attendance", "").partition(" ")
    row = rules_attendance.tick(number, said, viewer(), clock.now())
    return routes.kept(row.session.activity_id, say("Kept."), row.id, was or said)


@rooms.route("/bookings/<int:number>/note", methods=["GET", "POST"])
@needs(TUTOR)
def note(number):
    form = NoteForm()
    return _about(number, form, "homework/note.html", lambda: rules_notes.write(
        number, form.line.data, viewer(), clock.now()), lambda _note: say("Kept for who helps next."))


@rooms.post("/notes/<int:number>/removal")
@needs(BOOK)
def take_away_note(number):
    rules_notes.take_away(number, viewer(), clock.now())
    tell(say("The line is gone."))
    return see_other(own_path(request.form.get("back")) or url_for("homework.board"))


@rooms.route("/bookings/<int:number>/worry", methods=["GET", "POST"])
@needs(TUTOR)
def worry(number):
    form = WorryForm()
    return _about(number, form, "homework/worry.html", lambda: rules_worries.raise_worry(
        number, form.line.data, viewer(), clock.now()), lambda _worry: say("Kept. Only the coordinator reads it."))


@rooms.route("/bookings/<int:number>/need", methods=["GET", "POST"])
@needs(TUTOR)
def need(number):
    form = PassOnForm.of()
    return _about(number, form, "homework/need.html", lambda: rules_needs.pass_on(
        number, form.kind.data, form.urgency.data, form.line.data, viewer(), clock.now()), lambda done: kept(done[1]))


def _about(number, form, template, rule, sentence):
    """A form about the pupil of a booking; done, it leads back to its row in the session."""
    booking = queries_booking.booking(number, viewer(), clock.today())
    rules_seen.seen([booking.session.group], viewer(), clock.now())
    status, done = form.attempt(rule)
    back = url_for("homework_session.one", number=booking.session.activity_id, _anchor=f"pupil-{booking.id}")
    if status == 303:
        tell(sentence(done))
        return see_other(back)
    return page(template, form=form, booking=booking, words=queries_pupils.words(booking.pupil), back=back,
                status=status)
