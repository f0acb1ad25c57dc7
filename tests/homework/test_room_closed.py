"""Either side closes a room: who is told is seen first, the other side hears of it, and it is opened again."""

import pytest
from people import told, viewer
from tutoring import DEC_15, DEC_17, LEDEBERG, ROOM, VISSEN, activity, page_of, pupil, session

from wvg.base import clock
from wvg.base.errors import NotAllowed, Refused, Unknown
from wvg.commons.partners.models import Location
from wvg.commons.planning.models import Activity, Closure
from wvg.commons.planning.series import rules_closures
from wvg.groups.homework.closing import queries, rules
from wvg.groups.homework.models import HomeworkGroup

VALUES = {"place": ROOM, "first_day": DEC_15, "last_day": DEC_15, "reason": "verwarming stuk"}
TYPED = {"place": ROOM, "first_day": "15/12", "last_day": "", "reason": "verwarming stuk"}
NEW = "/homework/closing/new"


def state(day=DEC_15, title=VISSEN):
    row = activity(day, title)
    return row.state, row.reason


def close(name="marijke", **more):
    return rules.close({**VALUES, **more}, viewer(name), clock.now())


def test_the_coordinator_sees_who_is_told_and_closes(as_person):
    marijke = as_person("marijke")
    look = marijke.post(NEW, {**TYPED, "look": "1"})
    assert look.status_code == 200
    for shown in ("Jonas B.", "Zeynep", "Nora", "Fatiha", "verwarming stuk"):
        assert shown in look.text, shown
    assert state() == ("planned", "") and not Closure.select().where(Closure.group == "homework").exists()
    done = marijke.post(NEW, {**TYPED, "done": "1"})
    assert done.status_code == 303 and done.location == f"{page_of(DEC_15)}/calls"
    assert state() == ("skipped", "verwarming stuk") and state(DEC_17) == ("planned", "")
    assert told("fatiha") == ["WVG closed the room: Huiswerk De Vissen, Tuesday 15 December. verwarming stuk. "
                              "Parents of pupils who would come: 5."]
    assert len(told("jonas")) == len(told("zeynep")) == 1


def test_a_session_does_not_go_on_in_a_room_that_is_closed(as_person):
    close("fatiha")
    number, marijke = activity(DEC_15).id, as_person("marijke")
    answer = marijke.post(f"/activities/{number}/confirmation")
    assert answer.status_code == 409 and "Het lokaal is die dag dicht." in answer.text and state()[0] == "skipped"
    rules.open_again(Closure.get(Closure.group == "homework").id, viewer("marijke"), clock.now())
    assert state()[0] == "planned"


def test_fatiha_says_that_their_room_is_closed(as_person):
    fatiha = as_person("fatiha")
    page = fatiha.get(NEW)
    assert ROOM in page.text and "Ledeberg" not in page.text
    done = fatiha.post(NEW, {**TYPED, "done": "1"})
    assert done.status_code == 303 and state() == ("skipped", "verwarming stuk")
    assert told("marijke") == ["Hand in Hand (demo) closed the room: Huiswerk De Vissen, Tuesday 15 December. "
                               "verwarming stuk. Parents of pupils who would come: 5."]
    assert told("fatiha") == []


def test_going_back_to_the_form_keeps_what_was_typed(as_person):
    back = as_person("marijke").post(NEW, {**TYPED, "again": "1"})
    assert back.status_code == 200 and "15/12" in back.text and "verwarming stuk" in back.text


@pytest.mark.parametrize("wrong", [
    {"first_day": ""}, {"first_day": "1/11/2026"}, {"last_day": "14/12"}, {"last_day": "1/1/2030"}, {"reason": ""},
    {"reason": "x" * 121}, {"place": "elders"}, {"first_day": "morgenvroeg"}, {"reason": "bel 0470 12 34 56"},
])
@pytest.mark.parametrize("button", ["look", "done"])
def test_a_closing_that_cannot_be_is_asked_again(as_person, wrong, button):
    answer = as_person("marijke").post(NEW, {**TYPED, **wrong, button: "1"})
    assert answer.status_code == 422 and "errsum" in answer.text
    assert not Closure.select().where(Closure.group == "homework").exists()


def test_what_is_closed_already_is_said(as_person):
    close()
    assert as_person("fatiha").post(NEW, {**TYPED, "done": "1"}).status_code == 409
    assert Closure.select().where(Closure.group == "homework").count() == 1


def test_who_may_not_close(as_person):
    for name, status in (("jonas", 403), ("rita", 403), ("katrien", 403)):
        assert as_person(name).get(NEW).status_code == status
        assert as_person(name).post(NEW, {**TYPED, "done": "1"}).status_code == status
        assert as_person(name).get("/homework/closing/").status_code == status
    place = activity(title=LEDEBERG, day=DEC_15.replace(day=16)).place
    assert as_person("fatiha").post(NEW, {**TYPED, "place": place, "done": "1"}).status_code == 422
    assert state() == ("planned", "")


def test_a_partner_does_not_close_our_room_under_our_own_group(app):
    Location.update(partner=None).where(Location.name == "Buurtlokaal De Vissen").execute()
    assert ROOM in queries.rooms(viewer("fatiha"), clock.today())
    Activity.update(place=ROOM).where(Activity.title == LEDEBERG).execute()
    assert ROOM not in queries.rooms(viewer("fatiha"), clock.today())
    Location.update(partner=HomeworkGroup.get(HomeworkGroup.partner.is_null(False)).partner).where(
        Location.name == "Buurtlokaal De Vissen").execute()
    assert ROOM in queries.rooms(viewer("fatiha"), clock.today())


def test_two_groups_in_one_room_are_both_closed_and_a_partner_hears_only_of_its_own(app):
    Activity.update(place=ROOM).where(Activity.title == LEDEBERG).execute()
    look = rules.look({**VALUES, "last_day": DEC_17}, viewer("fatiha"), clock.now())
    assert {hit.session.group.series.title for hit in look.hits} == {VISSEN}
    _, seen = close("fatiha", last_day=DEC_17)
    assert state(DEC_15.replace(day=16), LEDEBERG)[0] == "skipped"
    assert {one.group.series.title for one in seen} == {VISSEN}
    assert len(told("marijke")) == 2


def test_the_side_that_closed_opens_again_and_the_other_is_told(as_person):
    number = close("fatiha")[0].id
    fatiha = as_person("fatiha")
    assert f"/homework/closing/{number}/open" in fatiha.get("/homework/closing/").text
    assert fatiha.post(f"/homework/closing/{number}/open").status_code == 303
    assert state() == ("planned", "")
    assert "Hand in Hand (demo) opened the room again: Huiswerk De Vissen, Tuesday 15 December." in told("marijke")
    assert fatiha.post(f"/homework/closing/{number}/open").status_code == 404


def test_a_partner_does_not_open_what_we_closed_and_we_open_what_it_closed(app):
    number = close("marijke")[0].id
    with pytest.raises(NotAllowed):
        rules.open_again(number, viewer("fatiha"), clock.now())
    with pytest.raises(NotAllowed):
        rules.open_again(number, viewer("jonas"), clock.now())
    assert rules.open_again(number, viewer("marijke"), clock.now()) == 1
    number = close("fatiha")[0].id
    assert rules.open_again(number, viewer("marijke"), clock.now()) == 1


CALENDAR = {"scope": "place", "group": "homework", "of": ROOM, "policy": "skip", "first_day": DEC_15,
            "last_day": DEC_15, "reason": "verkiezingen"}


def test_what_the_calendar_closes_the_partner_hears_too_and_parents_are_called(as_person):
    closed, _n = rules_closures.close(CALENDAR, viewer("marijke"), clock.now())
    assert told("fatiha") == ["WVG closed the room: Huiswerk De Vissen, Tuesday 15 December. verkiezingen. "
                              "Parents of pupils who would come: 5."]
    assert told("marijke") == []
    assert "Elena" in as_person("fatiha").get(f"{page_of(DEC_15)}/calls").text
    rules_closures.open_again(closed.id, viewer("marijke"), clock.now())
    assert "WVG opened the room again: Huiswerk De Vissen, Tuesday 15 December." in told("fatiha")


def test_when_somebody_of_another_group_closes_everything_both_sides_hear(app):
    rules_closures.change([], [Closure(**{**CALENDAR, "scope": "everything", "group": "", "of": ""})],
                          "planning.close", viewer("bart"), clock.now())
    assert len(told("fatiha")) == 1 and told("fatiha")[0].startswith("WVG closed")
    assert told("fatiha")[0] in told("marijke")


def test_a_closing_of_others_is_unknown_here(app):
    rows = Closure.create(first_day=DEC_15, last_day=DEC_15, scope="place", of="Kade", group="rounds", reason="x")
    with pytest.raises(Unknown):
        rules.open_again(rows.id, viewer("marijke"), clock.now())


def test_opened_again_a_holiday_still_counts(app):
    """An act of ours on dates is a closing like any other: nobody settled by hand that it goes on."""
    number = close(last_day=DEC_15.replace(day=31))[0].id
    rules.open_again(number, viewer("marijke"), clock.now())
    Activity.update(state="skipped", reason="x").where(Activity.id == activity(DEC_15.replace(day=22)).id).execute()
    turns = rules_closures.turns([], [Closure(**{"scope": "group", "of": "homework", "policy": "skip", "reason": "r",
                                                 "first_day": DEC_15, "last_day": DEC_15})], clock.now())
    assert [turn.activity.date for turn in turns] == [DEC_15]
    assert state(DEC_17) == ("planned", "")


def test_nothing_stays_when_it_fails_halfway(app):
    from people import lights_out

    lights_out("activity")
    with pytest.raises(Exception, match="lights out"):
        close()
    assert not Closure.select().where(Closure.group == "homework").exists() and told("fatiha") == []


def test_closing_twice_at_once_is_refused(app):
    close()
    with pytest.raises(Refused):
        close()


def test_the_children_stay_out_of_what_is_told(app):
    close()
    assert pupil("Amina") and session(DEC_15)
    for name in ("fatiha", "jonas", "zeynep"):
        assert not any(child in line for line in told(name) for child in ("Amina", "Elena", "Sara"))
