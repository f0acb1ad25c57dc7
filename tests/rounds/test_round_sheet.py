"""The round sheet: numbered, recorded, minimal, and it must come back."""

import re
from datetime import timedelta

import pytest
from door import in_english
from people import BREAD, NOV_28, activity, call_off, seat, viewer
from runs import HIDDEN, SHOWN, SIX, at, canary, household, nothing_of, path, plan

from wvg.base import clock
from wvg.base.errors import NotAllowed, Refused, Unknown
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.planning import rules, rules_assign
from wvg.groups.rounds.models import Run, Sheet
from wvg.groups.rounds.run import queries_sheets, rules_sheets


@pytest.fixture
def planned(app):
    canary()
    return plan()


def printed(browser):
    answer = browser.post(path("/sheets"))
    assert answer.status_code == 303
    return answer.location


def test_printing_is_recorded_and_shows_a_numbered_sheet(as_person, planned):
    in_english("rita")
    with at(27, 10):
        rita = as_person("rita")
        where = printed(rita)
        page = rita.get(where).text
        row = Sheet.select().order_by(Sheet.id.desc()).get()
        assert (row.run_id, row.printed_by, row.returned_at) == (planned.id, viewer("rita").account, None)
        act = Act.get(Act.kind == "run.print")
        assert act.by == viewer("rita").account and ActChange.get(ActChange.act == act).row == row.id
    assert where == f"/rounds/runs/sheets/{row.id}" and page.count(f"Sheet {row.id}") == 2, "on each page of paper"
    assert "Printed by Rita, <bdi>Fri 27 Nov 10:00</bdi>" in page
    assert "Hand in after the run: it will be shredded." in page and "run.css" in page
    assert f"{BREAD}, <bdi>Saturday 28 November, 17:00 – 19:30" in page and "<bdi>Rita</bdi>" in page


def test_only_what_the_pair_must_know_is_on_it(as_person, planned):
    in_english("bart")
    page = as_person("bart").get(printed(as_person("bart"))).text
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert nothing_of([*HIDDEN.values(), "priorit", "2026", "€"], body) and not nothing_of(SIX, body)
    zwaluw = body.split("<tr>")[2]
    words = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", zwaluw)).strip()
    assert words == (
        "2 Zwaluw 1 adult, 2 children ; 0400 00 00 52 Dendermondsesteenweg 9902, 9000 Gent ; bell: Demo-Tekle "
        "baby food: melk 1 ; nappies: 2; speaks: English, Tigrinya Visited Not at home Moved Not needed"
    )
    merel = body.split("<tr>")[1]
    shown = [word for word in SHOWN if word != "+32411111111"]
    assert all(word in merel for word in [*shown, "0411 11 11 11", "meat only halal", "Bulgarian"])


def test_pressing_twice_prints_one_sheet_and_later_another(as_person, planned):
    bart = as_person("bart")
    first = printed(bart)
    assert printed(bart) == first
    with clock.standing_still(clock.now() + timedelta(minutes=2)):
        assert printed(bart) != first


def test_who_printed_it_sees_it_in_the_window_and_nobody_else_but_who_coordinates(as_person, planned):
    with at(27, 10):
        rules_assign.assign(seat(BREAD, NOV_28, 1).id, viewer("samir").volunteer, viewer("bart"), clock.now())
        where, samir = printed(as_person("rita")), as_person("samir")
        assert samir.get(where).status_code == 404, "on the run, but not the one who printed it"
        for name in ("luc", "jonas", "katrien", "hugo", "fatiha"):
            answer = as_person(name).get(where)
            assert answer.status_code in (403, 404) and nothing_of([*SHOWN, *SIX], answer.text)
        assert as_person("bart").get(where).status_code == 200
    with at(29, 20):
        assert as_person("rita").get(where).status_code == 404, "the window is closed"
        assert as_person("bart").get(where).status_code == 200
    with at(27, 12):
        rules.withdraw(seat(BREAD, NOV_28, 2).id, viewer("rita"), clock.now())
        assert as_person("rita").get(where).status_code == 404, "gave the place back"


def test_outside_the_window_nothing_is_printed(as_person, planned):
    for day, hour in [(24, 10), (29, 20)]:
        with at(day, hour), pytest.raises(NotAllowed):
            rules_sheets.print_sheet(activity(BREAD, NOV_28).id, viewer("rita"), clock.now())
    with at(27, 10), pytest.raises(Unknown):
        rules_sheets.print_sheet(activity(BREAD, NOV_28).id, viewer("luc"), clock.now())
    call_off(activity(BREAD, NOV_28), "Toe")
    with pytest.raises(Refused):
        rules_sheets.print_sheet(activity(BREAD, NOV_28).id, viewer("bart"), clock.now())
    assert not Sheet.select().where(Sheet.run == planned).exists()


def test_open_sheets_are_listed_until_they_come_back(as_person, planned):
    in_english("bart")
    bart = as_person("bart")
    number = int(printed(bart).rpartition("/")[2])
    page = bart.get("/rounds/runs/sheets").text
    assert "1 sheet is still out." in page and f"Sheet {number}" in page and "Printed by Bart," in page
    assert "1 sheet is still out." in bart.get(path("/plan")).text
    for where in (path(), "/rounds/series/"):
        assert "1 sheet is still out." in bart.get(where).text
    answer = bart.post(f"/rounds/runs/sheets/{number}/return")
    assert answer.status_code == 303 and answer.location == "/rounds/runs/sheets"
    row = Sheet.get_by_id(number)
    assert row.returned_at and row.returned_to == viewer("bart").account
    page = bart.get("/rounds/runs/sheets").text
    assert "No sheet is out" in page and f"/rounds/runs/sheets/{number}/still-out" in page
    acts = Act.select().count()
    bart.post(f"/rounds/runs/sheets/{number}/return")
    assert Act.select().count() == acts, "twice is once"
    bart.post(f"/rounds/runs/sheets/{number}/still-out")
    assert Sheet.get_by_id(number).returned_at is None and Sheet.get_by_id(number).returned_to is None
    assert nothing_of([*SHOWN, *SIX], page)


def test_what_came_back_long_ago_is_no_longer_listed(app):
    _, back = queries_sheets.sheets(viewer("bart"), clock.now())
    assert len(back) == 4
    _, back = queries_sheets.sheets(viewer("bart"), clock.now() + timedelta(days=25))
    assert 0 < len(back) < 4


def test_unknown_sheets_and_who_may_not_tick_them_off(as_person, planned):
    bart = as_person("bart")
    where = printed(bart)
    for tail in ("", "/return", "/still-out"):
        answer = bart.get("/rounds/runs/sheets/999") if not tail else bart.post(f"/rounds/runs/sheets/999{tail}")
        assert answer.status_code == 404
        if tail:
            assert bart.get(where + tail).status_code == 405
    for name in ("rita", "katrien", "hugo"):
        for tail in ("/return", "/still-out"):
            assert as_person(name).post(where + tail).status_code == 403
        assert as_person(name).get("/rounds/runs/sheets").status_code == 403
        with pytest.raises(NotAllowed):
            rules_sheets.came_back(1, viewer(name), clock.now())
        with pytest.raises(NotAllowed):
            queries_sheets.sheets(viewer(name), clock.now())


def test_quotes_and_tags_on_paper_are_shown_as_they_are(as_person, app):
    canary(bell_name="<i>x", access='"><script>1</script>')
    plan("Merel")
    bart = as_person("bart")
    page = bart.get(printed(bart)).text
    assert "<script>1" not in page and "<i>x" not in page and "&lt;i&gt;x" in page


def test_a_damaged_family_says_so_on_paper(as_person, planned):
    in_english("bart")
    row = household("Merel")
    row.sealed = household("Uil").sealed
    row.save()
    bart = as_person("bart")
    assert "was damaged and cannot be read" in bart.get(printed(bart)).text


def test_what_is_on_a_paper_never_changes_under_its_number(as_person, planned):
    with at(27, 10):
        rita = as_person("rita")
        sheet = rita.post(path("/sheets")).headers["Location"]
        assert rita.get(sheet).status_code == 200
        plan(*SIX[:5], version=Run.get_by_id(planned.id).version)
        assert rita.get(sheet).status_code == 409 and as_person("bart").get(sheet).status_code == 409
        newer = rita.post(path("/sheets")).headers["Location"]
        assert newer != sheet and rita.get(newer).status_code == 200
        as_person("bart").post(newer + "/return")
        assert rita.get(newer).status_code == 409
