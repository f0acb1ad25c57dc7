"""The verbs of who came: one press for one pupil, one for all; and a pupil who is there without a place."""

from datetime import datetime, time

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.groups.homework import queries
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.booking.rules_line import become, full, step, take_hold
from wvg.groups.homework.during import queries as queries_during
from wvg.groups.homework.during import queries_attendance
from wvg.groups.homework.models import PUPIL_ATTENDANCES, Booking, Pupil

NOT_NOW = say("Say who came on the day itself, or in the week after.")


def tick(number, attendance, by, now):
    """Say of a booking whether the pupil came; "unknown" takes it back. Who presses last is right.

    The Booking. Raises Unknown, NotAllowed, Invalid ("attendance"), Refused.
    """
    with database.atomic():
        row = queries_booking.booking(number, by, clock.local(now).date())
        if attendance not in PUPIL_ATTENDANCES:
            raise Invalid("attendance", say("Choose one."))
        _must_tick(row.session, by, now)
        if row.state != "confirmed":
            raise Refused(say("This pupil has no place any more. Add them below if they are here."))
        if row.attendance != attendance:
            _keep([row], attendance, by, now)
        return row


def all_here(number, by, now):
    """Everybody of whom nothing was said is present, in a session (the number of its activity): how many."""
    with database.atomic():
        session = queries.session(number, by)
        _must_tick(session, by, now)
        rows = list(Booking.select().where(
            Booking.session == session, Booking.state == "confirmed", Booking.attendance == "unknown"))
        if rows:
            _keep(rows, "present", by, now)
        return len(rows)


def walk_in(number, pupil, by, now):
    """A pupil (its number) of the group is there without a place: it gets one, and is present. The Booking.

    A tutor who is there, or a coordinator, also lets it in when all places are taken. A partner only from the hour of
    the session on, on a place of its own that nobody waits for. Raises Unknown, NotAllowed, Invalid ("pupil"), Refused.
    """
    with database.atomic():
        session = queries.session(number, by)
        _must_tick(session, by, now)
        take_hold(session)
        row = queries_attendance.of_group(session.group, by, clock.local(now).date()).where(
            Pupil.id == pupil).first()
        if row is None:
            raise Invalid("pupil", say("Choose from the list."))
        there = queries_booking.live(session, row)
        if there is None or there.state != "confirmed":
            if not queries_during.helps(by, session):
                _must_be_their_place(there, session, by, now)
            there = _place(there, session, row, by, now)
        if there.attendance != "present":
            _keep([there], "present", by, now)
        return there


def _must_be_their_place(there, session, by, now):
    """Raise Refused when a partner would take more than a place of its own, or go before who waits."""
    begins = datetime.combine(session.activity.date, session.activity.starts or time.min)
    if clock.local(now) < begins:
        raise Refused(say("You can add a pupil from the start of the session on."))
    if there is not None and there.offered_at:
        return  # the place is held for this one
    if there is not None:
        raise Refused(say("This pupil waits for a place. A tutor who is there can let them in."))
    room = queries_booking.room(session)
    if not (room.free and room.within(queries.side_of(by))):
        raise Refused(say("You have no place left. A tutor who is there can let them in."))


def _place(there, session, pupil, by, now):
    """A place for who is there already: of the side of the pupil, or of the partner that adds it."""
    if there is not None:
        become(there, "confirmed", by, now, "booking.walk_in")
    else:
        theirs = queries.side_of(by) == "them" or (pupil.partner_id and pupil.partner_id == session.group.partner_id)
        there = Booking.create(pupil=pupil, session=session, side="them" if theirs else "us", state="confirmed",
                               made_at=now)
        step(there, "confirmed", queries.side_of(by), by, now)
        audit.record("booking.walk_in", by, now, [(there, None)])
    full(session, by, now)
    return there


def _must_tick(session, by, now):
    today = clock.local(now).date()
    helps = queries_during.helps(by, session)
    if not (helps or queries.side_of(by) == "them"):
        raise NotAllowed
    if not queries.sees_pupils(by, session.group, today):
        raise Unknown
    if session.activity.state not in queries_during.WENT_ON:
        raise Refused(say("This did not go on."))
    if not queries_during.can_be_ticked(by, session.activity, today):
        raise Refused(NOT_NOW)


def _keep(rows, attendance, by, now):
    changes = []
    for row in rows:
        changes.append((row, {"attendance": row.attendance, "version": row.version}))
        row.attendance, row.version = attendance, row.version + 1
        known = attendance != "unknown"
        row.attended_by, row.attended_at = (by.account, now) if known else (None, None)
        row.save(only=[Booking.attendance, Booking.attended_by, Booking.attended_at, Booking.version])
    audit.record("booking.attend", by, now, changes)
