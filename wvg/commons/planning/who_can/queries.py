"""Who can when: what is asked, of whom, and what was said."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from wvg.base.errors import NotAllowed, Unknown
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.accounts.queries import grants_in_force
from wvg.commons.planning import queries
from wvg.commons.planning.models import Activity, Answer, Asking, SignUp
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.planning.queries_people import away_then, part_of_day
from wvg.commons.volunteers.models import Absence, Availability, Volunteer

WENT = timedelta(days=365)


def said(activity):
    """{volunteer: answer} (an id; "yes", "rather not" or "no") for an activity, the latest asking counts: one query."""
    return said_of([activity])[getattr(activity, "id", activity)]


def said_of(activities):
    """{activity: {volunteer: answer}} (ids) for several activities, empty where nobody spoke of one: one query.

    Whoever is away then cannot, whatever they said before.
    """
    rows = (
        Answer.select(Answer.activity, Answer.volunteer, Answer.answer, away_then(Answer.volunteer)).join(Activity)
        .where(Answer.activity.in_(activities)).order_by(Answer.asking).tuples()
    )
    found = defaultdict(dict)
    for activity, volunteer, answer, away in rows:
        found[activity][volunteer] = "no" if away else answer
    return found


def _askings():
    return (
        Asking.select(Asking, Account, Volunteer)
        .join(Account, on=Asking.by == Account.id, attr="asker").join(Volunteer)
    )


def asking(number, viewer):
    """An asking with who asks; Unknown to those outside its group."""
    found = _askings().where(Asking.id == number).first()
    if found is None or not viewer.belongs_to(found.group):
        raise Unknown
    return found


def coordinated(number, viewer):
    """An asking of a group that this viewer coordinates. Raises Unknown, NotAllowed."""
    found = asking(number, viewer)
    if not viewer.can(ASSIGN, found.group):
        raise NotAllowed
    return found


def askings(group, viewer):
    """Those of a group that this viewer coordinates, the latest first."""
    if not viewer.can(ASSIGN, group):
        raise Unknown
    return list(_askings().where(Asking.group == group).order_by(Asking.last_day.desc(), Asking.id.desc()))


def overlapping(group, first_day, last_day):
    """An open asking about some of the same days, or None."""
    return Asking.select().where(
        Asking.group == group, Asking.ended_at.is_null(), Asking.first_day <= last_day, Asking.last_day >= first_day
    ).first()


def is_open(asking, today):
    """Whether something of it is still to come."""
    return asking.ended_at is None and asking.last_day >= today


def takes_answers(asking, today):
    """Whether volunteers can still answer themselves."""
    return is_open(asking, today) and asking.deadline >= today


def of_volunteer(viewer, today):
    """Askings that this viewer can answer, the first deadline first: one query."""
    groups = [of for role, of in viewer.grants if role == "volunteer"]
    return list(
        _askings().where(Asking.group.in_(groups), Asking.ended_at.is_null(), Asking.deadline >= today)
        .order_by(Asking.deadline, Asking.id)
    )


def waits(message, today):
    """Whether a message asks something that can still be answered."""
    details = message.details
    return {"path", "deadline"} <= details.keys() and date.fromisoformat(details["deadline"]["date"]) >= today


def dates(asking, now_local):
    """The activities that it is about and that are still to come, in order: one query."""
    rows = coming(asking.group, asking.first_day, asking.last_day)
    return [activity for activity in rows if not queries.has_ended(activity, now_local)]


def coming(group, first_day, last_day):
    """Activities of a group that somebody may be asked for."""
    return list(
        Activity.select().where(
            queries.work_of(group), Activity.date.between(first_day, last_day),
            Activity.state.in_(("planned", "to confirm")), Activity.audience != "those on it",
        ).order_by(Activity.date, Activity.starts.asc(nulls="first"), Activity.id)
    )


def circle(group, today):
    """The volunteers of a group, by name: one query.

    Those with the right; and whoever has no account but went along in the past year, or will go.
    """
    open_accounts = Account.select(Account.volunteer).where(Account.closed_at.is_null())
    with_right = open_accounts.join(Grant).where(
        Grant.role == "volunteer", Grant.group == group, grants_in_force(today)
    )
    on_it = SignUp.select(SignUp.volunteer).join(Activity).where(
        SignUp.ended_at.is_null(), queries.work_of(group), Activity.date >= today - WENT
    )
    without = Volunteer.id.in_(on_it) & Volunteer.id.not_in(open_accounts)
    return list(
        Volunteer.select().where(Volunteer.left_on.is_null(), Volunteer.id.in_(with_right) | without)
        .order_by(Volunteer.search, Volunteer.id)
    )


def silent(asking, today):
    """Volunteers of the group who have said nothing yet."""
    spoke = {v for (v,) in Answer.select(Answer.volunteer).where(Answer.asking == asking).distinct().tuples()}
    return [volunteer for volunteer in circle(asking.group, today) if volunteer.id not in spoke]


@dataclass
class Line:
    """One date of the form: what was said, and what is known beforehand.

    why: on it, seeking, away, before, usually, usually not; "" when nothing is known.
    """

    activity: Activity
    said: str | None
    known: str | None
    why: str


def lines(asking, volunteer, now_local):
    """The dates with what `volunteer` (an id) said, and else what is known of them: five queries."""
    activities = dates(asking, now_local)
    ids = [activity.id for activity in activities]
    stored, before = {}, {}
    for row in Answer.select().where(Answer.volunteer == volunteer, Answer.activity.in_(ids)).order_by(Answer.asking):
        (stored if row.asking_id == asking.id else before)[row.activity_id] = row.answer
    on_it = {
        row.activity_id: row for row in SignUp.select().where(
            SignUp.volunteer == volunteer, SignUp.activity.in_(ids), SignUp.ended_at.is_null()
        )
    }
    away = list(Absence.select().where(
        Absence.volunteer == volunteer, Absence.first_day <= asking.last_day, Absence.last_day >= asking.first_day
    ))
    can = set(
        Availability.select(Availability.weekday, Availability.part).where(Availability.volunteer == volunteer).tuples()
    )

    def known(activity):
        if any(a.first_day <= activity.end_date and a.last_day >= activity.date for a in away):
            return "no", "away"
        if activity.id in on_it:
            return ("no", "seeking") if on_it[activity.id].seeking_since else ("yes", "on it")
        if activity.id in before:
            return before[activity.id], "before"
        if not can:
            return None, ""
        if (activity.date.weekday(), part_of_day(activity)) in can:
            return "yes", "usually"
        # Not filled in: who sends the form without a look must not say what they did not mean.
        return None, "usually not"

    return [Line(activity, stored.get(activity.id), *known(activity)) for activity in activities]
