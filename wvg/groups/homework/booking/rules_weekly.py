"""A place every week, until a holiday: one booking for each date; what is full waits, and the rest is booked."""

from datetime import timedelta

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, Refused, Unknown
from wvg.base.words import joined, say
from wvg.commons.audit import rules as audit
from wvg.commons.planning import dates
from wvg.commons.planning import queries as planning
from wvg.commons.planning.models import Activity
from wvg.groups.homework import notices, queries, rules_telling
from wvg.groups.homework.booking import rules
from wvg.groups.homework.models import LIVE, Booking, Enrolment, HomeworkSession
from wvg.groups.homework.pupils import queries as queries_pupils

LONG = 5  # days: a school holiday that is longer than a bridge
DAY = timedelta(days=1)


def until_holidays(first, last):
    """[(name, the last day before it)] of the school holidays between two days, and last `last` itself with None.

    Without those of a few days, such as Ascension.
    """
    days = [day for day, found in dates.holidays_between(first, last).items()
            if any(holiday.kind == "school" for holiday in found)]
    runs = []
    for day in days:
        if runs and day - runs[-1][-1] == DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    found = []
    for run in runs:
        if len(run) >= LONG and run[0] > first:
            name = next(one.name for one in dates.holidays_between(run[0], run[0])[run[0]] if one.kind == "school")
            found.append((name, run[0] - DAY))
    return [*found, (None, last)]


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
        sessions = [one for one in coming(found, max(first_day, today), last_day, now)
                    if one.activity.date.weekday() in weekdays]
        if not sessions:
            raise Invalid("weekdays", say("There is no session on these days. Choose other days."))
        there = Enrolment.select().where(
            Enrolment.pupil == row, Enrolment.group == found, Enrolment.ended_at.is_null(),
            Enrolment.last_day >= first_day, Enrolment.first_day <= last_day,
        )
        if any(set(days_of(one)) & set(weekdays) for one in there):
            raise Refused(say("This pupil comes every week on such a day already."))
        made = Enrolment.create(
            pupil=row, group=found, weekdays=" ".join(str(day) for day in sorted(set(weekdays))),
            first_day=first_day, last_day=last_day, side=queries.side_of(by), by=by.account, made_at=now,
        )
        audit.record("booking.enrol", by, now, [(made, None)])
        bookings = []
        for session in sessions:
            booking = rules.place(session, row, by, now, made)
            booking.session = session
            bookings.append(booking)
        asked = [one.session.activity.date for one in bookings if one.state == "asked"]
        if asked:
            rules_telling.tell(rules_telling.other(made.side), notices.ASKED, found, now, by, days=days(asked),
                               who=rules_telling.name_of(made.side, found))
        return made, bookings


def coming(group, first, last, now):
    """Sessions of a group that go on and are not over, in order, with their activity."""
    local = clock.local(now)
    rows = queries.sessions().where(
        HomeworkSession.group == group, Activity.date.between(max(first, local.date()), last),
        Activity.state == "planned",
    ).order_by(Activity.date, Activity.starts)
    return [row for row in rows if not planning.has_ended(row.activity, local)]


def days_of(enrolment):
    """The weekdays of an enrolment: numbers, 0 is Monday."""
    return [int(day) for day in enrolment.weekdays.split()]


def days(found):
    """A Sentence of some days, the first of them when there are many."""
    return joined(found if len(found) <= 4 else [*found[:3], "…"], ", ")


def stop(number, from_day, reason, by, now):
    """A pupil does not come every week any more, from a day on; how many places come free. Either side can say so.

    Raises Unknown, NotAllowed, Refused.
    """
    with database.atomic():
        row = Enrolment.get_or_none(Enrolment.id == number)
        if row is None:
            raise Unknown
        group, today = queries.group(row.group_id, by), clock.local(now).date()
        if not queries.sees_pupils(by, group, today):
            raise Unknown
        rules.must_book(group, by, today)
        if row.ended_at is not None:
            raise Refused(rules.NOT_ANY_MORE)
        before = {"last_day": row.last_day.isoformat(), "version": row.version}
        gone = [
            one for one in Booking.select(Booking, HomeworkSession).join(HomeworkSession).join(Activity).where(
                Booking.enrolment == row, Booking.state.in_(LIVE), Activity.date >= max(from_day, today))
        ]
        ended = 0
        for booking in gone:
            booking.session = queries.session(booking.session.activity_id, by)
            if planning.has_ended(booking.session.activity, clock.local(now)):
                continue
            rules.take_hold(booking.session)
            rules.end(booking, by, now, reason)
            ended += 1
        row.ended_at, row.version = now, row.version + 1
        row.save()
        audit.record("booking.stop", by, now, [(row, before)])
        return ended
