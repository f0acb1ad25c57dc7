"""A line for who helps a pupil next."""

from datetime import timedelta

from wvg.base import clock, db
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Unknown
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.booking.rules_line import take_hold
from wvg.groups.homework.during import queries as queries_during
from wvg.groups.homework.models import Pupil, PupilNote
from wvg.groups.homework.permissions import STEER
from wvg.groups.homework.pupils import queries as queries_pupils

LONGEST = 200
AGAIN = timedelta(minutes=10)  # the same words in this time are one: a button that was pressed twice


def write(number, line, by, now):
    """A tutor on the session of a booking, or the coordinator, writes a line about its pupil. The PupilNote.

    Raises Unknown, NotAllowed, Invalid ("line").
    """
    if not line:
        raise Invalid("line", say("Write one line for who helps next."))
    with database.atomic():
        booking = queries_booking.booking(number, by, clock.local(now).date())
        if not queries_during.helps(by, booking.session):
            raise NotAllowed
        take_hold(booking.session)
        return put(booking.pupil_id, booking.session.group, line, by, now)


def put(pupil, group, line, by, now):
    """A line about a pupil (its number) for the school year of a group, once; inside a transaction. The PupilNote."""
    lately = PupilNote.select().where(
        PupilNote.pupil == pupil, PupilNote.by == by.volunteer, PupilNote.made_at > now - AGAIN)
    for there in lately:
        if there.read()[0].get("line") == line:
            return there
    row = PupilNote(pupil=pupil, school_year=group.school_year, by=by.volunteer, made_at=now)
    row.seal({"line": line})
    row.save(force_insert=True)
    audit.record("note.write", by, now, [(row, None)])
    return row


def take_away(number, by, now):
    """Who wrote a note, or the coordinator, takes it away for good. Raises Unknown, NotAllowed."""
    seen = queries_pupils.seen(by, clock.local(now).date())
    with database.atomic():
        row = PupilNote.select().join(Pupil).where(PupilNote.id == number, seen).first()
        if row is None:
            raise Unknown
        if row.by_id != by.volunteer and not by.can(STEER):
            raise NotAllowed
        audit.record("note.take_away", by, now, [(row, {"school_year": row.school_year})])
        row.delete_instance()
    db.leave_nothing_behind()
