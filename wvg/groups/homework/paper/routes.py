"""What is printed: the attendance list of a session, the key card of a group, its timetable for parents."""

from flask import Blueprint, request
from flask_babel import force_locale

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Unknown
from wvg.base.htmx import page
from wvg.base.words import LANGUAGES, reader_language
from wvg.groups.homework.paper import queries_card, queries_timetable, rules
from wvg.groups.homework.paper.queries_timetable import TERMS
from wvg.groups.homework.permissions import VIEW

rooms = Blueprint("homework_paper", __name__, url_prefix="/homework")


@rooms.get("/sessions/<int:number>/list")
@needs(VIEW)
def attendance(number):
    """The attendance list of a session, by the number of its activity."""
    now = clock.now()
    found = rules.print_attendance(number, viewer(), now)
    return page("homework/attendance_list.html", found=found, printed=clock.local(now))


@rooms.get("/groups/<int:number>/card")
@needs(VIEW)
def card(number):
    found = queries_card.card(number, viewer(), clock.today())
    return page("homework/card.html", found=found, today=clock.today())


@rooms.get("/groups/<int:number>/timetable")
@needs(VIEW)
def timetable(number):
    """?language=fr&term=2; without them in the reader's language, of the term that is now."""
    language = request.args.get("language", reader_language())
    term = request.args.get("term", str(queries_timetable.term_of(clock.today())))
    if language not in LANGUAGES or term not in map(str, TERMS):
        raise Unknown
    found = queries_timetable.timetable(number, int(term), language, viewer(), clock.today())
    with force_locale(language):
        return page("homework/timetable.html", found=found, language=language, terms=TERMS, today=clock.today())
