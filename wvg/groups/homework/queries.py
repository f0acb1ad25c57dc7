"""Who sees what of homework support. Every other question here asks these first.

A coordinator sees all of it; a volunteer of it the sessions, and the pupils of the groups of which they are a tutor; a
partner what is shared with it.
"""

from datetime import timedelta

from peewee import JOIN, fn

from wvg.base.errors import NotAllowed, Unknown
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.partners.models import Location, Partner
from wvg.commons.planning.models import Activity, Series, SignUp
from wvg.groups.homework.models import HomeworkGroup, HomeworkSession
from wvg.groups.homework.permissions import STEER, TUTOR

SEEN, WRITTEN = "homework.seen", timedelta(hours=1)  # so often `rules_seen` writes it down
AHEAD, AFTER = timedelta(days=14), timedelta(days=7)  # who is on a session in this time is a tutor of its group


def side_of(viewer):
    """"us" or "them": for which organisation this viewer acts."""
    return "us" if viewer.can(TUTOR) else "them"


def decides(viewer):
    """Whether a viewer answers for a side: who coordinates, or speaks for a partner and is no tutor of ours."""
    return viewer.can(STEER) or (side_of(viewer) == "them" and viewer.partner is not None)


def must_decide(viewer):
    """The side for which a viewer answers. Raises NotAllowed for who answers for none."""
    if not decides(viewer):
        raise NotAllowed
    return side_of(viewer)


def seen(viewer):
    """The condition for groups (HomeworkGroup, joined with Partner) that a viewer sees."""
    if viewer.can(TUTOR):
        return HomeworkGroup.id.is_null(False)
    return (Partner.key == viewer.partner) if viewer.partner else HomeworkGroup.id.is_null()


def groups():
    """HomeworkGroup with series, partner and location."""
    return (
        HomeworkGroup.select(HomeworkGroup, Series, Partner, Location).join(Series)
        .switch(HomeworkGroup).join(Partner, JOIN.LEFT_OUTER)
        .switch(HomeworkGroup).join(Location, JOIN.LEFT_OUTER, on=HomeworkGroup.location)
    )


def groups_of(viewer, school_year=None):
    """The groups that this viewer sees, of one school year or all, by title: one query."""
    rows = groups().where(seen(viewer))
    if school_year is not None:
        rows = rows.where(HomeworkGroup.school_year == school_year)
    return list(rows.order_by(HomeworkGroup.school_year.desc(), Series.title, HomeworkGroup.id))


def group(number, viewer):
    """A group that this viewer sees. Raises Unknown."""
    found = groups().where(HomeworkGroup.id == number, seen(viewer)).first()
    if found is None:
        raise Unknown
    return found


def sessions():
    """HomeworkSession with its activity and its group (with series, partner and location)."""
    return (
        HomeworkSession.select(HomeworkSession, Activity, HomeworkGroup, Series, Partner, Location)
        .join(Activity).switch(HomeworkSession)
        .join(HomeworkGroup).join(Series).switch(HomeworkGroup).join(Partner, JOIN.LEFT_OUTER)
        .switch(HomeworkGroup).join(Location, JOIN.LEFT_OUTER, on=HomeworkGroup.location)
    )


def to_come(now_local):
    """The condition for activities that go on and are not over."""
    today = now_local.date()
    later_today = (Activity.end_date == today) & (Activity.ends.is_null() | (Activity.ends > now_local.time()))
    return (Activity.state == "planned") & ((Activity.end_date > today) | later_today)


def session(activity, viewer):
    """The session of an activity (its number) that this viewer sees. Raises Unknown."""
    found = sessions().where(Activity.id == activity, seen(viewer)).first()
    if found is None:
        raise Unknown
    return found


def tutored(viewer, today):
    """Ids of the groups of which this viewer is a tutor: on a session of the last week or the coming two (a set)."""
    if not viewer.can(TUTOR):
        return set()
    rows = (
        HomeworkSession.select(HomeworkSession.group).join(Activity).join(SignUp, on=SignUp.activity == Activity.id)
        .where(
            SignUp.volunteer == viewer.volunteer, SignUp.ended_at.is_null(),
            Activity.date.between(today - AFTER, today + AHEAD),
        ).distinct()
    )
    return {group for (group,) in rows.tuples()}


def sees_pupils(viewer, group, today):
    """Whether a viewer may see the pupils of a group (HomeworkGroup with its partner)."""
    if viewer.can(STEER):
        return True
    if side_of(viewer) == "them":
        return group.partner_id is not None and group.partner.key == viewer.partner
    return group.id in tutored(viewer, today)


def looked_at(account, since):
    """Ids of the groups of which an account (its id) was shown pupils since a moment, or in the hour before it."""
    rows = ActChange.select(ActChange.row).join(Act).where(
        Act.kind == SEEN, Act.by == account, Act.at > since - WRITTEN,
        ActChange.table == HomeworkGroup._meta.table_name,
    )
    return {group for (group,) in rows.tuples()}


def looked(account, activity, since):
    """Whether an account was shown pupils of the group of an activity since a moment. For rules_undo.looked."""
    found = HomeworkSession.get_or_none(HomeworkSession.activity == activity)
    return found is not None and found.group_id in looked_at(account, since)


def of_partner(viewer):
    """The Partner for which a viewer speaks; of nobody of our side. Raises Unknown."""
    speaks = viewer.partner and side_of(viewer) == "them"
    found = Partner.get_or_none(Partner.key == viewer.partner) if speaks else None
    if found is None:
        raise Unknown
    return found


def school_year(day):
    """The school year in which a day is, or that ended before it: 2026 from 1 September 2026 to 31 August 2027."""
    return day.year if day.month >= 9 else day.year - 1


def tutors_on(activities):
    """{activity: how many are on it}: one query."""
    rows = (
        SignUp.select(SignUp.activity, fn.COUNT(SignUp.id))
        .where(SignUp.activity.in_(activities), SignUp.ended_at.is_null()).group_by(SignUp.activity)
    )
    return dict(rows.tuples())


def in_need(activity, room, tutors):
    """Whether pupils come to a session (its booking.queries.Room) that goes on, and nobody helps; over or not.

    tutors: how many are on it.
    """
    return activity.state == "planned" and room.all_taken > 0 and not tutors
