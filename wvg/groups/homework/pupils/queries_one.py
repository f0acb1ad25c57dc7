"""One pupil: its words, what is booked and what became of it, who helps it."""

from dataclasses import dataclass, field
from datetime import timedelta

from peewee import JOIN

from wvg.commons.accounts.models import Account
from wvg.commons.partners.models import Partner
from wvg.commons.planning.models import Activity, Series, SignUp
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.homework import queries
from wvg.groups.homework.booking import queries_weekly
from wvg.groups.homework.models import (
    LIVE,
    Booking,
    BookingStep,
    Enrolment,
    HomeworkGroup,
    HomeworkSession,
    Pairing,
    Pupil,
)
from wvg.groups.homework.permissions import STEER
from wvg.groups.homework.pupils import queries as queries_pupils
from wvg.groups.homework.pupils.queries import Words
from wvg.groups.homework.pupils.queries_list import groups_with_pupils

DAY = timedelta(days=1)
AHEAD = timedelta(weeks=10)


@dataclass
class Step:
    """What became of a booking; by: a Volunteer, None: the program, or somebody who is gone."""

    step: BookingStep
    reason: str
    damaged: bool
    by: Volunteer | None


@dataclass
class Booked:
    booking: Booking
    steps: list[Step] = field(default_factory=list)


@dataclass
class One:
    """contact: whether a viewer sees how to reach a parent."""

    pupil: Pupil
    words: Words
    keeps: bool
    contact: bool
    consent_by: Volunteer | None
    groups: list[HomeworkGroup]
    coming: list[Booked]
    past: list[Booked]
    weekly: list[tuple[Enrolment, list[int]]]  # with its weekdays, as far as it still comes
    pairs: list[Pairing]


def one(number, viewer, today):
    """All that a viewer sees of a pupil. Raises Unknown."""
    pupil = queries_pupils.pupil(number, viewer, today)
    held, groups = queries_pupils.words(pupil), groups_with_pupils(viewer, today)
    seen = queries.seen(viewer)
    if not viewer.can(STEER) and queries.side_of(viewer) == "us":
        seen = HomeworkGroup.id.in_([group.id for group in groups])
    bookings = list(
        Booking.select(Booking, HomeworkSession, Activity, HomeworkGroup, Series)
        .join(HomeworkSession).join(Activity).switch(HomeworkSession).join(HomeworkGroup).join(Series)
        .switch(HomeworkGroup).join(Partner, JOIN.LEFT_OUTER)
        .where(Booking.pupil == pupil, seen).order_by(Activity.date, Activity.starts, Booking.id)
    )
    steps = list(BookingStep.select().where(BookingStep.booking.in_(bookings)).order_by(BookingStep.at))
    names = named({step.by for step in steps} | {pupil.consent_by})
    booked = {row.id: Booked(row) for row in bookings}
    for step in steps:
        words, damaged = step.read()
        booked[step.booking_id].steps.append(Step(step, words.get("reason", ""), damaged, names.get(step.by)))
    coming = [found for found in booked.values() if found.booking.session.activity.date >= today]
    past = [found for found in booked.values() if found.booking.session.activity.date < today]
    return One(
        pupil, held, queries_pupils.keeps(viewer, pupil), sees_contact(viewer, pupil, bookings, today),
        names.get(pupil.consent_by), groups, coming, past[::-1], _weekly(pupil, seen, today), _pairs(pupil, seen),
    )


def named(accounts):
    """{account: Volunteer}: one query."""
    rows = Account.select(Account, Volunteer).join(Volunteer).where(Account.id.in_([a for a in accounts if a]))
    return {row.id: row.volunteer for row in rows}


def sees_contact(viewer, pupil, bookings, today):
    """Whether a viewer sees the parent's number: a coordinator does, and a partner of its own pupils.

    A tutor on the day of a session that they are on and where the pupil is expected, and on the day before.
    """
    if viewer.can(STEER):
        return True
    if queries.side_of(viewer) == "them":
        return queries_pupils.is_own(viewer, pupil)
    soon = [row.session.activity_id for row in bookings
            if row.state in LIVE and today <= row.session.activity.date <= today + DAY]
    return SignUp.select().where(
        SignUp.activity.in_(soon), SignUp.volunteer == viewer.volunteer, SignUp.ended_at.is_null()).exists()


def _weekly(pupil, seen, today):
    rows = list(
        Enrolment.select(Enrolment, HomeworkGroup, Series).join(HomeworkGroup).join(Series).switch(HomeworkGroup)
        .join(Partner, JOIN.LEFT_OUTER)
        .where(Enrolment.pupil == pupil, Enrolment.ended_at.is_null(), Enrolment.last_day >= today, seen)
        .order_by(Enrolment.first_day)
    )
    days = queries_weekly.days_of(rows, today)
    return [(row, sorted(days[row.id])) for row in rows if row.id in days]


def _pairs(pupil, seen):
    return list(
        Pairing.select(Pairing, HomeworkGroup, Series, Volunteer).join(HomeworkGroup).join(Series)
        .switch(HomeworkGroup).join(Partner, JOIN.LEFT_OUTER).switch(Pairing).join(Volunteer)
        .where(Pairing.pupil == pupil, Pairing.ended_at.is_null(), seen).order_by(Pairing.made_at)
    )


def tutors(groups, today):
    """{group: [Volunteer]} who are on a session of these groups in the coming weeks: two queries."""
    there = set(
        HomeworkSession.select(HomeworkSession.group, SignUp.volunteer).join(Activity)
        .join(SignUp, on=SignUp.activity == Activity.id)
        .where(HomeworkSession.group.in_(groups), SignUp.ended_at.is_null(),
               Activity.date.between(today, today + AHEAD)).distinct().tuples()
    )
    people = Volunteer.select().where(Volunteer.id.in_([who for _group, who in there])).order_by(
        Volunteer.first_name, Volunteer.last_name)
    people = list(people)
    return {group.id: [one for one in people if (group.id, one.id) in there] for group in groups}
