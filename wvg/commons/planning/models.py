from datetime import timedelta

from peewee import (
    SQL,
    BooleanField,
    Check,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
    TimeField,
)

from wvg.base.db import Model, UTCDateTimeField, one_of
from wvg.base.words import named
from wvg.commons.volunteers.models import Named, PaperKind, Skill, Volunteer

HOLIDAY_POLICIES = ("go", "skip", "ask")
AUDIENCES = ("everyone", "group", "those on it")
APPOINTMENT = "appointment"  # the kind of what a group meets for; the other kinds are its work
LONGEST = timedelta(days=60)  # from the first to the last day of one activity: what is asked by day looks so far back


class Role(Named):
    """What somebody does on a seat: driver, helper, tutor."""


def place_name(seat):
    """Its role in the reader's language; places are numbered: "Plaats 2"."""
    return f"{named(seat.role)} {seat.position}" if seat.role.key == "place" else named(seat.role)


class Series(Model):
    """An activity that comes back; its dates are made 13 months ahead."""

    group = TextField()
    kind = TextField()
    title = TextField()
    place = TextField(default="")
    public_place = TextField(default="")  # what may stand in a feed or on the wall
    rule = TextField()  # RRULE or RDATE text, see dates.py
    starts = TimeField(null=True)
    ends = TimeField(null=True)
    first_day = DateField()
    last_day = DateField(null=True)
    on_public = TextField(default="ask")
    on_school = TextField(default="go")
    minimum = IntegerField(default=1)
    audience = TextField(default="group")
    with_experienced = BooleanField(default=False)
    previous = ForeignKeyField("self", null=True, backref="+")
    made_at = UTCDateTimeField()
    version = IntegerField(default=1)
    days = IntegerField(default=1, constraints=[SQL("DEFAULT 1")])  # how many days each time lasts

    class Meta:
        constraints = [
            one_of("on_public", HOLIDAY_POLICIES, "series_on_public"),
            one_of("on_school", HOLIDAY_POLICIES, "series_on_school"),
            one_of("audience", AUDIENCES, "series_audience"),
            Check("last_day >= first_day", name="series_forward"),
            Check("minimum >= 0", name="series_minimum"),
        ]

    def ends_on(self, day):
        """The last day of what begins on `day`."""
        return day + timedelta(days=self.days - 1)


class SeriesSeat(Model):
    series = ForeignKeyField(Series, backref="seats", on_delete="CASCADE")
    role = ForeignKeyField(Role, backref="+")
    required = BooleanField(default=True)
    position = IntegerField()

    @property
    def name(self):
        return place_name(self)


class SeriesSeatNeed(Model):
    """What a seat asks: a skill or a paper seen. It `blocks` everybody, or warns.

    For a paper that only warns a coordinator must say why it was passed over; see queries.keeps_off.
    """

    series_seat = ForeignKeyField(SeriesSeat, backref="needs", on_delete="CASCADE")
    skill = ForeignKeyField(Skill, null=True, backref="+")
    paper = ForeignKeyField(PaperKind, null=True, backref="+")
    blocks = BooleanField(default=True)

    class Meta:
        constraints = [Check("(skill_id IS NULL) <> (paper_id IS NULL)", name="series_seat_need_one")]


class Regular(Model):
    """Somebody who always sits there: every time, or every n-th time counted from `anchor`."""

    series_seat = ForeignKeyField(SeriesSeat, backref="regulars")
    volunteer = ForeignKeyField(Volunteer, backref="+")
    first_day = DateField()
    last_day = DateField(null=True)
    every = IntegerField(default=1)
    anchor = DateField()
    ended_by = IntegerField(null=True)  # account
    ended_at = UTCDateTimeField(null=True)

    class Meta:
        constraints = [
            Check("every >= 1", name="regular_every"),
            Check("last_day >= first_day", name="regular_forward"),
        ]


class Closure(Model):
    """Days on which something is closed: everything, a group, a place or a partner."""

    first_day = DateField()
    last_day = DateField()
    scope = TextField(default="everything")
    of = TextField(default="")  # the group's key, the place or the partner
    reason = TextField()
    policy = TextField(default="skip")
    uid = TextField(default="", constraints=[SQL("DEFAULT ''")])  # of the event in the file that it was read from
    act = IntegerField(null=True)  # the act that closed it
    group = TextField(default="", constraints=[SQL("DEFAULT ''")])  # of a place: whose dates there

    class Meta:
        constraints = [
            one_of("scope", ("everything", "group", "place", "partner"), "closure_scope"),
            one_of("policy", ("skip", "ask"), "closure_policy"),
            Check("last_day >= first_day", name="closure_forward"),
        ]


Closure.add_index(
    Closure.index(
        Closure.scope, Closure.group, Closure.of, Closure.uid, unique=True, where=Closure.uid != "",
        name="closure_uid_once",
    )
)


class Agreement(Model):
    """What the coordinators of a group agreed, in their own words; one text a group."""

    group = TextField()
    text = TextField()
    by = IntegerField(null=True)  # account
    changed_at = UTCDateTimeField()
    version = IntegerField(default=1)


Agreement.add_index(Agreement.index(Agreement.group, unique=True, name="agreement_once"))


STATES = ("planned", "to confirm", "cancelled", "skipped", "done")
GOES_ON = ("planned", "to confirm")
OFF = ("cancelled", "skipped")
SETTLE_AHEAD = timedelta(weeks=2)


class Activity(Model):
    series = ForeignKeyField(Series, null=True, backref="activities")
    group = TextField()
    kind = TextField()
    title = TextField()
    date = DateField()
    end_date = DateField()
    starts = TimeField(null=True)
    ends = TimeField(null=True)
    place = TextField(default="")
    public_place = TextField(default="")
    audience = TextField(default="group")
    minimum = IntegerField(default=1)
    state = TextField(default="planned")
    reason = TextField(default="")
    detached = BooleanField(default=False)
    sequence = IntegerField(default=0)
    version = IntegerField(default=1)
    original_date = DateField(null=True)
    changed_at = UTCDateTimeField(null=True)  # the last time since it was made

    class Meta:
        indexes = [(("group", "date"), False), (("date",), False)]
        constraints = [
            one_of("state", STATES, "activity_state"),
            one_of("audience", AUDIENCES, "activity_audience"),
            Check("end_date >= date", name="activity_forward"),
            Check("end_date > date OR ends IS NULL OR ends > starts", name="activity_hours_forward"),
        ]

    @property
    def confirm_before(self):
        """The day before which somebody must say whether a date in doubt goes on: the first of a month."""
        return (self.date - SETTLE_AHEAD).replace(day=1)


Activity.add_index(
    Activity.index(Activity.series, Activity.original_date, unique=True, name="activity_once_a_date")
)


class Seat(Model):
    activity = ForeignKeyField(Activity, backref="seats", on_delete="CASCADE")
    series_seat = ForeignKeyField(SeriesSeat, null=True, backref="+")
    role = ForeignKeyField(Role, backref="+")
    required = BooleanField(default=True)
    position = IntegerField()
    state = TextField(default="open")

    class Meta:
        constraints = [one_of("state", ("open", "removed"), "seat_state")]

    @property
    def name(self):
        return place_name(self)


Seat.add_index(Seat.index(Seat.series_seat, Seat.activity, unique=True, name="seat_once_an_activity"))
# Only so that sign_up can point at (seat, activity) together.
Seat.add_index(Seat.index(Seat.id, Seat.activity, unique=True, name="seat_with_activity"))


class SeatNeed(Model):
    seat = ForeignKeyField(Seat, backref="needs", on_delete="CASCADE")
    skill = ForeignKeyField(Skill, null=True, backref="+")
    paper = ForeignKeyField(PaperKind, null=True, backref="+")
    blocks = BooleanField(default=True)

    class Meta:
        constraints = [Check("(skill_id IS NULL) <> (paper_id IS NULL)", name="seat_need_one")]


END_REASONS = ("withdrew", "ill", "taken over", "moved", "cancelled", "undone")
ATTENDANCES = ("unknown", "came", "excused", "did not come")


class SignUp(Model):
    """Somebody on a seat; it ends, it is never deleted."""

    seat = ForeignKeyField(Seat, backref="sign_ups")
    activity = ForeignKeyField(Activity, backref="sign_ups")
    volunteer = ForeignKeyField(Volunteer, backref="+")
    kind = TextField(default="one-off")
    regular = ForeignKeyField(Regular, null=True, backref="+")
    replaces = ForeignKeyField("self", null=True, backref="+")
    by = IntegerField(null=True)  # account
    on_behalf = BooleanField(default=False)
    override = TextField(default="")  # why a coordinator went over a warning
    made_at = UTCDateTimeField()
    seeking_since = UTCDateTimeField(null=True)
    ended_at = UTCDateTimeField(null=True)
    end_reason = TextField(default="")
    attendance = TextField(default="unknown")
    version = IntegerField(default=1)
    changed_at = UTCDateTimeField(null=True)  # the last time since it was made

    class Meta:
        constraints = [
            SQL("FOREIGN KEY (seat_id, activity_id) REFERENCES seat (id, activity_id)"),
            one_of("kind", ("regular", "one-off", "substitute"), "sign_up_kind"),
            one_of("end_reason", ("", *END_REASONS), "sign_up_end_reason"),
            one_of("attendance", ATTENDANCES, "sign_up_attendance"),
            Check("(ended_at IS NULL) = (end_reason = '')", name="sign_up_end_has_reason"),
        ]


# Each has a name of its own: under the default name of a foreign key's index, IF NOT EXISTS swallows it.
SignUp.add_index(
    SignUp.index(SignUp.seat, unique=True, where=SignUp.ended_at.is_null(), name="sign_up_one_on_a_seat")
)
SignUp.add_index(
    SignUp.index(
        SignUp.activity, SignUp.volunteer,
        unique=True, where=SignUp.ended_at.is_null(), name="sign_up_one_seat_each",
    )
)
SignUp.add_index(
    SignUp.index(SignUp.regular, SignUp.activity, unique=True, name="sign_up_regular_once")
)
SignUp.add_index(
    SignUp.index(
        SignUp.volunteer, SignUp.activity, where=SignUp.ended_at.is_null(), name="sign_up_of_volunteer"
    )
)
# Ended ones too: who gave a place back, and how often somebody was put on it.
SignUp.add_index(SignUp.index(SignUp.activity, SignUp.volunteer, name="sign_up_of_activity"))


ANSWERS = ("yes", "rather not", "no")


class Asking(Model):
    """A coordinator asks the volunteers of a group when they can, for the dates of a while."""

    group = TextField()
    first_day = DateField()
    last_day = DateField()
    deadline = DateField()  # the last day on which volunteers answer themselves
    by = IntegerField()  # account
    made_at = UTCDateTimeField()
    reminded_at = UTCDateTimeField(null=True)
    ended_at = UTCDateTimeField(null=True)

    class Meta:
        constraints = [
            Check("last_day >= first_day", name="asking_forward"),
            Check("deadline <= last_day", name="asking_deadline_in_time"),
        ]


Asking.add_index(
    Asking.index(
        Asking.group, Asking.first_day, Asking.last_day,
        unique=True, where=Asking.ended_at.is_null(), name="asking_open_once",
    )
)


class Answer(Model):
    """What somebody said of one date; no row: not said."""

    asking = ForeignKeyField(Asking, backref="answers")
    volunteer = ForeignKeyField(Volunteer, backref="+")
    activity = ForeignKeyField(Activity, backref="+")
    answer = TextField()
    by = IntegerField(null=True)  # account: one's own, or of who keyed it in
    made_at = UTCDateTimeField()

    class Meta:
        constraints = [one_of("answer", ANSWERS, "answer_is_one_of_three")]


Answer.add_index(
    Answer.index(Answer.asking, Answer.volunteer, Answer.activity, unique=True, name="answer_once")
)


class Wish(Model):
    """A coordinator noted that somebody likes to go with somebody: seen when choosing, never forced."""

    group = TextField()
    volunteer = ForeignKeyField(Volunteer, backref="+", on_delete="CASCADE")
    fellow = ForeignKeyField(Volunteer, backref="+", on_delete="CASCADE")
    by = IntegerField(null=True)  # account
    made_at = UTCDateTimeField()
    ended_at = UTCDateTimeField(null=True)

    class Meta:
        constraints = [Check("volunteer_id <> fellow_id", name="wish_of_two")]


Wish.add_index(
    Wish.index(Wish.group, Wish.volunteer, Wish.fellow, unique=True, where=Wish.ended_at.is_null(), name="wish_once")
)

CALL_RESULTS = ("tried", "yes", "no", "told")


class Call(Model):
    """A coordinator telephoned somebody about an activity, or its place; the last one counts."""

    activity = ForeignKeyField(Activity, backref="+", on_delete="CASCADE")
    volunteer = ForeignKeyField(Volunteer, null=True, backref="+", on_delete="CASCADE")  # NULL: the place
    result = TextField()
    by = IntegerField(null=True)  # account
    made_at = UTCDateTimeField()

    class Meta:
        constraints = [
            one_of("result", CALL_RESULTS, "call_result"),
            Check("volunteer_id IS NOT NULL OR result IN ('tried', 'told')", name="call_of_place"),
        ]
