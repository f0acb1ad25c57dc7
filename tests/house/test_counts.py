"""A page takes a fixed number of queries however much there is; counted from the first byte to the last."""

from datetime import timedelta

import pytest
from peewee import fn
from people import BREAD, viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.commons.planning.models import Activity, Role, Seat, Series, SignUp

SESSION_AND_RIGHTS = 2


@pytest.fixture
def counted():
    """The statements since the last clear()."""
    statements = []

    def hook(event):
        statements.append(event.sql)

    database.obj.query_hooks.append(hook)
    yield statements
    database.obj.query_hooks.remove(hook)


def fill(number):
    """`number` more activities of the bread round, spread over the eight weeks and the years around them."""
    series, role = Series.get(Series.title == BREAD), Role.get(Role.key == "helper")
    today, luc = clock.today(), viewer("luc").volunteer
    first = Activity.select(fn.MAX(Activity.id)).scalar() + 1
    days = [today + timedelta(days=n % 50 if n < 400 else -n % 4000 - 60) for n in range(number)]
    with database.atomic():
        Activity.insert_many([
            {"id": first + n, "group": series.group, "kind": series.kind, "title": f"Extra {n}", "date": day,
             "end_date": day} for n, day in enumerate(days)
        ]).execute()
        Seat.insert_many([
            {"id": 10**6 + n, "activity": first + n, "role": role, "position": 1} for n in range(number)
        ]).execute()
        SignUp.insert_many([
            {"seat": 10**6 + n, "activity": first + n, "volunteer": luc, "made_at": clock.now()}
            for n in range(0, number, 2)
        ]).execute()


def queries(browser, path, statements):
    statements.clear()
    assert browser.get(path).status_code == 200
    return len([sql for sql in statements if sql.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")])


@pytest.mark.parametrize("name", ["rita", "bart"])
def test_the_board_and_today_take_the_same_few_queries_with_10_and_10_000_activities(as_person, counted, name):
    who = as_person(name)
    paths = ["/rounds/", "/", "/rounds/?show=open", "/rounds/?show=mine"]
    few = [queries(who, path, counted) for path in paths]
    fill(10_000)
    assert Activity.select().count() > 10_000
    many = [queries(who, path, counted) for path in paths]
    assert few == many, (few, many)
    # More on Today: whether a need waits for them, and families to be told of what does not go on.
    assert [n - SESSION_AND_RIGHTS <= most for n, most in zip(many, (6, 8, 6, 6), strict=True)] == [True] * 4, many


@pytest.mark.parametrize("name", ["rita", "bart"])
def test_the_calendar_takes_the_same_few_queries_with_10_and_10_000_activities(as_person, counted, name):
    who = as_person(name)
    paths = ["/calendar/", "/calendar/week", "/calendar/list", "/calendar/day"]
    few = [queries(who, path, counted) for path in paths]
    fill(10_000)
    many = [queries(who, path, counted) for path in paths]
    assert few == many, (few, many)
    # What happens, and what is closed; where places are taken five more for the cards.
    assert [n - SESSION_AND_RIGHTS for n in many] == [2, 2, 7, 7]


@pytest.mark.parametrize("path", [
    "/rounds/series/", "/rounds/series/1", "/rounds/series/new", "/seats/1/assignment", "/fill/rounds", "/who-can/1",
    "/activities/5", "/activities/5/evening", "/activities/5/change", "/activities/5/cancellation", "/series/1/change",
    "/series-seats/1/regulars", "/rounds/attendance", "/rounds/hours", "/rounds/roster", "/rounds/telephone-list",
    "/rounds/handover", "/rounds/chat", "/deputies/rounds", "/wishes/groups/rounds", "/who-can/groups/rounds",
])
def test_the_pages_of_a_coordinator_do_not_grow_either(as_person, counted, path):
    bart = as_person("bart")
    few = queries(bart, path, counted)
    fill(300)
    assert queries(bart, path, counted) == few <= 21
