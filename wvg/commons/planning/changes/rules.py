"""Changing one date: its day, hours, place, name or minimum. What was changed by hand is never moved again."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, Refused
from wvg.base.words import joined, say, short_name
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.planning import notices, queries, seating
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.models import GOES_ON, Answer
from wvg.commons.planning.series import rules as rules_series

WHEN_AND_WHERE = ("date", "starts", "ends", "place")


def change_one(number, values, by, version, now):
    """Change one date; those on it stay on it, and are told when the day, hours or place differ.

    values: {"date", "starts", "ends", "place", "title", "minimum"}. Raises Unknown, NotAllowed, Invalid, Refused.
    """
    with database.atomic():
        activity = coming(number, by, now)
        must_be_fresh(activity, version, by)
        check_hours(values)
        if values["date"] < clock.local(now).date():
            raise Invalid("date", say("This day has passed. Take a day from today on."))
        if all(getattr(activity, name) == value for name, value in values.items()):
            return seating.Done(say("Nothing was changed."))
        moved = [name for name in WHEN_AND_WHERE if getattr(activity, name) != values[name]]
        change, was = (activity, before(activity, [*values, "state", "reason", "detached"])), when(activity)
        activity.end_date = values["date"] + (activity.end_date - activity.date)
        if "date" in moved:
            activity.state, activity.reason = "planned", ""  # who chooses another day has settled it
        if "place" in moved:
            activity.public_place = values["place"].partition(",")[0]
        for name, value in values.items():
            setattr(activity, name, value)
        if queries.has_ended(activity, clock.local(now)):
            raise Invalid("starts", say("This hour has passed."))
        activity.detached = activity.detached or bool(moved)
        rules_series.changed(activity, now)
        if "date" in moved:
            forget_answers([activity.id])
        act = audit.record("planning.change_one", by, now, [change])
        sentence = say("It is changed: %(title)s, %(day)s.", **seating.details(activity))
        told = [v for v in queries.others_on(activity, but=by.volunteer) if moved]
        moves = say("%(before)s becomes %(after)s.", before=was, after=when(activity))
        messages.tell([v.id for v in told], notices.CHANGED, now, person=by.volunteer, activity=activity.id, act=act,
                      title=activity.title, moves=moves)
        return seating.Done(sentence, warnings=[say("We told %(name)s.", name=v.first_name) for v in told])


def coming(number, by, now):
    """An activity of one's group that goes on and is not over. Raises Unknown, NotAllowed, Refused."""
    activity = queries_changes.coordinated(number, by)
    if queries.has_ended(activity, clock.local(now)):
        raise Refused(say("This is over. It can no longer be changed."))
    if activity.state not in GOES_ON:
        raise Refused(say("This does not go on. Let it go on first."))
    return activity


def check_hours(values):
    if values.get("ends") and (not values.get("starts") or values["ends"] <= values["starts"]):
        raise Invalid("ends", say("The end must be after the beginning."))


def must_be_fresh(row, version, by):
    """Raise Refused, with who changed it, when `row` is no longer as somebody saw it at `version`."""
    if row.version == version:
        return
    who = queries_changes.changed_by(row)
    if who is None or who.id == by.volunteer:
        raise Refused(say("This was changed in the meantime. Look at it again."))
    raise Refused(say("%(name)s changed this in the meantime. Look at it again.",
                      name=short_name(who.first_name, who.last_name)))


def forget_answers(activities):
    """Who said that they can on one day did not say so of another."""
    Answer.delete().where(Answer.activity.in_(activities)).execute()


def before(row, names):
    """The values of a row as the record of an act keeps them: what JSON knows, days and hours as ISO text."""
    kept = {name: row.__data__[name] for name in names}
    return {name: v.isoformat() if hasattr(v, "isoformat") else v for name, v in kept.items()}


def when(activity, place=True):
    """A Sentence: "Wednesday 3 February, 13.30 – 16.00, Kantoor"."""
    hours = [moment for moment in (activity.starts, activity.ends) if moment is not None]
    parts = [activity.date, joined(hours, " – ") if hours else None, activity.place if place else None]
    return joined([part for part in parts if part], ", ")
