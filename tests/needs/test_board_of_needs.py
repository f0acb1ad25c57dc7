"""The board of needs: what must be looked at first stands on top."""

import re
from datetime import timedelta

import pytest
from door import in_english
from heard import at_door, kind
from people import viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.commons.needs import queries_board, rules_close, rules_owner
from wvg.commons.needs.models import Need

NEW_LINE = "<b>kanarie</b> \"zei\" 'dat' & {{7*7}}"


@pytest.fixture(autouse=True)
def without_the_demo(app):
    Need.delete().execute()


def aged(need, days, **columns):
    Need.update(raised_at=clock.now() - timedelta(days=days), **columns).where(Need.id == need.id).execute()


def order(name="bart", show="open"):
    return [card.need.kind.key for card in queries_board.board(viewer(name), clock.now(), show).cards]


def test_a_letter_of_today_stands_on_top_then_by_urgency_then_by_age():
    made = at_door("food", "school", "nappies", urgency="can wait") | at_door("work", family="Uil", urgency="this week")
    made |= at_door("safety", family="Merel") | at_door("letter", family="Reiger")
    aged(made["safety"], 9)
    aged(made["nappies"], 12)
    found = order()
    assert found[:4] == ["letter", "safety", "work", "nappies"] and set(found[4:]) == {"food", "school"}
    assert order("annelies") == ["letter", "safety", "work"]


def test_filters_and_what_is_older_than_14_days(as_person):
    made = at_door("food", "nappies", "clothes")
    aged(made["food"], 14)
    aged(made["nappies"], 15)
    rules_owner.take(made["clothes"].id, viewer("bart"), clock.now())
    assert order(show="old") == ["nappies"] and order(show="mine") == ["clothes"]
    board = queries_board.board(viewer("bart"), clock.now(), "mine")
    assert (board.open, board.old) == (3, 1)
    in_english("bart")
    page = as_person("bart").get("/needs/").text
    assert "3 open needs." in page and "1 is older than 14 days." in page and "for 15 days" in page
    rules_close.close(made["food"].id, 1, "helped", "", viewer("bart"), clock.now())
    assert order(show="closed") == ["food"]
    with clock.standing_still(clock.now() + timedelta(days=31)):
        assert order(show="closed") == []
    assert as_person("bart").get("/needs/?show=everything").status_code == 404


def test_a_card_says_all_in_words_and_escapes_what_was_typed(as_person):
    in_english("bart")
    made = at_door("food", family="Uil", line=NEW_LINE, urgency="today")
    aged(made["food"], 3, follow_up=clock.today() - timedelta(days=1))
    page = as_person("bart").get("/needs/").text
    assert "&lt;b&gt;kanarie" in page and "<b>kanarie" not in page and "{{7*7}}" in page
    for words in ("Bread, food", "for today", "Uil", "Rita C.", "Nobody yet", "for 3 days", "Saturday 21 November",
                  "Was to be followed up on Monday 23 November"):
        assert words in page, words


def test_a_damaged_line_says_so_and_hides_no_other(as_person):
    in_english("bart")
    made = at_door("food", "nappies")
    Need.update(sealed=Need.get_by_id(made["nappies"].id).sealed).where(Need.id == made["food"].id).execute()
    bart = as_person("bart")
    page = bart.get("/needs/").text
    assert page.count("damaged") == 1 and "kanarie" in page
    assert "damaged" in bart.get(f"/needs/{made['food'].id}").text
    assert bart.post(f"/needs/{made['food'].id}/owner").status_code == 303, "it can still be taken up"


def test_the_board_freshens_by_itself(as_person):
    annelies = as_person("annelies")
    page = annelies.get("/needs/").text
    address = re.search(r'hx-get="([^"]+)"', page)[1].replace("&amp;", "&")
    assert 'every 45s' in page and "seen=" in address
    poll = {"HX-Request": "true", "X-Poll": "1"}
    assert annelies.get(address, headers=poll).status_code == 204
    letter = at_door("letter")["letter"]
    answer = annelies.get(address, headers=poll)
    assert answer.status_code == 200 and f'id="need-{letter.id}"' in answer.text and "<hx-partial" in answer.text
    assert "<html" not in answer.text
    address = re.search(r'hx-get="([^"]+)"', answer.text)[1].replace("&amp;", "&")
    assert annelies.get(address, headers=poll).status_code == 204
    rules_owner.take(letter.id, viewer("bart"), clock.now())
    assert annelies.get(address, headers=poll).status_code == 200
    assert annelies.get(address).status_code == 200, "a reload is a whole page"


def count_queries(browser, path):
    statements = []
    database.obj.query_hooks.append(lambda event: statements.append(event.sql))
    try:
        assert browser.get(path).status_code == 200
    finally:
        database.obj.query_hooks.pop()
    return len([sql for sql in statements if sql.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")])


def test_a_fixed_number_of_queries(as_person):
    bart = as_person("bart")
    at_door("food", "letter")
    paths = ["/needs/", "/needs/?show=old", "/needs/?show=closed", "/needs/mine", "/needs/new", "/"]
    few = [count_queries(bart, path) for path in paths]
    rows = [
        Need(kind=kind("food"), urgency="today", group="rounds", raised_at=clock.now() - timedelta(days=n % 40),
             owner=viewer("luc").volunteer, raised_by=viewer("bart").volunteer,
             **({"closed_at": clock.now(), "outcome": "helped"} if n % 3 == 0 else {}))
        for n in range(90)
    ]
    for row in rows:
        row.seal({"line": "x"})
        row.save(force_insert=True)
    assert [count_queries(bart, path) for path in paths] == few
    one = Need.get(Need.closed_at.is_null(), Need.kind == kind("letter"))
    assert count_queries(bart, f"/needs/{one.id}") <= 16


def test_today_counts_what_waits_and_what_is_mine(as_person):
    in_english("annelies")
    made = at_door("letter", "work", "safety")
    annelies = as_person("annelies")
    assert "3 needs wait for somebody." in annelies.get("/").text
    assert "2 of them are for today." in annelies.get("/").text
    rules_owner.take(made["letter"].id, viewer("annelies"), clock.now())
    rules_close.plan(made["letter"].id, 2, "", clock.today(), viewer("annelies"), clock.now())
    page = annelies.get("/").text
    assert "2 needs wait for somebody." in page and "You follow up 1 need." in page
    assert "1 of them is to be looked at today." in page and 'href="/needs/?show=open"' in page


def test_the_menu_has_it_for_who_coordinates_and_more_for_who_helps(as_person):
    assert 'href="/needs/"' in as_person("annelies").get("/").text
    for name in ("rita", "jonas"):
        page = as_person(name).get("/more").text
        assert 'href="/needs/"' not in page and 'href="/needs/mine"' in page
    assert "/needs" not in as_person("fatiha").get("/more").text
