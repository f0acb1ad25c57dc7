"""A report that does not come: after a day those who went are reminded, after three the coordinators."""

from datetime import timedelta

from peewee import fn

from wvg.base import clock
from wvg.base.db import database
from wvg.commons.messages import rules as messages
from wvg.commons.messages.models import Message
from wvg.commons.planning import queries as planning
from wvg.commons.planning.afterwards.queries_attendance import WENT_ON
from wvg.commons.planning.models import Activity, SignUp
from wvg.groups.rounds.models import Run, Stop
from wvg.groups.rounds.run import notices, queries

TWO_DAYS, TOO_OLD = timedelta(days=2), timedelta(days=30)


def remind(now):
    """Tell each of them once; how many were told."""
    local, told = clock.local(now), 0
    with database.atomic():
        coordinators = {one.id for one in planning.coordinators("rounds", local.date())}
        for activity, proxy in _missing(local):
            on = {who for (who,) in SignUp.select(SignUp.volunteer).where(
                SignUp.activity == activity, SignUp.ended_at.is_null()).tuples()} | {proxy} - {None}
            told += _once(notices.REPORT_MISSING, activity, on, now)
            if local >= queries.window(activity)[1] + TWO_DAYS:
                told += _once(notices.REPORT_STILL_MISSING, activity, coordinators, now)
    return told


def _missing(local):
    """(activity, proxy) of planned runs that ended a day ago or more and have no whole report."""
    has_stops = Stop.select().where(Stop.run == Run.id)
    rows = (
        Run.select(Run, Activity).join(Activity)
        .where(
            Run.reported_at.is_null(), Activity.state.in_(WENT_ON), Activity.end_date < local.date(),
            Activity.end_date > (local - TOO_OLD).date(), fn.EXISTS(has_stops),
        )
    )
    return [(row.activity, row.proxy_id) for row in rows if local >= queries.window(row.activity)[1]]


def _once(kind, activity, people, now):
    before = {who for (who,) in Message.select(Message.recipient).where(
        Message.kind == kind, Message.activity == activity.id).tuples()}
    messages.tell(people - before, kind, now, activity=activity.id, **notices.about(activity))
    return len(people - before)
