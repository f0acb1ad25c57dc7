"""The verb of appointments: adding one. Changing and cancelling them: planning.changes."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed
from wvg.base.words import say
from wvg.commons.audit import queries as audited
from wvg.commons.audit import rules as audit
from wvg.commons.planning import queries
from wvg.commons.planning.changes.rules import ONLY_ON_IT
from wvg.commons.planning.models import APPOINTMENT, Activity, Role, Seat, Series
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.planning.series import rules as rules_series

MOST_PLACES = 30
MADE = "planning.make_appointment"


def add(values, places, role, by, now, form=""):
    """Add an appointment: the Activity, or the Series when it comes back. The same `form` adds it once.

    values: {"group", "title", "place", "audience", "date", "end_date", "starts", "ends"}, all day without hours; when
    it comes back also "rule", "last_day", "on_public" and "on_school". places: how many people are needed, as `role`
    (its number). Raises NotAllowed, and Invalid with the name of the field in the form.
    """
    if not by.can(ASSIGN, values["group"]):
        raise NotAllowed
    today, days = clock.local(now).date(), (values["end_date"] - values["date"]).days + 1
    if values["date"] < today:
        raise Invalid("first_day", say("This day has passed. Take a day from today on."))
    if days < 1:
        raise Invalid("end_day", say("The last day must be after the first day."))
    rules_series.check_days(days, values.get("rule"), values["date"], values.get("last_day"), field="end_day")
    rules_series.check_hours(values, days)
    if places not in range(MOST_PLACES + 1):
        raise Invalid("places", say("Enter a number from 0 to 30."))
    if places and not Role.select().where(Role.id == role, Role.active).exists():
        raise Invalid("role", say("Choose one."))
    if values["audience"] == "those on it" and not places:
        raise Invalid("places", ONLY_ON_IT)
    shared = {
        **{name: values[name] for name in ("group", "title", "place", "audience", "starts", "ends")},
        "kind": APPOINTMENT, "minimum": 1 if places else 0,
        "public_place": rules_series.public_place(APPOINTMENT, values["audience"], values["place"]),
    }
    if queries.has_ended(Activity(**shared, date=values["date"], end_date=values["end_date"]), clock.local(now)):
        raise Invalid("starts", say("This hour has passed."))
    with database.atomic():
        again = audited.made_from(form, (MADE, rules_series.MADE), by, now)
        made = again and {"activity": Activity, "series": Series}[again.table].get_or_none(again.row)
        # Back may bring an old form, with its number, for something new.
        if made:
            day = made.date if isinstance(made, Activity) else made.first_day
            if (made.title, day) == (values["title"], values["date"]):
                return made
        if "rule" in values:
            seats = [{"role": role, "required": True, "needs": []}] * places
            more = {name: values[name] for name in ("rule", "last_day", "on_public", "on_school")}
            return rules_series.make_series(
                {**shared, **more, "first_day": values["date"], "days": days}, seats, by, now, today, form
            )
        activity = Activity.create(**shared, date=values["date"], end_date=values["end_date"])
        for position in range(1, places + 1):
            Seat.create(activity=activity, role=role, position=position)
        audit.record(MADE, by, now, [(activity, {"form": form} if form else None)])
        return activity
