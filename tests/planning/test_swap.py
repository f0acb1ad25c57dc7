"""Two people trade places, on one date or on two."""

from datetime import date

import pytest
from peewee import IntegrityError
from people import BREAD, DEC_5, DEC_12, DEC_19, FOOD, NOV_28, activity, holder, lights_out, live, seat, told, viewer

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.messages.models import Message
from wvg.commons.planning import rules, rules_undo
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.changes import rules_swap
from wvg.commons.planning.models import SignUp
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.volunteers.models import Absence, Volunteer


def swap(one, other, by="bart", override="", now=None):
    return rules_swap.swap(live(one).id, live(other).id, viewer(by), now or clock.now(), override)


def test_rita_and_luc_trade_dates_and_both_are_told(app):
    rita, luc = seat(BREAD, NOV_28, 2), seat(BREAD, DEC_5, 2)
    done = swap(rita, luc)
    assert holder(rita) == "Luc" and holder(luc) == "Rita"
    assert str(done.sentence) == "Rita C. and Luc G. have traded places."
    assert told("rita") == [
        "Luc G. now has your place: Broodronde, Saturday 28 November. You have theirs: Broodronde, Saturday 5 December."
    ]
    assert told("luc") == [
        "Rita C. now has your place: Broodronde, Saturday 5 December. "
        "You have theirs: Broodronde, Saturday 28 November."
    ]
    assert {row.end_reason for row in SignUp.select().where(SignUp.seat == rita, SignUp.ended_at.is_null(False))} == {
        "moved"
    }
    assert live(luc).seeking_since is None, "who came in for Luc looks for nobody"


def test_on_one_date_two_people_trade_seats(app):
    one, other = seat(FOOD, date(2026, 11, 25), 2), seat(FOOD, date(2026, 11, 25), 3)
    swap(one, other)
    assert holder(one) == "Christine" and holder(other) == "Luc"


def test_it_is_undone_in_one_go(app):
    rita, luc = seat(BREAD, NOV_28, 2), seat(BREAD, DEC_5, 2)
    done = swap(rita, luc)
    rules_undo.undo(done.act.id, viewer("bart"), clock.now())
    assert holder(rita) == "Rita" and holder(luc) == "Luc" and live(luc).seeking_since
    assert told("rita") == [] and not Message.select().where(Message.act == done.act).exists()
    with pytest.raises(Unknown):
        rules_undo.undo(done.act.id, viewer("rita"), clock.now())


def test_it_is_not_undone_when_one_of_them_gave_the_place_up(app):
    rita, luc = seat(BREAD, NOV_28, 2), seat(BREAD, DEC_5, 2)
    done = swap(rita, luc)
    rules.withdraw(luc.id, viewer("rita"), clock.now())
    with pytest.raises(Refused):
        rules_undo.undo(done.act.id, viewer("bart"), clock.now())
    assert holder(rita) == "Luc" and holder(luc) is None


def test_a_need_blocks(app):
    with pytest.raises(Invalid, match="Rita cannot go there. Only with: auto"):
        swap(seat(BREAD, NOV_28, 2), seat(BREAD, DEC_5, 1))
    assert holder(seat(BREAD, NOV_28, 2)) == "Rita" and holder(seat(BREAD, DEC_5, 1)) == "Samir"


def test_a_warning_asks_for_a_reason(as_person):
    one, other = seat(BREAD, NOV_28, 2), seat(BREAD, DEC_5, 2)
    rita = Volunteer.get(Volunteer.first_name == "Rita")
    Absence.create(volunteer=rita, first_day=DEC_5, last_day=DEC_5, made_at=clock.now())
    bart, path = as_person("bart"), f"/sign-ups/{live(one).id}/swap"
    fields = {"other": live(other).id}
    answer = bart.post(path, fields)
    assert answer.status_code == 422 and 'name="override"' in answer.text and "checked" in answer.text
    assert holder(one) == "Rita"
    answer = bart.post(path, {**fields, "override": "mag"})
    assert answer.status_code == 303 and answer.location == f"/activities/{one.activity_id}"
    assert holder(other) == "Rita" and live(other).override == "mag"


def test_somebody_cannot_be_twice_on_one_date(app):
    rules.sign_up(seat(FOOD, date(2026, 12, 9), 2).id, viewer("rita"), clock.now())
    rules.sign_up(seat(FOOD, date(2026, 12, 9), 3).id, viewer("luc"), clock.now())
    with pytest.raises(Refused, match="on this list already"):
        swap(seat(FOOD, date(2026, 12, 9), 2), seat(FOOD, date(2026, 12, 16), 2), override="mag")
    with pytest.raises(Invalid):
        swap(seat(BREAD, NOV_28, 2), seat(BREAD, NOV_28, 2))
    assert holder(seat(FOOD, date(2026, 12, 9), 2)) == "Rita"


def test_only_those_with_whom_it_is_possible_are_shown(as_person):
    row = live(seat(BREAD, NOV_28, 2))
    others = queries_changes.to_swap_with(row, clock.local(clock.now()))
    shown = {(other.activity.title, other.activity.date, other.volunteer.first_name) for other in others}
    assert (BREAD, DEC_5, "Luc") in shown and (BREAD, DEC_19, "Godelieve") in shown
    assert (BREAD, DEC_5, "Samir") not in shown, "Rita has no car"
    assert all(day >= date(2026, 11, 25) for _, day, _ in shown) and not any(name == "Rita" for *_, name in shown)
    page = as_person("bart").get(f"/sign-ups/{row.id}/swap").text
    assert "Luc Goethals" in page and "Samir Al-Khatib" not in page
    assert f'href="/sign-ups/{row.id}/swap"' in as_person("bart").get(f"/activities/{row.activity_id}").text


def test_what_is_over_or_in_doubt_stays(app):
    with pytest.raises(Refused, match="over"):
        swap(seat(BREAD, date(2026, 11, 21), 2), seat(BREAD, NOV_28, 2))
    rules_series.set_state(activity(BREAD, DEC_19), "to confirm", "", clock.now())
    with pytest.raises(Refused):
        swap(seat(BREAD, DEC_19, 2), seat(BREAD, DEC_5, 2))
    assert holder(seat(BREAD, DEC_5, 2)) == "Luc"


def test_one_of_them_was_taken_off_meanwhile(as_person):
    bart, one, other = as_person("bart"), live(seat(BREAD, NOV_28, 2)), live(seat(BREAD, DEC_5, 2))
    rules.withdraw(other.seat_id, viewer("luc"), clock.now())
    assert bart.post(f"/sign-ups/{one.id}/swap", {"other": other.id}).status_code == 404
    assert bart.get(f"/sign-ups/{other.id}/swap").status_code == 404
    for wrong in ("", "abc", str(one.id)):
        assert bart.post(f"/sign-ups/{one.id}/swap", {"other": wrong}).status_code == 422, wrong
    assert bart.post(f"/sign-ups/{one.id}/swap", {"other": "999999"}).status_code == 404
    assert holder(seat(BREAD, NOV_28, 2)) == "Rita"


@pytest.mark.parametrize("name, error", [("rita", NotAllowed), ("luc", NotAllowed), ("hugo", Unknown)])
def test_only_the_coordinator_of_the_group_may(app, as_person, name, error):
    one, other = seat(BREAD, NOV_28, 2), seat(BREAD, DEC_5, 2)
    with pytest.raises(error):
        swap(one, other, by=name)
    who = as_person(name)
    assert who.get(f"/sign-ups/{live(one).id}/swap").status_code in (403, 404)
    assert who.post(f"/sign-ups/{live(one).id}/swap", {"other": live(other).id}).status_code in (403, 404)
    assert holder(one) == "Rita"


def test_one_failure_halfway_leaves_all_as_it_was(app):
    one, other = seat(BREAD, NOV_28, 2), seat(BREAD, DEC_5, 2)
    lights_out("sign_up", f"NEW.seat_id = {other.id}")
    with pytest.raises(IntegrityError, match="lights out"):
        swap(one, other)
    assert holder(one) == "Rita" and holder(other) == "Luc" and told("rita") == []


def test_a_coordinator_trades_a_place_of_their_own(app):
    rules.sign_up(seat(FOOD, date(2026, 12, 9), 2).id, viewer("bart"), clock.now())
    swap(seat(FOOD, date(2026, 12, 9), 2), seat(FOOD, date(2026, 12, 16), 2))
    assert told("bart") == [] and len(told("luc")) == 1
    assert holder(seat(FOOD, date(2026, 12, 16), 2)) == "Bart"


def test_the_page_takes_a_fixed_number_of_queries(app):
    from wvg.base.db import database

    statements = []

    def hook(event):
        statements.append(event.sql)

    row = queries_changes.sign_up(live(seat(BREAD, NOV_28, 2)).id, viewer("bart"))
    database.obj.query_hooks.append(hook)
    try:
        queries_changes.to_swap_with(row, clock.local(clock.now()))
    finally:
        database.obj.query_hooks.remove(hook)
    assert len(statements) <= 4 and holder(seat(BREAD, DEC_12, 2)) is None
