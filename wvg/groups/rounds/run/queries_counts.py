"""What is counted for the yearly report and the food partners: never a name, and no small numbers."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from wvg.base.errors import NotAllowed
from wvg.commons.planning import queries as planning
from wvg.commons.planning.afterwards.queries_attendance import CAME, WENT_ON
from wvg.commons.planning.models import Activity, SignUp
from wvg.groups.rounds.models import GoodsKind, Run, Stop, StopGoods
from wvg.groups.rounds.permissions import STEER

SMALL = 5  # fewer families or people than this are not told: whoever knows the street would know them


@dataclass
class Month:
    """One month, or the whole year. goods: {GoodsKind id: doors at which it was given}; hours: of volunteers.

    Families and mouths are those reached at least once, each counted once: months do not add up to the year.
    """

    first: date | None
    runs: int = 0
    reached: dict = field(default_factory=dict)  # {household: how many mouths at most}
    goods: dict = field(default_factory=lambda: defaultdict(int))
    time: timedelta = timedelta()

    @property
    def families(self):
        return len(self.reached)

    @property
    def mouths(self):
        return sum(self.reached.values())

    @property
    def hours(self):
        return self.time / timedelta(hours=1)


@dataclass
class Year:
    """Twelve months and all of it; kinds: [GoodsKind] in order."""

    year: int
    months: list[Month]
    all: Month
    kinds: list

    def goods(self, month, kind):
        """At how many doors a kind was given, as it may be told.

        The year is the sum of the months that are told ("37+" when one is not), or taking away would tell that one.
        """
        if month is not self.all:
            return tellable(month.goods[kind.id], month)
        numbers = [tellable(one.goods[kind.id], one) for one in self.months]
        shown = sum(int(number) for number in numbers if number != HIDDEN)
        if HIDDEN not in numbers:
            return tellable(shown, month)
        return f"{shown}+" if shown else HIDDEN


    def people(self, month, number):
        """Families or mouths as they may be told: of the year in fives, or taking away months would tell a few."""
        shown = tellable(number, month)
        return f"{number // SMALL * SMALL}+" if month is self.all and shown.isdigit() and number else shown


HIDDEN = f"<{SMALL}"


def tellable(number, month):
    """A number as it may be told: hidden when it is small, or when so few families were reached that it tells who."""
    return HIDDEN if 0 < number and (number < SMALL or month.families < SMALL) else str(number)


def counts(year, viewer, now_local):
    """The Year, of runs that are over: four queries. Raises NotAllowed.

    Households that were erased since are no longer among the families; what was given to them is still counted.
    """
    if not viewer.can(STEER):
        raise NotAllowed
    made = Year(year, [Month(date(year, n, 1)) for n in range(1, 13)], Month(None), list(
        GoodsKind.select().order_by(GoodsKind.position)
    ))
    in_year = (
        planning.work_of("rounds") & (Activity.date >= date(year, 1, 1)) & (Activity.date <= date(year, 12, 31))
        & Activity.state.in_(WENT_ON)
    )
    _doors(made, in_year)
    _hours(made, in_year, now_local)
    return made


def _doors(made, in_year):
    stops = (
        Stop.select(Stop.household, Stop.adults, Stop.children, Run.activity, Activity.date)
        .join(Run).join(Activity).where(in_year, Stop.result == "visited").tuples()
    )
    runs = defaultdict(set)
    for household, adults, children, activity, day in stops:
        for month in (made.months[day.month - 1], made.all):
            runs[month.first].add(activity)
            if household is not None:
                month.reached[household] = max(month.reached.get(household, 0), adults + children)
    for month in (*made.months, made.all):
        month.runs = len(runs[month.first])
    given = (
        StopGoods.select(StopGoods.kind, Activity.date).join(Stop).join(Run).join(Activity).where(in_year).tuples()
    )
    for kind, day in given:
        made.months[day.month - 1].goods[kind] += 1
        made.all.goods[kind] += 1


def _hours(made, in_year, now_local):
    went = SignUp.select(SignUp, Activity).join(Activity).where(
        in_year, Activity.end_date <= now_local.date(), SignUp.ended_at.is_null(), SignUp.attendance.in_(CAME),
        Activity.starts.is_null(False), Activity.ends.is_null(False),
    )
    for sign_up in went:
        activity = sign_up.activity
        if planning.has_ended(activity, now_local):
            for month in (made.months[activity.date.month - 1], made.all):
                month.time += planning.lasts(activity)
