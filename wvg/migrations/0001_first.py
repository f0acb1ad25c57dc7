"""All tables of the first version, frozen: never edit this file once it has landed."""

from peewee import (
    SQL,
    BlobField,
    BooleanField,
    Check,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    TextField,
    TimeField,
)
from peewee import Model as PeeweeModel


def up(migrator, db):
    class Model(PeeweeModel):
        class Meta:
            database = db
            legacy_table_names = False

    class Named(Model):
        key = TextField(unique=True)
        name_nl = TextField()
        name_en = TextField(default="")
        name_fr = TextField(default="")
        position = IntegerField(default=0)
        active = BooleanField(default=True)

    class Skill(Named):
        pass

    class PaperKind(Named):
        pass

    class Language(Named):
        pass

    class Volunteer(Model):
        first_name = TextField()
        last_name = TextField(default="")
        email = TextField(null=True)
        mobile = TextField(null=True, index=True)
        phone = TextField(null=True)
        language = TextField(default="nl")
        max_per_month = IntegerField(null=True)
        new_since = DateField(null=True)
        left_on = DateField(null=True)
        merged_into = ForeignKeyField("self", null=True, backref="+")
        search = TextField(index=True)
        made_at = DateTimeField()
        version = IntegerField(default=1)

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
        volunteer = ForeignKeyField(Volunteer, backref="papers", on_delete="CASCADE")
        kind = ForeignKeyField(PaperKind, backref="+")
        seen_on = DateField()
        seen_by = IntegerField(null=True)

        class Meta:
            indexes = [(("volunteer", "kind"), True)]

    class Availability(Model):
        volunteer = ForeignKeyField(Volunteer, backref="availability", on_delete="CASCADE")
        weekday = IntegerField()
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
        made_at = DateTimeField()

        class Meta:
            constraints = [Check("last_day >= first_day", name="absence_forward")]

    class Act(Model):
        by = IntegerField(null=True)
        on_behalf_of = IntegerField(null=True)
        kind = TextField()
        at = DateTimeField(index=True)
        undone_by = ForeignKeyField("self", null=True, backref="+")

    class ActChange(Model):
        act = ForeignKeyField(Act, backref="changes", on_delete="CASCADE")
        table = TextField()
        row = IntegerField()
        version = IntegerField(null=True)
        before = JSONField(null=True)

    class Account(Model):
        volunteer = ForeignKeyField(Volunteer, unique=True, backref="+")
        user_name = TextField()
        password_hash = TextField(null=True)
        made_at = DateTimeField()
        closed_at = DateTimeField(null=True)

    Account.add_index(Account.index(SQL("lower(user_name)"), unique=True, name="account_user_name_once"))

    class Session(Model):
        account = ForeignKeyField(Account, backref="sessions", on_delete="CASCADE")
        token_hash = TextField(unique=True)
        form_hash = TextField(index=True)
        made_at = DateTimeField()
        seen_at = DateTimeField()
        ended_at = DateTimeField(null=True)

    class StartCode(Model):
        account = ForeignKeyField(Account, null=True, backref="+", on_delete="CASCADE")
        code_hash = TextField(unique=True)
        until = DateTimeField()
        used_at = DateTimeField(null=True)

    class Grant(Model):
        account = ForeignKeyField(Account, backref="grants", on_delete="CASCADE")
        role = TextField()
        group = TextField(default="")
        until = DateField(null=True)
        given_by = IntegerField(null=True)
        given_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            constraints = [
                Check("role IN ('volunteer', 'coordinator', 'partner', 'admin')", name="grant_role"),
            ]

    Grant.add_index(
        Grant.index(
            Grant.account, Grant.role, Grant.group,
            unique=True, where=Grant.ended_at.is_null(), name="grant_once",
        )
    )

    class FailedAttempt(Model):
        who = TextField(index=True)
        at = DateTimeField()

    class KeptForm(Model):
        key = TextField(primary_key=True)
        account = ForeignKeyField(Account, backref="+", on_delete="CASCADE")
        sealed = BlobField()
        made_at = DateTimeField()

    class Message(Model):
        recipient = ForeignKeyField(Volunteer, backref="+", on_delete="CASCADE")
        kind = TextField()
        person = ForeignKeyField(Volunteer, null=True, backref="+", on_delete="SET NULL")
        activity = IntegerField(null=True)
        act = ForeignKeyField(Act, null=True, backref="+", on_delete="SET NULL")
        details = JSONField(default=dict)
        made_at = DateTimeField()
        seen_at = DateTimeField(null=True)

        class Meta:
            indexes = [(("recipient", "seen_at"), False)]

    HOLIDAY_POLICIES = ("go", "skip", "ask")
    AUDIENCES = ("everyone", "group", "those on it")

    def one_of(column, values, name):
        return Check(f"{column} IN ({', '.join(repr(v) for v in values)})", name=name)

    class Role(Named):
        pass

    class Series(Model):
        group = TextField()
        kind = TextField()
        title = TextField()
        place = TextField(default="")
        public_place = TextField(default="")
        rule = TextField()
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
        made_at = DateTimeField()
        version = IntegerField(default=1)

        class Meta:
            constraints = [
                one_of("on_public", HOLIDAY_POLICIES, "series_on_public"),
                one_of("on_school", HOLIDAY_POLICIES, "series_on_school"),
                one_of("audience", AUDIENCES, "series_audience"),
                Check("last_day >= first_day", name="series_forward"),
                Check("minimum >= 0", name="series_minimum"),
            ]

    class SeriesSeat(Model):
        series = ForeignKeyField(Series, backref="seats", on_delete="CASCADE")
        role = ForeignKeyField(Role, backref="+")
        required = BooleanField(default=True)
        position = IntegerField()

    class SeriesSeatNeed(Model):
        series_seat = ForeignKeyField(SeriesSeat, backref="needs", on_delete="CASCADE")
        skill = ForeignKeyField(Skill, null=True, backref="+")
        paper = ForeignKeyField(PaperKind, null=True, backref="+")
        blocks = BooleanField(default=True)

        class Meta:
            constraints = [Check("(skill_id IS NULL) <> (paper_id IS NULL)", name="series_seat_need_one")]

    class Regular(Model):
        series_seat = ForeignKeyField(SeriesSeat, backref="regulars")
        volunteer = ForeignKeyField(Volunteer, backref="+")
        first_day = DateField()
        last_day = DateField(null=True)
        every = IntegerField(default=1)
        anchor = DateField()
        ended_by = IntegerField(null=True)
        ended_at = DateTimeField(null=True)

        class Meta:
            constraints = [
                Check("every >= 1", name="regular_every"),
                Check("last_day >= first_day", name="regular_forward"),
            ]

    class Closure(Model):
        first_day = DateField()
        last_day = DateField()
        scope = TextField(default="everything")
        of = TextField(default="")
        reason = TextField()
        policy = TextField(default="skip")

        class Meta:
            constraints = [
                one_of("scope", ("everything", "group", "place", "partner"), "closure_scope"),
                one_of("policy", ("skip", "ask"), "closure_policy"),
                Check("last_day >= first_day", name="closure_forward"),
            ]

    STATES = ("planned", "to confirm", "cancelled", "skipped", "done")

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

        class Meta:
            indexes = [(("group", "date"), False), (("date",), False)]
            constraints = [
                one_of("state", STATES, "activity_state"),
                one_of("audience", AUDIENCES, "activity_audience"),
                Check("end_date >= date", name="activity_forward"),
                Check("end_date > date OR ends IS NULL OR ends > starts", name="activity_hours_forward"),
            ]

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

    Seat.add_index(Seat.index(Seat.series_seat, Seat.activity, unique=True, name="seat_once_an_activity"))
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
        seat = ForeignKeyField(Seat, backref="sign_ups")
        activity = ForeignKeyField(Activity, backref="sign_ups")
        volunteer = ForeignKeyField(Volunteer, backref="+")
        kind = TextField(default="one-off")
        regular = ForeignKeyField(Regular, null=True, backref="+")
        replaces = ForeignKeyField("self", null=True, backref="+")
        by = IntegerField(null=True)
        on_behalf = BooleanField(default=False)
        override = TextField(default="")
        made_at = DateTimeField()
        seeking_since = DateTimeField(null=True)
        ended_at = DateTimeField(null=True)
        end_reason = TextField(default="")
        attendance = TextField(default="unknown")
        version = IntegerField(default=1)

        class Meta:
            constraints = [
                SQL("FOREIGN KEY (seat_id, activity_id) REFERENCES seat (id, activity_id)"),
                one_of("kind", ("regular", "one-off", "substitute"), "sign_up_kind"),
                one_of("end_reason", ("", *END_REASONS), "sign_up_end_reason"),
                one_of("attendance", ATTENDANCES, "sign_up_attendance"),
                Check("(ended_at IS NULL) = (end_reason = '')", name="sign_up_end_has_reason"),
            ]

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

    db.create_tables([
        Skill, PaperKind, Language, Volunteer, VolunteerSkill, VolunteerLanguage, PaperSeen, Availability,
        Absence, Act, ActChange, Account, Session, StartCode, Grant, FailedAttempt, KeptForm, Message, Role,
        Series, SeriesSeat, SeriesSeatNeed, Regular, Closure, Activity, Seat, SeatNeed, SignUp,
    ])
