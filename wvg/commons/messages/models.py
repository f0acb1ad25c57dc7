from peewee import ForeignKeyField, IntegerField, JSONField, TextField

from wvg.base.db import Model, UTCDateTimeField
from wvg.commons.audit.models import Act
from wvg.commons.volunteers.models import Volunteer


class Message(Model):
    """Something one volunteer must be told; the text is made from `kind` in the reader's language."""

    recipient = ForeignKeyField(Volunteer, backref="+", on_delete="CASCADE")
    kind = TextField()
    person = ForeignKeyField(Volunteer, null=True, backref="+", on_delete="SET NULL")  # whom it is about
    activity = IntegerField(null=True)
    act = ForeignKeyField(Act, null=True, backref="+", on_delete="SET NULL")
    details = JSONField(default=dict)  # what Sentence.as_json gives for its parameters
    made_at = UTCDateTimeField()
    seen_at = UTCDateTimeField(null=True)

    class Meta:
        indexes = [(("recipient", "seen_at"), False)]
