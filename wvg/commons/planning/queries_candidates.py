"""Who could take which seat, the best ones first, and why: eleven queries, whatever the number of dates and people."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from peewee import JOIN, Value

from wvg.base.words import Sentence, fold, named, say, say_n
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.accounts.queries import grants_in_force
from wvg.commons.partners.models import PartnerPerson
from wvg.commons.planning import queries
from wvg.commons.planning.models import APPOINTMENT, Activity, Seat, Series, SignUp, Wish
from wvg.commons.planning.queries_people import NEW_UNTIL, hours_overlap, part_of_day
from wvg.commons.planning.queries_turns import times
from wvg.commons.planning.who_can import queries as queries_who_can
from wvg.commons.volunteers.models import Absence, Availability, PaperSeen, Volunteer, VolunteerSkill

BACK = relativedelta(years=1)  # "not gone yet" means: not in this time
LATELY = timedelta(weeks=5)  # turns this long before and after a date count when places are shared out
MOST = 3


@dataclass
class Candidate:
    """A volunteer for one seat, with what a coordinator should know.

    turns: in the month of the activity; lately: in the weeks around it; last: the day of the last turn that is over.
    said: "yes", "rather not", "no" or None. usually: whether they can on such a weekday, None when not said.
    likes: first names of those on it with whom they like to go. blocked: needs that block; lacks: that only warn.
    """

    volunteer: Volunteer
    activity: Activity
    today: date
    turns: int = 0
    lately: int = 0
    last: date | None = None
    free: bool = True
    absent: bool = False
    said: str | None = None
    usually: bool | None = None
    went: int | None = None  # of a newcomer: how often since
    alone: bool = False  # only newcomers would go
    member: bool = True  # of the group, or went with it
    likes: list = field(default_factory=list)
    has: list = field(default_factory=list)
    lacks: list = field(default_factory=list)
    blocked: list = field(default_factory=list)

    @property
    def enough(self):
        """Whether they would go more often than they wish."""
        most = self.volunteer.max_per_month if self.activity.kind != APPOINTMENT else None
        return bool(most) and self.turns >= most

    @property
    def against(self):
        """Whether a coordinator should look twice before choosing them."""
        return not self.free or self.absent or self.said == "no" or self.enough or self.alone or bool(self.lacks)

    @property
    def rank(self):
        likely = {"yes": 0, "rather not": 3}.get(self.said, {True: 1, None: 2, False: 3}[self.usually])
        return (bool(self.blocked), not self.free, self.absent, self.against, not self.member, likely, self.lately,
                not self.likes, self.last or date.min)

    def why(self) -> list[Sentence]:
        """What speaks for and against them, in a few words each."""
        found = [say("only with: %(what)s", what=_names(self.blocked))] if self.blocked else []
        if not self.free:
            found.append(say("busy then"))
        elif self.absent:
            found.append(say("away then"))
        else:
            found.append({"yes": say("said yes"), "rather not": say("rather not"), "no": say("said no")}.get(
                self.said, say("usually cannot then") if self.usually is False else say("free that day")))
        if self.has:
            found.append(say("with %(what)s", what=_names(self.has)))
        if self.lacks:
            found.append(say("without %(what)s", what=_names(self.lacks)))
        found += self._turns()
        if self.alone:
            found.append(say("nobody with experience goes along"))
        if self.likes:
            found.append(say("likes to go with %(names)s", names=", ".join(self.likes)))
        return found

    def _turns(self):
        if self.went is not None:
            yield say_n("new: went once", "new: went %(n)s times", self.went) if self.went else say("new")
        if self.turns:
            yield times(self.turns, self.activity.date, self.today)
        elif self.last:
            weeks = (self.today - self.last).days // 7
            yield say_n("last went %(n)s week ago", "last went %(n)s weeks ago", weeks) if weeks \
                else say("went less than a week ago")
        elif self.went is None:
            yield say("not gone in the past year")
        if self.enough:
            yield say("no more than %(n)s a month", n=self.volunteer.max_per_month)


def _names(needs):
    return ", ".join(named(need.skill or need.paper) for need in needs)


def candidates(activity, today):
    """{seat number: [Candidate]} of one activity, best first."""
    return candidates_of([activity], today)


def candidates_of(activities, today):
    """{seat number: [Candidate]} of every seat of these activities, best first."""
    if not activities:
        return {}
    facts, found = _Facts(activities, today), {}
    for activity in activities:
        for seat in facts.seats[activity.id]:
            made = [facts.candidate(person, activity, seat) for person in facts.people.values()
                    if person.left_on is None and person.id not in facts.partners[activity.group]]
            found[seat.id] = sorted(made, key=lambda c: c.rank)
    return found


class Choice:
    """Candidates for one seat in groups: the three best, who can too, who rather not, outside the group, who cannot.

    all: everybody; fit: those whose name has every word typed in it, of whom the groups are made.
    """

    def __init__(self, people, typed=""):
        words = fold(typed).split()
        self.all, self.fit = people, [c for c in people if all(word in c.volunteer.search for word in words)]
        self.blocked = [c for c in self.fit if c.blocked]
        self.outside = [c for c in self.fit if not c.blocked and not c.member]
        inside = [c for c in self.fit if not c.blocked and c.member]
        self.against = [c for c in inside if c.against]
        good = [c for c in inside if not c.against]
        self.suggested, self.others = good[:MOST], good[MOST:]


class _Facts:
    """All that is asked of the database about some activities and all volunteers."""

    def __init__(self, activities, today):
        self.today, ids = today, [a.id for a in activities]
        groups, in_force = {a.group for a in activities}, grants_in_force(today)
        self.people = {person.id: person for person in Volunteer.select().order_by(Volunteer.search)}
        self.members, speak = set(), set()  # (volunteer, group); volunteers
        for volunteer, role, group in (
            Grant.select(Account.volunteer, Grant.role, Grant.group).join(Account).where(in_force).tuples()
        ):
            if role == "partner":
                speak.add(volunteer)
            elif group in groups:
                self.members.add((volunteer, group))
        through = {volunteer for (volunteer,) in PartnerPerson.select(PartnerPerson.volunteer).tuples()}
        self.partners = {
            group: speak - through if queries.works_with_partners(group) else speak | through for group in groups
        }
        self.said = queries_who_can.said_of(ids)
        self.needs, self.seats, self.with_experienced = queries.needs_of(ids), defaultdict(list), set()
        seats = (
            Seat.select(Seat, Series.with_experienced.alias("with_experienced"))
            .join(Activity).join(Series, JOIN.LEFT_OUTER)
            .where(Seat.activity.in_(ids), Seat.state == "open")
        )
        for seat in seats.objects():
            self.seats[seat.activity_id].append(seat)
            if seat.with_experienced:
                self.with_experienced.add(seat.activity_id)
        self._turns(min(a.date for a in activities), max(a.end_date for a in activities))
        self.usual, self.has = defaultdict(set), defaultdict(set)
        for row in Availability.select():
            self.usual[row.volunteer_id].add((row.weekday, row.part))
        skills = VolunteerSkill.select(VolunteerSkill.volunteer, Value("skill"), VolunteerSkill.skill)
        papers = PaperSeen.select(PaperSeen.volunteer, Value("paper"), PaperSeen.kind)
        for volunteer, kind, number in (skills | papers).tuples():
            self.has[volunteer].add((kind, number))
        self.fellows = defaultdict(set)  # {(group, volunteer): volunteers}, both ways
        for wish in Wish.select().where(Wish.group.in_(groups), Wish.ended_at.is_null()):
            self.fellows[wish.group, wish.volunteer_id].add(wish.fellow_id)
            self.fellows[wish.group, wish.fellow_id].add(wish.volunteer_id)

    def _turns(self, first, last):
        """Where everybody is, was and will be around these days, and when they are away."""
        month_end = last.replace(day=1) + relativedelta(months=1, days=-1)
        newcomers = [person.id for person in self.people.values() if person.new_since]
        self.busy, self.turns, self.on = defaultdict(list), defaultdict(list), defaultdict(dict)
        rows = (
            SignUp.select(SignUp, Activity).join(Activity)
            .where(
                SignUp.ended_at.is_null(), Activity.state.in_(("planned", "to confirm", "done")),
                # Of who was once new all turns count, or somebody with experience would be new again.
                (Activity.end_date >= min(first, self.today) - BACK) | SignUp.volunteer.in_(newcomers),
                Activity.date <= max(last + LATELY, month_end),
            ).order_by(Activity.date)
        )
        for row in rows:
            self.busy[row.volunteer_id].append(row.activity)
            self.on[row.activity_id][row.seat_id] = row.volunteer_id
            goes = row.activity.kind != APPOINTMENT and row.activity.state != "to confirm"
            if goes and row.attendance != "did not come":
                self.turns[row.volunteer_id].append(row.activity)
        self.over = {v: [a for a in turns if a.end_date < self.today] for v, turns in self.turns.items()}
        self.away = defaultdict(list)
        for row in Absence.select().where(Absence.first_day <= last, Absence.last_day >= first):
            self.away[row.volunteer_id].append(row)

    def candidate(self, person, activity, seat):
        needs, has, usual = self.needs[seat.id], self.has[person.id], self.usual[person.id]
        over, turns = self.over.get(person.id, []), self.turns[person.id]
        lacking = [need for need in needs if not queries.fulfils(need, has)]
        beside = {v for s, v in self.on[activity.id].items() if s != seat.id and v != person.id}
        went = self._went_since(person)
        return Candidate(
            person, activity, self.today,
            turns=sum((a.date.year, a.date.month) == (activity.date.year, activity.date.month) for a in turns),
            lately=sum(abs(a.date - activity.date) <= LATELY for a in turns),
            last=over[-1].date if over else None,
            free=not any(_clash(other, activity) for other in self.busy[person.id]),
            absent=any(row.first_day <= activity.end_date and row.last_day >= activity.date
                       for row in self.away[person.id]),
            said=self.said[activity.id].get(person.id),
            usually=(activity.date.weekday(), part_of_day(activity)) in usual if usual else None,
            went=went,
            alone=went is not None and self._nobody_experienced(activity, beside),
            member=(person.id, activity.group) in self.members or any(a.group == activity.group for a in over),
            likes=sorted(self.people[v].first_name for v in beside & self.fellows[activity.group, person.id]),
            has=[need for need in needs if need not in lacking],
            lacks=[need for need in lacking if not need.blocks],
            blocked=[need for need in lacking if need.blocks],
        )

    def _went_since(self, person):
        """How often a newcomer went, or None when this is no newcomer (any more)."""
        if person.new_since is None:
            return None
        went = sum(a.date >= person.new_since for a in self.over.get(person.id, []))
        return went if went < NEW_UNTIL else None

    def _nobody_experienced(self, activity, beside):
        """Whether the last required place would be filled among newcomers, where a series forbids that."""
        required = sum(seat.required for seat in self.seats[activity.id])
        if activity.id not in self.with_experienced or len(beside) + 1 < required:
            return False
        return all(self._went_since(self.people[v]) is not None for v in beside)


def _clash(one, other):
    if one.id == other.id:
        return True
    return one.date <= other.end_date and one.end_date >= other.date and hours_overlap(one, other)
