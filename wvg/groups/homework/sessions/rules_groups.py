"""The verbs of a group: make it, with the dates of its sessions; give each date its places for pupils."""

from datetime import date

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.partners.models import PAPER, Location
from wvg.commons.planning import dates
from wvg.commons.planning.models import Role, Series
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.volunteers.models import PaperKind
from wvg.groups.homework.models import MOST_PUPILS, HomeworkGroup, HomeworkSession
from wvg.groups.homework.permissions import STEER
from wvg.groups.homework.sessions import queries_groups


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
    location = next((one for one in queries_groups.locations() if one.id == values["location"]), None)
    if location is None:
        raise Invalid("location", say("Choose one."))
    if values["partner"] and values["partner"] not in [one.id for one in queries_groups.partners()]:
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
        _must_be_new(values["title"], location, year)
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


def _must_be_new(title, location, school_year):
    """Who presses twice makes one group. Raises Refused."""
    # Nobody else makes one in this room until the transaction ends.
    Location.update(version=Location.version).where(Location.id == location.id).execute()
    there = HomeworkGroup.select().join(Series).where(
        HomeworkGroup.school_year == school_year, HomeworkGroup.location == location, Series.title == title)
    if there.exists():
        raise Refused(say("This group is there already for that school year. Take another name for a new one."))


def check_places(places, share, partner):
    """Raise Invalid for places of pupils that cannot be."""
    if places is None or not 1 <= places <= MOST_PUPILS:
        raise Invalid("places", say("Enter a number from 1 to 40."))
    if share is None or not 0 <= share <= places:
        raise Invalid("share", say("Enter a number from 0 to the number of places."))
    if share and not partner:
        raise Invalid("share", say("Without a partner all places are ours. Enter 0."))


def made(series, activities):
    """Dates of a series were made: those of homework support get places for pupils. For rules_series.when_made.

    A series that takes the place of another takes its group along.
    """
    if series.previous_id:
        HomeworkGroup.update(series=series).where(HomeworkGroup.series == series.previous_id).execute()
    group = queries_groups.of_series(series)
    if group is not None:
        for activity in activities:
            HomeworkSession.create(activity=activity, group=group, places=group.places, share=group.share)
