from peewee import BooleanField, Check, DateField, ForeignKeyField, IntegerField, TextField

from wvg.base.db import UTCDateTimeField, one_of
from wvg.base.sealed import Sealed
from wvg.commons.volunteers.models import Named, Volunteer

CHANNELS = ("phone", "mail", "door", "other")


class FoodWish(Named):
    """What a household eats or does not eat; never why."""


class Household(Sealed):
    """A household that is visited. Plain are only its code name, counts and dates; see queries.Details for the rest."""

    code_name = TextField()
    folded = TextField()  # the code name without capitals and accents: these differ
    adults = IntegerField(default=1)
    children = IntegerField(default=0)
    priority = BooleanField(default=False)
    came_by = TextField(default="other")  # how we heard of them
    first_by = ForeignKeyField(Volunteer, null=True, backref="+", on_delete="SET NULL")  # who goes first
    paused_until = DateField(null=True)  # the last day of the pause
    last_visit = DateField(null=True)
    ended_on = DateField(null=True)  # not visited any more
    made_at = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        constraints = [
            one_of("came_by", CHANNELS, "household_came_by"),
            Check("adults BETWEEN 0 AND 20 AND children BETWEEN 0 AND 20", name="household_mouths"),
        ]


Household.add_index(Household.index(Household.folded, unique=True, name="household_folded_once"))
