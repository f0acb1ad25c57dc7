from dataclasses import asdict, dataclass, field
from datetime import date

from wvg.base.errors import NotAllowed, Unknown
from wvg.commons.people.models import FoodWish, Household
from wvg.commons.people.permissions import KEEP

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


def to_visit(viewer, day):
    """A Family for every household that is visited, paused ones too, those not visited for longest first; one query.

    Raises NotAllowed.
    """
    return _families(viewer, day, Household.ended_on.is_null())


def _families(viewer, day, *conditions):
    if not viewer.can(KEEP):
        raise NotAllowed
    rows = Household.select().where(*conditions)
    return [
        Family(row, details(row), day)
        for row in rows.order_by(Household.last_visit.asc(nulls="first"), Household.code_name, Household.id)
    ]


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
