"""What stands on the screen in the office, for whoever passes by: two queries, however much there is."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from peewee import JOIN

from wvg.base.access import groups
from wvg.commons.accounts.models import Account
from wvg.commons.calendar.models import Feed
from wvg.commons.calendar.queries import each_day
from wvg.commons.planning import queries as planning
from wvg.commons.planning.models import APPOINTMENT, GOES_ON, OFF, Activity, Seat, SignUp
from wvg.commons.volunteers.models import Volunteer

DAYS = 7  # after today


@dataclass
class Line:
    """One activity on the screen, on one day of those it lasts.

    names: first names of who goes; seeking: of who goes unless a substitute is found; open: how many places that
    must be filled have nobody. Of what is over or does not go on nothing is lacking.
    """

    activity: Activity
    day: object
    over: bool
    names: list[str] = field(default_factory=list)
    seeking: list[str] = field(default_factory=list)
    open: int = 0

    @property
    def lacking(self):
        return bool(self.open or self.seeking)

    @property
    def off(self):
        return self.activity.state in OFF

    @property
    def began(self):
        """Whether it began on an earlier day: then its hours say nothing about this one."""
        return self.activity.date < self.day

    @property
    def ends_here(self):
        return self.activity.end_date == self.day


def days(now_local):
    """{day: [Line]} of today and the days after it, in order, the empty ones too: two queries.

    What everybody may see, and the work of a group; not what only a group meets for.
    """
    today = now_local.date()
    lines = {today + timedelta(days=n): [] for n in range(DAYS + 1)}
    on_paper = [group.key for group in groups.values() if group.on_paper]
    activities = list(
        Activity.select(
            Activity.id, Activity.group, Activity.title, Activity.public_place, Activity.date, Activity.end_date,
            Activity.starts, Activity.ends, Activity.state,
        ).where(
            planning.on_days(today, today + timedelta(days=DAYS)), Activity.group.in_(on_paper),
            (Activity.audience == "everyone") | ((Activity.audience == "group") & (Activity.kind != APPOINTMENT)),
        ).order_by(Activity.starts.asc(nulls="first"), Activity.date, Activity.id)
    )
    seats = _seats([activity.id for activity in activities])
    for activity in activities:
        over = planning.has_ended(activity, now_local)
        takes_people = activity.state == "planned" and not over
        held = seats[activity.id] if activity.state in (*GOES_ON, "done") else []
        seeking = [name for name, _, since in held if since] if takes_people else []
        names = [name for name, _, since in held if name and not (since and takes_people)]
        free = sum(required and name is None for name, required, _ in held) if takes_people else 0
        for day in each_day(activity, today, today + timedelta(days=DAYS)):
            lines[day].append(Line(activity, day, over, names, seeking, free))
    return lines


def _seats(activities):
    """{activity: [(first name of who sits there or None, whether it must be filled, since when they seek or None)]}."""
    rows = (
        Seat.select(Seat.activity, Volunteer.first_name, Seat.required, SignUp.seeking_since)
        .join(SignUp, JOIN.LEFT_OUTER, on=(SignUp.seat == Seat.id) & SignUp.ended_at.is_null())
        .join(Volunteer, JOIN.LEFT_OUTER, on=SignUp.volunteer == Volunteer.id)
        .where(Seat.activity.in_(activities), Seat.state == "open").order_by(Seat.position, Seat.id)
    )
    found = defaultdict(list)
    for activity, *seat in rows.tuples():
        found[activity].append(seat)
    return found


def address():
    """The address of the screen that works, with who made it; None when there is none."""
    return (
        Feed.select(Feed, Account, Volunteer).join(Account).join(Volunteer)
        .where(Feed.kind == "board", Feed.ended_at.is_null()).order_by(Feed.id.desc()).first()
    )
