"""Partners, and homework support with them: groups, sessions, pupils, bookings.

Frozen: never edit it once it has landed.
"""

from peewee import (
    BlobField,
    BooleanField,
    Check,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
    TimeField,
)


def one_of(column, values, name):
    return Check(f"{column} IN ({', '.join(repr(v) for v in values)})", name=name)


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Named(Base):
        key = TextField(unique=True)
        name_nl = TextField()
        name_en = TextField(default="")
        name_fr = TextField(default="")
        position = IntegerField(default=0)
        active = BooleanField(default=True)

    class Sealed(Base):
        id = IntegerField(primary_key=True)
        sealed = BlobField(null=True)

    class Volunteer(Base):
        pass

    class Activity(Base):
        pass

    class Series(Base):
        pass

    class Seat(Base):
        pass

    class Household(Sealed):
        pass

    class Role(Named):
        pass

    class Period(Named):
        months = IntegerField()
        agreed_on = DateField(null=True)
        version = IntegerField(default=1)

    class Partner(Base):
        key = TextField()
        name = TextField()
        phone = TextField(default="")
        email = TextField(default="")
        ended_on = DateField(null=True)
        made_at = DateTimeField()
        version = IntegerField(default=1)

    Partner.add_index(Partner.index(Partner.key, unique=True, name="partner_key_once"))
    Partner.add_index(Partner.index(Partner.name, unique=True, name="partner_name_once"))

    class Contact(Base):
        partner = ForeignKeyField(Partner, backref="contacts", on_delete="CASCADE")
        name = TextField()
        does = TextField(default="")
        phone = TextField(default="")
        email = TextField(default="")
        version = IntegerField(default=1)

    class Location(Base):
        partner = ForeignKeyField(Partner, null=True, backref="locations", on_delete="SET NULL")
        name = TextField()
        address = TextField(default="")
        ended_on = DateField(null=True)
        version = IntegerField(default=1)

    Location.add_index(Location.index(Location.name, unique=True, name="location_name_once"))

    class PartnerAgreement(Base):
        partner = ForeignKeyField(Partner, backref="+", on_delete="CASCADE")
        hours = TextField(default="")
        key = TextField(default="")
        closing = TextField(default="")
        snack = TextField(default="")
        photo = TextField(default="")
        phones = TextField(default="")
        consent = TextField(default="")
        renew_on = DateField(null=True)
        reminded_for = DateField(null=True)
        changed_by = IntegerField(null=True)
        changed_at = DateTimeField()
        ours_by = IntegerField(null=True)
        ours_at = DateTimeField(null=True)
        theirs_by = IntegerField(null=True)
        theirs_at = DateTimeField(null=True)
        version = IntegerField(default=1)

    PartnerAgreement.add_index(
        PartnerAgreement.index(PartnerAgreement.partner, unique=True, name="partner_agreement_once")
    )

    class PartnerPerson(Base):
        partner = ForeignKeyField(Partner, backref="people", on_delete="CASCADE")
        volunteer = ForeignKeyField(Volunteer, backref="+", on_delete="CASCADE")
        made_at = DateTimeField()

    PartnerPerson.add_index(PartnerPerson.index(PartnerPerson.volunteer, unique=True, name="partner_person_once"))

    class Subject(Named):
        pass

    class TutorSubject(Base):
        volunteer = ForeignKeyField(Volunteer, backref="+", on_delete="CASCADE")
        subject = ForeignKeyField(Subject, backref="+")

    TutorSubject.add_index(
        TutorSubject.index(TutorSubject.volunteer, TutorSubject.subject, unique=True, name="tutor_subject_once")
    )

    class HomeworkGroup(Base):
        series = ForeignKeyField(Series, backref="+")
        partner = ForeignKeyField(Partner, null=True, backref="+")
        location = ForeignKeyField(Location, null=True, backref="+")
        places = IntegerField()
        share = IntegerField(default=0)
        school_year = IntegerField()
        paper = BooleanField(default=True)
        made_at = DateTimeField()
        version = IntegerField(default=1)

        class Meta:
            constraints = [
                Check("places BETWEEN 1 AND 40", name="homework_group_places"),
                Check("share BETWEEN 0 AND places", name="homework_group_share"),
                Check("partner_id IS NOT NULL OR share = 0", name="homework_group_share_of_partner"),
            ]

    HomeworkGroup.add_index(HomeworkGroup.index(HomeworkGroup.series, unique=True, name="homework_group_once"))

    class HomeworkSession(Base):
        activity = ForeignKeyField(Activity, backref="+", on_delete="CASCADE")
        group = ForeignKeyField(HomeworkGroup, backref="+", on_delete="CASCADE")
        places = IntegerField()
        share = IntegerField(default=0)
        in_need_since = DateTimeField(null=True)
        version = IntegerField(default=1)

        class Meta:
            constraints = [
                Check("places BETWEEN 0 AND 40", name="homework_session_places"),
                Check("share BETWEEN 0 AND places", name="homework_session_share"),
            ]

    HomeworkSession.add_index(
        HomeworkSession.index(HomeworkSession.activity, unique=True, name="homework_session_once")
    )

    class Pupil(Sealed):
        partner = ForeignKeyField(Partner, null=True, backref="+")
        household = ForeignKeyField(Household, null=True, backref="+", on_delete="SET NULL")
        goes_on = IntegerField()
        consent_on = DateField(null=True)
        consent_by = IntegerField(null=True)
        made_by = IntegerField(null=True)
        made_at = DateTimeField()
        stopped_on = DateField(null=True)
        erased_at = DateTimeField(null=True)
        version = IntegerField(default=1)

    class Enrolment(Base):
        pupil = ForeignKeyField(Pupil, backref="+", on_delete="CASCADE")
        group = ForeignKeyField(HomeworkGroup, backref="+", on_delete="CASCADE")
        weekdays = TextField()
        first_day = DateField()
        last_day = DateField()
        side = TextField()
        by = IntegerField(null=True)
        made_at = DateTimeField()
        ended_at = DateTimeField(null=True)
        version = IntegerField(default=1)

        class Meta:
            constraints = [
                one_of("side", ("us", "them"), "enrolment_side"),
                Check("last_day >= first_day", name="enrolment_forward"),
            ]

    class Booking(Base):
        pupil = ForeignKeyField(Pupil, backref="+", on_delete="CASCADE")
        session = ForeignKeyField(HomeworkSession, backref="+", on_delete="CASCADE")
        enrolment = ForeignKeyField(Enrolment, null=True, backref="+", on_delete="SET NULL")
        side = TextField()
        state = TextField()
        offered_at = DateTimeField(null=True)
        made_at = DateTimeField()
        attendance = TextField(default="unknown")
        attended_by = IntegerField(null=True)
        attended_at = DateTimeField(null=True)
        version = IntegerField(default=1)

        class Meta:
            constraints = [
                one_of("side", ("us", "them"), "booking_side"),
                one_of("state", ("asked", "confirmed", "waiting", "declined", "cancelled"), "booking_state"),
                one_of("attendance", ("unknown", "present", "late", "excused", "absent"), "booking_attendance"),
                Check("offered_at IS NULL OR state = 'waiting'", name="booking_offered_waits"),
            ]

    Booking.add_index(
        Booking.index(
            Booking.pupil, Booking.session, unique=True, where=Booking.state.in_(("asked", "confirmed", "waiting")),
            name="booking_once",
        )
    )
    Booking.add_index(Booking.index(Booking.session, Booking.state, name="booking_of_session"))

    class BookingStep(Sealed):
        booking = ForeignKeyField(Booking, backref="steps", on_delete="CASCADE")
        state = TextField()
        side = TextField()
        by = IntegerField(null=True)
        at = DateTimeField()

        class Meta:
            constraints = [
                one_of(
                    "state", ("asked", "confirmed", "waiting", "declined", "cancelled", "offered"), "booking_step_state"
                ),
                one_of("side", ("us", "them"), "booking_step_side"),
            ]

    class Pairing(Base):
        pupil = ForeignKeyField(Pupil, backref="+", on_delete="CASCADE")
        group = ForeignKeyField(HomeworkGroup, backref="+", on_delete="CASCADE")
        tutor = ForeignKeyField(Volunteer, backref="+", on_delete="CASCADE")
        by = IntegerField(null=True)
        made_at = DateTimeField()
        ended_at = DateTimeField(null=True)

    Pairing.add_index(
        Pairing.index(Pairing.pupil, Pairing.group, unique=True, where=Pairing.ended_at.is_null(), name="pairing_once")
    )

    class PupilNote(Sealed):
        pupil = ForeignKeyField(Pupil, backref="+", on_delete="CASCADE")
        school_year = IntegerField()
        by = ForeignKeyField(Volunteer, null=True, backref="+", on_delete="SET NULL")
        made_at = DateTimeField()

    class Worry(Sealed):
        pupil = ForeignKeyField(Pupil, null=True, backref="+", on_delete="CASCADE")
        session = ForeignKeyField(HomeworkSession, null=True, backref="+", on_delete="SET NULL")
        raised_by = ForeignKeyField(Volunteer, null=True, backref="+", on_delete="SET NULL")
        raised_at = DateTimeField()
        closed_at = DateTimeField(null=True)
        closed_by = IntegerField(null=True)
        version = IntegerField(default=1)

    class Proposal(Base):
        group = ForeignKeyField(HomeworkGroup, backref="+", on_delete="CASCADE")
        session = ForeignKeyField(HomeworkSession, null=True, backref="+", on_delete="CASCADE")
        first_day = DateField(null=True)
        starts = TimeField()
        ends = TimeField()
        location = ForeignKeyField(Location, backref="+")
        why = TextField(default="")
        side = TextField()
        by = IntegerField(null=True)
        made_at = DateTimeField()
        state = TextField(default="asked")
        decided_by = IntegerField(null=True)
        decided_at = DateTimeField(null=True)
        answer = TextField(default="")
        version = IntegerField(default=1)

        class Meta:
            constraints = [
                one_of("side", ("us", "them"), "proposal_side"),
                one_of("state", ("asked", "approved", "declined", "taken back"), "proposal_state"),
                Check("ends > starts", name="proposal_hours_forward"),
                Check("(session_id IS NULL) <> (first_day IS NULL)", name="proposal_of_one"),
            ]

    class TutorOffer(Base):
        seat = ForeignKeyField(Seat, backref="+", on_delete="CASCADE")
        volunteer = ForeignKeyField(Volunteer, backref="+", on_delete="CASCADE")
        partner = ForeignKeyField(Partner, backref="+", on_delete="CASCADE")
        by = IntegerField(null=True)
        made_at = DateTimeField()
        state = TextField(default="asked")
        decided_by = IntegerField(null=True)
        decided_at = DateTimeField(null=True)

        class Meta:
            constraints = [one_of("state", ("asked", "accepted", "declined", "taken back"), "tutor_offer_state")]

    TutorOffer.add_index(
        TutorOffer.index(
            TutorOffer.seat, TutorOffer.volunteer, unique=True, where=TutorOffer.state == "asked",
            name="tutor_offer_once",
        )
    )

    class ParentCall(Base):
        booking = ForeignKeyField(Booking, backref="+", on_delete="CASCADE")
        result = TextField()
        by = IntegerField(null=True)
        made_at = DateTimeField()

        class Meta:
            constraints = [one_of("result", ("tried", "told"), "parent_call_result")]

    db.create_tables([
        Partner, Contact, Location, PartnerAgreement, PartnerPerson, Subject, TutorSubject, HomeworkGroup,
        HomeworkSession, Pupil, Enrolment, Booking, BookingStep, Pairing, PupilNote, Worry, Proposal, TutorOffer,
        ParentCall,
    ])
    _fill(Subject, "key name_nl name_en name_fr", [
        ("dutch", "Nederlands", "Dutch", "néerlandais"),
        ("reading", "lezen", "reading", "lecture"),
        ("maths", "wiskunde, rekenen", "maths", "mathématiques"),
        ("french", "Frans", "French", "français"),
        ("english", "Engels", "English", "anglais"),
        ("science", "wetenschappen", "science", "sciences"),
        ("planning", "plannen, agenda", "planning", "organisation"),
        ("other", "iets anders", "something else", "autre chose"),
    ])
    _fill(Role, "key name_nl name_en name_fr", [("tutor", "Begeleider", "Tutor", "Tuteur")], 5)
    _fill(Period, "key name_nl name_en name_fr months", [
        ("worry", "Bezorgdheid over een leerling, nadat ze afgesloten is", "Worry about a pupil, after it was closed",
         "Inquiétude à propos d'un élève, après sa clôture", 6),
    ], 4)


def _fill(table, columns, rows, first=1):
    table.insert_many(
        [{**dict(zip(columns.split(), row, strict=True)), "position": position, "active": True}
         for position, row in enumerate(rows, first)]
    ).execute()
