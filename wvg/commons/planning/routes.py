from flask import Blueprint, make_response, render_template, request, url_for

from wvg.base import clock
from wvg.base.access import groups, needs, viewer
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.base.forms import options
from wvg.base.htmx import is_htmx, own_path, page, see_other, tell
from wvg.base.words import joined, say
from wvg.commons.planning import queries, queries_candidates, queries_cards, rules, rules_assign, rules_undo
from wvg.commons.planning.dates import week_name
from wvg.commons.planning.forms import AssignForm
from wvg.commons.planning.models import APPOINTMENT
from wvg.commons.planning.permissions import ASSIGN, TAKE

rooms = Blueprint("planning", __name__)
CALENDAR = "calendar.week"  # the room stands above this one: only its name is known here


@rooms.post("/seats/<int:number>/sign-up")
@needs(TAKE)
def sign_up(number):
    return _answer(number, rules.sign_up)


@rooms.post("/seats/<int:number>/withdrawal")
@needs(TAKE)
def withdraw(number):
    return _answer(number, rules.withdraw, ill=True)


@rooms.post("/seats/<int:number>/substitute")
@needs(TAKE)
def seek(number):
    return _answer(number, rules.seek)


@rooms.post("/seats/<int:number>/coming")
@needs(TAKE)
def come_after_all(number):
    return _answer(number, rules.come_after_all)


@rooms.post("/seats/<int:number>/take-over")
@needs(TAKE)
def take_over(number):
    return _answer(number, rules.take_over)


@rooms.post("/acts/<int:number>/undo")
@needs(TAKE)
def undo(number):
    try:
        done, activity = rules_undo.undo(number, viewer(), clock.now())
    except Refused as refused:
        return _refused(refused.sentence)
    return _show(activity.id, done, request.form.get("seat", type=int)) if activity else see_other(_back())


@rooms.route("/seats/<int:number>/assignment", methods=["GET", "POST"])
@needs(ASSIGN)
def assign(number):
    """Give the seat to somebody, for instance who telephoned; or take off who sits there."""
    now = clock.now()
    seat = queries.seat(number, viewer())
    if not viewer().can(ASSIGN, seat.activity.group):
        raise NotAllowed
    form, held = AssignForm(), queries.live(seat)
    found = queries_candidates.candidates(seat.activity, clock.local(now).date())[seat.id]
    if held:
        found = [one for one in found if one.volunteer.id != held.volunteer_id]
    people = queries_candidates.Choice(found, form.name.data or "")
    form.volunteer.choices = options((one.volunteer.id, one.volunteer.first_name) for one in found)
    if "volunteer" not in request.form and len(people.fit) == 1 and form.name.data:
        form.volunteer.process_data(people.fit[0].volunteer.id)
        form.volunteer.raw_data = [str(people.fit[0].volunteer.id)]
    if "look" not in request.form and form.sent():
        try:
            done = rules_assign.assign(number, form.volunteer.data, viewer(), now, form.override.data)
        except Invalid as invalid:
            form.refuse(invalid)
        except Refused as refused:
            return _refused(refused.sentence, seat)
        else:
            return _show(seat.activity_id, done)
    response = page(
        "planning/assign.html", "planning/_pick.html", form=form, seat=seat, people=people, held=held,
        back=own_path(request.values.get("back")) or on_board(seat.activity), status=422 if form.errors else 200,
    )
    if form.errors and is_htmx():
        response.headers["HX-Retarget"] = f"#pick-{seat.id}"
    return response


@rooms.app_template_global()
def on_board(activity):
    """Where an activity stands with its places: on the board of its group, or on its day in the calendar."""
    board, anchor = board_of(activity), f"activity-{activity.id}"
    if board == CALENDAR:
        return url_for("calendar.day", day=activity.date, _anchor=anchor)
    return url_for(board, week=week_name(activity.date), _anchor=anchor)


@rooms.app_template_global()
def board_of(thing):
    """The endpoint of the page on which an activity, or the dates of a series, stand by week."""
    return CALENDAR if thing.kind == APPOINTMENT else groups[thing.group].board


@rooms.app_template_global()
def menu_of(thing):
    """The endpoint in the menu under which the pages of an activity or series are."""
    return "calendar.month" if board_of(thing) == CALENDAR else board_of(thing)


@rooms.app_template_global()
def settle(activity):
    """By when somebody must say whether a date in doubt goes on."""
    if activity.confirm_before <= clock.today():
        return say("Settle it now.")
    return say("Settle it before %(day)s.", day=activity.confirm_before)


@rooms.app_template_global()
def series_page(number, of):
    """The page of one series, by its number; `of` is that series or one of its activities."""
    room = groups[of.group].series if of.kind != APPOINTMENT else ""
    return url_for(room or "appointments.series", number=number)


def _answer(number, rule, **more):
    """Do it, then show the activity as it is now: the part, or the page it came from."""
    seat = queries.seat(number, viewer())
    try:
        done = rule(number, viewer(), clock.now(), **more)
    except Refused as refused:
        return _refused(refused.sentence, seat)
    return _show(seat.activity_id, done, focus=number)


def _show(activity, done, focus=None):
    card = _card(activity) if is_htmx() else None
    if card is None:  # also for who gave back a place on what only those on it see
        tell(joined([done.sentence, *done.warnings]), undo=done.act and done.act.id)
        return see_other(_back())
    response = make_response(render_template("planning/_activity.html", card=card, done=done, focus=focus))
    response.headers["HX-Trigger"] = "changed"
    return response


def _refused(sentence, seat=None):
    """409: somebody was faster, or the page was old; the seat as it is now and one friendly sentence."""
    card = _card(seat.activity_id) if seat else None
    if card is None:
        return page("base/error.html", "base/_message.html", 409, code=409, sentence=sentence, bad=True)
    return page(
        "planning/refused.html", "planning/_activity.html", 409, card=card, sentence=sentence, focus=seat.id,
        back=_back(),
    )


def _card(activity):
    """The card of an activity (its number) as it is now, or None when the viewer sees it no more."""
    try:
        return queries_cards.card(activity, viewer(), clock.local(clock.now()))
    except Unknown:
        return None


def _back():
    """The page that the button stood on."""
    return own_path(request.values.get("back")) or url_for("home.today")
