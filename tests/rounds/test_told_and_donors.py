"""Families and donors to be told when a run does not go on or moves; and the donors themselves."""

import re
from datetime import time, timedelta

import pytest
from door import in_english
from people import BREAD, DEC_5, NOV_28, activity, call_off, closed_to, told, viewer
from runs import CANARY, HIDDEN, SIX, canary, household, nothing_of, number, path, plan

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.messages.models import Message
from wvg.commons.planning.changes import rules as rules_changes
from wvg.commons.planning.changes import rules_cancel
from wvg.commons.planning.models import Activity
from wvg.groups.rounds.models import Donor, PickUp, Told
from wvg.groups.rounds.run import queries_told, queries_usual, rules_told, rules_usual


def to_tell(day=NOV_28):
    return queries_told.to_tell(number(day=day), viewer("bart"))


def names(found):
    return [row[0].code_name for row in found.families]


def later(**more):
    return clock.standing_still(clock.now() + timedelta(**more))


def move(day=NOV_28, **values):
    row = Activity.get_by_id(activity(BREAD, day).id)
    columns = {name: getattr(row, name) for name in ("date", "starts", "ends", "place", "title", "minimum")}
    rules_changes.change_one(row.id, {**columns, **values}, viewer("bart"), row.version, clock.now())


def call(name, result, by="bart", donor=0):
    household_number = household(name).id if name else 0
    rules_told.call(number(), household_number, donor, result, viewer(by), clock.now())


# To be told


def test_nobody_while_it_goes_on_as_planned(as_person):
    in_english("bart")
    plan()
    assert to_tell().kind == "" and names(to_tell()) == []
    assert "Nobody must be told" in as_person("bart").get(path("/to-tell")).text
    with pytest.raises(Refused):
        call("Merel", "told")


def test_when_it_is_called_off_its_families_and_its_donor(as_person):
    in_english("bart")
    canary()
    plan()
    call_off(activity(BREAD, NOV_28), "De bakker is dicht")
    found = to_tell()
    assert found.kind == "off" and names(found) == list(SIX) and found.left == 7
    assert [row.name for row, _ in found.donors] == ["Panos (demo)"]
    page = as_person("bart").get(path("/to-tell")).text
    assert "KanarieBel" in page and 'href="tel:+32411111111"' in page and "Bulgarian" in page
    assert "Does not go on: De bakker is dicht" in page.replace("</strong>", "")
    assert nothing_of([*HIDDEN.values(), "Kanariestraat", "kanariezaad"], page), "only what a call takes"


def test_tried_and_told_are_kept_with_who_and_when(as_person):
    in_english("bart")
    plan()
    call_off(activity(BREAD, NOV_28), "Toe")
    bart, panos = as_person("bart"), Donor.get(Donor.name == "Panos (demo)")
    answer = bart.post(path("/told"), {"household": household("Merel").id, "result": "tried"})
    assert answer.status_code == 303 and answer.location == path("/to-tell") + f"#family-{household('Merel').id}"
    assert bart.post(path("/told"), {"donor": panos.id, "result": "told"}).status_code == 303
    page = bart.get(path("/to-tell")).text
    assert "<b>Tried</b>, Bart, Tue 24 Nov 10:00" in page and "6 are still to be told." in page
    call("Merel", "told")
    assert to_tell().left == 5 and queries_told.families_left(activity(BREAD, NOV_28)) == 5
    rows, acts = Told.select().count(), Act.select().count()
    call("Merel", "told")
    assert (Told.select().count(), Act.select().count()) == (rows, acts), "twice is once"


def test_what_cannot_be_marked(as_person):
    plan("Merel", "Uil")
    call_off(activity(BREAD, NOV_28), "Toe")
    bart, other = as_person("bart"), Donor.get(Donor.name == "Voedselbank (demo)")
    assert bart.post(path("/told"), {"household": household("Merel").id, "result": "yes"}).status_code == 422
    for data in ({"household": household("Reiger").id}, {"household": "999"}, {"donor": other.id}, {}, {"donor": "x"}):
        assert bart.post(path("/told"), {**data, "result": "told"}).status_code == 404
    assert bart.get(path("/told")).status_code == 405 and not Told.select().exists()
    with pytest.raises(Invalid):
        call("Merel", "")


def test_when_it_moves_they_are_told_and_marks_of_before_do_not_count(app):
    plan()
    with later(minutes=5):
        move(starts=time(18), ends=time(20))
        assert to_tell().kind == "moved" and names(to_tell()) == list(SIX)
        for name in SIX:
            call(name, "told")
        assert queries_told.families_left(activity(BREAD, NOV_28)) == 0
    with later(minutes=10):
        move(date=NOV_28 + timedelta(days=1))
        day = NOV_28 + timedelta(days=1)
        assert queries_told.families_left(activity(BREAD, day)) == 6, "the second move"


def test_another_place_or_name_is_nothing_to_tell_and_what_moved_before_the_plan_neither(app):
    move(starts=time(18), ends=time(20))
    plan("Merel", "Uil")
    assert to_tell().kind == ""
    move(place="Elders", title="Broodronde", minimum=1)
    assert to_tell().kind == ""
    move(starts=time(17, 30))
    plan("Merel", "Uil", "Reiger")
    assert names(to_tell()) == ["Merel", "Uil"], "Reiger was planned for the new hour"


def test_when_it_goes_on_after_all_those_who_heard_otherwise_are_told(app):
    plan("Merel", "Uil")
    with later(minutes=5):
        call_off(activity(BREAD, NOV_28), "Toe")
    with later(minutes=10):
        call("Merel", "told")
        call("Uil", "tried")
    with later(minutes=15):
        rules_cancel.confirm(number(), viewer("bart"), clock.now())
        assert to_tell().kind == "on" and names(to_tell()) == ["Merel"] and to_tell().donors == []
        call("Merel", "told")
        assert queries_told.families_left(activity(BREAD, NOV_28)) == 0


def test_a_donor_where_it_was_fetched_comes_before_the_usual_one(app):
    run = plan("Merel")
    bank = Donor.get(Donor.name == "Voedselbank (demo)")
    PickUp.create(run=run, donor=bank, made_at=clock.now())
    call_off(activity(BREAD, NOV_28), "Toe")
    assert [row.name for row, _ in to_tell().donors] == ["Voedselbank (demo)"]


def test_cancelling_says_how_many_families_must_be_told_and_leads_there(as_person):
    in_english("bart")
    bart, row = as_person("bart"), activity(BREAD, NOV_28)
    plan()
    plan("Merel", day=DEC_5)
    answer = bart.post(f"/activities/{row.id}/cancellation",
                       {"dates": [f"{row.id}.{row.version}"], "reason": "Toe"})
    assert answer.status_code == 303
    page = bart.get(answer.location).text
    assert page.count("6 are still to be told.") == 2, "in the message, and on the page of the date"
    for where in (f"/activities/{row.id}/evening", path()):
        page = bart.get(where).text
        assert re.search("6 (are still to|families must) be told", page) and path("/to-tell") in page
    assert nothing_of([*SIX, "Demo-"], page.partition("</main>")[2]) and told("rita")
    assert "still to be told" not in bart.get(f"/activities/{activity(BREAD, DEC_5).id}").text


@pytest.mark.parametrize("name", ["rita", "jonas", "katrien", "fatiha", "hugo"])
def test_nobody_else_sees_or_marks_who_must_be_told(as_person, name):
    plan()
    call_off(activity(BREAD, NOV_28), "Toe")
    who = as_person(name)
    for answer in (who.get(path("/to-tell")),
                   who.post(path("/told"), {"household": household("Merel").id, "result": "told"})):
        assert answer.status_code in (403, 404) and nothing_of([*SIX, "Demo-"], answer.text)
    with pytest.raises((NotAllowed, Unknown)):
        call("Merel", "told", by=name)
    assert not Told.select().exists()


def test_nothing_sealed_is_kept_or_said_elsewhere(as_person):
    canary()
    plan()
    call_off(activity(BREAD, NOV_28), "Toe")
    call("Merel", "told")
    kept = [row.before for row in ActChange.select()] + [row.details for row in Message.select()]
    assert nothing_of(["kanarie", str(CANARY["phone"])], repr(kept))


def test_a_damaged_family_can_still_be_ticked_off(as_person):
    in_english("bart")
    plan("Merel", "Uil")
    row = household("Merel")
    row.sealed = household("Uil").sealed
    row.save()
    call_off(activity(BREAD, NOV_28), "Toe")
    assert "cannot be read" in as_person("bart").get(path("/to-tell")).text


# Donors


def test_donors_are_listed_added_and_changed(as_person):
    bart = as_person("bart")
    page = bart.get("/rounds/donors/").text
    assert all(name in page for name in ("Panos (demo)", "Foodsavers (demo)", "Voedselbank (demo)"))
    answer = bart.post("/rounds/donors/new", {"name": "Bakker <b>", "place": "Hoek", "contact": "An",
                                              "phone": "09 266 99 11", "active": "y"})
    assert answer.status_code == 303
    row = Donor.get(Donor.name == "Bakker <b>")
    assert (row.place, row.contact, row.phone, row.active) == ("Hoek", "An", "+3292669911", True)
    assert "Bakker &lt;b&gt;" in bart.get("/rounds/donors/").text and "09 266 99 11" in bart.get(
        f"/rounds/donors/{row.id}").text
    answer = bart.post(f"/rounds/donors/{row.id}", {"name": "Bakker", "version": "1"})
    assert answer.status_code == 303
    row = Donor.get_by_id(row.id)
    assert (row.name, row.phone, row.active, row.version) == ("Bakker", "", False, 2)
    series = activity(BREAD, NOV_28).series_id
    assert "Bakker" not in bart.get(f"/rounds/runs/series/{series}").text, "not active: not offered"


def test_what_is_wrong_with_a_donor_is_said_and_nothing_typed_is_lost(as_person):
    bart = as_person("bart")
    for data, field in [({"name": "", "place": "Hoek"}, "name"), ({"name": "Panos (demo)", "place": "Hoek"}, "name"),
                        ({"name": "X", "place": "Hoek", "phone": "12"}, "phone"),
                        ({"name": "x" * 81, "place": "Hoek"}, "name")]:
        answer = bart.post("/rounds/donors/new", data)
        assert answer.status_code == 422 and f'href="#{field}"' in answer.text and 'value="Hoek"' in answer.text
    panos = Donor.get(Donor.name == "Panos (demo)")
    assert bart.post(f"/rounds/donors/{panos.id}", {"name": "Foodsavers (demo)", "version": "1"}).status_code == 422
    assert Donor.get_by_id(panos.id).version == 1


def test_two_change_a_donor_at_once(as_person):
    panos = Donor.get(Donor.name == "Panos (demo)")
    rules_usual.change_donor(panos.id, 1, {"name": "Panos Zuid"}, viewer("bart"), clock.now())
    bart = as_person("bart")
    answer = bart.post(f"/rounds/donors/{panos.id}", {"name": "Panos Noord", "version": "1", "active": "y"})
    assert answer.status_code == 409 and "Panos Noord" in answer.text and "Panos Zuid" in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert Donor.get_by_id(panos.id).name == "Panos Zuid"


@pytest.mark.parametrize("name", ["rita", "jonas", "katrien", "fatiha", "hugo"])
def test_donors_are_for_who_coordinates_the_rounds(as_person, name):
    who = as_person(name)
    for where in ("/rounds/donors/", "/rounds/donors/new", "/rounds/donors/1"):
        assert who.get(where).status_code == closed_to(name)
        assert who.post(where, {"name": "X"}).status_code in (closed_to(name), 405)
    with pytest.raises(NotAllowed):
        rules_usual.add_donor({"name": "X"}, viewer(name), clock.now())
    with pytest.raises(NotAllowed):
        queries_usual.donors(viewer(name))


def test_an_unknown_donor(as_person):
    assert as_person("bart").get("/rounds/donors/999").status_code == 404


def test_families_of_a_run_that_does_not_go_on_stand_on_today_until_they_are_told(as_person):
    plan()
    call_off(activity(BREAD, NOV_28), "Bakker ziek")
    number = activity(BREAD, NOV_28).id
    assert f"/rounds/runs/{number}/to-tell" in as_person("bart").get("/").text
    assert "to-tell" not in as_person("rita").get("/").text
    for name in SIX:
        as_person("bart").post(path("/told"), {"household": household(name).id, "result": "told"})
    assert f"/rounds/runs/{number}/to-tell" not in as_person("bart").get("/").text
