from datetime import timedelta

from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Unknown
from wvg.base.htmx import page
from wvg.base.words import reader_language
from wvg.commons.planning.dates import monday, parse_week, week_name, week_of
from wvg.groups.homework import queries as queries_homework
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.permissions import STEER, TUTOR, VIEW
from wvg.groups.homework.pupils import queries_september
from wvg.groups.homework.sessions import queries, queries_tutors

rooms = Blueprint("homework", __name__, url_prefix="/homework")


@rooms.get("/")
@needs(VIEW)
def board():
    """Two weeks of sessions: ?week=2026-W48."""
    now, start = clock.local(clock.now()), _week()
    found = queries.board(start, viewer(), now)
    lines = [line for one in found for line in one.lines]
    decides = queries_homework.decides(viewer())
    tutors = {place.sign_up.volunteer_id for line in lines for place in line.card.places if place.sign_up}
    unseen = viewer().can(TUTOR) and any(need.paper_id for line in lines if line.card.takes_people
                                         for place in line.card.places for need in place.missing)
    return page(
        "homework/board.html", groups_of=found, start=start, end=start + timedelta(weeks=queries.WEEKS, days=-1),
        weeks=[week_of(start + timedelta(weeks=n))[1] for n in range(queries.WEEKS)], today=now.date(),
        steers=viewer().can(STEER), tutors=viewer().can(TUTOR), side=queries_homework.side_of(viewer()),
        subjects=queries.subjects_of(tutors), holiday=queries.holiday(start, viewer(), reader_language()),
        books=viewer().can(STEER) or any(one.may_book for one in found),
        decides=decides, waits=queries_booking.waits_for(viewer(), now),
        unanswered=len(queries_september.unanswered(viewer(), now.date())) if decides else 0,
        proposed=queries_tutors.how_many_wait(viewer(), clock.now()) if decides else 0,
        unseen=unseen, coordinators=lines[0].card.coordinators if lines else [],
        earlier=_link(start, -1), later=_link(start, 1),
        free=sum(line.room.free for line in lines if line.card.takes_people),
    )


def _week():
    if "week" not in request.args:
        return monday(*week_of(clock.today()))
    try:
        return parse_week(request.args["week"])
    except ValueError:
        raise Unknown from None


def _link(start, turns):
    try:
        return url_for("homework.board", week=week_name(start + timedelta(weeks=turns * queries.WEEKS)))
    except OverflowError:
        return None
