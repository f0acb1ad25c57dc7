"""Tutors: the extract that was seen, what they help with, and those whom a partner offers."""

from flask import Blueprint, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import NotAllowed
from wvg.base.forms import options
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import full_name, named, say, text
from wvg.commons.partners import queries as partners
from wvg.commons.planning import queries as planning
from wvg.groups.homework import queries
from wvg.groups.homework.permissions import BOOK, STEER, TUTOR
from wvg.groups.homework.sessions import queries as queries_board
from wvg.groups.homework.sessions import queries_tutors, rules_tutors
from wvg.groups.homework.sessions.forms import AcceptForm, OfferForm, PaperForm, SubjectsForm, choice_of

rooms = Blueprint("homework_tutors", __name__, url_prefix="/homework")

NOT_SEEN = say("596.2 not seen yet")


@rooms.get("/tutors")
@needs(STEER)
def index():
    return page("homework/tutors.html", tutors=queries_tutors.tutors(viewer(), clock.today()))


@rooms.route("/tutors/<int:number>", methods=["GET", "POST"])
@needs(STEER)
def one(number):
    """A tutor, by the number of the volunteer: the extract was seen on a day."""
    form = PaperForm()
    status, _row = form.attempt(lambda: rules_tutors.see_paper(number, form.seen_on.data, viewer(), clock.now()))
    if status == 303:
        tell(say("Saved."))
        return see_other(url_for("homework_tutors.index"))
    tutor = queries_tutors.tutor(number, viewer(), clock.today())
    return page("homework/tutor.html", tutor=tutor, form=form, status=status)


@rooms.route("/tutors/<int:number>/subjects", methods=["GET", "POST"])
@needs(STEER)
def subjects_of(number):
    tutor = queries_tutors.tutor(number, viewer(), clock.today())
    return _subjects(number, url_for("homework_tutors.index"), tutor.volunteer)


@rooms.route("/subjects", methods=["GET", "POST"])
@needs(TUTOR)
def subjects():
    """What one helps with oneself."""
    return _subjects(viewer().volunteer, url_for("homework.board"))


def _subjects(number, back, person=None):
    form = SubjectsForm(data={"subjects": [row.id for row in queries_board.subjects_of([number])[number]]})
    form.subjects.choices = options((row.id, named(row)) for row in queries_tutors.subjects())
    status, _done = form.attempt(
        lambda: rules_tutors.helps_with(number, form.subjects.data, viewer(), clock.now())
    )
    if status == 303:
        tell(say("Saved."))
        return see_other(back)
    return page("homework/subjects.html", form=form, back=back, person=person, status=status)


@rooms.route("/seats/<int:number>/offer", methods=["GET", "POST"])
@needs(BOOK)
def offer(number):
    """A partner offers one of its people for a place of a tutor."""
    seat, session = queries_tutors.seat(number, viewer())
    if viewer().partner is None:
        raise NotAllowed
    form = OfferForm()
    people = queries_tutors.to_offer(seat, viewer())
    form.volunteer.choices = choice_of(
        (one.id, f"{full_name(one)} ({text(NOT_SEEN)})" if one.lacks else full_name(one)) for one in people)
    status, row = form.attempt(lambda: rules_tutors.offer(number, form.volunteer.data, viewer(), clock.now()))
    if status == 303:
        tell(say("Offered. WVG is told, and answers."))
        return see_other(url_for("homework_tutors.offered", number=row.id))
    return page("homework/offer_tutor.html", form=form, session=session, people=people, held=planning.live(seat),
                status=status)


@rooms.get("/offers/<int:number>")
@needs(BOOK)
def offered(number):
    return _offered(number, AcceptForm(formdata=None))


@rooms.post("/offers/<int:number>/acceptance")
@needs(BOOK)
def accept(number):
    queries_tutors.offer(number, viewer(), clock.now())
    form = AcceptForm()
    status, row = form.attempt(lambda: rules_tutors.accept(number, form.override.data, viewer(), clock.now()))
    if status == 303:
        tell(say("%(name)s is on the list.", name=row.volunteer.first_name))
        return see_other(url_for("homework_tutors.offered", number=number))
    return _offered(number, form, status)


@rooms.post("/offers/<int:number>/decline")
@needs(BOOK)
def decline(number):
    rules_tutors.decline(number, viewer(), clock.now())
    tell(say("You said no. The other side is told."))
    return see_other(url_for("homework_changes.index"))


@rooms.post("/offers/<int:number>/taking-back")
@needs(BOOK)
def take_back(number):
    rules_tutors.take_back(number, viewer(), clock.now())
    tell(say("You took your offer back."))
    return see_other(url_for("homework_changes.index"))


def _offered(number, form, status=200):
    row, side = queries_tutors.offer(number, viewer(), clock.now()), queries.side_of(viewer())
    return page("homework/offered.html", row=row, form=form, side=side,
                warnings=rules_tutors.warnings(row, clock.now()) if row.waits and side == "us" else [],
                reason=queries_tutors.reason(row), held=planning.live(row.seat),
                names=partners.of_accounts([row.by, row.decided_by]), local=clock.local, status=status)
