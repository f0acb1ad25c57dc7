"""Closed days are open after all; and a date in doubt is settled in time."""

from datetime import date

import pytest
from people import BREAD, DEC_5, DEC_12, DEC_19, FOOD, activity, call_off, holder, seat, told, viewer

from wvg.base import clock
from wvg.base.errors import NotAllowed, Unknown
from wvg.commons.planning.changes import rules_cancel
from wvg.commons.planning.models import Closure, SeriesSeat
from wvg.commons.planning.series import rules_closures, rules_regulars
from wvg.commons.volunteers.models import Volunteer

DEC_26 = date(2026, 12, 26)


def close(first=DEC_5, last=DEC_12, policy="skip", scope="group", of="rounds", reason="Verbouwing"):
    values = {"first_day": first, "last_day": last, "scope": scope, "of": of, "reason": reason, "policy": policy,
              "group": "rounds" if scope == "place" else ""}
    return rules_closures.close(values, viewer("bart"), clock.now())[0]


def open_again(closure, by="bart"):
    return rules_closures.open_again(closure.id, viewer(by), clock.now())


def test_what_it_held_up_goes_on_with_the_same_people(app):
    closure = close()
    assert activity(BREAD, DEC_5).state == activity(FOOD, date(2026, 12, 9)).state == "skipped"
    assert open_again(closure) >= 3
    assert activity(BREAD, DEC_5).state == activity(FOOD, date(2026, 12, 9)).state == "planned"
    assert holder(seat(BREAD, DEC_5, 1)) == "Samir" and not Closure.select().where(Closure.id == closure.id).exists()
    assert told("samir") == [
        "It goes on: Broodronde, Saturday 5 December.", "It does not go on: Broodronde, Saturday 5 December. Verbouwing"
    ]
    with pytest.raises(Unknown):
        open_again(closure)


def test_what_something_else_holds_up_stays_so(app):
    first, second = close(reason="Verbouwing"), close(reason="Feest")
    assert open_again(first) == 0
    assert (activity(BREAD, DEC_5).state, activity(BREAD, DEC_5).reason) == ("skipped", "Feest")
    assert len(told("samir")) == 1, "for Samir nothing has changed"
    open_again(second)
    assert activity(BREAD, DEC_5).state == "planned"


def test_what_a_coordinator_settled_by_hand_stays(app):
    closure = close()
    rules_cancel.confirm(activity(BREAD, DEC_12).id, viewer("bart"), clock.now())
    call_off(activity(BREAD, DEC_12), "Te koud")
    open_again(closure)
    assert (activity(BREAD, DEC_12).state, activity(BREAD, DEC_12).reason) == ("cancelled", "Te koud")


def test_what_was_only_asked_about_is_sure_again(app):
    closure = close(policy="ask")
    assert activity(BREAD, DEC_5).state == "to confirm"
    open_again(closure)
    assert activity(BREAD, DEC_5).state == "planned" and told("samir") == []


def test_a_holiday_still_asks(app):
    may = date(2027, 5, 1)
    closure = close(may, may)
    assert activity(BREAD, may).state == "skipped"
    assert open_again(closure) == 0
    assert (activity(BREAD, may).state, activity(BREAD, may).reason) == ("to confirm", "Dag van de Arbeid")
    assert open_again(Closure.get(Closure.first_day == DEC_26)) == 1
    assert activity(BREAD, DEC_26).state == "planned"


def test_who_became_a_regular_meanwhile_is_put_on_it(app):
    closure = close()
    place = SeriesSeat.get(SeriesSeat.series == activity(BREAD, DEC_5).series_id, SeriesSeat.position == 2)
    rita = Volunteer.get(Volunteer.first_name == "Rita").id
    rules_regulars.make_regular(place.id, rita, 1, DEC_12, DEC_12, viewer("bart"), clock.now())
    assert holder(seat(BREAD, DEC_12, 2)) is None and holder(seat(BREAD, DEC_19, 2)) == "Godelieve"
    open_again(closure)
    assert holder(seat(BREAD, DEC_12, 2)) == "Rita"


@pytest.mark.parametrize("name", ["rita", "katrien", "fatiha"])
def test_only_a_coordinator_may(app, as_person, name):
    closure = close()
    with pytest.raises((NotAllowed, Unknown)):
        open_again(closure, name)
    assert as_person(name).post(f"/calendar/closings/{closure.id}/removal").status_code in (403, 404)
    assert activity(BREAD, DEC_5).state == "skipped"


def test_not_the_coordinator_of_another_group(app):
    closures = [close(), close(scope="place", of=activity(BREAD, DEC_5).place, reason="Bakker weg")]
    for closure in closures:
        with pytest.raises((NotAllowed, Unknown)):
            open_again(closure, "hugo")
    assert activity(BREAD, DEC_5).state == "skipped"


def test_not_even_of_a_place_or_of_everything_when_nothing_coming_is_reached(app, as_person):
    place = activity(BREAD, DEC_5).place
    for first in (date(2029, 5, 5), date(2026, 11, 1)):
        for scope, of, who in (("place", place, "bart"), ("everything", "", "katrien"), ("group", "rounds", "bart")):
            group = "rounds" if scope == "place" else ""
            closure = Closure.create(first_day=first, last_day=first, scope=scope, of=of, group=group, reason="Feest")
            assert as_person("hugo").post(f"/calendar/closings/{closure.id}/removal").status_code in (403, 404)
            assert open_again(closure, who) == 0


def test_there_is_a_button_for_it(as_person):
    closure, bart = close(), as_person("bart")
    page = bart.get("/rounds/series/").text
    assert f'action="/calendar/closings/{closure.id}/removal"' in page
    answer = bart.post(f"/calendar/closings/{closure.id}/removal", {"back": "/rounds/series/"})
    assert answer.status_code == 303 and answer.location == "/rounds/series/"
    assert activity(BREAD, DEC_5).state == "planned"
    assert bart.post(f"/calendar/closings/{closure.id}/removal").status_code == 404
    assert bart.get(f"/calendar/closings/{closure.id}/removal").status_code == 405
    answer = bart.post(f"/calendar/closings/{close().id}/removal", {"back": "//evil.example"})
    assert answer.location == "/calendar/closings/"


def test_26_december_is_settled_before_1_december(as_person):
    bart, row = as_person("bart"), activity(BREAD, DEC_26)
    assert row.confirm_before == date(2026, 12, 1)
    in_dutch = bart.get("/rounds/series/").text
    assert "1 december" in in_dutch and f"/activities/{row.id}/confirmation" in in_dutch
    assert "1 december" in bart.get(f"/activities/{row.id}").text
    rules_regulars.make_regular(
        SeriesSeat.get(SeriesSeat.series == row.series_id, SeriesSeat.position == 2).id,
        Volunteer.get(Volunteer.first_name == "Rita").id, 1, DEC_26, DEC_26, viewer("bart"), clock.now(),
    )
    assert bart.post(f"/activities/{row.id}/confirmation", {"back": "/rounds/series/"}).status_code == 303
    assert activity(BREAD, DEC_26).state == "planned" and holder(seat(BREAD, DEC_26, 2)) == "Rita"
    assert told("rita")[0] == "It goes on: Broodronde, Saturday 26 December."
    assert f"/activities/{row.id}/confirmation" not in bart.get("/rounds/series/").text


def test_after_that_day_it_says_now(as_person):
    with clock.standing_still(clock.now().replace(month=12, day=2)):
        page = as_person("bart").get(f"/activities/{activity(BREAD, DEC_26).id}").text
    assert "Settle it now." in page or "Beslis het nu." in page
