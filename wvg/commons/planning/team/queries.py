"""Who belongs to a group: those with a right in it, and those without an account who take places in it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from wvg.base.errors import NotAllowed
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.accounts.queries import grants_in_force
from wvg.commons.planning import queries
from wvg.commons.planning.afterwards.queries_attendance import CAME, WENT_ON
from wvg.commons.planning.models import APPOINTMENT, Activity, SignUp
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.planning.queries_people import NEW_UNTIL
from wvg.commons.volunteers.models import Skill, Volunteer, VolunteerSkill

BACK = timedelta(weeks=13)
DRIVES = ("licence", "car", "cargo_bike")


@dataclass
class Member:
    """A volunteer of a group, with their skills in order."""

    volunteer: Volunteer
    skills: list[Skill] = field(default_factory=list)

    @property
    def drives(self):
        return [skill for skill in self.skills if skill.key in DRIVES]


def team(group, viewer, today):
    """[Member] by name: those with a right in the group, or on it from 13 weeks ago on. Two queries. Raises NotAllowed.
    """
    if not viewer.can(ASSIGN, group):
        raise NotAllowed
    granted = Account.select(Account.volunteer).join(Grant).where(
        Grant.group == group, Grant.role.in_(("volunteer", "coordinator")), grants_in_force(today),
        Account.closed_at.is_null(),
    )
    seated = SignUp.select(SignUp.volunteer).join(Activity).where(
        queries.work_of(group), Activity.date >= today - BACK, SignUp.ended_at.is_null()
    )
    people = list(
        Volunteer.select()
        .where(Volunteer.left_on.is_null(), Volunteer.id.in_(granted) | Volunteer.id.in_(seated))
        .order_by(Volunteer.search, Volunteer.id)
    )
    skills = defaultdict(list)
    rows = VolunteerSkill.select(VolunteerSkill, Skill).join(Skill).where(
        VolunteerSkill.volunteer.in_([person.id for person in people])
    )
    for row in rows.order_by(Skill.position, Skill.id):
        skills[row.volunteer_id].append(row.skill)
    return [Member(person, skills[person.id]) for person in people]


def newcomers(people, today):
    """Those of `people` who are marked as new and did not yet go twice since: one query."""
    marked = [person for person in people if person.new_since]
    rows = (
        SignUp.select(SignUp.volunteer, Activity.date).join(Activity)
        .where(
            SignUp.volunteer.in_([person.id for person in marked]), SignUp.ended_at.is_null(),
            SignUp.attendance.in_(CAME), Activity.state.in_(WENT_ON), Activity.kind != APPOINTMENT,
            Activity.end_date < today,
        ).tuples()
    )
    since, went = {person.id: person.new_since for person in marked}, Counter()
    for volunteer, day in rows:
        went[volunteer] += day >= since[volunteer]
    return [person for person in marked if went[person.id] < NEW_UNTIL]
