from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.forms import options
from wvg.base.htmx import is_htmx, own_path, page, see_other, tell
from wvg.base.words import full_name
from wvg.commons.planning import queries
from wvg.commons.planning.afterwards import queries_attendance, rules_attendance
from wvg.commons.planning.afterwards.forms_attendance import InsteadForm
from wvg.commons.planning.permissions import ASSIGN, TAKE
from wvg.commons.volunteers import queries as volunteers

rooms = Blueprint("attendance", __name__)


@rooms.get("/activities/<int:number>/attendance")
@needs(TAKE)
def one(number):
    """Who came to one activity."""
    now_local = clock.local(clock.now())
    card = queries_attendance.one(number, viewer(), now_local)
    return page("planning/attendance.html", card=card, asked=queries_attendance.is_asked(card.activity, now_local))


@rooms.post("/activities/<int:number>/attendance")
@needs(TAKE)
def all_came(number):
    return _show(number, rules_attendance.all_came(number, viewer(), clock.now()))


@rooms.post("/sign-ups/<int:number>/attendance")
@needs(TAKE)
def tick(number):
    activity = queries_attendance.sign_up(number, viewer()).activity_id
    done = rules_attendance.tick(number, request.form.get("attendance"), viewer(), clock.now())
    return _show(activity, done, focus=request.form.get("attendance"), row=number)


@rooms.route("/seats/<int:number>/attendance", methods=["GET", "POST"])
@needs(ASSIGN)
def instead(number):
    """Somebody else came: put that name on the place."""
    seat = queries.seat(number, viewer())
    if not viewer().can(ASSIGN, seat.activity.group):
        raise NotAllowed
    form, status = InsteadForm(), 200
    not_these = {row.volunteer_id for row in queries_attendance.on(seat.activity)}
    not_these |= {volunteer for (volunteer,) in queries.partners(seat.activity.group, clock.today()).tuples()}
    form.volunteer.choices = options([("", ""), *(
        (one.id, full_name(one)) for one in volunteers.everybody()
        if one.left_on is None and one.id not in not_these
    )])
    if form.sent():
        try:
            done = rules_attendance.came_instead(number, form.volunteer.data, viewer(), clock.now())
        except Invalid as invalid:
            form.refuse(invalid)
        except Refused as refused:
            form.refuse(Invalid("", refused.sentence))
            status = 409
        else:
            return _show(seat.activity_id, done)
    return page(
        "planning/came_instead.html", form=form, seat=seat, held=queries.live(seat), back=_back(seat.activity_id),
        status=422 if form.errors and status == 200 else status,
    )


def _show(number, done, **more):
    if not is_htmx():
        tell(done.sentence, undo=done.act and done.act.id)
        return see_other(f"{_back(number)}#attendance-{number}")
    card = queries_attendance.one(number, viewer(), clock.local(clock.now()))
    return page("planning/_attendance.html", card=card, done=done, back=_back(number), **more)


def _back(number):
    """The page that the button stood on."""
    return own_path(request.values.get("back")) or url_for("attendance.one", number=number)
