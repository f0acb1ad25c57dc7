"""The verbs of a room that is closed: either side closes it, tells the other, and opens it again."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed
from wvg.base.words import say
from wvg.commons.planning.models import Activity, Closure
from wvg.commons.planning.series import rules_closures
from wvg.groups.homework import notices, queries, rules_telling
from wvg.groups.homework.closing import queries as queries_closing
from wvg.groups.homework.models import Booking, HomeworkSession

PATH = "/homework/closing/"


def look(values, by, now):
    """What closing a room would do, without doing it: a Preview. Raises as `close`."""
    return queries_closing.preview(_closure(values, by, now), by, now, clock.local(now).date())


def close(values, by, now):
    """Close a room; core tells the tutors, and we the other side. (the Closure, [HomeworkSession] that do not go on).

    values: place, first_day, last_day, reason. Raises NotAllowed, Invalid, Refused (closed already).
    """
    with database.atomic():
        closure = _closure(values, by, now)
        act, turned = rules_closures.change([], [closure], "homework.close", by, now)
        off = _sessions(turn.activity.id for turn in turned if turn.state == "skipped")
        reason = values["reason"] if values["reason"][-1:] in ".!?…" else values["reason"] + "."
        _tell(notices.CLOSED, off, by, act, now, reason=reason)
        return closure, _sessions([one.activity_id for one in off], queries.seen(by))


def _closure(values, by, now):
    queries.must_decide(by)
    if values["place"] not in queries_closing.rooms(by, clock.local(now).date()):
        raise Invalid("place", say("Choose one."))
    rules_closures.check_days(values["first_day"], values["last_day"], now)
    if not values["reason"]:
        raise Invalid("reason", say("Write why. Tutors and the other side read it."))
    columns = {"scope": "place", "group": "homework", "of": values["place"], "policy": "skip",
               **{name: values[name] for name in ("first_day", "last_day", "reason")}}
    rules_closures.must_be_new(columns)
    return Closure(**columns)


def open_again(number, by, now):
    """The side that closed a room, or a coordinator, opens it again; all are told. How many sessions go on.

    Raises Unknown, NotAllowed.
    """
    queries.must_decide(by)
    with database.atomic():
        closure, may_open = queries_closing.closing(number, by, clock.local(now).date())
        if not may_open:
            raise NotAllowed
        act, turned = rules_closures.change([closure], [], "homework.open_again", by, now)
        on = _sessions(turn.activity.id for turn in turned if turn.state == "planned")
        _tell(notices.OPEN_AGAIN, on, by, act, now)
        return len(on)


def _sessions(activities, *seen):
    rows = queries.sessions().where(Activity.id.in_(sorted(activities)), *seen)
    return list(rows.order_by(Activity.date, Activity.starts))


def _tell(kind, sessions, by, act, now, **about):
    """Tell the other side, once a group; ours also when a partner closes its room under what is not shared with it."""
    side = queries.side_of(by)
    who = queries.of_partner(by).name if side == "them" else say("WVG")
    for number in sorted({one.group_id for one in sessions}):
        rows = [one for one in sessions if one.group_id == number]
        if kind == notices.CLOSED:
            about["n"] = _how_many_pupils(rows)
        path = PATH if len(rows) > 1 else f"/homework/sessions/{rows[0].activity_id}/calls"
        rules_telling.tell(rules_telling.other(side), kind, rows[0].group, now, by, act=act, path=path, who=who,
                           days=rules_telling.days([one.activity.date for one in rows]), **about)


def _how_many_pupils(sessions):
    return Booking.select(Booking.pupil).join(HomeworkSession).where(
        HomeworkSession.id.in_([one.id for one in sessions]), Booking.state == "confirmed").distinct().count()
