"""What was heard at the desk, or anywhere else than on a round."""

from wvg.base import access, clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed
from wvg.base.words import say
from wvg.commons.needs import rules
from wvg.commons.needs.models import URGENCIES, Need, NeedKind
from wvg.commons.needs.permissions import RAISE, TAKE
from wvg.commons.people.models import Household
from wvg.commons.people.permissions import KEEP
from wvg.commons.planning import queries as planning

REST = "other"  # the kind whose group looks at what nobody else coordinates


def write_down(kind, urgency, line, household, by, now):
    """A need that was heard at the desk; (Need, [volunteers who will see it]).

    kind: a number; household: a number or None, only for those who keep the households. Raises NotAllowed, Invalid
    ("kind", "urgency", "line", "household").
    """
    if not by.can(RAISE) or (household is not None and not by.can(KEEP)):
        raise NotAllowed
    with database.atomic():
        found = chosen(kind, urgency, line)
        if household is not None and not Household.select().where(
            Household.id == household, Household.ended_on.is_null()
        ).exists():
            raise Invalid("household", say("Choose from the list."))
        group, seen_by = _group(found, by, clock.local(now).date())
        row = Need(kind=found, urgency="today" if found.at_once else urgency, household=household, group=group)
        return rules.made(row, line, rules.RAISED, by, now), seen_by


def chosen(kind, urgency, line):
    """The NeedKind (a number) that was chosen. Raises Invalid for what cannot be written down."""
    found = NeedKind.get_or_none(NeedKind.id == kind, NeedKind.active)
    if found is None:
        raise Invalid("kind", say("Choose from the list."))
    if not found.at_once and urgency not in URGENCIES:
        raise Invalid("urgency", say("Choose how urgent it is."))
    if not line:
        raise Invalid("line", say("Write in one line what is needed."))
    return found


def _group(kind, by, today):
    """The group that raises it, and who will see it: first one that they coordinate, else one that is coordinated.

    Nobody may think that it was told while nobody sees it.
    """
    rest = NeedKind.get_or_none(NeedKind.key == REST)
    own = [key for key in access.groups if by.belongs_to(key)]
    leading = planning.coordinators_of({*own, kind.group, *([rest.group] if rest else [])}, today)
    own.sort(key=lambda key: (not by.can(TAKE, key), key != kind.group))
    group = next((key for key in own if leading[key]), "")
    if not leading[kind.group] and not leading[group] and rest:
        group = rest.group
    people = {v.id: v for key in (kind.group, group) if key for v in leading[key]}
    if not people:
        raise Invalid("kind", say("Nobody would see this yet. Call somebody of the group."))
    return group, [v for v in people.values() if v.id != by.volunteer]
