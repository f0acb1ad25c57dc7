import re
from dataclasses import asdict, dataclass, field
from datetime import date

from dateutil.relativedelta import relativedelta

from wvg.base import clock
from wvg.base.errors import NotAllowed, Unknown
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.accounts.queries import grants_in_force
from wvg.commons.keeping import queries as keeping
from wvg.commons.people import names
from wvg.commons.people.models import FoodWish, Household
from wvg.commons.people.permissions import KEEP
from wvg.commons.volunteers import queries as volunteers
from wvg.commons.volunteers.models import Volunteer

BANDS = ("0-2", "3-5", "6-11", "12-17")  # ages of children, in years


@dataclass
class Details:
    """What is sealed of a household: only what the next visit needs.

    ages: {band of BANDS: how many children}; wishes: keys of FoodWish; nappies: sizes as written ("3", "4+");
    languages: ISO 639 codes as in Language.
    """

    bell_name: str = ""
    address: str = ""
    phone: str = ""  # E.164
    ages: dict[str, int] = field(default_factory=dict)
    wishes: list[str] = field(default_factory=list)
    allergies: str = ""
    baby_food: str = ""
    nappies: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    access: str = ""  # floor, bell, dog, hours
    pause_reason: str = ""
    told_by: str = ""
    asks: str = ""
    ended_because: str = ""
    damaged: bool = False  # the blob cannot be read any more; never sealed

    def __post_init__(self):
        # In one order, so that the same ticks are the same.
        self.wishes, self.languages = sorted(set(self.wishes)), sorted(set(self.languages))

    def words(self):
        """What Household.seal takes."""
        return {name: value for name, value in asdict(self).items() if name != "damaged"}


def details(household):
    """The Details of a household; when the blob was damaged or is of another, only that is said."""
    words, damaged = household.read()
    return Details(**words, damaged=damaged)


@dataclass
class Family:
    """A household as those who keep it see it on `day`."""

    household: Household
    details: Details
    day: date

    @property
    def paused(self):
        """Whether it is not visited on that day because of a pause."""
        return self.household.paused_until is not None and self.household.paused_until >= self.day

    @property
    def new(self):
        """Whether nobody went there yet."""
        return self.household.last_visit is None

    def kept_until(self, months):
        """The last day on which it is kept when nobody goes there any more."""
        return kept_until(self.household, months)


def everybody(viewer, today):
    """A Family for every household, ended ones too, in the order of their code names; one query. Raises NotAllowed."""
    if not viewer.can(KEEP):
        raise NotAllowed
    return [Family(row, details(row), today) for row in Household.select().order_by(Household.folded)]


def family(number, viewer, today):
    """One Family. Raises NotAllowed, Unknown."""
    row = household(number, viewer)
    return Family(row, details(row), today)


def kept_until(household, months):
    """The last day on which a household is kept: so many months after the last visit, or after it was made."""
    last = household.last_visit or clock.local(household.made_at).date()
    return last + relativedelta(months=months)


def to_erase(today):
    """Households that are kept longer than the period that was agreed, the oldest first; two queries."""
    months = keeping.months("household")
    found = [row for row in Household.select() if kept_until(row, months) < today]
    return sorted(found, key=lambda row: (kept_until(row, months), row.code_name))


def free_name():
    """A code name that no household has."""
    return next(names.free({row.folded for row in Household.select(Household.folded)}))


def household(number, viewer):
    """A household, for those who keep them. Raises NotAllowed, Unknown."""
    if not viewer.can(KEEP):
        raise NotAllowed
    found = Household.get_or_none(Household.id == number)
    if found is None:
        raise Unknown
    return found


def wishes():
    """The food wishes that can be chosen, in order."""
    return list(FoodWish.select().where(FoodWish.active).order_by(FoodWish.position))


def named_rows():
    """{"wishes": {key: row}, "languages": {key: row}}, in order, also those that are no longer offered; two queries."""
    return {
        "wishes": {row.key: row for row in FoodWish.select().order_by(FoodWish.position, FoodWish.id)},
        "languages": {row.key: row for row in volunteers.every_language()},
    }


def goers(today, held=None):
    """Volunteers who can go to a new family: with a right in the rounds, or without an account; and `held` (its id)."""
    granted = Account.select(Account.volunteer).join(Grant).where(
        Grant.group == KEEP.group, Grant.role.in_(("volunteer", "coordinator")), grants_in_force(today),
        Account.closed_at.is_null(),
    )
    can = Volunteer.left_on.is_null() & Volunteer.merged_into.is_null() & (
        Volunteer.id.in_(granted) | Volunteer.id.not_in(Account.select(Account.volunteer))
    )
    rows = Volunteer.select().where(can | (Volunteer.id == held))
    return list(rows.order_by(Volunteer.search, Volunteer.id))


MOST_SIZES, LONGEST_SIZE = 8, 12


def sizes(typed):
    """["3", "4+"] of "3, 4+": each once, in order."""
    return list(dict.fromkeys(size.strip() for size in re.split("[,;/&]", typed) if size.strip()))


def are_sizes(found):
    return len(found) <= MOST_SIZES and all(len(size) <= LONGEST_SIZE for size in found)
