"""A volunteer stops: the places ahead open, the fixed ones end, the account closes."""

from datetime import date

import pytest
from peewee import IntegrityError
from people import BREAD, DEC_5, FOOD, NOV_28, activity, holder, lights_out, live, seat, told, viewer

from wvg.base import clock
from wvg.base.errors import NotAllowed, Unknown
from wvg.commons.accounts.models import Account
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.planning import rules_undo
from wvg.commons.planning.away import rules_leaving
from wvg.commons.planning.models import Regular, SeriesSeat, SignUp
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.volunteers import rules as volunteers
from wvg.commons.volunteers.models import Volunteer

NOV_25, DEC_23 = date(2026, 11, 25), date(2026, 12, 23)


def samir():
    return Volunteer.get(Volunteer.first_name == "Samir")


def test_katrien_sees_what_goes_and_then_samir_stops(as_person):
    katrien, number = as_person("katrien"), samir().id
    page = katrien.get(f"/volunteers/{number}/stop").text
    assert page.count('<li><span class="tile R"') == 3 and "btn--bad" in page
    assert samir().left_on is None, "looking changes nothing"
    answer = katrien.post(f"/volunteers/{number}/stop")
    assert answer.status_code == 303 and answer.location == f"/volunteers/{number}"
    assert samir().left_on == clock.today()
    for place in (seat(FOOD, NOV_25, 1), seat(BREAD, DEC_5, 1), seat(FOOD, DEC_23, 1)):
        assert holder(place) is None
        assert SignUp.get(SignUp.seat == place).end_reason == "withdrew"
    assert told("bart") == [
        "Samir A. has stopped. Places that are open again: 3. The first one: Voedselronde, Wednesday 25 November."
    ]
    account = Account.get(Account.user_name == "samir")
    assert account.closed_at == clock.now() and account.password_hash is None
    assert "/return" in katrien.get(f"/volunteers/{number}").text


def test_what_samir_did_stays(app):
    before = SignUp.select().where(SignUp.volunteer == samir(), SignUp.ended_at.is_null()).count()
    rules_leaving.stop(samir().id, viewer("katrien"), clock.now())
    assert SignUp.select().where(SignUp.volunteer == samir(), SignUp.ended_at.is_null()).count() == before - 3
    assert SignUp.select().where(SignUp.volunteer == samir()).count() == before


def test_whoever_was_signed_in_is_out_at_once(as_person):
    browser = as_person("samir")
    assert browser.get("/me").status_code == 200
    rules_leaving.stop(samir().id, viewer("katrien"), clock.now())
    assert browser.get("/me").status_code == 303


def test_fixed_places_end_and_do_not_come_back(app):
    bread = activity(BREAD, NOV_28).series
    place = SeriesSeat.select().where(SeriesSeat.series == bread).order_by(SeriesSeat.position.desc()).first()
    regular = Regular.create(series_seat=place, volunteer=samir(), first_day=NOV_28, anchor=NOV_28)
    rules_leaving.stop(samir().id, viewer("katrien"), clock.now())
    regular = Regular.get_by_id(regular.id)
    assert (regular.ended_at, regular.ended_by) == (clock.now(), viewer("katrien").account)
    later = date(2027, 11, 24)
    rules_series.extend(bread, clock.now(), later)
    ahead = SignUp.select().where(SignUp.volunteer == samir(), SignUp.ended_at.is_null())
    assert all(row.activity.date < clock.today() for row in ahead)


def test_a_round_that_was_cancelled_does_not_bring_samir_back(app):
    row = activity(BREAD, DEC_5)
    rules_series.set_state(row, "skipped", "Sneeuw", clock.now())
    rules_leaving.stop(samir().id, viewer("katrien"), clock.now())
    assert holder(seat(BREAD, DEC_5, 1)) is None
    assert "Places that are open again: 2" in told("bart")[0]


def test_a_round_of_today_that_is_over_is_left_alone(app):
    late = clock.now().replace(day=25, hour=20)
    rules_leaving.stop(samir().id, viewer("katrien"), late)
    assert holder(seat(FOOD, NOV_25, 1)) == "Samir" and holder(seat(BREAD, DEC_5, 1)) is None


def test_twice_is_once_and_it_stands_in_the_log(app):
    for _ in range(2):
        rules_leaving.stop(samir().id, viewer("katrien"), clock.now())
    assert len(told("bart")) == 1
    act = Act.get(Act.kind == "leaving.leave_all")
    assert (act.by, act.on_behalf_of) == (viewer("katrien").account, samir().id)
    assert ActChange.select().where(ActChange.act == act, ActChange.table == "sign_up").count() == 3
    assert [a.kind for a in Act.select().where(Act.on_behalf_of == samir().id, Act.at == clock.now())
            if a.kind in ("volunteers.stop", "accounts.close")] == ["volunteers.stop", "accounts.close"]


def test_undo_does_not_put_a_volunteer_back_who_is_gone(app):
    rules_leaving.stop(samir().id, viewer("katrien"), clock.now())
    with pytest.raises(Unknown):
        rules_undo.undo(Act.get(Act.kind == "leaving.leave_all").id, viewer("katrien"), clock.now())


def test_somebody_without_account_or_places_can_stop(as_person):
    row = volunteers.add({"first_name": "Zoë"}, viewer("katrien"), clock.now())
    katrien = as_person("katrien")
    assert katrien.get(f"/volunteers/{row.id}/stop").status_code == 200
    assert katrien.post(f"/volunteers/{row.id}/stop").status_code == 303
    assert Volunteer.get_by_id(row.id).left_on == clock.today()


def test_nobody_stops_oneself(as_person):
    number = viewer("katrien").volunteer
    answer = as_person("katrien").post(f"/volunteers/{number}/stop")
    assert answer.status_code == 409
    assert Volunteer.get_by_id(number).left_on is None


def test_all_of_it_or_nothing(app):
    lights_out("account")
    with pytest.raises(IntegrityError, match="lights out"):
        rules_leaving.stop(samir().id, viewer("katrien"), clock.now())
    assert samir().left_on is None and live(seat(BREAD, DEC_5, 1)).volunteer == samir() and told("bart") == []


@pytest.mark.parametrize("name", ["rita", "bart", "fatiha"])
def test_who_may_not(app, name):
    for rule in (rules_leaving.stop, rules_leaving.leave_all):
        with pytest.raises(NotAllowed):
            rule(samir().id, viewer(name), clock.now())
    assert holder(seat(BREAD, DEC_5, 1)) == "Samir" and samir().left_on is None


def test_nobody_of_that_number_and_nobody_signed_in(as_person, browser):
    for katrien_asks in (as_person("katrien").get, as_person("katrien").post):
        assert katrien_asks("/volunteers/999/stop").status_code == 404
    assert "/sign-in" in browser.post(f"/volunteers/{samir().id}/stop").location
