"""The verbs of who came: one press for one pupil, one for all; and a pupil who is there without a place."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.groups.homework import queries
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.booking import rules as rules_booking
from wvg.groups.homework.during import queries as queries_during
from wvg.groups.homework.during import queries_attendance
from wvg.groups.homework.models import LIVE, PUPIL_ATTENDANCES, Booking, Pupil

NOT_NOW = say("Say who came on the day itself, or in the week after.")


def tick(number, attendance, by, now):
    """Say of a booking whether the pupil came; "unknown" takes it back. Who presses last is right.

    The Booking. Raises Unknown, NotAllowed, Invalid ("attendance"), Refused.
    """
    if attendance not in PUPIL_ATTENDANCES:
        raise Invalid("attendance", say("Choose one."))
    with database.atomic():
        row = queries_booking.booking(number, by, clock.local(now).date())
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

    A tutor who is there, or a coordinator, also lets it in when all places are taken. Raises Unknown, NotAllowed,
    Invalid ("pupil"), Refused.
    """
    with database.atomic():
        session = queries.session(number, by)
        _must_tick(session, by, now)
        rules_booking.take_hold(session)
        row = queries_attendance.of_group(session.group, by, clock.local(now).date()).where(
            Pupil.id == pupil).first()
        if row is None:
            raise Invalid("pupil", say("Choose from the list."))
        there = Booking.get_or_none(Booking.pupil == row, Booking.session == session, Booking.state.in_(LIVE))
        if there is None or there.state != "confirmed":
            full = not queries_booking.room(session).free
            if full and not queries_during.helps(by, session):
                raise Refused(say("All places are taken. A tutor who is there can let them in."))
            there = _place(there, session, row, by, now)
        if there.attendance != "present":
            _keep([there], "present", by, now)
        return there


def _place(there, session, pupil, by, now):
    """A place for who is there already, of the places of its own side."""
    before = there and {"state": there.state, "version": there.version}
    if there is None:
        side = "them" if pupil.partner_id and pupil.partner_id == session.group.partner_id else "us"
        there = Booking(pupil=pupil, session=session, side=side, made_at=now)
    else:
        there.version += 1
    there.state, there.offered_at = "confirmed", None
    there.save()
    rules_booking.step(there, "confirmed", queries.side_of(by), by, now)
    audit.record("booking.walk_in", by, now, [(there, before)])
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
