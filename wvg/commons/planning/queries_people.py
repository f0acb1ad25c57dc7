"""Who could take a seat, and what speaks against it."""

from collections import Counter
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from wvg.commons.accounts.models import Account, Grant
from wvg.commons.accounts.queries import grants_in_force
from wvg.commons.planning import queries
from wvg.commons.planning.models import Activity, SignUp
from wvg.commons.volunteers.models import Absence, Availability, PaperSeen, Volunteer, VolunteerSkill

NEW_UNTIL = 2  # turns


def clashes(volunteer, activity):
    """Other activities of this volunteer that overlap in time; without hours an activity takes all day."""
    rows = (
        Activity.select().join(SignUp, on=SignUp.activity)
        .where(
            SignUp.volunteer == volunteer, SignUp.ended_at.is_null(), Activity.id != activity.id,
            Activity.state.in_(("planned", "to confirm")),
            Activity.date <= activity.end_date, Activity.end_date >= activity.date,
        ).order_by(Activity.date, Activity.starts)
    )
    return [row for row in rows if _hours_overlap(row, activity)]


def _hours_overlap(one, other):
    if one.date != other.date or one.end_date != one.date or other.end_date != other.date:
        return True
    if one.starts is None or other.starts is None:
        return True
    return (one.ends is None or other.starts < one.ends) and (other.ends is None or one.starts < other.ends)


def is_new(volunteer, today):
    """Whether a volunteer is a newcomer: marked as one, and not yet two turns since."""
    if volunteer.new_since is None:
        return False
    turns = (
        SignUp.select().join(Activity)
        .where(
            SignUp.volunteer == volunteer, SignUp.ended_at.is_null(), SignUp.attendance != "did not come",
            Activity.state.in_(("planned", "done")), Activity.end_date < today,
            Activity.date >= volunteer.new_since,
        ).count()
    )
    return turns < NEW_UNTIL


def turns_in_month(volunteer, day):
    """How many activities a volunteer has in the month of `day`."""
    first = day.replace(day=1)
    return (
        SignUp.select().join(Activity)
        .where(
            SignUp.volunteer == volunteer, SignUp.ended_at.is_null(),
            Activity.state.in_(("planned", "done")),
            Activity.date >= first, Activity.date < first + relativedelta(months=1),
        ).count()
    )


def is_absent(volunteer, activity):
    return Absence.select().where(
        Absence.volunteer == volunteer, Absence.first_day <= activity.end_date,
        Absence.last_day >= activity.date,
    ).exists()


@dataclass
class Candidate:
    """A volunteer who could take a seat: how often this month, and what a coordinator should know."""

    volunteer: Volunteer
    turns: int
    free: bool
    absent: bool
    says_can: bool
    blocked: list


def candidates(seat, today):
    """All volunteers for a seat, those first who may, are free and went least: five queries."""
    activity = seat.activity
    partners = (
        Account.select(Account.volunteer).join(Grant)
        .where(Grant.role == "partner", grants_in_force(today))
    )
    people = list(
        Volunteer.select()
        .where(Volunteer.left_on.is_null(), Volunteer.id.not_in(partners)).order_by(Volunteer.search)
    )
    month = activity.date.replace(day=1)
    rows = (
        SignUp.select(SignUp.volunteer, Activity).join(Activity)
        .where(
            SignUp.ended_at.is_null(), Activity.state.in_(("planned", "to confirm", "done")),
            Activity.date >= month, Activity.date < month + relativedelta(months=1),
        )
    )
    turns, busy = Counter(), set()
    for row in rows:
        turns[row.volunteer_id] += row.activity.state != "to confirm"
        if row.activity.id == activity.id or (
            row.activity.date == activity.date and _hours_overlap(row.activity, activity)
        ):
            busy.add(row.volunteer_id)
    away = {
        v for (v,) in Absence.select(Absence.volunteer)
        .where(Absence.first_day <= activity.end_date, Absence.last_day >= activity.date).tuples()
    }
    can = {
        v for (v,) in Availability.select(Availability.volunteer)
        .where(Availability.weekday == activity.date.weekday(), Availability.part == part_of_day(activity))
        .tuples()
    }
    fit = _fitting(seat)
    found = [
        Candidate(
            person, turns[person.id], person.id not in busy, person.id in away, person.id in can,
            [need for need, ids in fit if person.id not in ids],
        )
        for person in people
    ]
    return sorted(found, key=lambda c: (bool(c.blocked), not c.free, c.absent, not c.says_can, c.turns))


def _fitting(seat):
    """[(need, ids of the volunteers who fulfil it)] of the needs of a seat that block."""
    fit = []
    for need in queries.needs_of([seat.activity_id])[seat.id]:
        if need.blocks and need.skill_id:
            having = VolunteerSkill.select(VolunteerSkill.volunteer).where(VolunteerSkill.skill == need.skill_id)
        elif need.blocks:
            having = PaperSeen.select(PaperSeen.volunteer).where(PaperSeen.kind == need.paper_id)
        else:
            continue
        fit.append((need, {v for (v,) in having.tuples()}))
    return fit


def part_of_day(activity):
    """morning until 12, afternoon until 17, then evening; the evening too when there is no hour."""
    if activity.starts is None or activity.starts.hour >= 17:
        return "evening"
    return "morning" if activity.starts.hour < 12 else "afternoon"
