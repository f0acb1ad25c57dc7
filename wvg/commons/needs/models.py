from peewee import BooleanField, Check, DateField, ForeignKeyField, IntegerField, TextField

from wvg.base.db import UTCDateTimeField, one_of
from wvg.base.sealed import Sealed
from wvg.commons.people.models import Household
from wvg.commons.planning.models import Activity
from wvg.commons.volunteers.models import Named, Volunteer

URGENCIES = ("today", "this week", "can wait")
OUTCOMES = ("helped", "passed on", "not possible", "mistake")


class NeedKind(Named):
    """A sort of need, and the working group that takes it up; `at_once` is always for today."""

    group = TextField()
    at_once = BooleanField(default=False)


class Need(Sealed):
    """Something a household (or nobody in particular) needs. Sealed: line, next_step, outcome_line.

    `group` raised it; the group of its kind takes it up.
    """

    kind = ForeignKeyField(NeedKind, backref="+")
    urgency = TextField()
    household = ForeignKeyField(Household, null=True, backref="+", on_delete="CASCADE")
    activity = ForeignKeyField(Activity, null=True, backref="+", on_delete="SET NULL")  # where it was heard
    group = TextField(default="")
    raised_by = ForeignKeyField(Volunteer, null=True, backref="+", on_delete="SET NULL")
    raised_at = UTCDateTimeField()
    owner = ForeignKeyField(Volunteer, null=True, backref="+", on_delete="SET NULL")
    taken_at = UTCDateTimeField(null=True)
    follow_up = DateField(null=True)
    closed_at = UTCDateTimeField(null=True)
    outcome = TextField(default="")
    version = IntegerField(default=1)

    class Meta:
        constraints = [
            one_of("urgency", URGENCIES, "need_urgency"),
            one_of("outcome", ("", *OUTCOMES), "need_outcome"),
            Check("(closed_at IS NULL) = (outcome = '')", name="need_closed_has_outcome"),
        ]


# A report that is sent twice raises nothing twice.
Need.add_index(Need.index(Need.activity, Need.household, Need.kind, unique=True, name="need_heard_once"))
