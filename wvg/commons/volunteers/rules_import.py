"""Brings in a list from a spreadsheet: all of it, or nothing. What is there already is filled in, never taken away."""

from collections import defaultdict
from dataclasses import dataclass, field

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed
from wvg.base.words import Sentence, fold, say
from wvg.commons.volunteers import rules, sheet
from wvg.commons.volunteers.cells import Cells
from wvg.commons.volunteers.models import Volunteer, VolunteerLanguage, VolunteerSkill
from wvg.commons.volunteers.permissions import MANAGE


@dataclass
class Change:
    """A line of the list: whom it means (None: somebody new), and the values that are theirs from now on.

    before: what stood there, for each of `values` of somebody known. alike: there is another one with this name.
    """

    line: int
    name: str
    values: dict
    volunteer: Volunteer | None = None
    before: dict = field(default_factory=dict)
    alike: bool = False


@dataclass
class Import:
    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    ignored: list[str] = field(default_factory=list)
    problems: list[Sentence] = field(default_factory=list)

    @property
    def sentence(self):
        return say("%(new)s new, %(changed)s changed, %(same)s the same.",
                   new=len(self.new), changed=len(self.changed), same=self.same)


def look(text, by, now):
    """What a list would do. Raises NotAllowed; Refused when it is no list at all."""
    if not by.can(MANAGE):
        raise NotAllowed
    read = sheet.read(text)
    found = Import(ignored=read.ignored, problems=list(read.problems))
    today = clock.local(now).date()
    cells, known = Cells(today), _Known(today)
    for line, texts in read.lines:
        values, problems = cells.values(texts)
        if not problems:
            try:
                _sort(known.change(line, values), found)
            except Invalid as invalid:
                problems = [invalid.sentence]
        found.problems += [sheet.on_line(line, problem) for problem in problems]
    return found


def bring_in(text, by, now):
    """Do what `look` finds, unless there is a problem. A second time nothing changes. Raises as `look`."""
    change = None
    try:
        with database.atomic():
            found = look(text, by, now)
            if not found.problems:
                for change in found.new:
                    rules.add(change.values, by, now)
                for change in found.changed:
                    rules.change(change.volunteer.id, change.volunteer.version, change.values, by, now)
    except Invalid as invalid:
        # Two addresses that only the database takes for one, such as É@… and é@…: nothing was written.
        found.problems.append(sheet.on_line(change.line, invalid.sentence))
    return found


def _sort(change, found):
    if change.volunteer is None:
        found.new.append(change)
    elif change.values:
        found.changed.append(change)
    else:
        found.same += 1


class _Known:
    """Who is there already, and who was met on an earlier line: three queries."""

    def __init__(self, today):
        self.today, self.met = today, {}
        self.by_email, self.by_name = {}, defaultdict(list)
        for row in Volunteer.select().where(Volunteer.merged_into.is_null()):
            self.by_name[row.search].append(row)
            if row.email:
                self.by_email[row.email.lower()] = row
        self.hung = {"languages": defaultdict(set), "skills": defaultdict(set)}
        for name, table, column in (
            ("languages", VolunteerLanguage, VolunteerLanguage.language),
            ("skills", VolunteerSkill, VolunteerSkill.skill),
        ):
            for volunteer, value in table.select(table.volunteer, column).tuples():
                self.hung[name][volunteer].add(value)

    def change(self, line, values):
        """The Change that a line makes. Raises Invalid when it is not clear who is meant."""
        name = f"{values['first_name']} {values.get('last_name', '')}".strip()
        row = self._meant(values, fold(name))
        self._meet(line, row, values, name)
        if row is None:
            if "new_since" in values:
                values["new_since"] = values["new_since"] or self.today
            return Change(line, name, values, alike=fold(name) in self.by_name)
        before = {name: self.hung[name][row.id] if name in self.hung else getattr(row, name) for name in values}
        after = {name: self._after(name, before[name], value) for name, value in values.items()}
        changed = {name for name in values if before[name] != after[name]}
        return Change(line, name, {name: after[name] for name in changed}, row, before)

    def _meant(self, values, name):
        """Whom a line means: the same e-mail, or else the same name and a telephone number, or only the name."""
        same_name = self.by_name.get(name, [])
        numbers = _numbers(values)
        same = [row for row in same_name if numbers & {row.mobile, row.phone}] if numbers else same_name
        if "email" in values:
            owner = self.by_email.get(values["email"].lower())
            if owner and numbers and same and owner not in same:
                raise Invalid("email", say(
                    "The e-mail address is of %(name)s, the telephone number of somebody else.",
                    name=f"{owner.first_name} {owner.last_name}".strip(),
                ))
            if owner or not numbers:
                return owner
        if len(same) > 1:
            raise Invalid("first_name", say("More than one volunteer may be meant. Add an e-mail address."))
        return same[0] if same else None

    def _meet(self, line, row, values, name):
        """Remember by all that it may be known by afterwards, so that no two lines mean the same person."""
        name = fold(name if row is None or "last_name" in values else f"{values['first_name']} {row.last_name}")
        stored = {} if row is None else {"mobile": row.mobile, "phone": row.phone, "email": row.email}
        all_of_it = {**stored, **values}
        keys = {("number", name, number) for number in _numbers(all_of_it)}
        if all_of_it.get("email"):
            keys.add(("email", all_of_it["email"].lower()))
        if row is not None:
            keys.add(("row", row.id))
        only_a_name = not _numbers(values) and "email" not in values
        asked = keys | {("name", name)} if only_a_name else keys | {("only a name", name)}
        for key in asked:
            if key in self.met:
                raise Invalid(
                    "first_name", say("This may be the same person as on line %(other)s.", other=self.met[key])
                )
        keys |= {("name", name), ("only a name", name)} if only_a_name else {("name", name)}
        self.met.update(dict.fromkeys(keys, line))

    def _after(self, name, before, value):
        if name in self.hung:
            return before | value
        if name == "new_since":
            return value or before or self.today
        if name == "email" and before and before.lower() == value.lower():
            return before
        return value


def _numbers(values):
    return {values[name] for name in ("mobile", "phone") if values.get(name)}
