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
    mailed_at = UTCDateTimeField(null=True)

    class Meta:
        indexes = [(("recipient", "seen_at"), False), (("kind", "activity"), False)]


class Outbox(Model):
    """A mail to one volunteer, as long as it waits and for a while after; what it says is made when it goes.

    `last_error`: the class of what went wrong, never its text, in which addresses stand.
    `unsure`: tries of which nobody knows how they ended. `refused`: the address that the mail server did not take.
    """

    recipient = ForeignKeyField(Volunteer, backref="+", on_delete="CASCADE")
    made_at = UTCDateTimeField()
    due_at = UTCDateTimeField()
    tries = IntegerField(default=0)
    unsure = IntegerField(default=0)
    last_error = TextField(default="")
    refused = TextField(default="")
    sent_at = UTCDateTimeField(null=True)
    gave_up_at = UTCDateTimeField(null=True)


Outbox.add_index(
    Outbox.index(
        Outbox.recipient, unique=True, where=Outbox.sent_at.is_null() & Outbox.gave_up_at.is_null(),
        name="outbox_one_waiting_once",
    )
)


class Lease(Model):
    """Who works at something that one process at a time should do: nobody else until then."""

    name = TextField(primary_key=True)
    until = UTCDateTimeField()
