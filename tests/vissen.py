"""Homework support of the demo, for tests to speak about: two groups, and who is on which of their sessions."""

from datetime import date

from peewee import fn
from places import DEC_1, DEC_3, DEC_8, LEDEBERG, NOV_25, NOV_26, VISSEN, group, session  # noqa: F401

from wvg.base import clock
from wvg.commons.planning.models import Activity, Role, Seat, SignUp
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.homework.models import HomeworkSession

NOV_24, DEC_10 = date(2026, 11, 24), date(2026, 12, 10)


def seats(day, title=VISSEN):
    return list(Seat.select().where(Seat.activity == session(day, title).activity_id).order_by(Seat.position, Seat.id))


def on(day, title=VISSEN):
    """First names of the tutors, by place; a dash for who looks for a substitute."""
    rows = SignUp.select(SignUp, Volunteer, Seat).join(Volunteer).switch(SignUp).join(Seat).where(
        SignUp.activity == session(day, title).activity_id, SignUp.ended_at.is_null()
    ).order_by(Seat.position)
    return [("-" if row.seeking_since else "") + row.volunteer.first_name for row in rows]


def who(name):
    return Volunteer.get(Volunteer.first_name == name)


def many(number):
    """`number` more sessions of De Vissen with a tutor each, on days of four weeks from 23 November on."""
    of, role, jonas = group(), Role.get(Role.key == "tutor"), who("Jonas")
    first = Activity.select(fn.MAX(Activity.id)).scalar() + 1
    days = [date.fromordinal(date(2026, 11, 23).toordinal() + n % 28) for n in range(number)]
    Activity.insert_many([
        {"id": first + n, "group": "homework", "kind": "session", "title": VISSEN, "date": day, "end_date": day}
        for n, day in enumerate(days)
    ]).execute()
    HomeworkSession.insert_many([
        {"activity": first + n, "group": of, "places": 8, "share": 4} for n in range(number)
    ]).execute()
    Seat.insert_many([
        {"id": 10**6 + n, "activity": first + n, "role": role, "position": 1} for n in range(number)
    ]).execute()
    SignUp.insert_many([
        {"seat": 10**6 + n, "activity": first + n, "volunteer": jonas, "made_at": clock.now()}
        for n in range(0, number, 2)
    ]).execute()
