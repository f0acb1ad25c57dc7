"""What stands in the calendar, always for a viewer. A month takes two queries: what happens, and what is closed."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from peewee import fn

from wvg.base.access import groups
from wvg.commons.calendar.closings import queries as closings
from wvg.commons.planning import dates, queries, queries_cards
from wvg.commons.planning.models import GOES_ON, OFF, Activity, Seat, SignUp

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
AHEAD = timedelta(weeks=4)  # in the list
ON_A_SHEET = 14  # chips under each other, of all weeks together; each week is two high at least


@dataclass(frozen=True)
class Shown:
    """Which activities somebody asks for: of the groups with these keys (none: of all), and whether only their own."""

    groups: frozenset[str] = frozenset()
    mine: bool = False

    def all_of(self, group):
        return not self.groups or group in self.groups


def on_paper(activity):
    """Whether an activity may hang on a wall."""
    return activity.audience != "those on it" and groups[activity.group].on_paper


@dataclass
class Item:
    """An activity as the viewer sees it.

    busy: it is only for those on it, and the viewer is not: only its group and hours are known then, the rest is
    empty. over: it is past. open: places that must be filled and have nobody; seeking: whether somebody on it looks for
    a substitute. Of what does not go on, or is over, both are nothing.
    """

    activity: Activity
    busy: bool
    mine: bool
    over: bool = False
    open: int = 0
    seeking: bool = False

    @property
    def title(self):
        group = groups[self.activity.group]
        return (group.busy or group.label) if self.busy else self.activity.title

    @property
    def off(self):
        return self.activity.state in OFF

    @property
    def on_paper(self):
        return on_paper(self.activity)


@dataclass
class Day:
    """One day: what happens, the names of its holidays, and why what is closed.

    known: the names that stood on the day before in the same week. outside: of another month than the one that is
    shown.
    """

    date: date
    items: list[Item] = field(default_factory=list)
    cards: list = field(default_factory=list)
    holidays: list[dates.Holiday] = field(default_factory=list)
    closures: list = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    outside: bool = False

    @property
    def on_paper(self):
        """Whether something of the day, with its cards, may hang on a wall."""
        return any(map(closings.on_paper, self.closures)) or any(on_paper(card.activity) for card in self.cards)

    @property
    def free(self):
        """"public", "school" or ""."""
        kinds = {holiday.kind for holiday in self.holidays}
        return "public" if "public" in kinds else "school" if kinds else ""

    @property
    def told(self):
        """Whether a list has something to say of it."""
        return bool(self.items or self.closures or self.free == "public")

    @property
    def names(self):
        """Each name once, those of public holidays first."""
        return list(dict.fromkeys(h.name for h in sorted(self.holidays, key=lambda h: h.kind)))


def shown_groups(viewer):
    """The groups that the calendar can show to this viewer, in the order of the menu."""
    return [group for group in groups.values() if group.shared or viewer.belongs_to(group.key)]


def items(viewer, now_local, first, last, shown=Shown()):
    """[Item] of what happens from `first` to `last` (dates, both in), in order: one query.

    What is only for those on it appears to all who help as an hour on which its group is busy; of a group that is not
    shared, not even that.
    """
    seen, mine = queries.visible(viewer), queries.is_on(viewer.volunteer)
    asked = queries.on_days(first, last)
    if shown.groups:
        asked &= Activity.group.in_(shown.groups)
    if shown.mine:
        asked &= mine
    elif viewer.helps:
        others = Activity.audience == "those on it"
        seen_or_busy = seen | (others & Activity.state.in_(GOES_ON)
                               & Activity.group.in_([group.key for group in groups.values() if group.shared]))
        asked &= seen_or_busy
    else:
        asked &= seen
    taken = SignUp.select(SignUp.id).where(SignUp.seat == Seat.id, SignUp.ended_at.is_null())
    seeking = fn.EXISTS(SignUp.select(SignUp.id).where(
        SignUp.activity == Activity.id, SignUp.ended_at.is_null(), SignUp.seeking_since.is_null(False)
    ))
    gaps = Seat.select(fn.COUNT(Seat.id)).where(
        Seat.activity == Activity.id, Seat.required, Seat.state == "open", ~fn.EXISTS(taken)
    )
    rows = (
        Activity.select(Activity, seen.alias("seen"), mine.alias("mine"), gaps.alias("gaps"), seeking.alias("seeks"))
        .where(asked)
        .order_by(Activity.date, Activity.starts.asc(nulls="first"), Activity.id)
    )
    return [_item(row, now_local) for row in rows]


def _item(row, now_local):
    if not row.seen:  # nothing of it goes any further
        known = {name: getattr(row, name) for name in ("group", "date", "end_date", "starts", "ends", "audience")}
        return Item(Activity(id=0, kind="", title="", **known), busy=True, mine=False)
    over = queries.has_ended(row, now_local)
    waits = row.state == "planned" and not over
    return Item(row, False, bool(row.mine), over, row.gaps if waits else 0, bool(row.seeks) and waits)


def days(viewer, now_local, first, last, shown=Shown()):
    """{date: Day} from `first` to `last`: two queries."""
    closed, holidays = closings.on_days(first, last, viewer), dates.holidays_between(first, last, viewer.language)
    found, day = {}, first
    while day <= last:
        found[day] = Day(day, holidays=holidays.get(day, []),
                         closures=[one for one in closed if one.first_day <= day <= one.last_day])
        if day - DAY in found and day.weekday():
            found[day].known = found[day - DAY].names
        day += DAY
    for item in items(viewer, now_local, first, last, shown):
        for day in each_day(item.activity, first, last):
            found[day].items.append(item)
    return found


def each_day(activity, first, last):
    """The days of an activity that lie between two others."""
    day = max(activity.date, first)
    while day <= min(activity.end_date, last):
        yield day
        day += DAY


def month(viewer, now_local, first, shown=Shown()):
    """The weeks (lists of seven Days) of the month that begins on `first`, whole weeks from Monday on."""
    start, end = whole_weeks(first)
    found = list(days(viewer, now_local, start, end, shown).values())
    for day in found:
        day.outside = (day.date.year, day.date.month) != (first.year, first.month)
    return [found[n:n + 7] for n in range(0, len(found), 7)]


def is_full(weeks):
    """Whether a month must be printed in small letters to stand on one sheet."""
    most = (max(sum(item.on_paper for item in day.items) for day in week) for week in weeks)
    return sum(max(2, chips) for chips in most) > ON_A_SHEET


def whole_weeks(first):
    """(Monday, Sunday) around the month that begins on `first`."""
    last = dates.next_month(first) - DAY
    return dates.monday(*dates.week_of(first)), dates.monday(*dates.week_of(last)) + WEEK - DAY


def with_cards(viewer, now_local, first, last, shown=Shown()):
    """[Day] from `first` to `last`, with the cards on which places are taken: seven queries.

    What goes on for several days stands on the first of them that is shown. items: only what the group is busy with.
    """
    found = days(viewer, now_local, first, last, shown)
    wanted = {item.activity.id for day in found.values() for item in day.items}
    for card in queries_cards.cards(viewer, now_local, first, last):
        if card.activity.id in wanted:
            found[max(card.activity.date, first)].cards.append(card)
    for day in found.values():
        day.items = [item for item in day.items if item.busy]
    return list(found.values())
