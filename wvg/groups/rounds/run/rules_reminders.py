"""A report that does not come: after a day those who went are reminded, after three the coordinators."""

from datetime import datetime, time, timedelta

from peewee import fn

from wvg.base import clock
from wvg.base.db import database
from wvg.commons.messages import rules as messages
from wvg.commons.messages.models import Message
from wvg.commons.planning import queries as planning
from wvg.commons.planning.models import Activity, SignUp
from wvg.groups.rounds.models import Run, Stop
from wvg.groups.rounds.run import notices, queries

DAY, THREE_DAYS, TOO_OLD = timedelta(days=1), timedelta(days=3), timedelta(days=30)


def remind(now):
    """Tell each of them once; how many were told."""
    local, told = clock.local(now), 0
    with database.atomic():
        for activity, proxy in _missing(local):
            late = local - _end(activity)
            on = {who for (who,) in SignUp.select(SignUp.volunteer).where(
                SignUp.activity == activity, SignUp.ended_at.is_null()).tuples()} | {proxy} - {None}
            coordinators = {one.id for one in planning.coordinators("rounds", local.date())}
            told += _once(notices.REPORT_MISSING, activity, on, now)
            if late >= THREE_DAYS:
                told += _once(notices.REPORT_STILL_MISSING, activity, coordinators, now)
    return told


def _missing(local):
    """(activity, proxy) of planned runs that ended a day ago or more and have no whole report."""
    has_stops = Stop.select().where(Stop.run == Run.id)
    rows = (
        Run.select(Run, Activity).join(Activity)
        .where(
            Run.reported_at.is_null(), Activity.state.in_(queries.GOES_ON), Activity.end_date < local.date(),
            Activity.end_date > (local - TOO_OLD).date(), fn.EXISTS(has_stops),
        )
    )
    return [(row.activity, row.proxy_id) for row in rows if local - _end(row.activity) >= DAY]


def _end(activity):
    return datetime.combine(activity.end_date, activity.ends or time(23, 59))


def _once(kind, activity, people, now):
    before = {who for (who,) in Message.select(Message.recipient).where(
        Message.kind == kind, Message.activity == activity.id).tuples()}
    messages.tell(people - before, kind, now, activity=activity.id, **notices.about(activity))
    return len(people - before)
