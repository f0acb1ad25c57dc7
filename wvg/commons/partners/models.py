from peewee import DateField, ForeignKeyField, IntegerField, TextField

from wvg.base.db import Model, UTCDateTimeField
from wvg.commons.volunteers.models import Volunteer

PAPER = "criminal_record"  # extract 596.2: law of 8 December 2021, for who is often with minors
TOPICS = ("hours", "key", "closing", "snack", "photo", "phones", "consent")


class Partner(Model):
    """An organisation; `key` is that of the grants of its accounts: ("partner", key)."""

    key = TextField()
    name = TextField()
    phone = TextField(default="")  # E.164
    email = TextField(default="")
    ended_on = DateField(null=True)  # we do not work together any more
    made_at = UTCDateTimeField()
    version = IntegerField(default=1)


Partner.add_index(Partner.index(Partner.key, unique=True, name="partner_key_once"))
Partner.add_index(Partner.index(Partner.name, unique=True, name="partner_name_once"))


class Contact(Model):
    """Whom to call at a partner, at work."""

    partner = ForeignKeyField(Partner, backref="contacts", on_delete="CASCADE")
    name = TextField()
    does = TextField(default="")  # in their words: "coördinatie huiswerk", "sleutel"
    phone = TextField(default="")  # E.164
    email = TextField(default="")
    version = IntegerField(default=1)


class Location(Model):
    """A room where we work, of a partner or our own."""

    partner = ForeignKeyField(Partner, null=True, backref="locations", on_delete="SET NULL")
    name = TextField()
    address = TextField(default="")
    ended_on = DateField(null=True)
    version = IntegerField(default=1)

    @property
    def place(self):
        """As an activity has it: the name up to the first comma may stand in a feed."""
        return f"{self.name}, {self.address}" if self.address else self.name


Location.add_index(Location.index(Location.name, unique=True, name="location_name_once"))


class PartnerAgreement(Model):
    """What was agreed with a partner, by topic of TOPICS, in their own words; it is renewed before `renew_on`.

    Whoever changes it agrees for their side and takes back the agreement of the other.
    """

    partner = ForeignKeyField(Partner, backref="+", on_delete="CASCADE")
    hours = TextField(default="")
    key = TextField(default="")
    closing = TextField(default="")
    snack = TextField(default="")
    photo = TextField(default="")
    phones = TextField(default="")  # who telephones the parents
    consent = TextField(default="")  # of the parents
    renew_on = DateField(null=True)
    reminded_for = DateField(null=True)  # the renew_on of which people were told
    changed_by = IntegerField(null=True)  # account
    changed_at = UTCDateTimeField()
    ours_by = IntegerField(null=True)  # account that agreed for us
    ours_at = UTCDateTimeField(null=True)
    theirs_by = IntegerField(null=True)
    theirs_at = UTCDateTimeField(null=True)
    version = IntegerField(default=1)


PartnerAgreement.add_index(
    PartnerAgreement.index(PartnerAgreement.partner, unique=True, name="partner_agreement_once")
)


class PartnerPerson(Model):
    """A volunteer who comes through a partner: on no list but those of groups that work with partners."""

    partner = ForeignKeyField(Partner, backref="people", on_delete="CASCADE")
    volunteer = ForeignKeyField(Volunteer, backref="+", on_delete="CASCADE")
    made_at = UTCDateTimeField()


PartnerPerson.add_index(PartnerPerson.index(PartnerPerson.volunteer, unique=True, name="partner_person_once"))
