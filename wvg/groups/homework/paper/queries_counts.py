"""What is counted of a school year, for the city's subsidy: never a name."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from peewee import fn

from wvg.base.errors import NotAllowed
from wvg.commons.planning import queries as planning
from wvg.commons.planning.afterwards.queries_attendance import CAME as TUTOR_CAME
from wvg.commons.planning.afterwards.queries_attendance import WENT_ON
from wvg.commons.planning.models import Activity, SignUp
from wvg.groups.homework import queries
from wvg.groups.homework.models import CAME, Booking, HomeworkGroup, HomeworkSession
from wvg.groups.homework.permissions import COUNT, STEER

SMALL = 5  # fewer pupils than this are not told outside: whoever knows the street would know them


@dataclass
class Row:
    """A group, a month, or all of it. pupils: their numbers, each once, erased ones too; unticked: places of
    which nobody said whether the pupil came; time: of tutors.
    """

    sessions: int = 0
    offered: int = 0
    used: int = 0
    unticked: int = 0
    pupils: set = field(default_factory=set)
    time: timedelta = timedelta()

    @property
    def hours(self):
        return self.time / timedelta(hours=1)

    @property
    def few(self):
        """Whether so few came that a number would tell who."""
        return 0 < len(self.pupils) < SMALL


@dataclass
class Counts:
    """A school year: {HomeworkGroup: Row} by title, {first day of a month: Row} in order, and all of it."""

    year: int
    groups: dict[HomeworkGroup, Row]
    months: dict[date, Row]
    all: Row = field(default_factory=Row)


def counts(year, viewer, now_local):
    """The Counts of a school year (2026 is 2026-27), of sessions that are over, in groups that this viewer sees.

    Four queries. Raises NotAllowed.
    """
    if not viewer.can(COUNT):
        raise NotAllowed
    groups = {
        group.id: group for group in queries.groups_of(viewer, year)
        if viewer.can(STEER) or (group.partner and group.partner.key == viewer.partner)
    }
    made = Counts(year, {group: Row() for group in groups.values()}, {})
    held = [
        one for one in HomeworkSession.select(HomeworkSession, Activity).join(Activity).where(
            HomeworkSession.group.in_(list(groups)), Activity.state.in_(WENT_ON), Activity.date <= now_local.date()
        ).order_by(Activity.date) if planning.has_ended(one.activity, now_local)
    ]
    among = [one.id for one in held]
    booked, tutors = _booked(among), _tutors(among)
    for one in held:
        month = made.months.setdefault(one.activity.date.replace(day=1), Row())
        came, unticked = booked[one.id]
        for row in (made.groups[groups[one.group_id]], month, made.all):
            row.sessions += 1
            row.offered += one.places
            row.used += len(came)
            row.unticked += unticked
            row.pupils |= came
            if one.activity.starts and one.activity.ends:
                row.time += planning.lasts(one.activity) * tutors.get(one.id, 0)
    return made


def _booked(sessions):
    """{session: (numbers of pupils who came, how many places nobody ticked)}"""
    found = defaultdict(lambda: (set(), 0))
    rows = Booking.select(Booking.session, Booking.pupil, Booking.attendance).where(
        Booking.session.in_(sessions), Booking.state == "confirmed", Booking.attendance.in_((*CAME, "unknown"))
    )
    for session, pupil, attendance in rows.tuples():
        came, unticked = found[session]
        found[session] = (came, unticked + 1) if attendance == "unknown" else (came | {pupil}, unticked)
    return found


def _tutors(sessions):
    """{session: how many tutors came}; whom nobody ticked counts as planned, see docs/decisions/0012."""
    rows = (
        SignUp.select(HomeworkSession.id, fn.COUNT(SignUp.id))
        .join(HomeworkSession, on=HomeworkSession.activity == SignUp.activity)
        .where(HomeworkSession.id.in_(sessions), SignUp.ended_at.is_null(), SignUp.attendance.in_(TUTOR_CAME))
        .group_by(HomeworkSession.id)
    )
    return dict(rows.tuples())
