"""The words of a pupil go: when its side says so, or nobody said by 30 September that it comes again.

What stays is a number with its bookings, so that the counts of a year stay right.
"""

from datetime import date

from wvg.base import clock, db
from wvg.base.access import NOBODY
from wvg.base.db import database
from wvg.base.errors import Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.groups.homework import queries
from wvg.groups.homework.booking import rules_weekly
from wvg.groups.homework.models import Booking, BookingStep, Pairing, Pupil, PupilNote, Worry
from wvg.groups.homework.pupils import rules

SINCE = say("Somebody changed this pupil in the meantime. Look again before you erase it.")


def erase(number, version, by, now):
    """Erase a pupil of one's own side, also when it is damaged. Raises Unknown, NotAllowed, Refused (changed since)."""
    with database.atomic():
        row = rules.own(number, by, now)
        if row.version != version:
            raise Refused(SINCE)
        forget(row, by, now)
    db.leave_nothing_behind()


def forget(row, by, now):
    """All that says something about a pupil goes, and what is still booked ends; inside a transaction."""
    side = "them" if row.partner_id else "us"
    rules_weekly.leave(row, clock.local(now).date(), "", by, now, side=side)
    of_it = Booking.select(Booking.id).where(Booking.pupil == row)
    BookingStep.update(sealed=None).where(BookingStep.booking.in_(of_it)).execute()
    for table in (PupilNote, Worry, Pairing):
        table.delete().where(table.pupil == row).execute()
    before = {"version": row.version}
    db.keep(row, {"sealed": None, "household": None, "consent_on": None, "consent_by": None, "erased_at": now}, SINCE)
    audit.record("pupils.erase", by, now, [(row, before)])


def forget_old(now):
    """From 1 October on: erase who was not said to come this school year; and notes of school years that are over.

    How many of both.
    """
    today = clock.local(now).date()
    year = queries.school_year(today)
    with database.atomic():
        gone = PupilNote.delete().where(PupilNote.school_year < year).execute()
        if today >= date(year, 10, 1):
            for row in list(Pupil.select().where(Pupil.erased_at.is_null(), Pupil.goes_on < year)):
                forget(row, NOBODY, now)
                gone += 1
    if gone:
        db.leave_nothing_behind()
    return gone
