"""Changing one date: its days, hours, place, name, who sees it. What was moved by hand is never moved again."""

from datetime import timedelta

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, Refused
from wvg.base.words import joined, say, short_name
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.planning import notices, queries, seating
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.models import GOES_ON, Answer, Seat
from wvg.commons.planning.series import rules as rules_series

WHEN_AND_WHERE = ("date", "end_date", "starts", "ends", "place")
ONLY_ON_IT = say("Only who is on the list may see it. So it needs at least one place.")


def change_one(number, values, by, version, now):
    """Change one date; those on it stay on it, and are told when the day, hours or place differ.

    values: {"date", "starts", "ends", "place", "title"}, and what may change too: "minimum", "audience", "days" (how
    many it lasts, else as many as now). Raises Unknown, NotAllowed, Invalid, Refused.
    """
    with database.atomic():
        activity = coming(number, by, now)
        must_be_fresh(activity, version, by)
        values = dict(values)
        days = values.pop("days", (activity.end_date - activity.date).days + 1)
        rules_series.check_hours(values, days)
        rules_series.check_days(days)
        if values["date"] < clock.local(now).date():
            raise Invalid("date", say("This day has passed. Take a day from today on."))
        values["end_date"] = values["date"] + timedelta(days=days - 1)
        if values.get("audience") == "those on it" and not has_places(activity):
            raise Invalid("audience", ONLY_ON_IT)
        if all(getattr(activity, name) == value for name, value in values.items()):
            return seating.Done(say("Nothing was changed."))
        moved = [name for name in WHEN_AND_WHERE if getattr(activity, name) != values[name]]
        change, was = (activity, before(activity, [*values, "state", "reason", "detached"])), when(activity)
        seen = activity.place, activity.audience
        if "date" in moved:
            activity.state, activity.reason = "planned", ""  # who chooses another day has settled it
        for name, value in values.items():
            setattr(activity, name, value)
        if (activity.place, activity.audience) != seen:
            activity.public_place = rules_series.public_place(activity.kind, activity.audience, activity.place)
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


def has_places(activity):
    return Seat.select().where(Seat.activity == activity, Seat.state == "open").exists()


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
    """A Sentence: "Wednesday 3 February, 13.30 – 16.00, Kantoor"; of several days with each hour beside its day."""
    where = [activity.place] if place and activity.place else []
    if activity.end_date == activity.date:
        hours = [moment for moment in (activity.starts, activity.ends) if moment is not None]
        return joined([activity.date, joined(hours, " – ") if hours else say("all day"), *where], ", ")
    begins, ends = ([day, *([moment] if moment else [])] for day, moment in (
        (activity.date, activity.starts), (activity.end_date, activity.ends)
    ))
    return joined([joined([joined(begins, ", "), joined(ends, ", ")], " – "), *where], ", ")
