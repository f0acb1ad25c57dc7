"""Dates of a series, holidays and weeks: pure functions over naive local dates.

A series comes back in one of four ways (`KINDS`), stored as one line of iCalendar (RFC 5545, 3.8.5):

- "weekly": every n weeks on weekdays       `RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA`
- "nth_weekday": n-th weekday of the month  `RRULE:FREQ=MONTHLY;BYDAY=-1SA`
- "month_day": day of the month             `RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1`
- "dates": by hand                          `RDATE:20261128,20261205`

Weekdays are numbers, 0 = Monday to 6 = Sunday.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr
from holidays import BE

KINDS = ("weekly", "nth_weekday", "month_day", "dates")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY, LONG_HOLIDAY, LONGEST_HOLIDAY = timedelta(days=1), timedelta(days=5), timedelta(weeks=10)


class Holiday(NamedTuple):
    """One reason why a day is free; `kind` is "public" or "school"."""

    kind: str
    name: str


def rule_text(kind, *, every=1, weekdays=(), nth=None, day=None, dates=()):
    """The line to store for a pattern; fields of the other patterns are ignored, so a form may pass them all.

    "weekly" takes every (1..52) and weekdays (at least one); "nth_weekday" takes nth (1..4, or -1 for the
    last) and weekdays (exactly one); "month_day" takes day (1..31; a month that is too short has it on its
    last day); "dates" takes dates (at least one). Raises ValueError for anything out of range.
    """
    days, listed = sorted(set(weekdays)), sorted(set(dates))
    if not set(days) <= set(range(7)):
        raise ValueError(f"weekdays run from 0 to 6, not {days}")
    if kind == "weekly" and days and every in range(1, 53):
        return f"RRULE:FREQ=WEEKLY;INTERVAL={every};BYDAY={','.join(WEEKDAYS[number] for number in days)}"
    if kind == "nth_weekday" and len(days) == 1 and nth in (1, 2, 3, 4, -1):
        return f"RRULE:FREQ=MONTHLY;BYDAY={nth}{WEEKDAYS[days[0]]}"
    if kind == "month_day" and day in range(1, 29):
        return f"RRULE:FREQ=MONTHLY;BYMONTHDAY={day}"
    if kind == "month_day" and day in range(29, 32):
        # BYMONTHDAY=31 alone would leave out the short months: take the last day there is of 28 to 31.
        candidates = ",".join(str(number) for number in range(28, day + 1))
        return f"RRULE:FREQ=MONTHLY;BYMONTHDAY={candidates};BYSETPOS=-1"
    if kind == "dates" and listed:
        return "RDATE:" + ",".join(day.isoformat().replace("-", "") for day in listed)
    raise ValueError(f"no pattern {kind!r} of {every=}, weekdays={days}, {nth=}, {day=}, {len(listed)} dates")


def describe(text):
    """(kind, fields): what `rule_text` was given, sequences as sorted tuples.

    Raises ValueError for a text that `rule_text` does not write.
    """
    if match := re.fullmatch(r"RRULE:FREQ=WEEKLY;INTERVAL=(\d+);BYDAY=([A-Z,]+)", text):
        weekdays = tuple(WEEKDAYS.index(code) for code in match[2].split(","))
        kind, fields = "weekly", {"every": int(match[1]), "weekdays": weekdays}
    elif match := re.fullmatch(r"RRULE:FREQ=MONTHLY;BYDAY=(-?\d)([A-Z]{2})", text):
        kind, fields = "nth_weekday", {"nth": int(match[1]), "weekdays": (WEEKDAYS.index(match[2]),)}
    elif match := re.fullmatch(r"RRULE:FREQ=MONTHLY;BYMONTHDAY=(?:\d+,)*(\d+)(?:;BYSETPOS=-1)?", text):
        kind, fields = "month_day", {"day": int(match[1])}
    elif match := re.fullmatch(r"RDATE:([\d,]+)", text):
        kind, fields = "dates", {"dates": tuple(date.fromisoformat(day) for day in match[1].split(","))}
    else:
        raise ValueError(f"not a rule: {text!r}")
    if rule_text(kind, **fields) != text:
        raise ValueError(f"not a rule: {text!r}")
    return kind, fields


def occurrences(text, starts_on, first, last):
    """All dates of the rule within [first, last]: a list, ascending, unique, never before `starts_on`.

    "Every n weeks" counts Monday-to-Sunday weeks from the one `starts_on` is in. Raises ValueError for a
    text that is not a rule.
    """
    midnight = time()
    rule = rrulestr(text, dtstart=datetime.combine(starts_on, midnight))
    begin, end = datetime.combine(max(first, starts_on), midnight), datetime.combine(last, midnight)
    return [moment.date() for moment in rule.between(begin, end, inc=True)]


def shortest_gap(text, starts_on, last=None):
    """How many days lie between the two nearest dates of a rule, from one to the next; None when there is only one.

    last: the day until which it comes back, None when it goes on.
    """
    kind, fields = describe(text)
    # Eight years hold each length of each month, 29 February too.
    until = fields["dates"][-1] if kind == "dates" else starts_on + relativedelta(years=8)
    days = occurrences(text, starts_on, starts_on, min(filter(None, [until, last])))
    return min(((after - day).days for day, after in pairwise(days)), default=None)


def turns_between(text, anchor, day):
    """How many times a rule has come round from `anchor` to `day`; the days of one week, or month, are one time."""
    kind, fields = describe(text)
    if kind == "weekly":
        return (monday(*week_of(day)) - monday(*week_of(anchor))).days // 7 // fields["every"]
    if kind == "dates":
        return bisect_left(fields["dates"], day) - bisect_left(fields["dates"], anchor)
    return (day.year - anchor.year) * 12 + day.month - anchor.month


def paired(old, new, by_month=False):
    """{old day: new day} that stands for it: the same day, else the next free one of its week (or month).

    Both lists ascend; a day stands for one other at most, and what has no partner is left out.
    """
    kept = set(old) & set(new)
    unit = (lambda day: (day.year, day.month)) if by_month else week_of
    free = defaultdict(list)
    for day in new:
        if day not in kept:
            free[unit(day)].append(day)
    pairs = {}
    for day in old:
        if day in kept:
            pairs[day] = day
        elif free[unit(day)]:
            pairs[day] = free[unit(day)].pop(0)
    return pairs


@lru_cache(maxsize=100)
def _holidays(year, language):
    return tuple(
        (day, Holiday(kind, name))
        for kind in ("public", "school")
        for calendar in [BE(years=year, subdiv="Flemish", categories=(kind,), language=language)]
        for day in calendar
        for name in calendar.get_list(day)
    )


def holidays_between(first, last, language="nl"):
    """Days within [first, last] on which Flanders is free: {date: [Holiday, …]}, ascending, public first.

    Names are in `language` (nl, fr or en). A day can carry both kinds: 21 July lies in the summer holiday,
    and 1 May, Ascension, Whit Monday and 11 November are named in both since the schools are shut as well.

    School holidays run from Monday to Sunday: their own Saturdays and Sundays are in them, the weekend before
    is not. Over Christmas 2026 Saturday 26 December and 2 January are school holidays, 19 December is not.
    Summer is 1 July to 31 August whatever the weekday. What a school adds by itself (facultatieve
    verlofdagen, pedagogische studiedagen) is not known here.

    Source: the `holidays` library; school: Besluit van de Vlaamse Regering van 17 april 1991, art. 4-5. It
    counts Easter Sunday and Whit Sunday as public, beyond the ten of the Koninklijk Besluit of 18 April 1974.
    """
    spoken = "en_US" if language == "en" else language
    found = {}
    for year in range(first.year, last.year + 1):
        for day, holiday in _holidays(year, spoken):
            if first <= day <= last:
                found.setdefault(day, []).append(holiday)
    return dict(sorted(found.items()))


def long_school_holidays(first, last, language="nl"):
    """[(name, first day, last day)] of the school holidays that touch these days, whole; not those of a few days, such
    as Ascension.
    """
    runs = []
    for day, found in holidays_between(first - LONGEST_HOLIDAY, last + LONGEST_HOLIDAY, language).items():
        names = [one.name for one in found if one.kind == "school"]
        if names and runs and day == runs[-1][2] + DAY:
            runs[-1][2] = day
        elif names:
            runs.append([names[0], day, day])
    return [(name, begins, ends) for name, begins, ends in runs
            if ends - begins >= LONG_HOLIDAY and ends >= first and begins <= last]


def week_of(day):
    """(ISO year, ISO week) of a date: 1 January 2027 is in week 53 of 2026."""
    return day.isocalendar()[:2]


def monday(iso_year, iso_week):
    """The Monday of an ISO week; raises ValueError for a week the year does not have."""
    return date.fromisocalendar(iso_year, iso_week, 1)


def week_name(day):
    """The ISO 8601 name of the week of a date: "2026-W53"."""
    return "{:04}-W{:02}".format(*week_of(day))


def next_month(day):
    """The first day of the month after that of a date."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def parse_month(text):
    """The first day of a month written as "2026-11", in this century or the next. Raises ValueError on anything else.
    """
    if not re.fullmatch("2[01][0-9]{2}-(0[1-9]|1[0-2])", text, re.ASCII):
        raise ValueError(f"not a month: {text!r}")
    return date.fromisoformat(text + "-01")


def parse_week(text):
    """The Monday of the week that `week_name` writes as `text`, in this century or the next.

    Raises ValueError on anything else.
    """
    match = re.fullmatch(r"(2[01][0-9]{2})-W([0-9]{2})", text)
    if not match:
        raise ValueError(f"not a week: {text!r}")
    return monday(int(match[1]), int(match[2]))
