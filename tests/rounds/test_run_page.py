"""The run on the phone of those who go: what each of them sees at each moment, and what nobody sees."""

import pytest
from door import in_english
from people import BREAD, DEC_5, NOV_28, activity, call_off, live, seat, viewer
from runs import HIDDEN, SHOWN, SIX, at, canary, household, nothing_of, path, plan, report

from wvg.base import clock
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.people.models import Household
from wvg.commons.planning import rules, rules_assign
from wvg.commons.planning.changes import rules_cancel
from wvg.commons.planning.models import Activity
from wvg.groups.rounds.models import Run

SECRETS = [*SHOWN, "0411 11 11 11", "Demo-", "Forelstraat", *HIDDEN.values()]


@pytest.fixture
def planned(app):
    canary()
    return plan()


def page_of(browser, tail=""):
    answer = browser.get(path(tail))
    assert answer.status_code == 200, answer.status_code
    return answer.text


def test_the_pair_sees_what_it_must_know_in_order_and_nothing_more(as_person, planned):
    in_english("rita")
    with at(27, 10):
        page = page_of(as_person("rita"))
    assert all(word in page for word in (*SHOWN, 'href="tel:+32411111111"', "meat only halal", "Bulgarian"))
    assert "2 adults, 3 children" in page and "nuts" not in page and "noten" in page
    places = [page.index(f"<bdi>{name}</bdi>") for name in SIX]
    assert places == sorted(places)
    assert nothing_of([*HIDDEN.values(), "priorit"], page) and "/plan" not in page and "to-tell" not in page
    assert "Visserij" not in page.partition("</title>")[0]


@pytest.mark.parametrize(
    ("day", "hour", "minute", "sight"),
    [
        (24, 10, 0, "early"), (26, 16, 59, "early"), (26, 17, 0, "own"), (26, 18, 0, "own"), (28, 18, 0, "own"),
        (29, 18, 30, "own"), (29, 19, 29, "own"), (29, 19, 30, "ticks"), (29, 20, 30, "ticks"),
    ],
)
def test_the_pair_sees_them_from_48_hours_before_to_24_hours_after(as_person, planned, day, hour, minute, sight):
    in_english("rita")
    with at(day, hour, minute):
        page = page_of(as_person("rita"))
        for tail in ("/pick-up", "/sheets"):
            answer = as_person("rita").get(path(tail)) if tail == "/pick-up" else as_person("rita").post(path(tail))
            assert answer.status_code == {"own": 200 if tail == "/pick-up" else 303}.get(sight, 403)
    assert (nothing_of(SECRETS, page)) == (sight != "own")
    assert (nothing_of(SIX, page)) == (sight == "early")
    if sight == "early":
        assert "You see the families from Thursday 26 November 17:00 on." in page


def test_when_the_report_is_in_nothing_is_left(as_person, planned):
    Run.update(reported_at=clock.now(), reported_by=1).where(Run.id == planned.id).execute()
    with at(29, 19, 29):
        assert not nothing_of(SECRETS, page_of(as_person("rita")))
    with at(29, 21):
        page = page_of(as_person("rita"))
    assert nothing_of([*SECRETS, *SIX], page)


def test_ticks_say_what_was_reported(as_person, planned):
    in_english("rita")
    report("Merel", "not home")
    with at(30, 10):
        page = page_of(as_person("rita"))
    assert "Not at home" in page and page.count("not reported yet") == 5


def test_who_keys_the_report_in_sees_code_names_and_nothing_more(as_person, planned):
    planned.proxy = viewer("tesfay").volunteer
    planned.save()
    with at(28, 18):
        tesfay = as_person("tesfay")
        assert not nothing_of(SIX, page_of(tesfay)) and nothing_of(SECRETS, page_of(tesfay))
        assert tesfay.post(path("/sheets")).status_code == 403
        assert tesfay.get(path("/pick-up")).status_code == 403
    with at(24, 10):
        assert nothing_of([*SECRETS, *SIX], page_of(as_person("tesfay")))


def test_who_coordinates_sees_all_at_any_time(as_person, planned):
    for day in (24, 28, 30):
        with at(day, 10):
            page = page_of(as_person("bart"))
            assert not nothing_of(SHOWN, page) and path("/plan") in page and path("/to-tell") in page
            assert nothing_of(HIDDEN.values(), page)


@pytest.mark.parametrize("name", ["luc", "godelieve", "samir", "jonas", "katrien", "fatiha", "hugo", "annelies",
                                  "marijke", "lotte", "christine", "zeynep", "elira"])
def test_nobody_else_finds_anything(as_person, planned, name):
    with at(28, 10):
        who = as_person(name)
        for tail in ("", "/pick-up", "/plan", "/to-tell"):
            answer = who.get(path(tail))
            assert answer.status_code in (403, 404) and nothing_of([*SECRETS, *SIX], answer.text), tail
        assert who.post(path("/sheets")).status_code in (403, 404)


def test_who_gave_the_place_back_sees_nothing_any_more(as_person, planned):
    with at(27, 10):
        rita = as_person("rita")
        assert not nothing_of(SHOWN, page_of(rita))
        rules.withdraw(seat(BREAD, NOV_28, 2).id, viewer("rita"), clock.now())
        assert rita.get(path()).status_code == 404


def test_who_is_put_on_it_sees_it_also_from_another_group(as_person, planned):
    rules_assign.assign(seat(BREAD, NOV_28, 1).id, viewer("bart").volunteer, viewer("bart"), clock.now())
    Activity.update(audience="everyone").where(Activity.id == activity(BREAD, DEC_5).id).execute()
    assert live(seat(BREAD, NOV_28, 1)).volunteer_id == viewer("bart").volunteer
    page = page_of(as_person("bart"))
    assert "<bdi>Bart</bdi>, <bdi>Rita</bdi>" in page


def test_when_it_is_called_off_the_pair_sees_nothing(as_person, planned):
    with at(27, 10):
        call_off(activity(BREAD, NOV_28), "Toe")
        assert as_person("rita").get(path()).status_code == 404, "cancelling ends the place"
        assert not nothing_of(SHOWN, page_of(as_person("bart")))
        rules_cancel.confirm(activity(BREAD, NOV_28).id, viewer("bart"), clock.now())
        assert not nothing_of(SHOWN, page_of(as_person("rita")))


def test_a_run_that_is_not_planned_yet(as_person):
    in_english("rita")
    with at(28, 10):
        assert "The families are not chosen yet." in page_of(as_person("rita"))
        assert as_person("rita").post(path("/sheets")).status_code == 409


def test_a_damaged_seal_is_said_and_hides_nothing_else(as_person, planned):
    in_english("rita")
    row = household("Uil")
    Household.update(sealed=row.sealed).where(Household.code_name == "Merel").execute()
    in_english("bart")
    with at(28, 10):
        for name in ("rita", "bart"):
            page = page_of(as_person(name))
            assert page.count("was damaged and cannot be read") == 1 and "Demo-Tekle" in page
            assert "Demo-Rahimi" not in page
        assert "details cannot be read" in page_of(as_person("bart"), "/pick-up")
        assert as_person("bart").get(path("/plan")).status_code == 200


def test_opening_it_is_written_down_once_an_hour_for_each(as_person, planned):
    def seen():
        return [act.by for act in Act.select().where(Act.kind == "run.seen").order_by(Act.id)]

    rita, bart = viewer("rita").account, viewer("bart").account
    with at(26, 16):
        page_of(as_person("rita"))
        page_of(as_person("bart"))
    assert seen() == [bart], "too early for who goes; that who coordinates looked is written down too"
    for minute in (0, 10, 59):
        with at(27, 10, minute):
            page_of(as_person("rita"))
    assert seen() == [bart, rita]
    change = ActChange.select().join(Act).where(Act.kind == "run.seen").order_by(Act.id).first()
    assert (change.table, change.row, change.before) == ("run", planned.id, {"version": 1})
    rules_assign.assign(seat(BREAD, NOV_28, 1).id, viewer("samir").volunteer, viewer("bart"), clock.now())
    with at(27, 11, 5):
        page_of(as_person("rita"))
        page_of(as_person("samir"))
        page_of(as_person("samir"))
    assert seen() == [bart, rita, rita, viewer("samir").account]


def test_quotes_and_tags_are_shown_as_they_are(as_person, app):
    canary(bell_name='<b onclick="x">"&', access="<script>alert(1)</script>", allergies="'><img src=x>")
    plan()
    with at(28, 10):
        for page in (page_of(as_person("rita")), page_of(as_person("bart"), "/pick-up")):
            assert "<script>alert" not in page and "<img" not in page and "<b onclick" not in page
        assert "&lt;b onclick=&#34;x&#34;&gt;&#34;&amp;" in page_of(as_person("rita"))


def test_a_family_that_was_erased_leaves_its_place(as_person, planned):
    in_english("rita")
    household("Merel").delete_instance()
    with at(28, 10):
        assert "erased" in page_of(as_person("rita")) and as_person("bart").get(path("/plan")).status_code == 200


def test_the_card_links_to_the_run_for_those_on_it_and_who_coordinates(as_person):
    link = f'href="{path()}"'
    assert link in as_person("rita").get("/rounds/").text and link in as_person("bart").get("/rounds/").text
    assert link not in as_person("luc").get("/rounds/").text


def test_who_is_not_signed_in_is_sent_to_the_door(browser):
    for where in (path(), path("/plan"), "/rounds/runs/sheets", "/rounds/donors/"):
        assert "/sign-in" in browser.get(where).location


def test_who_coordinates_reads_who_looked(as_person, planned):
    with at(27, 10):
        page_of(as_person("rita"))
        assert "Rita C." not in page_of(as_person("rita")).partition("lookers")[2]
        page = page_of(as_person("bart")).partition('id="lookers"')[2]
    assert "Rita C.</bdi>, vr 27 nov 10.00" in page or "Rita C.</bdi>, Fri 27 Nov 10.00" in page, page[:300]
    assert "Bart D." in page
