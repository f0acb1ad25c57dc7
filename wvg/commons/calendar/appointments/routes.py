"""Adding an appointment; those that come back, and the page of one of these."""

import secrets
from datetime import date

from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Invalid, Unknown
from wvg.base.forms import options
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import named, say, text
from wvg.commons.calendar.appointments import queries, rules
from wvg.commons.calendar.appointments.forms import AppointmentForm
from wvg.commons.planning import dates
from wvg.commons.planning.models import Series
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.planning.series import queries as queries_series
from wvg.commons.planning.series import queries_regulars, rules_regulars

rooms = Blueprint("appointments", __name__, url_prefix="/calendar/appointments")


@rooms.get("/")
@needs(ASSIGN)
def index():
    """The appointments that come back, of the groups that one coordinates."""
    today = clock.today()
    return page("calendar/appointments.html", rows=queries.coming_back(viewer(), today), today=today,
                to_confirm=queries.to_confirm(viewer(), today), describe=dates.describe)


@rooms.route("/new", methods=["GET", "POST"])
@needs(ASSIGN)
def new():
    form = _form()
    if form.sent():
        try:
            made = rules.add(form.values(), form.places.data, form.role.data, viewer(), clock.now(), form.form.data)
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            if isinstance(made, Series):
                tell(say("It stands in the calendar, with all its dates: %(title)s.", title=made.title))
                return see_other(url_for("appointments.series", number=made.id))
            tell(say("It stands in the calendar: %(title)s, %(day)s.", title=made.title, day=made.date))
            return see_other(url_for("changes.activity", number=made.id))
    return page("calendar/new_appointment.html", form=form, back=_back(), status=422 if form.errors else 200)


def _form():
    own, roles = queries.groups_of(viewer()), queries_series.roles()
    form = AppointmentForm(data={
        "first_day": _asked_day(), "form": secrets.token_hex(16), "group": own[0].key if len(own) == 1 else None,
        "role": next((role.id for role in roles if role.key == "helper"), None),
    })
    form.group.choices = options((group.key, text(group.label)) for group in own)
    form.role.choices = options((role.id, named(role)) for role in roles)
    return form


def _asked_day():
    """The day on which the button was pressed: ?day=2026-11-24."""
    if "day" not in request.args:
        return None
    try:
        return date.fromisoformat(request.args["day"])
    except ValueError:
        raise Unknown from None


def _back():
    day = _asked_day()
    return url_for("calendar.day", day=day) if day else url_for("calendar.month")


@rooms.get("/series/<int:number>")
@needs(ASSIGN)
def series(number):
    found, today = queries.series(number, viewer()), clock.today()
    return page(
        "calendar/appointment_series.html", series=found, seats=queries_series.series_seats(found), today=today,
        coming=queries_series.coming(found, today), until=queries_series.planned_until(found),
        regulars=queries_regulars.of_series(found, today), how_often=rules_regulars.how_often,
        pattern=dates.describe(found.rule),
    )
