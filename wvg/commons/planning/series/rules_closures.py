"""The verbs of what is closed: close days, open them again; one or many in one act.

What a date becomes does not depend on the order in which things were closed and opened: closures count in the order in
which they were made, and only those that were made after somebody settled by hand that it goes on.
"""

from collections import defaultdict
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from peewee import IntegrityError

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.planning import dates, notices, seating
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.changes import rules as rules_changes
from wvg.commons.planning.models import GOES_ON, Activity, Closure, Series
from wvg.commons.planning.series import queries_closures, rules_regulars
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.planning.series.queries_closures import reaches

LONGEST_CLOSED = relativedelta(years=2)
# What rooms above do when closings turned dates: functions ([Activity] that do not go on any more, those that do again
# or perhaps, by, the act, now), in the same transaction.
when_turned = []
STATE = {"skip": "skipped", "ask": "to confirm"}


@dataclass
class Turn:
    """A coming date that becomes something else: it goes on or not, or for another reason."""

    activity: Activity
    state: str
    reason: str

    @property
    def off(self):
        return self.state == "skipped" and self.activity.state in GOES_ON

    @property
    def on(self):
        return self.state in GOES_ON and self.activity.state == "skipped"


def close(values, by, now):
    """Close days for everything, a group or a place; coming dates are skipped or asked, people are told.

    values: the columns of Closure, of at most two years, not over. (the Closure, how many dates are hit).
    Raises NotAllowed, Invalid, and Refused when it stands there already.
    """
    check_days(values["first_day"], values["last_day"], now)
    with database.atomic():
        closure = Closure(**values)
        must_close([closure], by)
        must_be_new(values)
        _, turned = change([], [closure], "planning.close", by, now)
    return closure, len(turned)


def check_days(first, last, now):
    """Raise Invalid ("first_day", "last_day") for days that cannot be closed any more, or not in one go."""
    if last < first:
        raise Invalid("last_day", say("The last day must be after the first day."))
    if last > first + LONGEST_CLOSED:
        raise Invalid("last_day", say("Close at most two years at a time."))
    if last < clock.local(now).date():
        raise Invalid("first_day", say("This day has passed. Take a day from today on."))


def must_be_new(values):
    """Raise Refused when exactly this was closed by hand before."""
    if Closure.select().filter(**{**values, "uid": ""}).exists():
        raise Refused(say("This is closed already."))


def open_again(number, by, now):
    """Take closed days away; the coming dates that they held up go on again, unless something else speaks against it.

    For whoever may close it. What a coordinator settled by hand stays. How many dates go on.
    Raises Unknown, NotAllowed.
    """
    with database.atomic():
        closure = queries_closures.closure(number, by)
        must_open([closure], by)
        _, turned = change([closure], [], "planning.open_again", by, now)
        return sum(turn.state == "planned" for turn in turned)


def must_close(closures, by):
    if not all(queries_closures.may_close(one, by) for one in closures):
        raise NotAllowed


def must_open(closures, by):
    if len(queries_closures.may_open(closures, by)) < len(closures):
        raise NotAllowed


def turns(gone, made, now):
    """What coming dates become when the closures `gone` go and `made` come (they need not be kept yet): [Turn].

    Four queries, however many.
    """
    rows = queries_closures.coming([*gone, *made], clock.local(now))
    rows = [row for row in rows if _is_touched(row, gone, made)]
    if not rows:
        return []
    first, last = rows[0].date, max(row.end_date for row in rows)
    kept = [one for one in rules_series.closures_between(first, last) if one not in gone]
    closures = sorted([*kept, *made], key=rules_series.made_in_turn)
    settled, holidays = queries_closures.settled(rows), dates.holidays_between(first, last)
    series = {one.id: one for one in Series.select().where(Series.id.in_({row.series_id for row in rows}))}
    found = []
    for row in rows:
        since, free = settled.get(row.id), []
        if since is None and row.series_id:
            free = rules_series.held_back(series[row.series_id], holidays, row.date, row.end_date)
        speak = [one for one in closures if reaches(one, row) and rules_series.made_in_turn(one)[0] > (since or -1)]
        becomes = rules_series.decided(speak, free)
        if becomes != (row.state, row.reason):
            found.append(Turn(row, *becomes))
    return found


def _is_touched(row, gone, made):
    """Whether a date can become something else: it goes on, was held up by what goes, or by what is put back."""
    held_up = any(reaches(one, row) and (row.state, row.reason) == (STATE[one.policy], one.reason) for one in gone)
    return held_up or any(reaches(one, row) and (one.act or row.state in GOES_ON) for one in made)


def change(gone, made, kind, by, now):
    """Take closures away and make others, in one act; those on the dates are told once. (the act, [Turn]).

    made: closures that are not kept yet; with an `act` they are put back. Raises Refused.
    """
    turned = turns(gone, made, now)
    changes = [(one, rules_changes.before(one, [*one.__data__])) for one in gone]
    for one in gone:
        one.delete_instance()
    try:
        for one in made:
            one.save(force_insert=True)
    except IntegrityError:
        raise Refused(say("This was changed in the meantime. Look at it again.")) from None
    changes += [(one, None) for one in made]
    off = [turn.activity for turn in turned if turn.off]
    back = [turn.activity for turn in turned if turn.on]
    for turn in turned:
        changes.append((turn.activity, rules_changes.before(turn.activity, ["state", "reason"])))
        rules_series.set_state(turn.activity, turn.state, turn.reason, now)
    act = audit.record(kind, by, now, changes)
    new = [one for one in made if one.act is None]
    for one in new:
        one.act = act.id
    Closure.update(act=act.id).where(Closure.id.in_([one.id for one in new])).execute()
    _seat_regulars(back, by, now)
    on = queries_changes.people_on([activity.id for activity in [*off, *back]])
    _tell(off, on, notices.SKIPPED, by, act, now)
    for state, kind in (("planned", notices.CONFIRMED), ("to confirm", notices.PERHAPS)):
        _tell([activity for activity in back if activity.state == state], on, kind, by, act, now)
    for also in when_turned:
        also(off, back, by, act, now)
    return act, turned


def _seat_regulars(activities, by, now):
    of_series = defaultdict(list)
    for activity in activities:
        if activity.series_id:
            of_series[activity.series].append(activity)
    for series, rows in of_series.items():
        rules_regulars.seat_regulars(series, rows, now, by)


def _tell(activities, on, kind, by, act, now):
    """One message for each title, with all its days and reasons."""
    told = defaultdict(list)
    for activity in activities:
        for row in on[activity.id]:
            told[row.volunteer_id].append(activity)
    for who, rows in seating.by_title(told, but=by.volunteer):
        about = {"title": rows[0].title, "day": seating.days_of(rows)}
        if kind == notices.SKIPPED:
            reasons = list(dict.fromkeys(row.reason for row in rows))
            about["reason"] = seating.listed(reasons, ", ", seating.MOST_TOLD)
        messages.tell([who], kind, now, person=by.volunteer, activity=rows[0].id, act=act, **about)
