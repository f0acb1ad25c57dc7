"""Questions about what is closed, always for a viewer."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import chain

from dateutil.relativedelta import relativedelta
from peewee import JOIN

from wvg.base import clock
from wvg.base.access import groups
from wvg.base.words import say
from wvg.commons.accounts.models import Account
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.planning.models import Closure, Series
from wvg.commons.planning.series import queries_closures
from wvg.commons.planning.series.queries_closures import BY_FILE
from wvg.commons.volunteers.models import Volunteer

BACK = relativedelta(years=2)  # so long a reading can be taken back, while something of it is not over


@dataclass
class Line:
    """A closure, and whether this viewer may open it again."""

    closure: Closure
    may_open: bool

    @property
    def of(self):
        return name_of(self.closure)


@dataclass
class Read:
    """A file that was read: its act, when, by whom (None: not known), what is closed by it, may one take it back."""

    act: int
    day: date
    by: Volunteer | None
    lines: list[Line]
    may_take_back: bool


def name_of(closure):
    """What is closed, as it is called: a Sentence, or the name of the place or partner."""
    if closure.scope == "everything":
        return say("The whole organisation")
    return groups[closure.of].label if closure.scope == "group" and closure.of in groups else closure.of


def named_on_its_days(closure):
    """As it is called in the calendar and on paper: of a place only what may be public, before the first comma."""
    return closure.of.partition(",")[0] if closure.scope == "place" else name_of(closure)


def on_days(first, last, viewer):
    """Closures on some day from `first` to `last`, both in, the first one first: one query."""
    return list(
        Closure.select().where(Closure.first_day <= last, Closure.last_day >= first, queries_closures.visible(viewer))
        .order_by(Closure.first_day, Closure.id)
    )


def coming(viewer, today):
    """[Line] of what is closed and not over, the first one first: two queries."""
    closures = on_days(today, date.max, viewer)
    mine = {one.id for one in queries_closures.may_open(closures, viewer)}
    return [Line(one, one.id in mine) for one in closures]


def of_group(group, viewer, today):
    """[Line] of what is closed and not over, for a group or a place where it goes: three queries."""
    own = places(group)
    return [
        line for line in coming(viewer, today)
        if line.closure.scope == "everything" or (line.closure.scope, line.closure.of) == ("group", group)
        or (line.closure.scope == "place" and line.closure.of in own and line.closure.group == group)
    ]


def listed(viewer, now):
    """([Read], the newest first, [Line] of what was closed by hand): five queries.

    A reading that only changed or took something away is there for who read it.
    """
    today = clock.local(now).date()
    read, by_hand = defaultdict(list), []
    for line in coming(viewer, today):
        (read[line.closure.act] if line.closure.uid and line.closure.act else by_hand).append(line)
    acts = list(
        Act.select(Act, Account, Volunteer).join(Account, JOIN.LEFT_OUTER, on=Act.by == Account.id, attr="account")
        .join(Volunteer, JOIN.LEFT_OUTER)
        .where(Act.kind == BY_FILE, Act.undone_by.is_null(), Act.at > now - BACK).order_by(Act.id.desc())
    )
    replaced = ActChange.select().where(
        ActChange.act.in_([act.id for act in acts if act.by == viewer.account]), ActChange.table == "closure",
        ActChange.before.is_null(False),
    )
    own = {change.act_id for change in replaced if change.before["last_day"] >= today.isoformat()}
    files = [_read(act, read.pop(act.id, []), viewer) for act in acts if act.id in read or act.id in own]
    return files, sorted([*by_hand, *chain(*read.values())], key=lambda line: line.closure.first_day)


def _read(act, lines, viewer):
    account = getattr(act, "account", None)
    mine = all(line.may_open for line in lines) and (bool(lines) or act.by == viewer.account)
    return Read(act.id, clock.local(act.at).date(), account and account.volunteer, lines, mine)


def places(group):
    """The different places of the series of a group."""
    rows = Series.select(Series.place).where(Series.group == group, Series.place != "").distinct()
    return [place for (place,) in rows.order_by(Series.place).tuples()]


def on_paper(closure):
    """Whether a closure may hang on a wall: not that of a group whose work may not."""
    of = closure.of if closure.scope == "group" else closure.group
    return closure.scope in ("everything", "partner") or (of in groups and groups[of].on_paper)
