"""The verbs of afterwards: who came, who did not, and who came instead."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.planning import notices, queries, seating
from wvg.commons.planning.afterwards import queries_attendance
from wvg.commons.planning.models import Activity, Seat
from wvg.commons.planning.permissions import ASSIGN


def tick(number, attendance, by, now):
    """Say of one sign-up "came", "did not come" or, to take that back, "unknown". Pressing twice is pressing once.

    For coordinators, and for four weeks those on it. Raises Unknown, NotAllowed, Refused, Invalid.
    """
    with database.atomic():
        row = queries_attendance.sign_up(number, by)
        must_be_theirs(row.activity, by, now)
        _must_have_begun(row.activity, now)
        if row.ended_at:
            raise Refused(say("Somebody else has this place now. Open this page again."))
        said = {
            "came": say("%(name)s came.", name=seating.name_of(row)),
            "did not come": say("%(name)s did not come.", name=seating.name_of(row)),
            "unknown": say("%(name)s is not ticked any more.", name=seating.name_of(row)),
        }
        if attendance not in said:
            raise Invalid("attendance", say("Choose one."))
        if row.attendance == attendance:
            return seating.Done(said[attendance])
        act = _record("planning.attend", [row], attendance, by, now)
        return seating.Done(said[attendance], act)


def all_came(number, by, now):
    """Everybody of whom nothing is said yet came. Raises Unknown, NotAllowed, Refused."""
    with database.atomic():
        activity = queries.activity(number, by)
        must_be_theirs(activity, by, now)
        _must_have_begun(activity, now)
        rows = [row for row in queries_attendance.on(activity) if row.attendance == "unknown"]
        act = _record("planning.attend_all", rows, "came", by, now) if rows else None
        return seating.Done(say("Everybody is ticked. Thank you."), act)


def came_instead(number, volunteer, by, now):
    """Somebody else came on a seat, or somebody on a seat that stood open; for coordinators.

    Whoever sat there is excused and told. Raises Unknown, NotAllowed, Refused, Invalid.
    """
    with database.atomic():
        seat = queries.seat(number, by)
        if not by.can(ASSIGN, seat.activity.group):
            raise NotAllowed
        _must_have_begun(seat.activity, now)
        person = queries.listable(volunteer, seat.activity.group, clock.local(now).date())
        if person is None:
            raise Invalid("volunteer", say("Choose somebody from the list."))
        if any(row.volunteer_id == person.id for row in queries_attendance.on(seat.activity)):
            raise Invalid("volunteer", say("%(name)s is on this list already.", name=person.first_name))
        held, changes = queries.live(seat), []
        if held:
            changes.append((held, _before(held)))
            held.attendance = "excused"
            seating.end(held, "taken over", now)
        row = seating.seat_down(
            seat, person.id, by, now, kind="substitute" if held else "one-off", replaces=held, attendance="came"
        )
        act = audit.record("planning.attend_instead", by, now, [*changes, (row, None)], on_behalf_of=person.id)
        if held:
            seating.tell({held.volunteer_id} - {by.volunteer}, notices.TAKEN_OVER, row, act, now)
        settle(seat.activity_id, now)
        return seating.Done(say("%(name)s came.", name=seating.name_of(row)), act)


def settle(activity_id, now):
    """An activity is done once everybody on it is ticked, and planned again when that is taken back.

    Not while it goes on with a place that must be filled: somebody may still take that.
    """
    rows, activity = queries_attendance.on(activity_id), Activity.get_by_id(activity_id)
    complete = queries.time_is_over(activity, clock.local(now)) or not Seat.select().where(
        Seat.activity == activity, Seat.required == True, Seat.state == "open",  # noqa: E712
        Seat.id.not_in([row.seat_id for row in rows]),
    ).exists()
    state = "done" if rows and complete and all(row.attendance != "unknown" for row in rows) else "planned"
    Activity.update(state=state, version=Activity.version + 1).where(
        Activity.id == activity_id, Activity.state.in_(queries_attendance.WENT_ON), Activity.state != state
    ).execute()


def _record(kind, rows, attendance, by, now):
    # Only the sign-ups: undo puts them back, and settles the activity itself.
    changes = []
    for row in rows:
        changes.append((row, _before(row)))
        row.attendance = attendance
        seating.save(row, now)
    settle(rows[0].activity_id, now)
    return audit.record(kind, by, now, changes)


def _before(row):
    return {**seating.state_of(row), "attendance": row.attendance}


def must_be_theirs(activity, by, now):
    """Coordinators, and those on it, who may say it while it is not long ago. Raises NotAllowed, Refused."""
    if by.can(ASSIGN, activity.group):
        return
    if not any(row.volunteer_id == by.volunteer for row in queries_attendance.on(activity)):
        raise NotAllowed
    if activity.end_date < clock.local(now).date() - queries_attendance.BACK:
        raise Refused(say("This was more than four weeks ago. Ask your coordinator to change it."))


def _must_have_begun(activity, now):
    if activity.state not in queries_attendance.WENT_ON:
        raise Refused(say("This did not go on."))
    if not queries_attendance.has_begun(activity, clock.local(now)):
        raise Refused(say("This has not begun yet. Tick who came afterwards."))
