"""A place that was held for a pupil, and nobody said yes in time: it goes to who is next."""

from wvg.base import clock
from wvg.base.access import NOBODY
from wvg.base.db import database
from wvg.commons.planning.models import Activity
from wvg.groups.homework import notices, queries, rules_telling
from wvg.groups.homework.booking.queries_questions import held_until
from wvg.groups.homework.booking.rules_line import end, take_hold
from wvg.groups.homework.models import Booking, HomeworkSession


def lapse(now):
    """End the offers that nobody answered in time; how many."""
    local, ended = clock.local(now), 0
    with database.atomic():
        rows = list(Booking.select(Booking, HomeworkSession, Activity).join(HomeworkSession).join(Activity).where(
            Booking.offered_at.is_null(False), Activity.state == "planned", Activity.date >= local.date(),
        ).order_by(Booking.offered_at, Booking.id))
        for row in rows:
            until = held_until(row)
            if until is None or local < until:
                continue
            row.session = queries.sessions().where(HomeworkSession.id == row.session_id).get()
            take_hold(row.session)
            end(row, NOBODY, now, itself=True)
            rules_telling.tell(row.side, notices.LAPSED, row.session.group, now, NOBODY, day=row.session.activity.date)
            ended += 1
    return ended
