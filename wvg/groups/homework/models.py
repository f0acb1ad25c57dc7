from peewee import BooleanField, Check, DateField, ForeignKeyField, IntegerField, TextField, TimeField

from wvg.base.db import Model, UTCDateTimeField, one_of
from wvg.base.sealed import Sealed
from wvg.commons.partners.models import Location, Partner
from wvg.commons.people.models import Household
from wvg.commons.planning.models import Activity, Seat, Series
from wvg.commons.volunteers.models import Named, Volunteer

SIDES = ("us", "them")  # WVG; the partner
MOST_PUPILS = 40


class Subject(Named):
    """What a pupil wants help with, and a tutor gives."""


class TutorSubject(Model):
    volunteer = ForeignKeyField(Volunteer, backref="+", on_delete="CASCADE")
    subject = ForeignKeyField(Subject, backref="+")


TutorSubject.add_index(
    TutorSubject.index(TutorSubject.volunteer, TutorSubject.subject, unique=True, name="tutor_subject_once")
)


class HomeworkGroup(Model):
    """One group of pupils in one room, for a school year (2026 is 2026-27). Its sessions are the dates of `series`.

    places: of pupils in each session; share: how many of them the partner fills by itself. paper: whether a tutor
    must have shown extract 596.2.
    """

    series = ForeignKeyField(Series, backref="+")
    partner = ForeignKeyField(Partner, null=True, backref="+")
    location = ForeignKeyField(Location, null=True, backref="+")
    places = IntegerField()
    share = IntegerField(default=0)
    school_year = IntegerField()
    paper = BooleanField(default=True)
    made_at = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        constraints = [
            Check(f"places BETWEEN 1 AND {MOST_PUPILS}", name="homework_group_places"),
            Check("share BETWEEN 0 AND places", name="homework_group_share"),
            Check("partner_id IS NOT NULL OR share = 0", name="homework_group_share_of_partner"),
        ]


HomeworkGroup.add_index(HomeworkGroup.index(HomeworkGroup.series, unique=True, name="homework_group_once"))


class HomeworkSession(Model):
    """One date of a group, with its places for pupils; more of them for a while, in exam weeks.

    in_need_since: since when it has no tutor while pupils come, and people were told.
    """

    activity = ForeignKeyField(Activity, backref="+", on_delete="CASCADE")
    group = ForeignKeyField(HomeworkGroup, backref="+", on_delete="CASCADE")
    places = IntegerField()
    share = IntegerField(default=0)
    in_need_since = UTCDateTimeField(null=True)
    version = IntegerField(default=1)

    class Meta:
        constraints = [
            Check(f"places BETWEEN 0 AND {MOST_PUPILS}", name="homework_session_places"),
            Check("share BETWEEN 0 AND places", name="homework_session_share"),
        ]


HomeworkSession.add_index(
    HomeworkSession.index(HomeworkSession.activity, unique=True, name="homework_session_once")
)


class Pupil(Sealed):
    """A child. Sealed: see pupils.queries.Words. Plain are whose it is (None: ours), the household, and dates.

    goes_on: the last school year for which was said that it comes. erased_at: its words are gone; what stays is a
    number, so that a year can be counted after its children were forgotten.
    """

    partner = ForeignKeyField(Partner, null=True, backref="+")
    household = ForeignKeyField(Household, null=True, backref="+", on_delete="SET NULL")
    goes_on = IntegerField()
    consent_on = DateField(null=True)  # the day on which the agreement of the parents was seen
    consent_by = IntegerField(null=True)  # account
    made_by = IntegerField(null=True)  # account
    made_at = UTCDateTimeField()
    stopped_on = DateField(null=True)
    erased_at = UTCDateTimeField(null=True)
    version = IntegerField(default=1)


class Enrolment(Model):
    """A pupil comes every week, from a day until a day (a holiday); each date has a Booking of its own."""

    pupil = ForeignKeyField(Pupil, backref="+", on_delete="CASCADE")
    group = ForeignKeyField(HomeworkGroup, backref="+", on_delete="CASCADE")
    weekdays = TextField()  # "1 3": 0 is Monday
    first_day = DateField()
    last_day = DateField()
    side = TextField()
    by = IntegerField(null=True)  # account
    made_at = UTCDateTimeField()
    ended_at = UTCDateTimeField(null=True)
    version = IntegerField(default=1)

    class Meta:
        constraints = [
            one_of("side", SIDES, "enrolment_side"),
            Check("last_day >= first_day", name="enrolment_forward"),
        ]


STATES = ("asked", "confirmed", "waiting", "declined", "cancelled")
LIVE = ("asked", "confirmed", "waiting")
CAME = ("present", "late")
PUPIL_ATTENDANCES = ("unknown", "present", "late", "excused", "absent")


class Booking(Model):
    """A pupil in one session. side: which one asked for it, and of whose places it takes one.

    offered_at: a place came free for this one, and waits for their yes; it is held meanwhile.
    """

    pupil = ForeignKeyField(Pupil, backref="+", on_delete="CASCADE")
    session = ForeignKeyField(HomeworkSession, backref="+", on_delete="CASCADE")
    enrolment = ForeignKeyField(Enrolment, null=True, backref="+", on_delete="SET NULL")
    side = TextField()
    state = TextField()
    offered_at = UTCDateTimeField(null=True)
    made_at = UTCDateTimeField()  # the waiting list is in this order
    attendance = TextField(default="unknown")
    attended_by = IntegerField(null=True)  # account
    attended_at = UTCDateTimeField(null=True)
    version = IntegerField(default=1)

    class Meta:
        constraints = [
            one_of("side", SIDES, "booking_side"),
            one_of("state", STATES, "booking_state"),
            one_of("attendance", PUPIL_ATTENDANCES, "booking_attendance"),
            Check("offered_at IS NULL OR state = 'waiting'", name="booking_offered_waits"),
        ]


Booking.add_index(
    Booking.index(Booking.pupil, Booking.session, unique=True, where=Booking.state.in_(LIVE), name="booking_once")
)
Booking.add_index(Booking.index(Booking.session, Booking.state, name="booking_of_session"))


class BookingStep(Sealed):
    """What became of a booking, by whom and when. Sealed: reason."""

    booking = ForeignKeyField(Booking, backref="steps", on_delete="CASCADE")
    state = TextField()  # of STATES, or "offered"
    side = TextField()
    by = IntegerField(null=True)  # account; None: the program itself
    at = UTCDateTimeField()

    class Meta:
        constraints = [
            one_of("state", (*STATES, "offered"), "booking_step_state"),
            one_of("side", SIDES, "booking_step_side"),
        ]


class Pairing(Model):
    """A pupil and the tutor who always helps it, in one group."""

    pupil = ForeignKeyField(Pupil, backref="+", on_delete="CASCADE")
    group = ForeignKeyField(HomeworkGroup, backref="+", on_delete="CASCADE")
    tutor = ForeignKeyField(Volunteer, backref="+", on_delete="CASCADE")
    by = IntegerField(null=True)  # account
    made_at = UTCDateTimeField()
    ended_at = UTCDateTimeField(null=True)


Pairing.add_index(
    Pairing.index(Pairing.pupil, Pairing.group, unique=True, where=Pairing.ended_at.is_null(), name="pairing_once")
)


class PupilNote(Sealed):
    """A line for who helps this pupil next ("tafels van 7"); gone at the end of the school year. Sealed: line."""

    pupil = ForeignKeyField(Pupil, backref="+", on_delete="CASCADE")
    school_year = IntegerField()
    by = ForeignKeyField(Volunteer, null=True, backref="+", on_delete="SET NULL")
    made_at = UTCDateTimeField()


class Worry(Sealed):
    """What a tutor is worried about, for the coordinator's eyes only. Sealed: line, answer."""

    pupil = ForeignKeyField(Pupil, null=True, backref="+", on_delete="CASCADE")
    session = ForeignKeyField(HomeworkSession, null=True, backref="+", on_delete="SET NULL")
    raised_by = ForeignKeyField(Volunteer, null=True, backref="+", on_delete="SET NULL")
    raised_at = UTCDateTimeField()
    closed_at = UTCDateTimeField(null=True)
    closed_by = IntegerField(null=True)  # account
    version = IntegerField(default=1)


PROPOSAL_STATES = ("asked", "approved", "declined", "taken back")


class Proposal(Model):
    """One side proposes other hours or another room, for one date or from a day on; the other approves."""

    group = ForeignKeyField(HomeworkGroup, backref="+", on_delete="CASCADE")
    session = ForeignKeyField(HomeworkSession, null=True, backref="+", on_delete="CASCADE")
    first_day = DateField(null=True)  # from this day on, when it is not for one session
    starts = TimeField()
    ends = TimeField()
    location = ForeignKeyField(Location, backref="+")
    why = TextField(default="")
    side = TextField()
    by = IntegerField(null=True)  # account
    made_at = UTCDateTimeField()
    state = TextField(default="asked")
    decided_by = IntegerField(null=True)  # account
    decided_at = UTCDateTimeField(null=True)
    answer = TextField(default="")
    version = IntegerField(default=1)

    class Meta:
        constraints = [
            one_of("side", SIDES, "proposal_side"),
            one_of("state", PROPOSAL_STATES, "proposal_state"),
            Check("ends > starts", name="proposal_hours_forward"),
            Check("(session_id IS NULL) <> (first_day IS NULL)", name="proposal_of_one"),
        ]


OFFER_STATES = ("asked", "accepted", "declined", "taken back")


class TutorOffer(Model):
    """A partner offers one of its people for a place of a tutor."""

    seat = ForeignKeyField(Seat, backref="+", on_delete="CASCADE")
    volunteer = ForeignKeyField(Volunteer, backref="+", on_delete="CASCADE")
    partner = ForeignKeyField(Partner, backref="+", on_delete="CASCADE")
    by = IntegerField(null=True)  # account
    made_at = UTCDateTimeField()
    state = TextField(default="asked")
    decided_by = IntegerField(null=True)  # account
    decided_at = UTCDateTimeField(null=True)

    class Meta:
        constraints = [one_of("state", OFFER_STATES, "tutor_offer_state")]


TutorOffer.add_index(
    TutorOffer.index(
        TutorOffer.seat, TutorOffer.volunteer, unique=True, where=TutorOffer.state == "asked", name="tutor_offer_once"
    )
)


class ParentCall(Model):
    """The parents of a pupil were telephoned about a session that does not go on, or moves; the last one counts."""

    booking = ForeignKeyField(Booking, backref="+", on_delete="CASCADE")
    result = TextField()
    by = IntegerField(null=True)  # account
    made_at = UTCDateTimeField()

    class Meta:
        constraints = [one_of("result", ("tried", "told"), "parent_call_result")]
