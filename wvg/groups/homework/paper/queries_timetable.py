"""The timetable of a term for parents: which days go on, which do not and why. No child is in it."""

from calendar import Calendar
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from wvg.commons.planning import dates
from wvg.commons.planning import queries as planning
from wvg.commons.planning.afterwards.queries_attendance import WENT_ON
from wvg.commons.planning.models import OFF, Activity
from wvg.groups.homework import queries
from wvg.groups.homework.models import HomeworkGroup, HomeworkSession

# Whole months, so that each day stands on one sheet; 1 and 2 end with the holidays of Christmas and Easter.
TERMS = {1: (9, 10, 11, 12), 2: (1, 2, 3), 3: (4, 5, 6)}
DAY = timedelta(days=1)


@dataclass
class Month:
    """weeks: seven dates each, None where another month begins. why: (first day, last day, words) of what is off."""

    first: date
    weeks: list[list[date | None]]
    why: list[tuple[date, date, str]] = field(default_factory=list)


@dataclass
class Timetable:
    """days: {date: "on", "off" or "unsure"}; free: dates of holidays; coordinators: whom parents call.

    usual: (weekday, starts, ends) of every week; others: activities at another hour, on another day or elsewhere.
    """

    group: HomeworkGroup
    term: int
    months: list[Month]
    place: str
    days: dict
    free: set
    usual: list
    others: list[Activity]
    coordinators: list


def term_of(day):
    """The term in which a day is, or the first one in summer."""
    return next((term for term, months in TERMS.items() if day.month in months), 1)


def timetable(number, term, language, viewer, today):
    """The Timetable of a group for a term (1..3) of its school year, holidays in a language: three queries.

    Raises Unknown.
    """
    group = queries.group(number, viewer)
    year = group.school_year + (term > 1)
    first, last = date(year, TERMS[term][0], 1), dates.next_month(date(year, TERMS[term][-1], 1)) - DAY
    rows = list(
        Activity.select().join(HomeworkSession, on=HomeworkSession.activity == Activity.id)
        .where(HomeworkSession.group == group, Activity.date.between(first, last))
        .order_by(Activity.date, Activity.starts, Activity.id)
    )
    holidays = dates.holidays_between(first, last, language)
    names = {day: next((one.name for one in found if one.kind == "school"), found[0].name)
             for day, found in holidays.items()}
    on = [row for row in rows if row.state in WENT_ON]
    days = {row.date: "off" if row.state in OFF else "unsure" for row in rows if row not in on}
    days.update({row.date: "on" for row in on})
    usual, place = _usual(on)
    return Timetable(
        group, term, [_month(date(year, month, 1), rows, names) for month in TERMS[term]],
        place or group.series.place, days, set(names),
        sorted((weekday, *hours) for weekday, hours in usual.items()),
        [row for row in on if usual.get(row.date.weekday()) != (row.starts, row.ends) or row.place != place],
        planning.coordinators("homework", today),
    )


def _usual(rows):
    """({weekday: (starts, ends)} of what comes back, the place where most of it is)."""
    hours = defaultdict(Counter)
    for row in rows:
        hours[row.date.weekday()][row.starts, row.ends] += 1
    usual = {weekday: found.most_common(1)[0][0] for weekday, found in hours.items() if found.total() > 1}
    places = Counter(row.place for row in rows)
    return usual, places.most_common(1)[0][0] if places else ""


def _month(first, rows, names):
    weeks = [[day if day.month == first.month else None for day in week]
             for week in Calendar().monthdatescalendar(first.year, first.month)]
    made = Month(first, weeks)
    for row in rows:
        if row.date.month != first.month or row.state in WENT_ON:
            continue
        name = names.get(row.date) if row.state == "skipped" else None
        if name is None:
            made.why.append((row.date, row.date, row.reason))
        elif not made.why or made.why[-1][1] < row.date:
            made.why.append((*_run(row.date, name, names), name))
    return made


def _run(day, name, names):
    """The first and last day of a holiday, as far as they are in the month of `day`."""
    begins = ends = day
    while names.get(begins - DAY) == name and begins.day > 1:
        begins -= DAY
    while names.get(ends + DAY) == name and (ends + DAY).month == day.month:
        ends += DAY
    return begins, ends
