"""A session loses its last tutor while pupils come: both sides are told once, and again when there is a tutor."""

from wvg.base import clock
from wvg.base.access import NOBODY
from wvg.base.db import database
from wvg.commons.audit import rules as audit
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.messages import rules as messages
from wvg.commons.planning import queries as planning
from wvg.commons.planning.models import Activity
from wvg.groups.homework import notices, queries, rules_telling
from wvg.groups.homework.models import SIDES, Booking, HomeworkSession

NEED = "homework.in_need"


def left(sign_up, now):
    """Somebody is off a session: when nobody is left and pupils come, both sides are told. For seating.when_left."""
    session = _session(sign_up)
    if session is None or session.in_need_since or not _is_in_need(session, now):
        return
    _mark(session, now)
    act = audit.record(NEED, NOBODY, now, [(session, {"in_need_since": None})])
    for side in SIDES:
        rules_telling.tell(side, notices.IN_NEED, session.group, now, None, act=act, activity=session.activity_id,
                           day=session.activity.date, path=f"/homework/sessions/{session.activity_id}")


def seated(sign_up, now):
    """Somebody is on a session: it is not in need any more. For seating.when_seated."""
    session = _session(sign_up)
    if session is not None and session.in_need_since:
        _is_well(session, now)


def clear(now):
    """Sessions that are not in need any more, by whatever way: how many. For the tick."""
    rows = list(queries.sessions().where(HomeworkSession.in_need_since.is_null(False)))
    well = [row for row in rows if not _is_in_need(row, now)]
    for row in well:
        with database.atomic():
            _is_well(row, now)
    return len(well)


def _session(sign_up):
    return queries.sessions().where(Activity.id == sign_up.activity_id).first()


def _is_in_need(session, now):
    if session.activity.state != "planned" or planning.has_ended(session.activity, clock.local(now)):
        return False
    come = Booking.select().where(Booking.session == session, Booking.state == "confirmed").exists()
    return come and not queries.tutors_on([session.activity_id])


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
