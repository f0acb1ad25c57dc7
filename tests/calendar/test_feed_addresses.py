"""Zet in mijn telefoon: make an address, see it once, take a new one, stop; and it is dead at once."""

import re
from datetime import timedelta

import pytest
from door import account, in_english
from families import bytes_on_disk
from feeds import OWN, address, events
from people import viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import NotAllowed
from wvg.commons.accounts import queries as queries_accounts
from wvg.commons.accounts import rules as accounts
from wvg.commons.accounts.models import Grant
from wvg.commons.calendar.feeds import rules
from wvg.commons.calendar.models import Feed
from wvg.commons.volunteers.models import Volunteer

GROUP = "/calendar/feeds/groups/rounds"


def feed(name, kind="own"):
    return Feed.get(Feed.account == account(name), Feed.kind == kind, Feed.ended_at.is_null())


def later(**more):
    return clock.standing_still(clock.now() + timedelta(**more))


def test_the_address_is_on_one_page_and_only_its_hash_is_kept(as_person):
    in_english("rita")
    rita = as_person("rita")
    assert "Make my address" in rita.get("/calendar/phone").text
    page = rita.post(OWN, {"also": ["youth", "rounds"]})
    secret = re.search(r"http://127\.0\.0\.1:8000/calendar/feeds/([\w-]{43})\.ics", page.text)[1]
    assert f'href="webcal://127.0.0.1:8000/calendar/feeds/{secret}.ics"' in page.text
    assert "<svg" in page.text and "h1v1h-1z" in page.text and page.headers["Cache-Control"] == "no-store"
    assert "Other calendars" in page.text, "the steps stand beside it"
    again = rita.get("/calendar/phone").text
    assert secret not in again and "Not read yet." in again and "24 November 2026" in again
    row = feed("rita")
    assert row.token_hash == queries_accounts.digest(secret) and row.also == "rounds youth"
    everything = bytes_on_disk(rita.app)
    assert row.token_hash.encode() in everything and secret.encode() not in everything


def test_the_square_code_is_the_address(as_person):
    import segno

    page = as_person("rita").post(OWN)
    webcal = re.search(r"webcal://[^\"]+", page.text)[0]
    drawn = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", page.text)}
    rows = segno.make_qr(webcal).matrix_iter(border=4)
    assert drawn == {(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}


def test_a_new_address_ends_the_old_one_at_once_and_keeps_the_groups(as_person):
    rita = as_person("rita")
    old = address(rita, OWN, ["rounds"])
    new = address(rita, f"/calendar/feeds/{feed('rita').id}/renewal")
    assert rita.get(old).status_code == 404 and rita.get(new).status_code == 200
    assert feed("rita").also == "rounds"


@pytest.mark.parametrize("press", ["make", "renew", "make of a group", "renew of a group"])
def test_sending_the_same_form_again_leaves_the_address_that_was_given(as_person, press):
    in_english("bart")
    bart = as_person("bart")
    of, kind = (GROUP, "group") if "group" in press else (OWN, "own")
    path = address(bart, of, ["rounds"])
    if "renew" in press:
        of = f"/calendar/feeds/{feed('bart', kind).id}/renewal"
        path = address(bart, of)
    before = list(Feed.select().dicts())
    answer = bart.post(of, {"also": ["youth"]})
    assert answer.status_code == 409 and "This address was made already." in answer.text
    assert "calendar/feeds/own" in answer.text or f"/calendar/feeds/{feed('bart', kind).id}/renewal" in answer.text
    assert list(Feed.select().dicts()) == before and bart.get(path).status_code == 200
    ticked = re.findall(r'<input[^>]*checked[^>]*value="(\w+)"', answer.text)
    assert ticked == (["rounds"] if kind == "own" else []), "as it is, not as it was sent"


def test_an_address_that_was_stopped_cannot_be_renewed(as_person):
    rita = as_person("rita")
    address(rita)
    number = feed("rita").id
    rita.post(f"/calendar/feeds/{number}/end")
    assert rita.post(f"/calendar/feeds/{number}/renewal").status_code == 409
    assert Feed.select().count() == 1


def test_one_press_stops_it_and_one_more_does_nothing(as_person):
    rita = as_person("rita")
    path, number = address(rita), feed("rita").id
    for _ in range(2):
        assert rita.post(f"/calendar/feeds/{number}/end").location == "/calendar/phone"
    assert rita.get(path).status_code == 404
    in_english("rita")
    assert "Make my address" in rita.get("/calendar/phone").text
    acts = [kind for (kind,) in database.execute_sql("SELECT kind FROM act WHERE kind LIKE 'calendar.%'")]
    assert acts == ["calendar.new_address", "calendar.end_address"]


def test_the_feed_of_somebody_else_goes_on(as_person):
    rita, luc = as_person("rita"), as_person("luc")
    hers, his = address(rita), address(luc)
    rita.post(f"/calendar/feeds/{feed('rita').id}/end")
    assert rita.get(hers).status_code == 404 and luc.get(his).status_code == 200


def test_other_groups_at_the_same_address(as_person):
    rita = as_person("rita")
    path = address(rita)
    assert len(events(rita.get(path))) < 10
    rita.post(f"/calendar/feeds/{feed('rita').id}/groups", {"also": ["rounds"]})
    assert len(events(rita.get(path))) > 40
    assert re.search(r'<input[^>]*checked[^>]*value="rounds"', rita.get("/calendar/phone").text)
    rita.post(f"/calendar/feeds/{feed('rita').id}/groups")
    assert len(events(rita.get(path))) < 10


def test_a_group_that_there_is_not_is_said_beside_the_boxes(as_person):
    rita = as_person("rita")
    answer = rita.post(OWN, {"also": ["rounds", "circus"]})
    assert answer.status_code == 422 and "errsum" in answer.text
    assert re.search(r'<input[^>]*checked[^>]*value="rounds"', answer.text), "what was ticked still is"
    assert not Feed.select().exists()
    address(rita)
    assert rita.post(f"/calendar/feeds/{feed('rita').id}/groups", {"also": "circus"}).status_code == 422


def test_groups_of_an_address_that_ended_cannot_be_chosen(as_person):
    rita = as_person("rita")
    address(rita)
    number = feed("rita").id
    rita.post(f"/calendar/feeds/{number}/end")
    assert rita.post(f"/calendar/feeds/{number}/groups", {"also": ["rounds"]}).status_code == 409


def test_what_is_not_ones_own_is_not_there(as_person):
    address(as_person("rita"))
    number, luc = feed("rita").id, as_person("luc")
    for verb in ("renewal", "groups", "end"):
        assert luc.post(f"/calendar/feeds/{number}/{verb}").status_code == 404
        assert luc.post(f"/calendar/feeds/999999/{verb}").status_code == 404
        assert luc.get(f"/calendar/feeds/{number}/{verb}").status_code == 405
    assert feed("rita").ended_at is None


def test_who_coordinates_makes_the_feed_of_the_group(as_person):
    bart = as_person("bart")
    in_english("bart")
    assert GROUP in bart.get("/calendar/phone").text
    path = address(bart, GROUP)
    page = bart.get("/calendar/phone").text
    assert GROUP not in page and f"/calendar/feeds/{feed('bart', 'group').id}/renewal" in page
    answer = bart.get(path)
    assert answer.status_code == 200 and b"X-WR-CALNAME:WVG: Rounds" in answer.data


def test_nobody_else_makes_the_feed_of_a_group(as_person):
    for name, status in (("rita", 403), ("hugo", 403), ("katrien", 403), ("fatiha", 404)):
        assert as_person(name).post(GROUP).status_code == status, name
    assert as_person("bart").post("/calendar/feeds/groups/circus").status_code == 404
    assert "/calendar/feeds/groups/" not in as_person("rita").get("/calendar/phone").text


def test_who_also_coordinates_sees_and_stops_it_but_makes_one_of_their_own(as_person):
    path = address(as_person("bart"), GROUP)
    luc = account("luc")
    Grant.create(account=luc, role="coordinator", group="rounds", given_at=clock.now())
    browser, number = as_person("luc"), feed("bart", "group").id
    in_english("luc")
    page = browser.get("/calendar/phone").text
    assert "Made by Bart." in page and GROUP in page and f"{number}/renewal" not in page
    assert browser.post(f"/calendar/feeds/{number}/renewal").status_code == 404
    assert browser.post(f"/calendar/feeds/{number}/end").status_code == 303
    assert browser.get(path).status_code == 404


def test_the_feed_of_a_group_dies_with_the_right(as_person):
    bart = as_person("bart")
    path = address(bart, GROUP)
    grant = Grant.get(Grant.account == account("bart"), Grant.role == "coordinator")
    accounts.end_grant(grant, viewer("katrien"), clock.now())
    assert bart.get(path).status_code == 404
    assert bart.post(f"/calendar/feeds/{Feed.get(Feed.kind == 'group').id}/renewal").status_code == 403


def test_the_old_address_of_a_group_does_not_come_back_with_the_right(as_person):
    bart, luc = as_person("bart"), as_person("luc")
    own, path = address(bart), address(bart, GROUP)
    Grant.create(account=account("luc"), role="coordinator", group="rounds", given_at=clock.now())
    of_luc = address(luc, GROUP)
    grant = Grant.get(Grant.account == account("bart"), Grant.role == "coordinator")
    accounts.grant(account("bart"), "volunteer", "rounds", None, viewer("katrien"), clock.now())
    accounts.end_grant(grant, viewer("katrien"), clock.now())
    accounts.grant(account("bart"), "coordinator", "rounds", None, viewer("katrien"), clock.now())
    assert bart.get(path).status_code == 404, "also for who stays a volunteer of the group"
    assert bart.get(own).status_code == 200 and luc.get(of_luc).status_code == 200
    assert bart.get(address(bart, GROUP)).status_code == 200


def test_who_stays_coordinator_keeps_the_feed_of_the_group_whatever_else_ends(as_person):
    bart = as_person("bart")
    path = address(bart, GROUP)
    for role, group in (("volunteer", "rounds"), ("coordinator", "youth")):
        grant = accounts.grant(account("bart"), role, group, None, viewer("katrien"), clock.now())
        accounts.end_grant(grant, viewer("katrien"), clock.now())
    assert bart.get(path).status_code == 200


def test_the_old_address_of_a_deputy_does_not_come_back_with_the_next_time(as_person):
    luc = account("luc")
    accounts.deputise(luc, "rounds", clock.today(), viewer("bart"), clock.now())
    browser = as_person("luc")
    path = address(browser, GROUP)
    with later(days=2):
        accounts.deputise(luc, "rounds", clock.today(), viewer("bart"), clock.now())
        assert browser.get(path).status_code == 404


def test_the_feed_of_a_deputy_dies_after_the_last_day(as_person):
    luc = account("luc")
    Grant.create(account=luc, role="coordinator", group="rounds", until=clock.today(), given_at=clock.now())
    browser = as_person("luc")
    path = address(browser, GROUP)
    assert browser.get(path).status_code == 200
    with later(days=1):
        assert browser.get(path).status_code == 404


def test_a_closed_account_has_no_feeds_any_more_and_opening_it_again_brings_none_back(as_person):
    bart = as_person("bart")
    paths = [address(bart), address(bart, GROUP)]
    other = as_person("luc")
    theirs = address(other)
    accounts.close_account(account("bart"), viewer("katrien"), clock.now())
    assert [other.get(path).status_code for path in paths] == [404, 404]
    accounts.open_again(account("bart"), viewer("katrien"), clock.now())
    Grant.update(ended_at=None).where(Grant.account == account("bart")).execute()
    assert [other.get(path).status_code for path in paths] == [404, 404]
    assert other.get(theirs).status_code == 200


def test_without_any_right_there_is_no_calendar(as_person):
    rita = as_person("rita")
    path = address(rita)
    Grant.update(ended_at=clock.now()).where(Grant.account == account("rita")).execute()
    assert rita.get(path).status_code == 404


def test_a_partner_has_no_calendar_and_so_no_feed(as_person):
    fatiha = as_person("fatiha")
    assert fatiha.get("/calendar/phone").status_code == 404 and fatiha.post(OWN).status_code == 404
    with pytest.raises(NotAllowed):
        rules.own_address([], viewer("fatiha"), clock.now())
    rita = as_person("rita")
    path = address(rita)
    Grant.update(role="partner", group="hand-in-hand").where(Grant.account == account("rita")).execute()
    assert rita.get(path).status_code == 404


def test_when_it_was_read_stands_on_the_page(as_person):
    in_english("rita")
    rita = as_person("rita")
    path = address(rita)
    rita.get(path)
    assert feed("rita").used_on == clock.today()
    assert "Last read on Tuesday 24 November 2026." in rita.get("/calendar/phone").text


def test_a_form_that_came_too_late_makes_nothing(as_person):
    rita = as_person("rita")
    assert rita.post(OWN, {"also": ["rounds"]}, token="").status_code in (400, 303)
    assert not Feed.select().exists()


def test_the_page_with_the_address_begins_with_what_is_safe_on_a_shared_computer(as_person):
    in_english("rita")
    page = as_person("rita").post(OWN).text
    said = ["<svg class=\"given__qr\"", "With an iPhone: point the camera of your phone at this square.", "<textarea",
            "data-copy", "Is this device your own?", "webcal://", "Do not do that on the computer of the office."]
    assert [page.count(part) for part in said] == [1] * len(said)
    assert sorted(said, key=page.index) == said
    assert re.search(r'<button class="btn" type="button" aria-controls="link" data-copy="[^"]+" hidden>', page)


def test_what_a_title_says_is_not_denied(as_person):
    in_english("rita")
    page = as_person("rita").get("/calendar/phone").text
    assert "What somebody writes in a title or a place does stand in it." in page and "never" not in page


def test_the_page_tells_what_comes_of_a_group_and_leads_back_to_the_calendar(as_person):
    in_english("rita")
    page = as_person("rita").get("/calendar/phone").text
    assert "You get what is for everybody. Of your own groups also what is only for the group." in page
    assert re.search(r'<div class="head">.*?href="/calendar/"', page, re.S)


@pytest.mark.parametrize(("language", "name"), [("nl", "Google Agenda"), ("fr", "Google Agenda"),
                                               ("en", "Google Calendar")])
def test_each_way_is_a_list_of_its_own_and_the_address_in_it_is_the_one_that_is_given(as_person, language, name):
    Volunteer.update(language=language).where(Volunteer.first_name == "Rita").execute()
    page = as_person("rita").get("/calendar/phone").text
    programs = re.findall(r"<details.*?</details>", page, re.S)
    assert len(programs) == 5
    assert re.search(rf"<summary>[^<]*Android[^<]*Samsung[^<]*\({name}\)</summary>", programs[0])
    assert [part.count("<ol>") for part in programs] == [1, 2, 1, 1, 1] and programs[1].count("<h3>") == 2
    given = re.findall(r'<p class="shot__box">(.*?)</p>', page)
    assert set(given) == {"http://127.0.0.1:8000/…"} and len(given) == 10
    assert "webcal" not in page
