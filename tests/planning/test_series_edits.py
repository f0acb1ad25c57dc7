"""Whatever happens to a series, in whatever order: nobody is moved without hearing of it, the past stays.

Checked after each step: what was over is as it was; every date, seat and place of somebody keeps its number; no seat
is held twice, nobody sits on what is cancelled or gone; who is off, on, moved or stopped without having done it
themselves was told; what was refused changed nothing; what a preview showed is what happened.
"""

import os
from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import NOW, running

from wvg import demo
from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, Refused, Unknown
from wvg.commons.audit.models import Act
from wvg.commons.messages.models import Message
from wvg.commons.planning import dates, queries, rules, rules_undo
from wvg.commons.planning.changes import rules as rules_changes
from wvg.commons.planning.changes import rules_cancel, rules_from_here, rules_preview, rules_swap
from wvg.commons.planning.models import GOES_ON, Activity, Closure, Regular, Role, Seat, Series, SeriesSeat, SignUp
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.planning.series import rules_closures, rules_regulars
from wvg.commons.volunteers.models import Absence, Volunteer

EXAMPLES = int(os.environ.get("WVG_EXAMPLES", "30"))
DAY = timedelta(days=1)
PEOPLE = ["rita", "luc", "samir", "tesfay", "wim", "bart"]
PLACE = "Kade"

weekdays = st.sets(st.integers(0, 6), min_size=1, max_size=2)
patterns = st.one_of(
    st.builds(lambda every, days: dates.rule_text("weekly", every=every, weekdays=days), st.integers(1, 3), weekdays),
    st.builds(lambda nth, day: dates.rule_text("nth_weekday", nth=nth, weekdays=[day]),
              st.sampled_from([1, 2, 3, 4, -1]), st.integers(0, 6)),
    st.builds(lambda day: dates.rule_text("month_day", day=day), st.integers(1, 31)),
    st.builds(lambda days: dates.rule_text("dates", dates=[date(2026, 11, 1) + DAY * n for n in days]),
              st.sets(st.integers(0, 120), min_size=2, max_size=10)),
)
hours = st.sampled_from([(None, None), (time(9), time(11)), (time(17), time(19, 30)), (time(18), None)])
policies = st.sampled_from(["go", "ask", "skip"])


@pytest.fixture(scope="module")
def house(templates, tmp_path_factory):
    with clock.standing_still(NOW), running(templates["demo"], tmp_path_factory.mktemp("edits")) as app:
        yield app


def rows(model):
    """{id: all columns} of a table."""
    return {row["id"]: row for row in model.select().dicts()}


class World:
    """One series, people, and the steps that can be taken; `now` only goes forward."""

    def __init__(self, data):
        self.draw, self.now = data.draw, NOW
        helper = Role.get(Role.key == "helper").id
        first = self.today + self.draw(st.integers(-40, 30)) * DAY
        starts, ends = self.draw(hours)
        self.series = rules_series.make_series(
            {
                "group": "rounds", "kind": "food", "title": "Proef", "place": PLACE, "public_place": PLACE,
                "rule": self.draw(patterns), "first_day": first, "starts": starts, "ends": ends,
                "last_day": self.draw(st.sampled_from([None, first + 60 * DAY, first + 120 * DAY])),
                "on_public": self.draw(policies), "on_school": self.draw(policies),
            },
            [{"role": helper, "required": True, "needs": []}] * 2, self.who("bart"), NOW - 60 * DAY,
            min(first, self.today),
        )
        for n, row in enumerate(self.dates(Activity.state == "planned", Activity.date >= self.today).limit(8)):
            for name, seat in zip((PEOPLE[n % 3], PEOPLE[n % 3 + 3]), row.seats, strict=True):
                rules.sign_up(seat.id, self.who(name), NOW - DAY)

    @property
    def today(self):
        return clock.local(self.now).date()

    def who(self, name):
        return demo.viewer(name, self.today)

    def a_person(self):
        return self.draw(st.sampled_from(PEOPLE))

    def a_day(self, first=-3, last=80):
        return self.today + self.draw(st.integers(first, last)) * DAY

    def one(self, found):
        """One of the rows that a query finds, the nearest ones most often; Unknown when there are none."""
        found = list(found)
        if not found:
            raise Unknown
        return found[min(self.draw(st.integers(0, 9)), len(found) - 1)]

    def chain(self):
        """The series that came of the first one."""
        return list(Series.select().where(Series.title.startswith("Proef")).order_by(Series.id.desc()))

    def dates(self, *condition):
        return (
            Activity.select()
            .where(Activity.title.startswith("Proef"), Activity.date >= self.today - 3 * DAY, *condition)
            .order_by(Activity.date, Activity.id)
        )

    def a_seat(self):
        return self.one(Seat.select().join(Activity).where(Activity.id.in_(list(self.dates()))).order_by(Activity.date))

    def a_sign_up(self, *condition):
        return self.one(SignUp.select().join(Activity).where(
            *condition, SignUp.ended_at.is_null(), Activity.title.startswith("Proef"), Activity.date >= self.today
        ).order_by(Activity.date))

    # The steps; each gives who did it.

    def sign_up(self):
        name = self.a_person()
        rules.sign_up(self.a_seat().id, self.who(name), self.now)
        return name

    def seek(self):
        rules.seek(self.a_sign_up().seat_id, self.who("bart"), self.now)
        return "bart"

    def take_over(self):
        name = self.a_person()
        rules.take_over(self.a_sign_up(SignUp.seeking_since.is_null(False)).seat_id, self.who(name), self.now)
        return name

    def withdraw(self):
        rules.withdraw(self.a_sign_up().seat_id, self.who("bart"), self.now)
        return "bart"

    def undo(self):
        act = self.one(Act.select().where(Act.by == self.who("bart").account).order_by(Act.id.desc()))
        rules_undo.undo(act.id, self.who("bart"), self.now)
        return "bart"

    def change_one(self):
        row = self.one(self.dates())
        starts, ends = self.draw(hours)
        values = {
            "date": row.date + self.draw(st.integers(-4, 4)) * DAY, "starts": starts, "ends": ends,
            "place": self.draw(st.sampled_from([PLACE, "Elders"])), "minimum": self.draw(st.integers(0, 3)),
            "title": self.draw(st.sampled_from(["Proef", "Proef B"])),
        }
        version = row.version + self.draw(st.sampled_from([0, 0, 0, 1]))
        rules_changes.change_one(row.id, values, self.who("bart"), version, self.now)
        return "bart"

    def from_here(self):
        series, first_day, values = self.one(self.chain()), self.a_day(), {}
        if self.draw(st.booleans()):
            values["rule"] = self.draw(patterns)
        if self.draw(st.booleans()):
            values["starts"], values["ends"] = self.draw(hours)
        if self.draw(st.booleans()):
            values |= {"place": "Dok", "title": "Proef C", "on_public": self.draw(policies)}
        if not self.draw(st.integers(0, 4)):
            values["last_day"] = self.a_day(20, 60)
        plan = rules_preview.preview(series.id, first_day, values, self.who("bart"), self.now)
        _, told = rules_from_here.change_from_here(
            series.id, first_day, values, self.who("bart"), plan.fingerprint, "Anders", self.now
        )
        assert {v.id for v in told} == {v.id for v in plan.people} - {self.who("bart").volunteer}
        for line in plan.lines:
            if line.activity:
                row = Activity.get_by_id(line.activity.id)
                assert row.date == (line.after or line.before) and row.state == line.state, line
            else:
                assert Activity.get(Activity.series.in_(self.chain()), Activity.date == line.after,
                                    Activity.state == line.state)
        return "bart"

    def cancel(self):
        found = {row.id: row.version for row in [self.one(self.dates()) for _ in range(self.draw(st.integers(1, 3)))]}
        rules_cancel.cancel(found, "Sneeuw", self.who("bart"), self.now)
        return "bart"

    def confirm(self):
        rows = self.dates(Activity.state.in_(("to confirm", "skipped", "cancelled")))
        rules_cancel.confirm(self.one(rows).id, self.who("bart"), self.now)
        return "bart"

    def make_regular(self):
        place = self.one(SeriesSeat.select().where(SeriesSeat.series.in_(self.chain())).order_by(SeriesSeat.id.desc()))
        day = self.a_day(0, 40)
        rules_regulars.make_regular(
            place.id, self.who(self.a_person()).volunteer, self.draw(st.integers(1, 3)), day, day, self.who("bart"),
            self.now,
        )
        return "bart"

    def end_regular(self):
        row = self.one(Regular.select().order_by(Regular.id.desc()))
        name = self.draw(st.sampled_from(["bart", row.volunteer.first_name.lower()]))
        rules_regulars.end_regular(row.id, self.a_day(0, 40), self.who(name), self.now, self.draw(st.booleans()))
        return name

    def close(self):
        first = self.a_day(0, 60)
        place = self.draw(st.booleans())
        rules_closures.close(
            {"first_day": first, "last_day": first + self.draw(st.integers(0, 20)) * DAY, "reason": "Dicht",
             "scope": "place" if place else "group", "of": PLACE if place else "rounds",
             "group": "rounds" if place else "",
             "policy": self.draw(st.sampled_from(["skip", "ask"]))},
            self.who("bart"), self.now,
        )
        return "bart"

    def open_again(self):
        row = self.one(Closure.select().where(Closure.reason == "Dicht").order_by(Closure.id.desc()))
        rules_closures.open_again(row.id, self.who("bart"), self.now)
        return "bart"

    def swap(self):
        rules_swap.swap(self.a_sign_up().id, self.a_sign_up().id, self.who("bart"), self.now, "mag")
        return "bart"

    def add_seat(self):
        row = self.one(self.dates())
        rules_swap.add_seat(row.id, Role.get().id, True, self.who("bart"), self.now)
        return "bart"

    def remove_seat(self):
        rules_swap.remove_seat(self.a_seat().id, self.who("bart"), self.now)
        return "bart"

    def be_away(self):
        first = self.a_day(0, 60)
        Absence.create(volunteer=self.who(self.a_person()).volunteer, first_day=first, last_day=first + 6 * DAY,
                       made_at=self.now)
        return "bart"

    def time_passes(self):
        self.now += timedelta(hours=self.draw(st.integers(1, 400)))
        rules_series.extend_all(self.now, self.today)
        return "bart"


STEPS = [
    *[World.sign_up] * 3, World.seek, World.take_over, World.withdraw, World.undo, *[World.change_one] * 2,
    *[World.from_here] * 4, World.cancel, *[World.confirm] * 2, *[World.make_regular] * 2,
    World.end_regular, *[World.close] * 2, *[World.open_again] * 2, World.swap, World.add_seat,
    World.remove_seat, World.be_away, World.time_passes,
]


class Picture:
    """All dates, seats and people on them at one moment."""

    def __init__(self, now):
        self.activities, self.seats, self.sign_ups = rows(Activity), rows(Seat), rows(SignUp)
        self.messages = {(m.id, m.recipient_id) for m in Message.select(Message.id, Message.recipient)}
        self.over = {n for n, a in self.activities.items() if queries.has_ended(Activity(**a), clock.local(now))}

    def seen(self):
        """{(volunteer, activity): (day, hours, place, goes on)} of everybody on something."""
        found = {}
        for row in self.sign_ups.values():
            if row["ended_at"] is None:
                a = self.activities[row["activity"]]
                what = (a["date"], a["starts"], a["ends"], a["place"], a["state"] in GOES_ON)
                found[row["volunteer"], row["activity"]] = what
        return found

    def all(self):
        return self.activities, self.seats, self.sign_ups, self.messages


def check(before, after, actor, step):
    assert set(before.activities) <= set(after.activities) and set(before.seats) <= set(after.seats)
    for number, row in before.seats.items():
        assert after.seats[number]["activity"] == row["activity"]
    for number, row in before.sign_ups.items():
        now = after.sign_ups[number]
        assert (now["seat"], now["activity"], now["volunteer"]) == (row["seat"], row["activity"], row["volunteer"])
    for number in before.over:
        states = before.activities[number]["state"], after.activities[number]["state"]
        if step in (World.cancel.__name__, World.confirm.__name__) and states[0] != states[1]:
            assert "cancelled" in states or states[1] == "planned", "said afterwards: it did, or did not, go on"
            continue
        assert after.activities[number] == before.activities[number], (step, "the past")
        assert {n: r for n, r in after.sign_ups.items() if r["activity"] == number} == {
            n: r for n, r in before.sign_ups.items() if r["activity"] == number
        }, (step, "the past")
    live = [row for row in after.sign_ups.values() if row["ended_at"] is None]
    assert len({row["seat"] for row in live}) == len(live)
    assert len({(row["activity"], row["volunteer"]) for row in live}) == len(live)
    for row in live:
        assert after.seats[row["seat"]]["state"] == "open"
        assert after.activities[row["activity"]]["state"] != "cancelled"
    # Also who was told something that is not so any more and had not read it yet: it is taken back.
    told = {recipient for _, recipient in before.messages ^ after.messages}
    was, now = before.seen(), after.seen()
    for key in {*was, *now}:
        who, number = key
        if was.get(key) == now.get(key) or who == actor:
            continue
        if number not in before.activities or number in before.over:
            continue  # a new date, with the regulars on it; or what did not go on, of which nobody is told
        assert who in told, (step, Volunteer.get_by_id(who).first_name, was.get(key), now.get(key))


@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_nobody_is_moved_unheard_and_the_past_stays(house, data):
    with database.atomic() as all_of_it:
        try:
            world = World(data)
            before = Picture(world.now)
            for step in data.draw(st.lists(st.sampled_from(STEPS), min_size=8, max_size=16)):
                try:
                    actor = world.who(step(world)).volunteer
                except (Unknown, Refused, Invalid):
                    assert Picture(world.now).all() == before.all(), (step.__name__, "refused, and yet")
                else:
                    after = Picture(world.now)
                    check(before, after, actor, step.__name__)
                    before = after
        finally:
            all_of_it.rollback()
