"""What of the coming days fits on the screen, which nobody scrolls: in large letters, in smaller ones, or only counted.

Knows nothing of rows, rights or the web. Heights are in rem, as screen.css draws them, rather too high than too low.
"""

from dataclasses import dataclass, field
from math import ceil


@dataclass(frozen=True)
class Letters:
    """column: how high one of the two columns is. title, row: how many letters stand in a row of these."""

    column: float
    title: int
    row: int


LARGE, SMALLER = Letters(26.3, 21, 40), Letters(34.5, 30, 52)
DAY, NOW, NOTHING = 2.1, 1.1, 2.6  # the name of a day; the box around today; the sentence in it when there is nothing
LINE, TITLE, ROW = .65, 1.5, 1.35  # the white around a line; a row of its title; a row of what stands below
MOST = 3  # rows of each of the two; what is longer is cut off
BADGE = 20  # letters, without a name


@dataclass
class Day:
    """What stands on the screen of one day. more: how many lines of it were left out."""

    date: object
    lines: list = field(default_factory=list)
    more: int = 0


def fitting(days, today):
    """(columns, large): the two columns, [[Day], [Day]], for {day: [Line]}, and whether its letters can be large.

    The empty days are not in it, save today.
    """
    columns = _columns(days, today, LARGE)
    if not any(day.more for column in columns for day in column):
        return columns, True
    return _columns(days, today, SMALLER), False


def _columns(days, today, letters):
    """What is of today and what lacks somebody comes first, then the days in their order; what does not fit is counted.
    """
    shown = {date: Day(date) for date, lines in days.items() if lines or date == today}
    found = [(date, place, line) for date, lines in days.items() for place, line in enumerate(lines)]
    stays, split = set(), _split(shown.values(), today, letters)[1]
    for date, place, line in sorted(
        found, key=lambda f: (f[0] != today and not f[2].lacking, f[0], f[2].over, f[1])
    ):
        day = shown[date]
        before = day.lines
        day.lines = [other for n, other in enumerate(days[date]) if other is line or (date, n) in stays]
        height, way = _split(shown.values(), today, letters)
        if height <= letters.column:
            stays.add((date, place))
            split = way
        else:
            day.lines, day.more = before, day.more + 1
    in_order = list(shown.values())
    return [in_order[:split], in_order[split:]]


def _split(shown, today, letters):
    """(height, n): how high the columns are when the first one has n days, as even as can be."""
    heights = [_height(day, today, letters) for day in shown]
    return min((max(sum(heights[:n]), sum(heights[n:])), n) for n in range(len(heights) + 1))


def _height(day, today, letters):
    around = DAY if day.date != today else DAY + NOW if day.lines else DAY + NOW + NOTHING
    return around + sum(_height_of(line, letters) for line in day.lines)


def _height_of(line, letters):
    title = min(ceil(len(line.activity.title) / letters.title), MOST)
    return LINE + TITLE * title + ROW * min(ceil(_letters_below(line) / letters.row), MOST)


def _letters_below(line):
    if line.off:
        return BADGE
    badges = (line.activity.state == "to confirm") + bool(line.open) + len(line.seeking)
    place = len(line.activity.public_place) + (0 if line.ends_here else BADGE)
    return BADGE * badges + place + sum(len(name) + 2 for name in (*line.names, *line.seeking))
