from peewee import SQL, BooleanField, Check, DateField, ForeignKeyField, IntegerField, TextField

from wvg.base.db import Model, UTCDateTimeField


class Named(Model):
    """A row that admins can add: a name in Dutch, and in English and French where somebody wrote it."""

    key = TextField(unique=True)
    name_nl = TextField()
    name_en = TextField(default="")
    name_fr = TextField(default="")
    position = IntegerField(default=0)
    active = BooleanField(default=True)


class Skill(Named):
    """Something a volunteer can do: drive, ride the cargo bike, interpret."""


class PaperKind(Named):
    """A paper that must be seen, never copied: criminal record extract, information note."""


class Language(Named):
    """A language that volunteers speak; `key` is its ISO 639 code."""


class Volunteer(Model):
    first_name = TextField()
    last_name = TextField(default="")
    email = TextField(null=True)
    mobile = TextField(null=True, index=True)  # E.164
    phone = TextField(null=True)  # E.164, a second number
    language = TextField(default="nl")
    max_per_month = IntegerField(null=True)
    new_since = DateField(null=True)  # a newcomer until two turns after this day
    left_on = DateField(null=True)
    merged_into = ForeignKeyField("self", null=True, backref="+")
    search = TextField(index=True)  # name folded: no capitals, no accents
    made_at = UTCDateTimeField()
    version = IntegerField(default=1)
    mail = BooleanField(default=True, constraints=[SQL("DEFAULT TRUE")])  # wants one when there is a message

    class Meta:
        constraints = [Check("max_per_month > 0", name="volunteer_max_positive")]


Volunteer.add_index(
    Volunteer.index(SQL("lower(email)"), unique=True, name="volunteer_email_once")
)


class VolunteerSkill(Model):
    volunteer = ForeignKeyField(Volunteer, backref="skills", on_delete="CASCADE")
    skill = ForeignKeyField(Skill, backref="+")

    class Meta:
        indexes = [(("volunteer", "skill"), True)]


class VolunteerLanguage(Model):
    volunteer = ForeignKeyField(Volunteer, backref="languages", on_delete="CASCADE")
    language = ForeignKeyField(Language, backref="+")

    class Meta:
        indexes = [(("volunteer", "language"), True)]


class PaperSeen(Model):
    """A paper was shown on a day; nothing of it is kept."""

    volunteer = ForeignKeyField(Volunteer, backref="papers", on_delete="CASCADE")
    kind = ForeignKeyField(PaperKind, backref="+")
    seen_on = DateField()
    seen_by = IntegerField(null=True)  # account

    class Meta:
        indexes = [(("volunteer", "kind"), True)]


PARTS = ("morning", "afternoon", "evening")


class Availability(Model):
    """A part of a weekday on which a volunteer usually can; no row at all means: not said."""

    volunteer = ForeignKeyField(Volunteer, backref="availability", on_delete="CASCADE")
    weekday = IntegerField()  # 0 is Monday
    part = TextField()

    class Meta:
        indexes = [(("volunteer", "weekday", "part"), True)]
        constraints = [
            Check("weekday BETWEEN 0 AND 6", name="availability_weekday"),
            Check("part IN ('morning', 'afternoon', 'evening')", name="availability_part"),
        ]


class Absence(Model):
    volunteer = ForeignKeyField(Volunteer, backref="absences", on_delete="CASCADE")
    first_day = DateField()
    last_day = DateField()
    made_at = UTCDateTimeField()

    class Meta:
        constraints = [Check("last_day >= first_day", name="absence_forward")]
