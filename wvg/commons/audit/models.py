from peewee import ForeignKeyField, IntegerField, JSONField, TextField

from wvg.base.db import Model, UTCDateTimeField


class Act(Model):
    """One act of one account. `by` and `on_behalf_of` are numbers, not foreign keys: the log outlives people."""

    by = IntegerField(null=True)  # account
    on_behalf_of = IntegerField(null=True)  # volunteer
    kind = TextField()
    at = UTCDateTimeField(index=True)
    undone_by = ForeignKeyField("self", null=True, backref="+")


class ActChange(Model):
    """A row that an act made or changed: its version after, and the values it had before (None: it was made)."""

    act = ForeignKeyField(Act, backref="changes", on_delete="CASCADE")
    table = TextField()
    row = IntegerField()
    version = IntegerField(null=True)
    before = JSONField(null=True)

    class Meta:
        indexes = [(("table", "row"), False)]
