"""Places for pupils in the demo: by title, day and first name."""

from datetime import date

from people import activity, viewer

from wvg.base import clock
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.booking import rules
from wvg.groups.homework.models import LIVE, Booking, HomeworkGroup, HomeworkSession, Pupil
from wvg.groups.homework.pupils import queries as pupils
from wvg.groups.homework.pupils import rules as rules_pupils

VISSEN, LEDEBERG = "Huiswerk De Vissen", "Huiswerk De Ledeberg"
NOV_26, DEC_1, DEC_3, DEC_8 = date(2026, 11, 26), date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 8)
NOV_25, DEC_2, DEC_17 = date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 17)


def session(day, title=VISSEN):
    return HomeworkSession.get(HomeworkSession.activity == activity(title, day))


def group(title=VISSEN):
    return next(one for one in HomeworkGroup.select() if one.series.title == title)


def pupil(name):
    return next(row for row in Pupil.select() if pupils.words(row).first_name == name)


def child(name, by="marijke", year="4e leerjaar", **more):
    """A new pupil."""
    return rules_pupils.add({"first_name": name, "year": year, **more}, viewer(by), clock.now())


def empty(day=DEC_1, places=2, share=1, title=VISSEN):
    """A session on whose list nobody is, with so many places."""
    row = session(day, title)
    Booking.delete().where(Booking.session == row).execute()
    HomeworkSession.update(places=places, share=share).where(HomeworkSession.id == row.id).execute()
    return HomeworkSession.get_by_id(row.id)


def book(row, child, by="marijke"):
    return rules.book(row.activity_id, child.id, viewer(by), clock.now())


def state(booking):
    """As it is now; "offered" while a place is held."""
    now = Booking.get_by_id(booking.id)
    return "offered" if now.offered_at else now.state


def on_list(row):
    """[(first name, state)] in the order of asking."""
    return [(pupils.words(one.pupil).first_name, state(one)) for one in
            Booking.select().where(Booking.session == row, Booking.state.in_(LIVE)).order_by(
                Booking.made_at, Booking.id)]


def room(row):
    return queries_booking.room(HomeworkSession.get_by_id(row.id))
