from flask import Blueprint, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import reader_language
from wvg.groups.homework import rules_seen, rules_telling
from wvg.groups.homework.booking import queries, queries_book, queries_questions, rules, rules_for, rules_said
from wvg.groups.homework.booking.forms import BookForm
from wvg.groups.homework.permissions import BOOK
from wvg.groups.homework.pupils import queries_list
from wvg.groups.homework.queries import decides, must_decide, side_of

rooms = Blueprint("homework_booking", __name__, url_prefix="/homework")


@rooms.route("/sessions/<int:number>/booking", methods=["GET", "POST"])
@needs(BOOK)
def new(number):
    """Book a pupil into a session (by the number of its activity), once or every week."""
    now, today, side = clock.now(), clock.today(), side_of(viewer())
    session = rules.session_to_book(number, viewer(), now)
    about = queries_book.about(session, now, reader_language())
    rules_seen.seen(queries_list.groups_with_pupils(viewer(), today), viewer(), now)
    form = BookForm.of(about, queries_list.children(viewer(), today), decides(viewer()))
    status, bookings = form.attempt(lambda: rules_for.book_for(number, form.values(about), viewer(), clock.now()))
    if status == 303:
        tell(rules_said.said(bookings, session.group))
        return see_other(url_for("homework_session.one", number=number))
    return page("homework/book.html", "homework/_book.html", form=form, about=about, session=session,
                side=side, other_side=rules_telling.name_of(rules_telling.other(side), session.group), status=status)


@rooms.get("/questions")
@needs(BOOK)
def questions():
    """What waits for an answer of my side, places that came free, and what the other side has still to answer."""
    must_decide(viewer())
    to_answer, offered, asked = queries_questions.questions(viewer(), clock.local(clock.now()))
    rooms_of = queries.rooms([row.session for question in to_answer for row in question.bookings])
    return page("homework/questions.html", to_answer=to_answer, offered=offered, asked=asked,
                rooms_of=rooms_of,
                held_until=queries_questions.held_until, today=clock.today())
