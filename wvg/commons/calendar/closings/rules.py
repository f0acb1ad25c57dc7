"""The verbs of a calendar file with closing days: look at it, read it in, take it back."""

from dataclasses import dataclass, field
from datetime import date

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import NotAllowed, Refused, Unknown
from wvg.base.words import Sentence, say
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.calendar.closings import ics
from wvg.commons.calendar.permissions import CLOSE
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.models import Closure
from wvg.commons.planning.series import queries_closures, rules_closures
from wvg.commons.planning.series.queries_closures import BY_FILE, TAKE_BACK, reaches
from wvg.commons.volunteers.models import Volunteer


@dataclass
class Line:
    """What a file does with one event: `old` goes (None: it was not closed yet), `new` comes (None: it is taken away).

    off, on, asked: how many dates do not go on, go on again, and must be confirmed; told: who hears of it.
    """

    old: Closure | None
    new: Closure | None
    off: int = 0
    on: int = 0
    asked: int = 0
    told: list[Volunteer] = field(default_factory=list)

    @property
    def closures(self):
        return [one for one in (self.old, self.new) if one]


@dataclass
class Found:
    """What a file does: lines that are new, changed and gone; closures that stay the same, or stand not in the file.

    unread: (title, why). dates: how many dates become something else; told: who hears of it.
    """

    new: list[Line] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    gone: list[Line] = field(default_factory=list)
    same: list[Closure] = field(default_factory=list)
    missing: list[Closure] = field(default_factory=list)
    unread: list[tuple[str, Sentence]] = field(default_factory=list)
    dates: int = 0
    told: list[Volunteer] = field(default_factory=list)

    @property
    def lines(self):
        return [*self.new, *self.changed, *self.gone]

    @property
    def sentence(self):
        return say("%(new)s new, %(changed)s changed, %(gone)s taken away, %(same)s the same.", new=len(self.new),
                   changed=len(self.changed), gone=len(self.gone), same=len(self.same))


def look(text, what, by, now):
    """What a calendar file would do, without doing it: a Found. A fixed number of queries.

    what: {"scope", "group", "of", "policy"} of all of it. Raises NotAllowed, and Refused when it is no calendar.
    """
    found = _sorted(text, what, by, now)
    _who_is_hit(found, rules_closures.turns(*_moves(found), now), by)
    return found


def _sorted(text, what, by, now):
    """The Found without who is hit."""
    today = clock.local(now).date()
    reading, found = ics.read(text, today), Found()
    same = [getattr(Closure, name) == what.get(name, "") for name in ("scope", "group", "of")]
    rows = Closure.select().where(*same, Closure.uid != "")
    there = {row.uid: row for row in rows}
    for event in sorted(reading.events, key=lambda event: event.first_day):
        _sort(found, there.get(event.uid), Closure(**what, **vars(event)))
    found.unread = reading.unread
    for uid, title in reading.cancelled.items():
        old = there.get(uid)
        if old and old.last_day >= today:
            found.gone.append(Line(old, None))
        else:
            found.unread.append((title, say("It does not go on, and was not closed here.")))
    found.missing = [row for uid, row in there.items() if uid not in reading.known and row.last_day >= today]
    found.missing.sort(key=lambda row: row.first_day)
    gone, made = _moves(found)
    rules_closures.must_close(made, by)
    rules_closures.must_open(gone, by)
    return found


def _sort(found, old, new):
    if old is None:
        found.new.append(Line(None, new))
    elif all(getattr(old, name) == getattr(new, name) for name in ("first_day", "last_day", "reason", "policy")):
        found.same.append(old)
    else:
        found.changed.append(Line(old, new))


def _moves(found):
    return [line.old for line in found.lines if line.old], [line.new for line in found.lines if line.new]


def _who_is_hit(found, turned, by):
    found.dates = len(turned)
    told = [turn for turn in turned if turn.off or (turn.on and turn.state == "planned")]
    on = queries_changes.people_on([turn.activity.id for turn in told])

    def people(turns):
        rows = {row.volunteer_id: row.volunteer for turn in turns for row in on.get(turn.activity.id, [])}
        return sorted((v for v in rows.values() if v.id != by.volunteer), key=lambda v: (v.first_name, v.id))

    found.told = people(told)
    for line in found.lines:
        hit = [turn for turn in turned if any(reaches(one, turn.activity) for one in line.closures)]
        line.off = sum(turn.off for turn in hit)
        line.on = sum(turn.on and turn.state == "planned" for turn in hit)
        line.asked = sum(turn.state == "to confirm" for turn in hit)
        line.told = people(hit)


def read_in(text, what, by, now):
    """Do what `look` finds at this moment, all of it in one act; its Found. Raises as look."""
    with database.atomic():
        found = _sorted(text, what, by, now)
        if found.lines:
            _, turned = rules_closures.change(*_moves(found), BY_FILE, by, now)
            found.dates = len(turned)
    return found


def take_back(number, by, now):
    """Open again what a reading closed, put back what it replaced or took away; those on the dates are told.

    Not what was closed by another file since; where what it replaced was of a reading that was taken back itself, then
    what that one had replaced. How many dates become something else. Raises Unknown, NotAllowed, and Refused when it
    was taken back already.
    """
    today = clock.local(now).date()
    with database.atomic():
        act = Act.get_or_none(Act.id == number, Act.kind == BY_FILE)
        if act is None or not by.can(CLOSE):
            raise Unknown
        back = _replaced_by(act)
        keys = {_key(one.__data__) for one in back}
        gone = [
            one for one in Closure.select().where(Closure.act == act.id)
            if one.last_day >= today or _key(one.__data__) in keys
        ]
        moving = [*gone, *back]
        if len(queries_closures.may_open(moving, by)) < len(moving) or not (moving or act.by == by.account):
            raise NotAllowed
        if act.undone_by_id:
            raise Refused(say("This was taken back already. Nothing has changed."))
        act.undone_by, turned = rules_closures.change(gone, back, TAKE_BACK, by, now)
        act.save()
        return len(turned)


def _replaced_by(act):
    """Closures, not kept, that were there before an act and can be put back."""
    others = Closure.select().where(Closure.uid != "", Closure.act.is_null() | (Closure.act != act.id))
    there, found = {_key(one.__data__) for one in others}, []
    for key, values in _before(act.id).items():
        while values and _was_taken_back(values["act"]):
            values = _before(values["act"]).get(key)
        if values and key not in there:
            days = {name: date.fromisoformat(values[name]) for name in ("first_day", "last_day")}
            found.append(Closure(**{**values, **days, "id": None}))
    return found


def _key(values):
    """What makes a closure the same one in the next file."""
    return values["scope"], values.get("group", ""), values["of"], values["uid"]


def _before(number):
    """{key: columns} of the closures that an act took away."""
    rows = ActChange.select(ActChange.before).where(ActChange.act == number, ActChange.table == "closure")
    taken = [row.before for row in rows if row.before]
    return {_key(values): values for values in taken}


def _was_taken_back(number):
    return Act.select().where(Act.id == number, Act.undone_by.is_null(False)).exists()
