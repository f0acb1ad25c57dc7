"""Whom to remind of what they do tomorrow, and who could take a place that opens shortly before."""

from datetime import UTC, datetime, time, timedelta

from wvg.base import clock
from wvg.commons.planning import queries_candidates
from wvg.commons.planning.models import Activity, Seat, SignUp

REMINDED_AT = time(16)  # on the day before
DAY, SOON = timedelta(days=1), timedelta(hours=72)


def begins(activity):
    """When an activity begins, on the wall; the end of its first day when it has no hour."""
    return datetime.combine(activity.date, activity.starts or time(23, 59))


def has_begun(activity, now_local):
    """Also in the hour that comes twice when the clock goes back: then the first one counts."""
    begun, now = (moment.replace(tzinfo=clock.BRUSSELS).astimezone(UTC) for moment in (begins(activity), now_local))
    return begun <= now


def reminded_at(activity):
    return datetime.combine(activity.date - DAY, REMINDED_AT)


def soon(now_local):
    """{(activity id, volunteer id): sign-up} of those on what goes on today or tomorrow: one query."""
    rows = (
        SignUp.select(SignUp, Activity).join(Activity)
        .where(
            SignUp.ended_at.is_null(), Activity.state == "planned",
            Activity.date.between(now_local.date(), now_local.date() + DAY),
        ).order_by(Activity.date, SignUp.id)
    )
    return {(row.activity_id, row.volunteer_id): row for row in rows if not has_begun(row.activity, now_local)}


def to_come(activities, now_local):
    """{id: whether somebody is needed} of those of these activities (ids) that still have to begin: one query."""
    taken = SignUp.select(SignUp.seat).where(SignUp.ended_at.is_null())
    short = Seat.select(Seat.activity).where(Seat.required, Seat.state == "open", Seat.id.not_in(taken))
    rows = Activity.select(Activity, Activity.id.in_(short).alias("short")).where(
        Activity.id.in_(list(activities)), Activity.state == "planned"
    )
    return {row.id: bool(row.short) for row in rows if not has_begun(row, now_local)}


def may_take(seat, today):
    """Volunteers of the group who may take a seat and against whom nothing speaks: free, not away, not often enough.

    Not those who gave back a place on the same activity: they cannot come.
    """
    gave_back = {
        volunteer for (volunteer,) in SignUp.select(SignUp.volunteer).where(
            SignUp.activity == seat.activity_id, SignUp.end_reason.in_(("ill", "withdrew"))
        ).tuples()
    }
    return [
        one.volunteer for one in queries_candidates.candidates(seat.activity, today)[seat.id]
        if one.member and not one.blocked and not one.against and one.volunteer.id not in gave_back
    ]
