"""The coordinator's page of one date, and what can be done from there."""

from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Invalid, Refused
from wvg.base.forms import options
from wvg.base.htmx import own_path, page, see_other, tell
from wvg.base.words import joined, named, say_n, text
from wvg.commons.planning import queries, queries_cards
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.changes import rules as rules_changes
from wvg.commons.planning.changes import rules_cancel, rules_swap
from wvg.commons.planning.changes.forms import CHANGEABLE, CancelForm, ChangeForm, SeatForm, SharedChangeForm, SwapForm
from wvg.commons.planning.evening import queries as queries_evening
from wvg.commons.planning.models import APPOINTMENT
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.planning.routes import series_page
from wvg.commons.planning.series import queries as queries_series

rooms = Blueprint("changes", __name__)


@rooms.get("/activities/<int:number>")
@needs(ASSIGN)
def activity(number):
    return _activity(number, _seat_form())


def _activity(number, form):
    row = queries_changes.coordinated(number, viewer())
    card = queries_cards.card(number, viewer(), clock.local(clock.now()))
    return page("planning/activity.html", a=row, card=card, form=form, also=queries_evening.also([row]),
                status=422 if form.errors else 200)


def _seat_form():
    roles = queries_series.roles()
    form = SeatForm(data={"role": next((role.id for role in roles if role.key == "helper"), None)})
    form.role.choices = options((role.id, named(role)) for role in roles)
    return form


@rooms.route("/activities/<int:number>/change", methods=["GET", "POST"])
@needs(ASSIGN)
def change(number):
    """Another day, hour, place or name for this one date; of an appointment also how long, and who may see it."""
    row, status = queries_changes.coordinated(number, viewer()), 200
    form = _change_form(row)
    if form.sent():
        try:
            done = rules_changes.change_one(number, form.values(), viewer(), form.version.data, clock.now())
        except Invalid as invalid:
            form.refuse(invalid)
        except Refused as refused:
            form.form_errors.append(text(refused.sentence))
            status = 409
        else:
            return _done(done, number)
    form.version.data = row.version
    on_it = queries_changes.people_on([number])[number]
    return page("planning/change.html", form=form, a=row, on_it=on_it, changed=status == 409,
                status=status if status == 409 or not form.errors else 422)


def _change_form(row):
    is_now = {name: getattr(row, name, None) for name in (*CHANGEABLE, "version")}
    if row.kind != APPOINTMENT:
        return ChangeForm(data=is_now)
    form = SharedChangeForm(data={**is_now, "days": (row.end_date - row.date).days + 1})
    if not rules_changes.has_places(row):
        del form.minimum
    return form


@rooms.route("/activities/<int:number>/cancellation", methods=["GET", "POST"])
@needs(ASSIGN)
def cancel(number):
    """Why it does not go on; and other dates of its series, when they do not go on either."""
    row, now_local = queries_changes.coordinated(number, viewer()), clock.local(clock.now())
    over = queries.has_ended(row, now_local)
    others = [] if over else queries_changes.coming(row, now_local)
    return _cancel([row, *others], {row.id}, _back(number), row.reason, over)


@rooms.route("/series/<int:number>/cancellation", methods=["GET", "POST"])
@needs(ASSIGN)
def cancel_dates(number):
    series = queries_series.series(number, viewer())
    coming = [a for a in queries_series.coming(series, clock.today()) if a.state in ("planned", "to confirm")]
    return _cancel(coming, set(), series_page(number, series))


def _cancel(rows, chosen, back, reason="", over=False):
    form, status = CancelForm(data={"reason": reason}), 200
    if form.sent():
        chosen = {number for number, _ in form.dates.data}
        try:
            done = rules_cancel.cancel(dict(form.dates.data), form.reason.data, viewer(), clock.now())
        except Invalid as invalid:
            form.refuse(invalid)
        except Refused as refused:
            form.form_errors.append(text(refused.sentence))
            status = 409
        else:
            off = [] if over else [queries_changes.coordinated(one, viewer()) for one in sorted(chosen)]
            left = sum(n for _, n, _ in queries_evening.also(off))
            also = [say_n("%(n)s is still to be told.", "%(n)s are still to be told.", left)] if left else []
            tell(joined([done.sentence, *done.warnings, *also]))
            return see_other(back)
    return page(
        "planning/cancel.html", form=form, rows=rows, chosen=chosen, back=back, over=over,
        people=queries_changes.people_on([row.id for row in rows]),
        status=status if status == 409 or not form.errors else 422,
    )


@rooms.post("/activities/<int:number>/confirmation")
@needs(ASSIGN)
def confirm(number):
    """It goes on, or goes on after all."""
    return _done(rules_cancel.confirm(number, viewer(), clock.now()), number)


@rooms.post("/activities/<int:number>/seats")
@needs(ASSIGN)
def add_seat(number):
    form = _seat_form()
    if form.sent():
        try:
            done = rules_swap.add_seat(number, form.role.data, form.required.data, viewer(), clock.now())
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            return _done(done, number)
    return _activity(number, form)


@rooms.post("/seats/<int:number>/removal")
@needs(ASSIGN)
def remove_seat(number):
    done, row = rules_swap.remove_seat(number, viewer(), clock.now())
    return _done(done, row)


@rooms.route("/sign-ups/<int:number>/swap", methods=["GET", "POST"])
@needs(ASSIGN)
def swap(number):
    """Somebody trades places with somebody else; only those with whom it is possible are shown."""
    row, now = queries_changes.sign_up(number, viewer()), clock.now()
    form = SwapForm()
    if form.sent():
        try:
            done = rules_swap.swap(number, form.other.data, viewer(), now, form.override.data)
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            return _done(done, row.activity_id)
    return page("planning/swap.html", form=form, row=row, others=queries_changes.to_swap_with(row, clock.local(now)),
                back=url_for("changes.activity", number=row.activity_id), status=422 if form.errors else 200)


def _done(done, number):
    tell(joined([done.sentence, *done.warnings]), undo=done.act and done.act.id)
    return see_other(_back(number))


def _back(number):
    """The page that one came from, or that of the date."""
    return own_path(request.values.get("back")) or url_for("changes.activity", number=number)
