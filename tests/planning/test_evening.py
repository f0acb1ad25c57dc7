"""The evening itself: who is left, whom to call, go on with fewer, or call it off and tell everybody."""

from datetime import timedelta

import pytest
from peewee import IntegrityError, InternalError, OperationalError
from people import (
    BREAD,
    DEC_5,
    DEC_12,
    DEC_19,
    NOV_28,
    activity,
    call_off,
    holder,
    lights_out,
    live,
    seat,
    told,
    viewer,
)

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.planning import rules
from wvg.commons.planning.changes import rules_cancel
from wvg.commons.planning.evening import queries as queries_evening
from wvg.commons.planning.evening import rules as rules_evening
from wvg.commons.planning.models import Activity, Answer, Asking, Call, SignUp
from wvg.commons.planning.series import rules_closures
from wvg.commons.volunteers.models import Absence, Volunteer

RITA_ALONE = (BREAD, NOV_28)  # the driver's place is open


def number(name):
    return Volunteer.get(Volunteer.first_name == name).id


def evening(title=BREAD, day=NOV_28, name="bart"):
    return queries_evening.evening(activity(title, day).id, viewer(name), clock.now())


def calls(**more):
    """[first name] of the call list, in order."""
    return [one.volunteer.first_name for one, _, _ in evening(**more).calls]


def call(name, result, by="bart", day=NOV_28):
    who = name and number(name)
    return rules_evening.call(activity(BREAD, day).id, who, result, viewer(by), clock.now())


def path(day=NOV_28, tail="evening"):
    return f"/activities/{activity(BREAD, day).id}/{tail}"


# Who is left, whom to call


def test_who_is_left_and_who_could_come_with_their_numbers(as_person):
    found = evening()
    assert [v.first_name for v in found.on] == ["Rita"]
    assert set(calls()) == {"Bart", "Samir", "Wim", "Ivan"}, "who may drive and is free"
    page = as_person("bart").get(path()).text
    assert "tel:+32400000017" in page and "tel:+32400000010" in page, "Wim's, and Rita's"
    assert "Godelieve" not in page, "who cannot drive is not called for the driver's place"


def test_who_is_away_busy_or_said_no_is_not_called(app):
    Absence.create(volunteer=number("Wim"), first_day=NOV_28, last_day=NOV_28, made_at=clock.now())
    assert "Wim" not in calls()
    asking = Asking.get().id
    for name, answer in [("Samir", "no"), ("Ivan", "yes")]:
        Answer.create(asking=asking, volunteer=number(name), activity=activity(BREAD, NOV_28), answer=answer,
                      made_at=clock.now())
    assert "Samir" not in calls() and calls()[0] == "Ivan"


def test_somebody_fits_the_places_they_may_take(app):
    rules.withdraw(seat(BREAD, NOV_28, 2).id, viewer("rita"), clock.now())
    found = {one.volunteer.first_name: [p.seat.position for p in places] for one, _, places in evening().calls}
    assert found["Wim"] == [1, 2] and found["Luc"] == [2] and "Rita" in found


def test_a_place_whose_holder_looks_for_a_substitute_has_its_calls_too(app):
    found = evening(day=DEC_5)
    assert [p.holder.first_name for p in found.card.to_fill] == ["Luc"]
    names = [one.volunteer.first_name for one, _, _ in found.calls]
    assert "Rita" in names and "Luc" not in names and "Samir" not in names, "Samir drives already"


def test_nothing_to_fill_nobody_to_call(app):
    rules.sign_up(seat(BREAD, DEC_12, 2).id, viewer("rita"), clock.now())
    assert calls(day=DEC_12) == []


# The calls


def test_a_call_is_written_down_with_who_and_when(as_person):
    bart = as_person("bart")
    answer = bart.post(path(tail="calls"), {"volunteer": number("Wim"), "result": "tried"})
    assert answer.status_code == 303 and answer.location == f"{path()}#call-{number('Wim')}"
    row = Call.get()
    assert (row.volunteer_id, row.result, row.by) == (number("Wim"), "tried", viewer("bart").account)
    assert Act.get(Act.kind == "evening.call").on_behalf_of == number("Wim")
    assert "Bart" in bart.get(path()).text.partition(f'id="call-{number("Wim")}"')[2][:600]


def test_a_call_moves_nobody_so_that_the_next_press_hits_who_was_meant(app):
    first, *_, last = before = calls()
    call(last, "yes")
    call(first, "no")
    assert calls() == before


def test_pressing_twice_is_pressing_once(app):
    call("Wim", "tried")
    call("Wim", "tried")
    assert Call.select().count() == 1
    call("Wim", "no")
    call("Wim", "tried")
    assert [row.result for row in Call.select().order_by(Call.id)] == ["tried", "no", "tried"]


def test_a_partners_contact_is_not_called_nor_named(as_person):
    bart = as_person("bart")
    answer = bart.post(path(tail="calls"), {"volunteer": number("Fatiha"), "result": "tried"})
    assert answer.status_code == 422 and "Fatiha" not in answer.text and not Call.select().exists()


def test_who_stopped_since_is_still_told_that_it_does_not_go_on(as_person):
    call_off(activity(BREAD, NOV_28), "Sneeuw")
    Volunteer.update(left_on=clock.today()).where(Volunteer.first_name.in_(("Rita", "Wim"))).execute()
    assert call("Rita", "told").first_name == "Rita"
    with pytest.raises(Invalid):
        call("Wim", "told")


def test_who_said_yes_is_put_on_the_list_from_the_page(as_person):
    bart, wim, place = as_person("bart"), number("Wim"), seat(BREAD, NOV_28, 1)
    assert f"/seats/{place.id}/assignment\"" not in bart.get(path()).text
    bart.post(path(tail="calls"), {"volunteer": wim, "result": "yes"})
    assert f'action="/seats/{place.id}/assignment"' in bart.get(path()).text
    answer = bart.post(f"/seats/{place.id}/assignment", {"volunteer": wim, "back": path()})
    assert answer.status_code == 303 and answer.location == path() and holder(place) == "Wim"
    assert len(told("wim")) == 1


@pytest.mark.parametrize("data", [
    {}, {"volunteer": "x", "result": "yes"}, {"volunteer": "0", "result": "yes"}, {"result": "yes"},
    {"volunteer": "9" * 30, "result": "yes"}, {"volunteer": "1", "result": "maybe"}, {"volunteer": "1"},
    {"volunteer": "", "result": "no"}])
def test_a_call_that_cannot_be_changes_nothing(as_person, data):
    assert as_person("bart").post(path(tail="calls"), data).status_code == 422
    assert Call.select().count() == 0


# Go on with fewer


def test_nobody_goes_alone_without_a_word_of_the_coordinator(as_person):
    with clock.standing_still(clock.now() + timedelta(days=4)):  # Saturday, 10.00
        board = as_person("rita").get("/rounds/").text
        assert "Do not go alone" in board or "Ga niet alleen" in board
        rules_evening.go_on(activity(BREAD, NOV_28).id, "weinig brood", viewer("bart"), clock.now())
        board = as_person("rita").get("/rounds/").text
        assert "Do not go alone" not in board and "Ga niet alleen" not in board


def test_the_word_is_kept_with_its_reason_and_those_on_it_are_told(as_person):
    bart = as_person("bart")
    answer = bart.post(path(tail="going-on"), {"because": "er is weinig brood"})
    assert answer.status_code == 303 and answer.location == path()
    row = activity(BREAD, NOV_28)
    assert row.minimum == 1 and row.version == 2
    assert told("rita") == [
        "Bart D. says that it goes on, with fewer people: Broodronde, Saturday 28 November. er is weinig brood"]
    assert told("bart") == []
    change = ActChange.get(ActChange.act == Act.get(Act.kind == "evening.go_on"))
    assert change.before == {"minimum": 2, "because": "er is weinig brood"}
    because, name, at = evening().word
    assert (because, name, at) == ("er is weinig brood", "Bart", clock.local(clock.now()))
    assert "er is weinig brood" in bart.get(path()).text


def test_who_leaves_after_that_word_makes_it_short_again(app):
    rules_evening.go_on(activity(BREAD, NOV_28).id, "weinig", viewer("bart"), clock.now())
    assert evening().card.missing == 0
    rules.withdraw(seat(BREAD, NOV_28, 2).id, viewer("rita"), clock.now(), ill=True)
    assert evening().card.missing == 1


def test_a_word_needs_a_reason_and_comes_back_as_typed(as_person):
    answer = as_person("bart").post(path(tail="going-on"), {"because": "  "})
    assert answer.status_code == 422 and 'href="#because"' in answer.text
    too_long = as_person("bart").post(path(tail="going-on"), {"because": "x" * 201})
    assert too_long.status_code == 422
    assert activity(BREAD, NOV_28).minimum == 2 and told("rita") == []


def test_an_empty_round_cannot_go_on(app):
    with pytest.raises(Refused, match="Nobody is on the list"):
        rules_evening.go_on(activity(BREAD, DEC_19 + timedelta(weeks=4)).id, "x", viewer("bart"), clock.now())


def test_enough_people_need_no_word(app):
    rules_evening.go_on(activity(BREAD, DEC_19).id, "x", viewer("bart"), clock.now())
    assert activity(BREAD, DEC_19).minimum == 2 and not Act.select().where(Act.kind == "evening.go_on").exists()


@pytest.mark.parametrize("state", ["cancelled", "skipped", "to confirm", "over"])
def test_what_does_not_go_on_cannot_go_on_with_fewer(app, state):
    row = activity(BREAD, NOV_28)
    if state == "over":
        Activity.update(date=NOV_28 - timedelta(days=7), end_date=NOV_28 - timedelta(days=7)).where(
            Activity.id == row.id).execute()
    else:
        Activity.update(state=state, reason="x").where(Activity.id == row.id).execute()
    with pytest.raises(Refused):
        rules_evening.go_on(row.id, "x", viewer("bart"), clock.now())


def test_all_or_nothing(app):
    lights_out("activity")
    with pytest.raises((IntegrityError, InternalError, OperationalError)):
        rules_evening.go_on(activity(BREAD, NOV_28).id, "weinig", viewer("bart"), clock.now())
    assert told("rita") == [] and not Act.select().where(Act.kind == "evening.go_on").exists()


# It does not go on: who must still be told


def cancelled(as_person):
    bart, row = as_person("bart"), activity(BREAD, NOV_28)
    fields = {"dates": f"{row.id}.{row.version}", "reason": "niemand rijdt", "back": path()}
    answer = bart.post(path(tail="cancellation"), fields)
    assert answer.status_code == 303 and answer.location == path()
    return bart


def test_before_it_is_called_off_the_page_says_who_must_be_told(as_person):
    page = as_person("bart").get(path()).text
    assert f"/activities/{activity(BREAD, NOV_28).id}/cancellation?back=" in page
    assert "Panos (demo), Veldstraat" in page


def test_those_on_it_and_the_place_are_ticked_off(as_person):
    bart = cancelled(as_person)
    page = bart.get(path()).text
    assert "niemand rijdt" in page and [v.first_name for v in evening().to_tell] == ["Rita"]
    assert f'id="call-{number("Rita")}"' in page and 'id="call-place"' in page
    call("Rita", "tried")
    assert len(evening().to_tell) == 1, "tried is not told"
    call("Rita", "told")
    answer = bart.post(path(tail="calls"), {"volunteer": "", "result": "told"})
    assert answer.location == f"{path()}#call-place"
    assert evening().to_tell == [] and evening().called[None].result == "told"
    call("Rita", "tried")
    assert len(evening().to_tell) == 1, "a wrong press is put right"


def test_those_whose_place_ended_with_the_cancelling_must_be_told_too(app):
    row = activity(BREAD, NOV_28)
    Activity.update(state="cancelled", reason="x").where(Activity.id == row.id).execute()
    SignUp.update(ended_at=clock.now(), end_reason="cancelled").where(SignUp.activity == row).execute()
    assert [v.first_name for v in evening().to_tell] == ["Rita"]
    SignUp.update(end_reason="ill").where(SignUp.activity == row).execute()
    assert evening().to_tell == []


def test_told_counts_only_since_it_was_said_that_it_does_not_go_on(app):
    row = activity(BREAD, NOV_28)
    call_off(row, "ziek")
    call("Rita", "told")
    call(None, "told")
    assert evening().to_tell == []
    with clock.standing_still(clock.now() + timedelta(minutes=5)):
        rules_cancel.confirm(row.id, viewer("bart"), clock.now())
    with clock.standing_still(clock.now() + timedelta(minutes=10)):
        call_off(row, "toch ziek")
        assert [v.first_name for v in evening().to_tell] == ["Rita"] and None not in evening().called
        call("Rita", "told")
        assert evening().to_tell == [], "the second press is not swallowed by the first"


def test_told_counts_since_the_days_were_closed_too(app):
    call("Rita", "told")
    with clock.standing_still(clock.now() + timedelta(minutes=5)):
        feast = {"scope": "group", "of": "rounds", "reason": "Feest", "policy": "skip"}
        rules_closures.close({"first_day": NOV_28, "last_day": NOV_28, **feast}, viewer("bart"), clock.now())
        assert [v.first_name for v in evening().to_tell] == ["Rita"]


def test_the_coordinator_need_not_call_themselves(app):
    row = activity(BREAD, DEC_12)
    assert live(seat(BREAD, DEC_12, 1)).volunteer.first_name == "Bart"
    call_off(row, "ziek")
    assert evening(day=DEC_12).to_tell == []


# Who may


@pytest.mark.parametrize("name", ["rita", "katrien", "hugo", "fatiha"])
def test_only_the_coordinator_may(as_person, name):
    who = as_person(name)
    assert who.get(path()).status_code in (403, 404)
    assert who.post(path(tail="calls"), {"volunteer": number("Wim"), "result": "yes"}).status_code in (403, 404)
    assert who.post(path(tail="going-on"), {"because": "x"}).status_code in (403, 404)
    assert Call.select().count() == 0 and activity(BREAD, NOV_28).minimum == 2


@pytest.mark.parametrize(("name", "error"), [("rita", NotAllowed), ("fatiha", Unknown)])
def test_the_rules_themselves_refuse_too(app, name, error):
    with pytest.raises(error):
        evening(name=name)
    with pytest.raises(error):
        call("Wim", "yes", by=name)
    with pytest.raises(error):
        rules_evening.go_on(activity(BREAD, NOV_28).id, "x", viewer(name), clock.now())


def test_a_coordinator_of_another_group_does_not(app):
    with pytest.raises((NotAllowed, Unknown)):
        evening(name="hugo")
    with pytest.raises(Invalid):
        call("Wim", "perhaps")


def test_unknown_dates_and_wrong_methods(as_person):
    bart = as_person("bart")
    assert bart.get("/activities/999999/evening").status_code == 404
    assert bart.post("/activities/999999/calls", {"volunteer": "1", "result": "yes"}).status_code == 404
    assert bart.post("/activities/999999/going-on", {"because": "x"}).status_code == 404
    assert bart.get(path(tail="calls")).status_code == 405 and bart.post(path()).status_code == 405


def test_a_round_that_is_over_or_in_doubt_has_a_page_too(as_person):
    bart = as_person("bart")
    for day in (NOV_28 - timedelta(weeks=1), NOV_28 + timedelta(weeks=4)):
        assert bart.get(path(day)).status_code == 200
