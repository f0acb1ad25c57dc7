"""A coordinator gives a place to somebody, for instance who telephoned."""

import pytest
from people import BREAD, DEC_5, DEC_12, FOOD, NOV_28, holder, live, seat, told, viewer

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed
from wvg.commons.planning import queries_candidates, rules, rules_assign, rules_undo
from wvg.commons.planning.models import SignUp
from wvg.commons.volunteers.models import Absence, Volunteer


def number(name):
    return Volunteer.get(Volunteer.first_name == name).id


def test_bart_puts_godelieve_on_the_list(app):
    place = seat(BREAD, DEC_12, 2)
    done = rules_assign.assign(place.id, number("Rita"), viewer("bart"), clock.now())
    row = live(place)
    assert holder(place) == "Rita" and row.on_behalf and row.by == viewer("bart").account
    assert done.act.on_behalf_of == number("Rita")
    assert told("rita") == ["Bart D. put you on the list: Broodronde, Saturday 12 December."]


def test_somebody_without_an_account_can_be_put_on_it(app):
    from wvg.commons.volunteers.rules import add

    jeanne = add({"first_name": "Jeanne"}, viewer("katrien"), clock.now())
    rules_assign.assign(seat(BREAD, DEC_12, 2).id, jeanne.id, viewer("bart"), clock.now())
    assert holder(seat(BREAD, DEC_12, 2)) == "Jeanne"


@pytest.mark.parametrize("name", ["rita", "katrien", "hugo"])
def test_only_the_coordinator_of_the_rounds_may(as_person, name):
    place = seat(BREAD, DEC_12, 2)
    who = as_person(name)
    assert who.get(f"/seats/{place.id}/assignment").status_code in (403, 404)
    assert who.post(f"/seats/{place.id}/assignment", {"volunteer": number("Luc")}).status_code in (403, 404)
    assert holder(place) is None


def test_the_rule_itself_refuses_too(app):
    with pytest.raises(NotAllowed):
        rules_assign.assign(seat(BREAD, DEC_12, 2).id, number("Luc"), viewer("rita"), clock.now())


def test_a_need_blocks_the_coordinator_too(app):
    with pytest.raises(Invalid, match="Only with: auto"):
        rules_assign.assign(seat(BREAD, NOV_28, 1).id, number("Rita"), viewer("bart"), clock.now(), "just this once")


@pytest.mark.parametrize("why", ["busy", "away", "enough", "new"])
def test_a_warning_asks_for_a_reason(app, why):
    place, who = seat(BREAD, DEC_12, 2), "Rita"
    if why == "busy":
        food = seat(FOOD, DEC_12.replace(day=9), 2)
        rules.sign_up(food.id, viewer("rita"), clock.now())
        from wvg.commons.planning.models import Activity

        Activity.update(date=DEC_12, end_date=DEC_12, starts=None, ends=None).where(
            Activity.id == food.activity_id
        ).execute()
    elif why == "away":
        Absence.create(volunteer=number(who), first_day=DEC_5, last_day=DEC_12, made_at=clock.now())
    elif why == "enough":
        who = "Godelieve"  # twice a month at most, and there on 2 and 19 December
    else:
        who = "Mieke"
        SignUp.update(ended_at=clock.now(), end_reason="withdrew").where(
            SignUp.activity == place.activity_id, SignUp.ended_at.is_null()
        ).execute()
        Volunteer.update(new_since=clock.today()).where(Volunteer.first_name == "Wim").execute()
        rules.sign_up(seat(BREAD, DEC_12, 1).id, viewer("wim"), clock.now())
    with pytest.raises(Invalid) as refused:
        rules_assign.assign(place.id, number(who), viewer("bart"), clock.now())
    assert refused.value.field == "override" and who in str(refused.value.sentence)
    assert "Voedselronde" not in str(refused.value.sentence), "it gives nothing away"
    rules_assign.assign(place.id, number(who), viewer("bart"), clock.now(), "has arranged it")
    assert holder(place) == who and live(place).override == "has arranged it"


def test_who_sat_there_is_moved_off_and_told(app):
    place = seat(BREAD, NOV_28, 2)
    rules_assign.assign(place.id, number("Luc"), viewer("bart"), clock.now())
    assert holder(place) == "Luc"
    assert SignUp.get(SignUp.seat == place, SignUp.ended_at.is_null(False)).end_reason == "moved"
    assert told("rita") == ["Luc G. takes over: Broodronde, Saturday 28 November."]


def test_who_is_there_already_stays(app):
    place = seat(BREAD, NOV_28, 2)
    assert rules_assign.assign(place.id, number("Rita"), viewer("bart"), clock.now()).act is None


@pytest.mark.parametrize("who", [999999, "stopped", "merged"])
def test_somebody_who_is_not_there_cannot_be_chosen(app, who):
    if who != 999999:
        Volunteer.update(left_on=clock.today()).where(Volunteer.first_name == "Luc").execute()
        who = number("Luc")
    with pytest.raises(Invalid, match="Choose somebody from the list"):
        rules_assign.assign(seat(BREAD, DEC_12, 2).id, who, viewer("bart"), clock.now())


def test_a_partners_contact_cannot_be_chosen(as_person):
    place = seat(BREAD, DEC_12, 2)
    answer = as_person("bart").post(f"/seats/{place.id}/assignment", {"volunteer": number("Fatiha"), "override": "x"})
    assert answer.status_code == 422 and holder(place) is None
    assert not SignUp.select().where(SignUp.volunteer == number("Fatiha")).exists() and told("fatiha") == []


def test_the_page_shows_who_may_and_is_free_first(as_person):
    place = seat(BREAD, NOV_28, 1)
    people = queries_candidates.candidates(place.activity, clock.today())[place.id]
    first = [c.volunteer.first_name for c in people if not c.blocked]
    assert set(first) == {"Bart", "Samir", "Wim", "Ivan"}
    assert [c.volunteer.first_name for c in people][:4] == first
    assert "Fatiha" not in [c.volunteer.first_name for c in people]
    page = as_person("bart").get(f"/seats/{seat(BREAD, NOV_28, 1).id}/assignment")
    assert page.status_code == 200 and "Wim Roels" in page.text


def test_the_form_works_and_comes_back_as_typed_when_something_is_missing(as_person):
    bart, place = as_person("bart"), seat(BREAD, DEC_12, 2)
    path = f"/seats/{place.id}/assignment"
    assert bart.post(path, {}).status_code == 422
    assert bart.post(path, {"volunteer": "abc"}).status_code == 422
    refused = bart.post(path, {"volunteer": number("Godelieve")})
    assert refused.status_code == 422 and 'name="override"' in refused.text and "checked" in refused.text
    assert holder(place) is None
    assert bart.post(path, {"volunteer": number("Godelieve"), "override": "mag"}).status_code == 303
    assert holder(place) == "Godelieve"
    assert bart.get("/seats/999999/assignment").status_code == 404


def test_the_coordinator_can_undo_it(app):
    done = rules_assign.assign(seat(BREAD, NOV_28, 2).id, number("Luc"), viewer("bart"), clock.now())
    rules_undo.undo(done.act.id, viewer("bart"), clock.now())
    assert holder(seat(BREAD, NOV_28, 2)) == "Rita"
    assert told("luc") == []
