"""A place every week, until a holiday: one booking for each date; what is full waits, and the rest is booked."""

from datetime import timedelta

from wvg.base import clock, db
from wvg.base.db import database
from wvg.base.errors import Invalid, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.planning.models import Activity
from wvg.groups.homework import queries, rules_telling
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.booking import queries_weekly, rules
from wvg.groups.homework.models import LIVE, Booking, Enrolment, HomeworkSession
from wvg.groups.homework.pupils import queries as queries_pupils

DAY = timedelta(days=1)


def enrol(group, pupil, weekdays, first_day, last_day, by, now):
    """Book a pupil (its number) in every session of a group (its number) on these weekdays, from a day until a day.

    (the Enrolment, [Booking] in order, those on dates that are full waiting). Raises Unknown, NotAllowed, Invalid
    ("weekdays", "last_day"), Refused when it comes on such a day already.
    """
    today = clock.local(now).date()
    if last_day < max(first_day, today):
        raise Invalid("last_day", say("The last day must be after the first day."))
    with database.atomic():
        found, row = queries.group(group, by), queries_pupils.pupil(pupil, by, today)
        rules.must_book(found, by, today)
        sessions = [one for one in queries_weekly.coming(found, max(first_day, today), last_day, now)
                    if one.activity.date.weekday() in weekdays]
        if not sessions:
            raise Invalid("weekdays", say("There is no session on these days. Choose other days."))
        _must_not_come(row, found, weekdays, max(first_day, today), last_day, by, now)
        made = Enrolment.create(
            pupil=row, group=found, weekdays=" ".join(str(day) for day in sorted(set(weekdays))),
            first_day=first_day, last_day=last_day, side=queries.side_of(by), by=by.account, made_at=now,
        )
        bookings, changes, asked = [], [(made, None)], []
        for session in sessions:
            booking, changed = rules.place(session, row, by, now, made)
            booking.session = session
            bookings.append(booking)
            changes += changed
            if changed and booking.state == "asked":
                asked.append(session.activity.date)
        act = audit.record("booking.enrol", by, now, changes)
        if asked:
            rules_telling.tell_asked(made.side, found, asked, by, now, act)
        return made, bookings


def _must_not_come(pupil, group, weekdays, first_day, last_day, by, now):
    """Raise Refused when a pupil comes every week on such a day already; of what nothing is left, that ends."""
    today = clock.local(now).date()
    there = list(Enrolment.select().where(
        Enrolment.pupil == pupil, Enrolment.group == group, Enrolment.ended_at.is_null(),
        Enrolment.last_day >= first_day, Enrolment.first_day <= last_day,
    ))
    days = queries_weekly.days_of(there, first_day, last_day)
    if any(found & set(weekdays) for found in days.values()):
        raise Refused(say("This pupil comes every week on such a day already."))
    left = queries_weekly.days_of(there, today)
    for row in there:
        if row.id not in left:
            close(row, today, by, now)


def stop(number, version, from_day, reason, by, now):
    """A pupil does not come every week any more, from a day on; how many places come free. Either side can say so.

    Raises Unknown, NotAllowed, Refused, Invalid ("from_day"; "reason" when the other side booked it).
    """
    with database.atomic():
        row = queries_booking.enrolment(number, by, clock.local(now).date())
        rules.must_book(row.group, by, clock.local(now).date())
        if from_day is None:
            raise Invalid("from_day", say("Fill this in."))
        if from_day > row.last_day:
            raise Invalid("from_day", say("It ends before that day already."))
        if row.ended_at is not None:
            raise Refused(rules.NOT_ANY_MORE)
        row.version = version
        close(row, from_day, by, now)
        gone = queries_booking.of_enrolment(row).where(Booking.state.in_(LIVE), Activity.date >= from_day)
        return rules.end_all(list(gone), reason, by, now)


def close(row, from_day, by, now):
    """A weekly booking ends before a day, inside a transaction; its dates are for the caller. Raises Refused.

    Until that day it can end earlier still.
    """
    before = {"last_day": row.last_day.isoformat(), "ended_at": None, "version": row.version}
    over = from_day <= max(row.first_day, clock.local(now).date())
    db.keep(row, {"ended_at": now if over else None, "last_day": max(row.first_day, min(row.last_day, from_day - DAY))},
            rules.NOT_ANY_MORE)
    audit.record("booking.stop", by, now, [(row, before)])


def leave(pupil, from_day, reason, by, now, group=None, side=None):
    """End all that is booked for a pupil from a day on, in one group or in all; how many dates. Inside a transaction.

    `side` acts, when it is not that of `by`.
    """
    weekly = Enrolment.select().where(
        Enrolment.pupil == pupil, Enrolment.ended_at.is_null(), Enrolment.last_day >= from_day)
    dates_of = Booking.select(Booking).join(HomeworkSession).join(Activity).where(
        Booking.pupil == pupil, Booking.state.in_(LIVE), Activity.date >= from_day)
    if group is not None:
        weekly = weekly.where(Enrolment.group == group)
        dates_of = dates_of.where(HomeworkSession.group == group)
    for row in list(weekly):
        close(row, from_day, by, now)
    return rules.end_all(list(dates_of), reason, by, now, side)
