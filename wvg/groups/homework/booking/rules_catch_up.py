"""What could not be done while a session was off, or not there yet: a tick does it when it goes on."""

from peewee import fn

from wvg.base import clock
from wvg.base.access import NOBODY
from wvg.base.db import database
from wvg.commons.audit import rules as audit
from wvg.commons.planning import queries as planning
from wvg.commons.planning.models import Activity
from wvg.groups.homework import queries, rules_telling
from wvg.groups.homework.booking import queries_weekly, rules
from wvg.groups.homework.models import LIVE, Booking, BookingStep, Enrolment, HomeworkSession, Pupil


def catch_up(now):
    """Give free places to who waits, then book weekly bookings into dates that were made or opened since; how many."""
    today = clock.local(now).date()
    with database.atomic():
        _hold_anew(today, now)
        given = rules.promote(_with_a_line(today), NOBODY, now)
        return given + _book_missing(now)


def _hold_anew(today, now):
    """While a session is off, nobody can say yes: the time that a place is held begins when it goes on."""
    off = HomeworkSession.select(HomeworkSession.id).join(Activity).where(
        Activity.state != "planned", Activity.date >= today)
    Booking.update(offered_at=now).where(Booking.offered_at.is_null(False), Booking.session.in_(off)).execute()


def _with_a_line(today):
    waits = Booking.select(Booking.session).where(
        Booking.state.in_(("asked", "waiting")), Booking.offered_at.is_null())
    sessions = list(queries.sessions().where(
        HomeworkSession.id.in_(waits), Activity.state == "planned", Activity.date >= today))
    for session in sessions:
        rules.take_hold(session)
    return sessions


def _book_missing(now):
    asked, changes = {}, []
    for enrolment, session in _missing(now):
        row, changed = rules.place(session, enrolment.pupil, NOBODY, now, enrolment)
        changes += changed
        if row.state == "asked":
            asked.setdefault((row.side, session.group_id), []).append(session)
    if changes:
        act = audit.record("booking.catch_up", NOBODY, now, changes)
        for (side, _group), found in asked.items():
            days = sorted({one.activity.date for one in found})
            rules_telling.tell_asked(side, found[0].group, days, NOBODY, now, act)
    return len(changes)


def _missing(now):
    """[(weekly booking with its pupil, session)] of its days and weekdays, in order, for which nothing was done since
    it was made: what was cancelled or declined for a date stays so. Not extra sessions.
    """
    local = clock.local(now)
    done = Booking.select().where(
        Booking.pupil == Enrolment.pupil, Booking.session == HomeworkSession.id,
        (Booking.enrolment == Enrolment.id) | Booking.state.in_(LIVE) | fn.EXISTS(BookingStep.select().where(
            BookingStep.booking == Booking.id, BookingStep.at > Enrolment.made_at)),
    )
    rows = list(
        Enrolment.select(Enrolment.id, HomeworkSession.id, Activity.original_date)
        .join(Pupil).switch(Enrolment)
        .join(HomeworkSession, on=HomeworkSession.group == Enrolment.group).join(Activity)
        .where(
            Enrolment.ended_at.is_null(), Pupil.stopped_on.is_null(), Activity.series.is_null(False),
            Activity.state == "planned", Activity.date >= local.date(),
            Activity.date.between(Enrolment.first_day, Enrolment.last_day), ~fn.EXISTS(done),
        ).order_by(Activity.date, Enrolment.made_at, Enrolment.id).tuples()
    )
    weekly = {one.id: one for one in Enrolment.select(Enrolment, Pupil).join(Pupil).where(
        Enrolment.id.in_({number for number, _session, _day in rows}))}
    sessions = {one.id: one for one in queries.sessions().where(
        HomeworkSession.id.in_({number for _weekly, number, _day in rows}))}
    days = queries_weekly.days_of(list(weekly), local.date())
    return [
        (weekly[number], sessions[session]) for number, session, day in rows
        if day.weekday() in queries_weekly.made_for(weekly[number]) | days.get(number, set())
        and not planning.has_ended(sessions[session].activity, local)
    ]
