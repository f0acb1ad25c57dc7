"""A place that was held for a pupil, and nobody said yes in time: it goes to who is next."""

from wvg.base import clock
from wvg.base.access import NOBODY
from wvg.base.db import database
from wvg.commons.planning.models import Activity
from wvg.groups.homework import notices, queries, rules_telling
from wvg.groups.homework.booking.queries_questions import held_until
from wvg.groups.homework.booking.rules_line import become, promote, take_hold
from wvg.groups.homework.models import Booking, HomeworkSession


def lapse(now):
    """End the offers that nobody answered in time; how many."""
    local, ended = clock.local(now), {}
    with database.atomic():
        rows = list(Booking.select(Booking, HomeworkSession, Activity).join(HomeworkSession).join(Activity).where(
            Booking.offered_at.is_null(False), Activity.state == "planned", Activity.date >= local.date(),
        ).order_by(Booking.offered_at, Booking.id))
        for row in rows:
            until = held_until(row)
            if until is None or local < until:
                continue
            session = queries.sessions().where(HomeworkSession.id == row.session_id).get()
            take_hold(session)
            become(row, "cancelled", NOBODY, now, "booking.cancel", itself=True)
            ended.setdefault((row.side, session.group_id), []).append(session)
        for (side, _group), sessions in ended.items():
            promote(sessions, NOBODY, now)
            rules_telling.tell(side, notices.LAPSED, sessions[0].group, now, NOBODY,
                               day=rules_telling.days(sorted({one.activity.date for one in sessions})))
    return sum(map(len, ended.values()))
