"""Questions that come up when dates change: who is on them, who is busy then, who changed something."""

from collections import defaultdict
from datetime import timedelta

from wvg.base.errors import NotAllowed, Unknown
from wvg.commons.accounts.models import Account
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.planning import queries, queries_people
from wvg.commons.planning.dates import monday, week_of
from wvg.commons.planning.models import APPOINTMENT, GOES_ON, Activity, Role, Seat, SignUp
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.volunteers.models import Absence, Volunteer

SWAP_AHEAD = timedelta(weeks=8)


def coordinated(number, viewer):
    """An activity of a group that this viewer coordinates. Raises Unknown, NotAllowed."""
    activity = queries.activity(number, viewer)
    if not viewer.can(ASSIGN, activity.group):
        raise NotAllowed
    return activity


def coming(activity, now_local):
    """The other dates of its series that are still to come and go on, in order."""
    if activity.series_id is None:
        return []
    return list(
        Activity.select().where(
            Activity.series == activity.series_id, Activity.id != activity.id, Activity.date > now_local.date(),
            Activity.state.in_(GOES_ON),
        ).order_by(Activity.date)
    )


def people_on(activities):
    """{activity: [live sign-up with volunteer, seat and role]} by place: one query."""
    rows = (
        SignUp.select(SignUp, Volunteer, Seat, Role).join(Volunteer).switch(SignUp).join(Seat).join(Role)
        .where(SignUp.activity.in_(list(activities)), SignUp.ended_at.is_null())
        .order_by(SignUp.activity, Seat.position, SignUp.id)
    )
    found = defaultdict(list)
    for row in rows:
        found[row.activity_id].append(row)
    return found


def busy(plans):
    """Which keys of {(volunteer, activity id): what has a date and hours} clash with another activity: one query."""
    if not plans:
        return set()
    first, last = min(when.date for when in plans.values()), max(when.end_date for when in plans.values())
    others = defaultdict(list)
    rows = (
        SignUp.select(SignUp, Activity).join(Activity)
        .where(
            SignUp.volunteer.in_({who for who, _ in plans}), SignUp.ended_at.is_null(),
            Activity.state.in_(GOES_ON), Activity.date <= last, Activity.end_date >= first,
        )
    )
    for row in rows:
        others[row.volunteer_id].append(row.activity)
    return {
        (who, number) for (who, number), when in plans.items()
        if any(other.id != number and other.date <= when.end_date and other.end_date >= when.date
               and queries_people.hours_overlap(other, when) for other in others[who])
    }


def away(plans):
    """As `busy`: which of them are absent then. One query."""
    if not plans:
        return set()
    first, last = min(when.date for when in plans.values()), max(when.end_date for when in plans.values())
    rows = list(Absence.select().where(
        Absence.volunteer.in_({who for who, _ in plans}), Absence.first_day <= last, Absence.last_day >= first
    ))
    return {
        (who, number) for (who, number), when in plans.items()
        if any(row.volunteer_id == who and row.first_day <= when.end_date and row.last_day >= when.date for row in rows)
    }


def changed_by(row):
    """The volunteer who changed this row last, or None when nobody is known."""
    return (
        Volunteer.select().join(Account, on=Account.volunteer == Volunteer.id).join(Act, on=Act.by == Account.id)
        .join(ActChange, on=ActChange.act == Act.id)
        .where(ActChange.table == row._meta.table_name, ActChange.row == row.id)
        .order_by(Act.id.desc()).first()
    )


def called_off_by(activity):
    """The act that made an activity not go on, the last time that it went on before; or None."""
    changes = (
        ActChange.select(ActChange, Act).join(Act)
        .where(ActChange.table == "activity", ActChange.row == activity.id).order_by(ActChange.id.desc())
    )
    return next((c.act for c in changes if (c.before or {}).get("state") in GOES_ON), None)


def sign_up(number, viewer):
    """A sign-up that has not ended, with all around it, of a group one coordinates. Raises Unknown, NotAllowed."""
    found = _sign_ups().where(SignUp.id == number, SignUp.ended_at.is_null(), queries.visible(viewer)).first()
    if found is None:
        raise Unknown
    if not viewer.can(ASSIGN, found.activity.group):
        raise NotAllowed
    return found


def _sign_ups():
    return (
        SignUp.select(SignUp, Volunteer, Seat, Role, Activity).join(Volunteer).switch(SignUp)
        .join(Seat).join(Role).switch(SignUp).join(Activity)
    )


def to_swap_with(row, now_local):
    """Sign-ups of others of the group in the coming weeks with whom this one can trade places: four queries.

    Those of whom one of the two may not sit on the other's place are left out.
    """
    rows = list(
        _sign_ups().where(
            SignUp.ended_at.is_null(), SignUp.volunteer != row.volunteer_id, Activity.group == row.activity.group,
            Activity.kind == APPOINTMENT if row.activity.kind == APPOINTMENT else Activity.kind != APPOINTMENT,
            Activity.state == "planned", Activity.date <= max(now_local.date(), row.activity.date) + SWAP_AHEAD,
            Activity.end_date >= now_local.date(),
        ).order_by(Activity.date, Activity.starts.asc(nulls="first"), Seat.position)
    )
    needs = queries.needs_of([row.activity_id, *(other.activity_id for other in rows)])
    has = queries.have({row.volunteer_id, *(other.volunteer_id for other in rows)})
    on = defaultdict(set)
    for other in [row, *rows]:
        on[other.volunteer_id].add(other.activity_id)

    def may(volunteer, seat):
        return all(queries.fulfils(need, has[volunteer]) for need in needs[seat] if need.blocks)

    return [
        other for other in rows
        if not queries.has_ended(other.activity, now_local)
        and may(row.volunteer_id, other.seat_id) and may(other.volunteer_id, row.seat_id)
        and (other.activity_id == row.activity_id
             or not (other.activity_id in on[row.volunteer_id] or row.activity_id in on[other.volunteer_id]))
    ]


def from_here(activity, today):
    """The first day that "from here on" means for an activity: its week, but not dates before it, nor the past."""
    before = (
        Activity.select(Activity.original_date)
        .where(Activity.series == activity.series_id, Activity.original_date < activity.original_date)
        .order_by(Activity.original_date.desc()).scalar()
    )
    day = timedelta(days=1)
    return max(filter(None, [monday(*week_of(activity.original_date)), today + day, before and before + day]))


def with_places(activities):
    """Those of these activities (ids) that have a place: one query."""
    rows = Seat.select(Seat.activity).where(Seat.activity.in_(activities), Seat.state == "open").distinct()
    return {number for (number,) in rows.tuples()}


def activity_of(series, number):
    """An activity of this series, or None."""
    return Activity.get_or_none(Activity.id == number, Activity.series == series, Activity.original_date.is_null(False))
