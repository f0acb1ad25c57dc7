"""The verbs of a group: make it, with the dates of its sessions; give each date its places for pupils."""

from datetime import date

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.partners.models import Location, Partner
from wvg.commons.planning import dates
from wvg.commons.planning.models import Role, Series
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.volunteers.models import PaperKind
from wvg.groups.homework.models import MOST_PUPILS, PAPER, HomeworkGroup, HomeworkSession
from wvg.groups.homework.permissions import STEER


def last_day_of(school_year):
    """The last day of a school year: 30 June."""
    return date(school_year + 1, 6, 30)


def make_group(values, by, now):
    """A new group with its sessions until the end of its school year.

    values: title, location (id), partner (id or None), weekdays, starts, ends, first_day, places, share, tutors (how
    many must be there), paper. The HomeworkGroup. Raises NotAllowed, Invalid.
    """
    if not by.can(STEER):
        raise NotAllowed
    check_places(values["places"], values["share"], values["partner"])
    if not 1 <= values["tutors"] <= 12:
        raise Invalid("tutors", say("Enter a number from 1 to 12."))
    location = Location.get_or_none(Location.id == values["location"])
    if location is None:
        raise Invalid("location", say("Choose one."))
    if values["partner"] and Partner.get_or_none(Partner.id == values["partner"]) is None:
        raise Invalid("partner", say("Choose one."))
    if not values["weekdays"]:
        raise Invalid("weekdays", say("Choose at least one day."))
    year = values["first_day"].year if values["first_day"].month >= 7 else values["first_day"].year - 1
    needs = [{"paper": PaperKind.get(PaperKind.key == PAPER).id, "blocks": False}] if values["paper"] else []
    tutor = Role.get(Role.key == "tutor").id
    series_values = {
        "group": "homework", "kind": "session", "title": values["title"], "place": location.place,
        "public_place": location.name, "rule": dates.rule_text("weekly", every=1, weekdays=values["weekdays"]),
        "starts": values["starts"], "ends": values["ends"], "first_day": values["first_day"],
        "last_day": last_day_of(year), "on_public": "skip", "on_school": "skip", "minimum": 1, "audience": "group",
    }
    with database.atomic():
        series = rules_series.make_series(
            series_values, [{"role": tutor, "required": True, "needs": needs}] * values["tutors"], by, now,
            min(values["first_day"], clock.local(now).date()),
        )
        row = HomeworkGroup.create(
            series=series, partner=values["partner"], location=location, places=values["places"],
            share=values["share"], school_year=year, paper=values["paper"], made_at=now,
        )
        made(series, series.activities)
        audit.record("homework.make_group", by, now, [(row, None)])
    return row


def check_places(places, share, partner):
    """Raise Invalid for places of pupils that cannot be."""
    if places is None or not 1 <= places <= MOST_PUPILS:
        raise Invalid("places", say("Enter a number from 1 to 40."))
    if share is None or not 0 <= share <= places:
        raise Invalid("share", say("Enter a number from 0 to the number of places."))
    if share and not partner:
        raise Invalid("share", say("Without a partner all places are ours. Enter 0."))


def made(series, activities):
    """Dates of a series were made: those of homework support get places for pupils. For rules_series.when_made."""
    group = of_series(series)
    if group is not None:
        for activity in activities:
            HomeworkSession.create(activity=activity, group=group, places=group.places, share=group.share)


def of_series(series):
    """The group of a series; of one that was changed from a day on the group follows the newest. None of others."""
    if series.group != "homework" or series.kind != "session":
        return None
    for older in _chain(series, lambda one: Series.get_or_none(Series.id == one.previous_id)):
        group = HomeworkGroup.get_or_none(HomeworkGroup.series == older)
        if group is not None:
            if older.id != series.id:
                HomeworkGroup.update(series=series).where(HomeworkGroup.id == group.id).execute()
            return group
    for newer in _chain(series, lambda one: Series.get_or_none(Series.previous == one)):
        group = HomeworkGroup.get_or_none(HomeworkGroup.series == newer)
        if group is not None:
            return group
    return None


def _chain(series, following):
    seen = set()
    while series is not None and series.id not in seen:
        seen.add(series.id)
        yield series
        series = following(series)
