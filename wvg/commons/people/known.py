"""Which family a line of a list means, and what of theirs it changes."""

from wvg.base.errors import Invalid
from wvg.base.spreadsheet import Change
from wvg.base.words import fold, say
from wvg.commons.people import names, rules
from wvg.commons.people.models import Household
from wvg.commons.people.queries import BANDS, Details, details

MEANT_BY = ("bell_name", "address", "phone")  # when there is no code name


class Known:
    """Which families are there already, and which were met on an earlier line: one query."""

    def __init__(self):
        self.met = {}
        self.rows = {row.folded: (row, details(row)) for row in Household.select().order_by(Household.id)}
        self.taken = set(self.rows)

    def reserve(self, code_names):
        """These stand in the list: no line without a code name gets one of them."""
        self.taken |= {fold(name) for name in code_names}

    def change(self, line, values):
        """The Change that a line makes. Raises Invalid when it is not clear which family is meant, or it cannot be."""
        row, held = self._meant(values)
        key = (row.folded if row else fold(values.get("code_name", ""))) or tuple(_identity(values).items())
        if key in self.met:
            raise Invalid("code_name", say("This may be the same family as on line %(other)s.", other=self.met[key]))
        self.met[key] = line
        if row is None:
            return self._new(line, values)
        values.pop("code_name", None)  # as it is written there
        there = {**held.words(), **row.__data__}
        after = {name: _after(name, there[name], value) for name, value in values.items()}
        if "ages" in after and "children" not in after:
            after["children"] = _children(row.children, held.ages, after["ages"])
        _possible(after.get("ages", held.ages), after.get("children", row.children))
        changed = {name: value for name, value in after.items() if there[name] != value}
        if changed and held.damaged:
            raise Invalid("code_name", rules.DAMAGED)
        rules.check_code_name(row.code_name, Details(bell_name=after.get("bell_name", held.bell_name)))
        return Change(line, row.code_name, changed, row, {name: there[name] for name in changed})

    def _new(self, line, values):
        for name in ("wishes", "languages"):
            if name in values:
                values[name] = sorted(values[name])
        if "ages" in values:
            values["ages"] = _counted(values["ages"])
            values.setdefault("children", sum(values["ages"].values()))
        _possible(values.get("ages", {}), values.get("children", 0))
        held = Details(bell_name=values.get("bell_name", ""))
        if "code_name" not in values:
            bell = rules.words_of(held.bell_name)
            values["code_name"] = next(name for name in names.free(self.taken) if not rules.words_of(name) & bell)
            self.taken.add(fold(values["code_name"]))
        rules.check_code_name(values["code_name"], held)
        return Change(line, values["code_name"], values)

    def _meant(self, values):
        """(household, its Details) by the code name; without one by all that the line says of bell, address, phone."""
        if "code_name" in values:
            return self.rows.get(fold(values["code_name"]), (None, None))
        wanted = _identity(values)
        if not wanted:
            raise Invalid("code_name", say("Give the code name, the name on the bell, the address or the telephone."))
        found = [
            (row, held) for row, held in self.rows.values()
            if all(fold(getattr(held, name)) == value for name, value in wanted.items())
        ]
        if len(found) > 1:
            raise Invalid("code_name", say("More than one family may be meant. Add the code name."))
        return found[0] if found else (None, None)


def _identity(values):
    return {name: fold(values[name]) for name in MEANT_BY if name in values}


def _after(name, before, value):
    """What stands there after a cell was read: nothing that was there goes away."""
    if name in ("wishes", "languages"):
        return sorted({*before, *value})
    if name == "ages":
        return _counted({**before, **value})
    if name == "last_visit":
        return max(before, value) if before else value
    return value


def _counted(ages):
    return {band: ages[band] for band in BANDS if ages.get(band)}


def _children(children, ages, ages_after):
    """How many children there are when only the bands of some changed."""
    known = sum(ages_after.values())
    return known if children == sum(ages.values()) else max(children, known)


def _possible(ages, children):
    if sum(ages.values()) > children:
        raise Invalid("children", say("There are more children by age than in all."))
    if children > rules.MOST:
        raise Invalid("children", say("Enter a number from 0 to 20."))
