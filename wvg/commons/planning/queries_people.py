"""What speaks against giving somebody a seat."""

from datetime import datetime, time

from dateutil.relativedelta import relativedelta
from peewee import fn

from wvg.commons.accounts.models import Account, Grant
from wvg.commons.accounts.queries import grants_in_force, in_group
from wvg.commons.planning.models import APPOINTMENT, Activity, SignUp
from wvg.commons.volunteers.models import Absence

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
    return [row for row in rows if hours_overlap(row, activity)]


def hours_overlap(one, other):
    """Without hours an activity takes whole days; without an end the rest of its day."""
    (begins, ends), (other_begins, other_ends) = (
        (datetime.combine(a.date, a.starts or time.min), datetime.combine(a.end_date, a.ends or time.max))
        for a in (one, other)
    )
    return begins < other_ends and other_begins < ends


def may_come_back(volunteer, activity, today):
    """Whether a volunteer (an id) who was on an activity may be put on it again: at most three queries.

    With a right in its group; with any right to help where it is for everyone. Who never had an account was put
    there by a coordinator, and may.
    """
    if in_group([volunteer], activity.group, today):
        return True
    account = Account.get_or_none(Account.volunteer == volunteer)
    if account is None:
        return True
    helps = Grant.select().where(Grant.account == account, Grant.role != "partner", grants_in_force(today))
    return activity.audience == "everyone" and account.closed_at is None and helps.exists()


def is_new(volunteer, today):
    """Whether a volunteer is a newcomer: marked as one, and not yet two turns since."""
    if volunteer.new_since is None:
        return False
    turns = (
        SignUp.select().join(Activity)
        .where(
            SignUp.volunteer == volunteer, SignUp.ended_at.is_null(), SignUp.attendance != "did not come",
            Activity.state.in_(("planned", "done")), Activity.kind != APPOINTMENT, Activity.end_date < today,
            Activity.date >= volunteer.new_since,
        ).count()
    )
    return turns < NEW_UNTIL


def turns_in_month(volunteer, day):
    """How often a volunteer goes out in the month of `day`."""
    first = day.replace(day=1)
    return (
        SignUp.select().join(Activity)
        .where(
            SignUp.volunteer == volunteer, SignUp.ended_at.is_null(), SignUp.attendance != "did not come",
            Activity.state.in_(("planned", "done")), Activity.kind != APPOINTMENT,
            Activity.date >= first, Activity.date < first + relativedelta(months=1),
        ).count()
    )


def away_then(volunteer):
    """The condition that a volunteer (a column) is away on the days of the activity of the same row."""
    return fn.EXISTS(Absence.select().where(
        Absence.volunteer == volunteer, Absence.first_day <= Activity.end_date, Absence.last_day >= Activity.date
    ))


def is_absent(volunteer, activity):
    return Absence.select().where(
        Absence.volunteer == volunteer, Absence.first_day <= activity.end_date,
        Absence.last_day >= activity.date,
    ).exists()


def part_of_day(activity):
    """morning until 12, afternoon until 17, then evening; the evening too when there is no hour."""
    if activity.starts is None or activity.starts.hour >= 17:
        return "evening"
    return "morning" if activity.starts.hour < 12 else "afternoon"
