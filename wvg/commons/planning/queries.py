"""Questions about activities, seats and who sits there, always for a viewer."""

from collections import defaultdict
from datetime import datetime, timedelta

from peewee import JOIN, Value, fn

from wvg.base.access import groups
from wvg.base.errors import Unknown
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.accounts.queries import grants_in_force
from wvg.commons.partners.models import PartnerPerson
from wvg.commons.planning.models import APPOINTMENT, LONGEST, Activity, Role, Seat, SeatNeed, SignUp
from wvg.commons.volunteers.models import PaperKind, PaperSeen, Skill, Volunteer, VolunteerSkill

SETTLE_BACK = timedelta(days=60)  # so long after a date it can be said that it did, or did not, go on


def visible(viewer):
    """The condition for activities that this viewer may see."""
    own_groups = [of for role, of in viewer.grants if role in ("volunteer", "coordinator")]
    coordinated = [of for role, of in viewer.grants if role == "coordinator"]
    seen = (
        ((Activity.audience == "group") & Activity.group.in_(own_groups)) | Activity.group.in_(coordinated)
        | is_on(viewer.volunteer)
    )
    return seen | (Activity.audience == "everyone") if viewer.helps else seen


def is_on(volunteer):
    """The condition for activities that a volunteer (an id) is on."""
    return fn.EXISTS(SignUp.select(SignUp.id).where(
        SignUp.activity == Activity.id, SignUp.volunteer == volunteer, SignUp.ended_at.is_null()
    ))


def on_days(first, last):
    """The condition for activities on some day from `first` to `last`, both in."""
    return Activity.date.between(first - LONGEST, last) & (Activity.end_date >= first)


def work_of(group):
    """The condition for what a group goes out for, and not what it only meets for."""
    return (Activity.group == group) & (Activity.kind != APPOINTMENT)


def has_ended(activity, now_local):
    """Whether an activity is over at this wall-clock moment; it is when it is done."""
    return activity.state == "done" or time_is_over(activity, now_local)


def time_is_over(activity, now_local):
    """Whether its hours have passed; without hours its day."""
    if activity.end_date != now_local.date():
        return activity.end_date < now_local.date()
    return activity.ends is not None and activity.ends <= now_local.time()


def lasts(activity):
    """A timedelta, of an activity with a beginning and an end."""
    return datetime.combine(activity.end_date, activity.ends) - datetime.combine(activity.date, activity.starts)


def needs_of(activities):
    rows = (
        SeatNeed.select(SeatNeed, Skill, PaperKind).join(Seat)
        .switch(SeatNeed).join(Skill, JOIN.LEFT_OUTER).switch(SeatNeed).join(PaperKind, JOIN.LEFT_OUTER)
        .where(Seat.activity.in_(activities))
    )
    needs = defaultdict(list)
    for need in rows:
        needs[need.seat_id].append(need)
    return needs


def has_of(volunteer):
    """{("skill", id), ("paper", id)} of what a volunteer (an id) can and has shown."""
    return have([volunteer])[volunteer]


def have(volunteers):
    """{volunteer: what `has_of` gives} of several (ids): one query."""
    skills = VolunteerSkill.select(VolunteerSkill.volunteer, Value("skill"), VolunteerSkill.skill).where(
        VolunteerSkill.volunteer.in_(volunteers)
    )
    papers = PaperSeen.select(PaperSeen.volunteer, Value("paper"), PaperSeen.kind).where(
        PaperSeen.volunteer.in_(volunteers)
    )
    found = defaultdict(set)
    for volunteer, kind, number in (skills | papers).tuples():
        found[volunteer].add((kind, number))
    return found


def fulfils(need, has):
    """Whether somebody with these skills and papers fulfils a need."""
    return ("skill", need.skill_id) in has if need.skill_id else ("paper", need.paper_id) in has


def keeps_off(need):
    """Whether who lacks it cannot take the seat by themselves: a paper is not for oneself to pass over."""
    return need.blocks or need.paper_id is not None


def missing_needs(seat, volunteer):
    """The needs of a seat that a volunteer (or an id) does not fulfil."""
    has = has_of(getattr(volunteer, "id", volunteer))
    return [need for need in needs_of([seat.activity_id])[seat.id] if not fulfils(need, has)]


def coordinators_of(groups, today):
    """{group: [volunteer]} who coordinate it today."""
    rows = (
        Grant.select(Grant.group, Volunteer).join(Account).join(Volunteer)
        .where(
            Grant.role == "coordinator", Grant.group.in_(groups), grants_in_force(today),
            Account.closed_at.is_null(),
        ).order_by(Volunteer.first_name)
    )
    found = defaultdict(list)
    for row in rows:
        found[row.group].append(row.account.volunteer)
    return found


def coordinators(group, today):
    return coordinators_of({group}, today)[group]


def partners(group, today):
    """Volunteers (a subquery of ids) who are not for the lists of a group: they speak for a partner.

    Or they come through one; but those are for the lists of a group that works with partners.
    """
    speak = Account.select(Account.volunteer).join(Grant).where(Grant.role == "partner", grants_in_force(today))
    through = PartnerPerson.select(PartnerPerson.volunteer)
    if works_with_partners(group):
        return speak.where(Account.volunteer.not_in(through))
    return speak | through


def works_with_partners(group):
    return group in groups and groups[group].with_partners


def listable(number, group, today):
    """A volunteer who may be put on a list of a group: not who stopped, nor who is a partner's. None otherwise."""
    return Volunteer.get_or_none(
        Volunteer.id == number, Volunteer.left_on.is_null(), Volunteer.id.not_in(partners(group, today))
    )


def seat(number, viewer):
    """A seat with its activity and role, or Unknown when the viewer may not see it."""
    found = (
        Seat.select(Seat, Activity, Role).join(Activity).switch(Seat).join(Role)
        .where(Seat.id == number, Seat.state == "open", visible(viewer)).first()
    )
    if found is None:
        raise Unknown
    return found


def activity(number, viewer):
    """An activity, or Unknown when the viewer may not see it."""
    found = Activity.select().where(Activity.id == number, visible(viewer)).first()
    if found is None:
        raise Unknown
    return found


def live(seat):
    """Who sits there now: the sign-up with its volunteer, or None."""
    return (
        SignUp.select(SignUp, Volunteer).join(Volunteer)
        .where(SignUp.seat == seat, SignUp.ended_at.is_null()).first()
    )


def others_on(activity, but):
    """Volunteers on an activity, without the one whose id is `but`."""
    return list(
        Volunteer.select().join(SignUp, on=SignUp.volunteer)
        .where(SignUp.activity == activity, SignUp.ended_at.is_null(), SignUp.volunteer != but)
        .order_by(Volunteer.first_name)
    )


def seats_of(volunteer, first, last):
    """Live sign-ups of a volunteer from `first` to `last`, with seat, role and activity, in order."""
    return list(
        SignUp.select(SignUp, Seat, Role, Activity)
        .join(Seat).join(Role).switch(SignUp).join(Activity)
        .where(
            SignUp.volunteer == volunteer, SignUp.ended_at.is_null(), Activity.date <= last,
            Activity.end_date >= first, Activity.state.in_(("planned", "to confirm")),
        ).order_by(Activity.date, Activity.starts.asc(nulls="first"))
    )
