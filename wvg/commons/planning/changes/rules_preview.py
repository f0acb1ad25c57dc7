"""Changing a series from a day on: what it would do. See docs/decisions/0010."""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from dateutil.relativedelta import relativedelta

from wvg.base import clock
from wvg.base.errors import Invalid
from wvg.base.words import say
from wvg.commons.planning import dates
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.changes import rules as rules_changes
from wvg.commons.planning.models import GOES_ON, Activity, Series, SeriesSeat
from wvg.commons.planning.series import queries as queries_series
from wvg.commons.planning.series import rules as rules_series

COLUMNS = (
    "title", "place", "public_place", "rule", "starts", "ends", "last_day", "minimum", "on_public", "on_school",
    "audience", "days",
)


@dataclass
class Line:
    """What happens to one date.

    `after` is None when it goes, `activity` when it appears. `state` and `reason` are those it gets;
    `stands_for` is its day in the new series.
    what: "stays", "by itself" (changed or settled by hand: not touched), "changes", "moves", "goes", "appears".
    away, busy: ids of those on it who cannot come on the new day or hour.
    """

    what: str
    after: date | None
    state: str = ""
    reason: str = ""
    activity: Activity | None = None
    sign_ups: list = field(default_factory=list)
    away: set = field(default_factory=set)
    busy: set = field(default_factory=set)
    stands_for: date | None = None

    @property
    def before(self):
        return self.activity and self.activity.date

    @property
    def told(self):
        """Those on it, when they have to be told: not when nothing of it changes for them."""
        if self.activity is None:
            return []
        turns = (self.state in GOES_ON) != (self.activity.state in GOES_ON)
        return self.sign_ups if turns or self.what in ("changes", "moves", "goes") else []


@dataclass
class Plan:
    """What changing `series` into `new` (not saved) from `first_day` on would do."""

    series: Series
    new: Series
    first_day: date
    lines: list[Line]

    @property
    def goes(self):
        return [line for line in self.lines if line.what == "goes"]

    @property
    def people(self):
        """Those who are told, each once, by first name."""
        found = {row.volunteer_id: row.volunteer for line in self.lines for row in line.told}
        return sorted(found.values(), key=lambda v: (v.first_name, v.id))

    @property
    def fingerprint(self):
        """A hash of what it shows: another one means that somebody saw something else."""
        shown = [
            (line.what, line.after, line.state, line.reason,
             line.activity and (line.activity.id, line.activity.version),
             [(row.id, row.version) for row in line.sign_ups], sorted(line.away), sorted(line.busy))
            for line in self.lines
        ]
        columns = [getattr(self.new, name) for name in COLUMNS]
        known = repr((self.series.id, self.series.version, self.first_day, columns, shown))
        return hashlib.sha256(known.encode()).hexdigest()[:32]


def preview(number, first_day, values, by, now):
    """What change_from_here would do, without doing it: a Plan. A fixed number of queries.

    values: columns of Series named in COLUMNS, those that stay as they are may be left out. Raises Unknown, Invalid.
    """
    series, today = queries_series.series(number, by), clock.local(now).date()
    rules_series.check_hours(values, values.get("days", series.days))
    if first_day <= today:
        raise Invalid("first_day", say("Take a day from tomorrow on. What is past stays as it was."))
    if series.last_day and series.last_day < first_day:
        raise Invalid("first_day", say("This has stopped by then."))
    new = _as_it_will_be(series, first_day, values, now)
    if new.last_day and new.last_day < new.first_day:
        raise Invalid("last_day", say("The last day must be after the first day."))
    rules_series.check_days(new.days, new.rule, new.first_day, new.last_day)
    if new.audience == "those on it" and not SeriesSeat.select().where(SeriesSeat.series == series).exists():
        raise Invalid("audience", rules_changes.ONLY_ON_IT)
    if all(getattr(new, name) == getattr(series, name) for name in COLUMNS):
        raise Invalid("", say("Nothing was changed."))
    return Plan(series, new, first_day, _lines(series, new, first_day, today))


def _as_it_will_be(series, first_day, values, now):
    kept = {name: value for name, value in series.__data__.items() if name not in ("id", "version", "previous")}
    new = Series(**{**kept, **values, "previous": series, "made_at": now, "first_day": first_day})
    if {"place", "audience"} & values.keys():
        new.public_place = rules_series.public_place(new.kind, new.audience, new.place)
    kind, pattern = dates.describe(new.rule)
    if kind == "weekly" and pattern["every"] > 1:
        # Every second week counts from the week of its first day: take a week in which it goes on now.
        year = first_day + relativedelta(years=1)
        coming = dates.occurrences(series.rule, series.first_day, first_day, year)
        if coming:
            new.first_day = max(first_day, dates.monday(*dates.week_of(coming[0])))
    return new


def _lines(series, new, first_day, today):
    ahead = list(
        Activity.select().where(Activity.series == series, Activity.original_date >= first_day)
        .order_by(Activity.original_date)
    )
    horizon = today + relativedelta(months=rules_series.MONTHS_AHEAD)
    until = max(horizon, ahead[-1].original_date if ahead else horizon) + relativedelta(months=1)
    days = dates.occurrences(new.rule, new.first_day, new.first_day, min(filter(None, [until, new.last_day])))
    monthly = {dates.describe(one.rule)[0] for one in (series, new)} <= {"nth_weekday", "month_day"}
    pairs = dates.paired([a.original_date for a in ahead], days, monthly)
    judged, judged_now = (rules_series.judge(one, first_day, until) for one in (new, series))
    people = queries_changes.people_on([activity.id for activity in ahead])
    lines = [_line(a, pairs.get(a.original_date), new, judged, judged_now, people[a.id]) for a in ahead]
    _who_cannot(lines, new)
    partners = set(pairs.values())
    for day in days:
        if day not in partners and day <= horizon:
            state, reason = judged(day)
            lines.append(Line("appears", day, state, reason))
    return sorted(lines, key=lambda line: line.after or line.before)


def _line(activity, after, new, judged, judged_now, sign_ups):
    line = Line("stays", after, activity.state, activity.reason, activity, sign_ups, stands_for=after)
    as_judged = (activity.state, activity.reason) == judged_now(activity.original_date)
    if activity.detached or activity.state in ("cancelled", "done") or (activity.state == "skipped" and not as_judged):
        line.what, line.after = "by itself", activity.date
    elif after is None:
        line.what, line.state = "goes", "cancelled"
    else:
        if after != activity.date or as_judged:
            line.state, line.reason = judged(after)
        if after != activity.date:
            line.what = "moves"
        elif activity.end_date != new.ends_on(after) \
                or any(getattr(activity, name) != getattr(new, name) for name in ("starts", "ends", "place")):
            line.what = "changes"
    return line


def _who_cannot(lines, new):
    plans = {
        (row.volunteer_id, line.activity.id):
            Activity(date=line.after, end_date=new.ends_on(line.after), starts=new.starts, ends=new.ends)
        for line in lines if line.what in ("moves", "changes") for row in line.sign_ups
    }
    away, busy = queries_changes.away(plans), queries_changes.busy(plans)
    for line in lines:
        for row in line.sign_ups:
            key = (row.volunteer_id, line.activity.id)
            if key in away:
                line.away.add(row.volunteer_id)
            elif key in busy:
                line.busy.add(row.volunteer_id)
