"""Rounds with too few people soon stand on top of the coordinator's Today and board."""

from datetime import timedelta

import pytest
from people import BREAD, FOOD, NOV_28, activity, call_off, seat, viewer

from wvg.base import clock
from wvg.commons.planning import queries_cards, rules
from wvg.commons.planning.evening import queries as queries_evening
from wvg.commons.planning.evening import rules as rules_evening
from wvg.commons.planning.models import Activity, Seat, SignUp

SATURDAY_10 = timedelta(days=4)
NOV_25 = NOV_28 - timedelta(days=3)


def short(name="bart"):
    """(title, day) of what the alarm shows."""
    now = clock.local(clock.now())
    cards = queries_cards.cards(viewer(name), now, now.date(), now.date() + timedelta(weeks=8))
    return [(card.activity.title, card.activity.date) for card in queries_evening.short(cards)]


def alone(title, day):
    """Leave one person on it."""
    rows = list(SignUp.select().where(SignUp.activity == activity(title, day), SignUp.ended_at.is_null()))
    for row in rows[1:]:
        rules.withdraw(row.seat_id, viewer(row.volunteer.first_name), clock.now(), ill=True)


def at(**more):
    return clock.standing_still(clock.now() + timedelta(**more))


def test_all_below_their_minimum_within_72_hours_the_first_one_first(app):
    with at(days=2):  # Thursday 26 November: Saturday at 17 is 55 hours away
        assert short() == [(BREAD, NOV_28)]
    alone(FOOD, NOV_25)
    with at(hours=1):
        assert short() == [(FOOD, NOV_25)]
        Activity.update(date=NOV_25, end_date=NOV_25).where(Activity.id == activity(BREAD, NOV_28).id).execute()
        assert short() == [(FOOD, NOV_25), (BREAD, NOV_25)]


@pytest.mark.parametrize(("hours", "seen"), [(72, True), (73, False)])
def test_seventy_two_hours_and_not_one_more(app, hours, seen):
    alone(FOOD, NOV_25)  # what is within 72 hours hides what only is within a week
    begins = clock.local(clock.now()) + timedelta(hours=hours)
    Activity.update(date=begins.date(), end_date=begins.date(), starts=begins.time(), ends=None).where(
        Activity.id == activity(BREAD, NOV_28).id).execute()
    assert ((BREAD, begins.date()) in short()) is seen


def test_with_nothing_within_72_hours_the_next_one_of_this_week(app):
    assert short() == [(BREAD, NOV_28)], "on Tuesday morning Saturday is 103 hours away"
    rules.sign_up(seat(BREAD, NOV_28, 1).id, viewer("wim"), clock.now())
    assert short() == []


def test_an_open_place_above_the_minimum_is_no_alarm(app):
    rules.withdraw(seat(FOOD, NOV_25, 3).id, viewer("christine"), clock.now())
    assert (FOOD, NOV_25) not in short(), "two of three still go"


def test_who_looks_for_a_substitute_still_comes(app):
    rules.sign_up(seat(BREAD, NOV_28, 1).id, viewer("wim"), clock.now())
    rules.seek(seat(BREAD, NOV_28, 1).id, viewer("wim"), clock.now())
    assert short() == []


def test_a_word_of_the_coordinator_ends_it(app):
    rules_evening.go_on(activity(BREAD, NOV_28).id, "weinig brood", viewer("bart"), clock.now())
    assert short() == []


def test_what_does_not_go_on_is_no_alarm(app):
    call_off(activity(BREAD, NOV_28), "ziek")
    assert short() == []


def test_what_is_over_is_no_alarm_and_what_goes_on_is(app):
    with at(days=4, hours=8):  # Saturday 18.00: it began at 17
        assert (BREAD, NOV_28) in short()
    with at(days=4, hours=10):
        assert (BREAD, NOV_28) not in short()


def test_removed_seats_do_not_count(app):
    Seat.update(state="removed").where(Seat.id == seat(BREAD, NOV_28, 1).id).execute()
    assert short() == [(BREAD, NOV_28)], "the minimum is still two"


@pytest.mark.parametrize("path", ["/", "/rounds/"])
def test_it_stands_on_top_for_who_coordinates_and_for_nobody_else(as_person, path):
    bart = as_person("bart").get(path).text
    evening = f"/activities/{activity(BREAD, NOV_28).id}/evening"
    assert 'class="alarm"' in bart and f'href="{evening}"' in bart and f'href="{evening}#chat"' in bart
    assert bart.index('class="alarm"') < bart.index('class="split' if path == "/" else 'class="board')
    for name in ("rita", "godelieve"):
        page = as_person(name).get(path).text
        assert 'class="alarm"' not in page and evening not in page


def test_the_board_of_later_weeks_is_calm(as_person):
    assert 'class="alarm"' not in as_person("bart").get("/rounds/?week=2026-W52").text


def test_it_comes_and_goes_while_the_board_is_open(as_person):
    def news():
        page = bart.get("/rounds/").text
        seen = page.partition("seen=")[2].partition('"')[0]
        yield
        yield bart.get(f"/rounds/?show=all&seen={seen}", headers={"HX-Request": "true"}).text

    bart = as_person("bart")
    asked = news()
    next(asked)
    rules.sign_up(seat(BREAD, NOV_28, 1).id, viewer("wim"), clock.now())
    assert 'hx-target="#alarm"' in (fresh := next(asked)) and 'class="alarm"' not in fresh
    asked = news()
    next(asked)
    rules.withdraw(seat(BREAD, NOV_28, 1).id, viewer("wim"), clock.now(), ill=True)
    assert 'class="alarm"' in next(asked)
