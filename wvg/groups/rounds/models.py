from peewee import BooleanField, Check, DateField, FloatField, ForeignKeyField, IntegerField, TextField

from wvg.base.db import Model, UTCDateTimeField
from wvg.base.sealed import Sealed
from wvg.commons.people.models import Household
from wvg.commons.planning.models import Activity, Series, one_of
from wvg.commons.volunteers.models import Named, Volunteer

USUAL_STOPS = 6


class GoodsKind(Named):
    """A sort of thing that is given at a door: bread, parcel, nappies."""


class Donor(Model):
    """A shop or service where a round fetches; its contact is that of the organisation, not of a person at home."""

    name = TextField()
    place = TextField(default="")
    contact = TextField(default="")
    phone = TextField(default="")  # E.164
    active = BooleanField(default=True)
    version = IntegerField(default=1)


Donor.add_index(Donor.index(Donor.name, unique=True, name="donor_name_once"))


class SeriesRun(Model):
    """What is usual for the runs of a series: how many stops, and where they fetch."""

    series = ForeignKeyField(Series, backref="+", on_delete="CASCADE")
    stops = IntegerField(default=USUAL_STOPS)
    donor = ForeignKeyField(Donor, null=True, backref="+", on_delete="SET NULL")

    class Meta:
        constraints = [Check("stops BETWEEN 1 AND 30", name="series_run_stops")]


SeriesRun.add_index(SeriesRun.index(SeriesRun.series, unique=True, name="series_run_once"))


class Run(Sealed):
    """The run of one activity. Sealed: left_over, which has a version of its own; `version` is that of the plan.

    proxy: who keys the report in for those who went. reported_at: when something was said of every stop.
    """

    activity = ForeignKeyField(Activity, backref="+", on_delete="CASCADE")
    proxy = ForeignKeyField(Volunteer, null=True, backref="+", on_delete="SET NULL")
    reported_by = IntegerField(null=True)  # account
    reported_at = UTCDateTimeField(null=True)
    version = IntegerField(default=1)
    left_over_version = IntegerField(default=1)


Run.add_index(Run.index(Run.activity, unique=True, name="run_once"))

RESULTS = ("visited", "not home", "moved", "not needed")


class Stop(Sealed):
    """A household on a run. Sealed: line. When the household is erased the stop stays, without it and without words.

    adults, children: how many there were when it was reported, for the counts. counted: whether this became the last
    visit of the household; last_visit_before: which one it was before, to put back when "visited" was a mistake.
    """

    run = ForeignKeyField(Run, backref="stops", on_delete="CASCADE")
    household = ForeignKeyField(Household, null=True, backref="+", on_delete="SET NULL")
    position = IntegerField()
    just_visit = BooleanField(default=False)
    result = TextField(default="")
    adults = IntegerField(default=0)
    children = IntegerField(default=0)
    last_visit_before = DateField(null=True)
    counted = BooleanField(default=False)
    reported_by = IntegerField(null=True)  # account
    reported_at = UTCDateTimeField(null=True)
    version = IntegerField(default=1)

    class Meta:
        constraints = [
            one_of("result", ("", *RESULTS), "stop_result"),
            Check("(reported_at IS NULL) = (result = '')", name="stop_reported_has_result"),
        ]


Stop.add_index(Stop.index(Stop.run, Stop.household, unique=True, name="stop_once"))


class StopGoods(Model):
    """A sort of thing that was given at a stop."""

    stop = ForeignKeyField(Stop, backref="goods", on_delete="CASCADE")
    kind = ForeignKeyField(GoodsKind, backref="+")


StopGoods.add_index(StopGoods.index(StopGoods.stop, StopGoods.kind, unique=True, name="stop_goods_once"))


class PickUp(Model):
    """What was got from a donor for a run; `temperature` in degrees Celsius when it was cooled and measured."""

    run = ForeignKeyField(Run, backref="+", on_delete="CASCADE")
    donor = ForeignKeyField(Donor, backref="+")
    got = TextField(default="")
    cooled = BooleanField(default=False)
    temperature = FloatField(null=True)
    by = IntegerField(null=True)  # account
    made_at = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        constraints = [Check("temperature BETWEEN -40 AND 60", name="pick_up_temperature")]


PickUp.add_index(PickUp.index(PickUp.run, PickUp.donor, unique=True, name="pick_up_once"))


class Sheet(Model):
    """A round sheet that was printed; its number stands on the paper. It must come back and be shredded.

    plan_version: the version of the run that it shows.
    """

    run = ForeignKeyField(Run, backref="+", on_delete="CASCADE")
    plan_version = IntegerField(default=1)
    printed_by = IntegerField()  # account
    printed_at = UTCDateTimeField()
    returned_at = UTCDateTimeField(null=True)
    returned_to = IntegerField(null=True)  # account


class Told(Model):
    """A household or a donor was telephoned because a run does not go on or moves; the last one counts."""

    run = ForeignKeyField(Run, backref="+", on_delete="CASCADE")
    household = ForeignKeyField(Household, null=True, backref="+", on_delete="CASCADE")
    donor = ForeignKeyField(Donor, null=True, backref="+", on_delete="CASCADE")
    result = TextField()
    by = IntegerField(null=True)  # account
    made_at = UTCDateTimeField()

    class Meta:
        constraints = [
            one_of("result", ("tried", "told"), "told_result"),
            Check("(household_id IS NULL) <> (donor_id IS NULL)", name="told_one"),
        ]
