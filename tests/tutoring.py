"""The rooms and children of the demo, for tests of homework support to speak about."""

from datetime import date

from people import viewer
from places import DEC_17, LEDEBERG, VISSEN, pupil  # noqa: F401

from wvg.base import clock
from wvg.commons.planning.models import Activity
from wvg.groups.homework import queries
from wvg.groups.homework.models import Booking, HomeworkSession

TODAY, WEDNESDAY, DEC_15 = date(2026, 11, 24), date(2026, 11, 25), date(2026, 12, 15)
CHILDREN = ["Amina", "Yusuf", "Elena", "Dawit", "Sara", "Arben", "Mariam", "Lea"]
ROOM = "Buurtlokaal De Vissen, Forelstraat 9900, 9000 Gent"


def activity(day=TODAY, title=VISSEN):
    return Activity.get(Activity.title == title, Activity.date == day)


def session(day=TODAY, title=VISSEN):
    return queries.session(activity(day, title).id, viewer("marijke"))


def booking(name, day=TODAY, title=VISSEN):
    return Booking.select().join(HomeworkSession).where(
        Booking.pupil == pupil(name), HomeworkSession.activity == activity(day, title)
    ).order_by(Booking.id.desc()).first()


def page_of(day=TODAY, title=VISSEN):
    return f"/homework/sessions/{activity(day, title).id}"


def later(**more):
    """A moment after that at which the clock stands still."""
    from datetime import timedelta

    return clock.now() + timedelta(**more)
