"""Pupils come to a session without a tutor: both sides are told once, and again when there is one."""

from wvg.base import clock
from wvg.base.access import NOBODY
from wvg.base.db import database
from wvg.commons.audit import rules as audit
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.messages import rules as messages
from wvg.commons.planning import queries as planning
from wvg.commons.planning.models import Activity
from wvg.groups.homework import notices, queries, rules_telling
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.models import SIDES, HomeworkSession

NEED = "homework.in_need"


def left(sign_up, now):
    """Somebody is off a session: when nobody is left and pupils come, both sides are told. For seating.when_left."""
    for session in _in_need(_of(sign_up), now):
        _tell(session, now)


def seated(sign_up, now):
    """Somebody is on a session: it is not in need any more. For seating.when_seated."""
    for session in _of(sign_up):
        if session.in_need_since:
            _is_well(session, now)


def find(now):
    """Sessions of the coming weeks that are in need by whatever way, and nobody was told: how many. For the tick.

    A pupil was booked where no tutor is, or a room was opened again.
    """
    today = clock.local(now).date()
    with database.atomic():
        found = _in_need(list(queries.sessions().where(
            HomeworkSession.in_need_since.is_null(), Activity.date.between(today, today + queries.AHEAD))), now)
        for session in found:
            _tell(session, now)
    return len(found)


def clear(now):
    """Sessions that have a tutor again, by whatever way, or are over: how many. For the tick.

    Not those that do not go on for now: when a room is opened again people know that there is no tutor.
    """
    rows, local = list(queries.sessions().where(HomeworkSession.in_need_since.is_null(False))), clock.local(now)
    tutors = queries.tutors_on([row.activity_id for row in rows])
    well = [row for row in rows if row.activity_id in tutors or planning.has_ended(row.activity, local)]
    for row in well:
        with database.atomic():
            _is_well(row, now)
    return len(well)


def _of(sign_up):
    """The session of a sign-up, in a list; of another group there is none, and that costs no search for one."""
    if sign_up.activity.group != "homework":
        return []
    return list(queries.sessions().where(Activity.id == sign_up.activity_id))


def _in_need(sessions, now):
    """Those of these sessions that still come with pupils, have no tutor, and of which nobody was told."""
    local = clock.local(now)
    rows = [one for one in sessions if one.in_need_since is None and not planning.has_ended(one.activity, local)]
    if not rows:
        return []
    tutors, rooms = queries.tutors_on([one.activity_id for one in rows]), queries_booking.rooms(rows)
    return [one for one in rows if queries.in_need(one.activity, rooms[one.id], tutors.get(one.activity_id))]


def _tell(session, now):
    _mark(session, now)
    act = audit.record(NEED, NOBODY, now, [(session, {"in_need_since": None})])
    for side in SIDES:
        rules_telling.tell(side, notices.IN_NEED, session.group, now, None, act=act, activity=session.activity_id,
                           day=session.activity.date, path=f"/homework/sessions/{session.activity_id}")


def _is_well(session, now):
    """Who did not read that there was no tutor never does; the others hear that there is one."""
    _mark(session, None)
    act = Act.select().join(ActChange).where(
        Act.kind == NEED, ActChange.table == HomeworkSession._meta.table_name, ActChange.row == session.id
    ).order_by(Act.id.desc()).first()
    if act and queries.tutors_on([session.activity_id]):
        messages.take_back(act, notices.TUTOR_AGAIN, now)


def _mark(session, since):
    HomeworkSession.update(in_need_since=since, version=HomeworkSession.version + 1).where(
        HomeworkSession.id == session.id).execute()
    session.version += 1
