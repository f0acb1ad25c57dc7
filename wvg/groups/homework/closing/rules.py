"""The verbs of a room that is closed: either side closes it, tells the other, and opens it again."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.planning.models import Activity, Closure
from wvg.commons.planning.series import queries_closures, rules_closures
from wvg.groups.homework import notices, queries, rules_telling
from wvg.groups.homework.closing import queries as queries_closing
from wvg.groups.homework.models import SIDES, Booking, HomeworkSession

PATH, MOST_REASONS = "/homework/closing/", 3


def must_be_open(activity):
    """A session does not go on in a room that is closed: whoever closed it opens it first. Raises Refused."""
    if activity.group != "homework" or activity.kind != "session":
        return
    if any(one.policy == "skip" for one in queries_closures.of_place(activity)):
        raise Refused(say("The room is closed that day. Open it again first, under Closing days."))


def look(values, by, now):
    """What closing a room would do, without doing it: a Preview. Raises as `close`."""
    return queries_closing.preview(_closure(values, by, now), by, now, clock.local(now).date())


def close(values, by, now):
    """Close a room; core tells the tutors, `tell_of` the other side.

    (the Closure, [HomeworkSession] that do not go on). values: place, first_day, last_day, reason. Raises NotAllowed,
    Invalid, Refused (closed already).
    """
    with database.atomic():
        closure = _closure(values, by, now)
        _act, turned = rules_closures.change([], [closure], "homework.close", by, now)
        return closure, _sessions([turn.activity.id for turn in turned if turn.state == "skipped"], queries.seen(by))


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
        _act, turned = rules_closures.change([closure], [], "homework.open_again", by, now)
        return sum(turn.state == "planned" for turn in turned)


def _sessions(activities, *seen):
    rows = queries.sessions().where(Activity.id.in_(sorted(activities)), *seen)
    return list(rows.order_by(Activity.date, Activity.starts))


def tell_of(off, back, by, act, now):
    """Tell the sides what a closing, of here or of the calendar, did to their sessions. For rules_closures.when_turned.

    Not the side that closed; ours also when a partner closes its room under what is not shared with it.
    """
    mine = queries.side_of(by) if queries.decides(by) else None
    who = queries.of_partner(by).name if mine == "them" else say("WVG")
    for kind, rows in (
        (notices.CLOSED, _sessions(activity.id for activity in off)),
        (notices.OPEN_AGAIN, _sessions(activity.id for activity in back if activity.state == "planned")),
    ):
        for number in sorted({one.group_id for one in rows}):
            of_group = [one for one in rows if one.group_id == number]
            for side in (one for one in SIDES if one != mine):
                _tell(side, kind, of_group, by, act, now, who=who)


def _tell(side, kind, sessions, by, act, now, **about):
    """One message for the sessions of one group."""
    if kind == notices.CLOSED:
        about["n"] = _how_many_pupils(sessions)
        reasons = list(dict.fromkeys(one.activity.reason for one in sessions if one.activity.reason))
        about["reason"] = " ".join(why if why[-1] in ".!?…" else f"{why}." for why in reasons[:MOST_REASONS])
    path = PATH if len(sessions) > 1 else f"/homework/sessions/{sessions[0].activity_id}/calls"
    rules_telling.tell(side, kind, sessions[0].group, now, by, act=act, path=path,
                       days=rules_telling.days([one.activity.date for one in sessions]), **about)


def _how_many_pupils(sessions):
    return Booking.select(Booking.pupil).join(HomeworkSession).where(
        HomeworkSession.id.in_([one.id for one in sessions]), Booking.state == "confirmed").distinct().count()
