"""Whom a line of a list of volunteers means, and what of theirs it changes."""

from collections import defaultdict
from dataclasses import dataclass

from wvg.base import spreadsheet
from wvg.base.errors import Invalid
from wvg.base.words import fold, full_name, say
from wvg.commons.volunteers import rules
from wvg.commons.volunteers.models import Volunteer, VolunteerLanguage, VolunteerSkill


@dataclass
class Change(spreadsheet.Change):
    """alike: there is another one with this name."""

    alike: bool = False


class Known:
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
        """The Change that a line makes. Raises Invalid when it is not clear who is meant, or as rules.check_names."""
        rules.check_names(values)
        name = f"{values['first_name']} {values.get('last_name', '')}".strip()
        row = self._meant(values, fold(name))
        self._meet(line, row, values, name)
        if row is None:
            if "new_since" in values:
                values["new_since"] = values["new_since"] or self.today
            return Change(line, name, values, alike=fold(name) in self.by_name)
        before = {name: self.hung[name][row.id] if name in self.hung else getattr(row, name) for name in values}
        after = {name: self._after(name, before[name], value) for name, value in values.items()}
        changed = [name for name in values if before[name] != after[name]]
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
                    name=full_name(owner),
                ))
            if owner or not numbers:
                return owner
        if len(same) > 1:
            raise Invalid("first_name", say("More than one volunteer may be meant. Add an e-mail address."))
        return same[0] if same else None

    def _meet(self, line, row, values, name):
        """Remember by all that it may be known by afterwards, so that no two lines mean the same person."""
        names = {fold(name)}
        if row is not None and "last_name" not in values:
            names.add(fold(f"{values['first_name']} {row.last_name}"))
        stored = {} if row is None else {"mobile": row.mobile, "phone": row.phone, "email": row.email}
        all_of_it = {**stored, **values}
        keys = {("number", name, number) for name in names for number in _numbers(all_of_it)}
        if all_of_it.get("email"):
            keys.add(("email", all_of_it["email"].lower()))
        if row is not None:
            keys.add(("row", row.id))
        named, only_named = {("name", name) for name in names}, {("only a name", name) for name in names}
        only_a_name = not _numbers(values) and "email" not in values
        for key in keys | (named if only_a_name else only_named):
            if key in self.met:
                raise Invalid(
                    "first_name", say("This may be the same person as on line %(other)s.", other=self.met[key])
                )
        self.met.update(dict.fromkeys(keys | named | (only_named if only_a_name else set()), line))

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
