"""The list of accounts, making one, and the letter with its code."""

import re

import pytest
from door import account, another, in_english, later, who

from wvg.base import clock
from wvg.base.access import Viewer
from wvg.base.db import database
from wvg.commons.accounts import rules
from wvg.commons.accounts.models import Account, StartCode
from wvg.commons.audit.models import Act
from wvg.commons.volunteers import rules as volunteers
from wvg.commons.volunteers.models import Volunteer

CODE = r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}"


@pytest.fixture
def els(app):
    """Somebody new, without an account."""
    values = {"first_name": "Els", "last_name": "Maes", "mobile": "+32400000021"}
    return volunteers.add(values, by=Viewer(), now=clock.now())


def make(browser, volunteer, user_name="els"):
    return browser.post(f"/accounts/new/{volunteer.id}", {"user_name": user_name})


def code_in(answer):
    found = re.findall(CODE, answer.text)
    assert len(found) == 1, found
    return found[0]


def test_the_list_shows_who_has_an_account_and_who_has_none(as_person, els):
    in_english("katrien")
    katrien = as_person("katrien")
    page = katrien.get("/accounts/").text
    assert page.index(f'href="/accounts/new/{els.id}"') < page.index("Rita Coppens")
    assert "Coordinator, Rounds" in page and "Manages the accounts" in page and "Partner, hand-in-hand" in page
    assert page.count(">Open<") == 20 and ">Closed<" not in page
    make(katrien, els)
    rules.close_account(account("wim"), Viewer(account=0, grants=frozenset({("admin", "")})), clock.now())
    page = katrien.get("/accounts/").text
    assert f"/accounts/new/{els.id}" not in page
    assert page.count(">Not started yet<") == 1 and page.count(">Closed<") == 1
    assert page.index("Zeynep") < page.index("Wim Roels")  # closed ones last


def test_who_stopped_or_was_merged_is_not_offered_an_account(as_person, els):
    katrien = as_person("katrien")
    for change in ({"left_on": clock.today()}, {"left_on": None, "merged_into": 1}):
        Volunteer.update(**change).where(Volunteer.id == els.id).execute()
        assert f"/accounts/new/{els.id}" not in katrien.get("/accounts/").text
        assert make(katrien, els).status_code == 409
    assert not Account.select().where(Account.volunteer == els).exists()


def test_the_organisation_page_counts_who_never_started(as_person, els):
    in_english("katrien")
    katrien = as_person("katrien")
    assert "not started yet" not in katrien.get("/organisation").text
    make(katrien, els)
    assert "1 not started yet" in katrien.get("/organisation").text
    for path in ("/accounts/", "/volunteers/", "/volunteers/import"):
        assert f'href="{path}"' in katrien.get("/organisation").text
        assert katrien.get(path).status_code == 200


def test_a_user_name_is_proposed_that_nobody_has(as_person, els):
    katrien = as_person("katrien")
    assert 'value="els"' in katrien.get(f"/accounts/new/{els.id}").text
    make(katrien, els)
    for first, last, proposed in [("Els", "Maes", "elsm"), ("Élodie", "", "elodie"), ("Rita", "Çelik", "ritac"),
                                  ("محمد", "", "vrijwilliger"), ("É", "", "ex"), ("Anne-Marie", "", "annemarie")]:
        row = volunteers.add({"first_name": first, "last_name": last}, by=Viewer(), now=clock.now())
        assert rules.propose_user_name(row) == proposed
        rules.check_user_name(proposed)
    row = volunteers.add({"first_name": "Els", "last_name": "Mertens"}, by=Viewer(), now=clock.now())
    make(katrien, row, "elsm")
    assert rules.propose_user_name(Volunteer.get(Volunteer.last_name == "Mertens")) == "els2"


def test_making_an_account_shows_the_letter_with_its_code_once(as_person, els):
    in_english("katrien")
    katrien = as_person("katrien")
    answer = make(katrien, els)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    code, page = code_in(answer), answer.text
    assert "http://127.0.0.1:8000/start" in page and ">els<" in page and "data-print" in page
    assert "0400 00 00 04" in page and "dinsdag 1 december 2026" in page
    assert "Location" not in answer.headers and code not in str(answer.headers)
    for path in ("/accounts/", f"/accounts/{account('els').id}", f"/accounts/{account('els').id}/letter"):
        assert not re.search(CODE, katrien.get(path).text)
    begun = another(katrien)
    assert begun.post("/start", {"code": code, "password": "banaan lepel zon fiets"}).status_code == 303
    assert who(begun) == "Els"


@pytest.mark.parametrize("language, day", [("nl", "dinsdag 1 december 2026"), ("fr", "mardi 1er décembre 2026"),
                                           ("en", "Tuesday 1 December 2026")])
def test_the_letter_is_in_the_language_of_who_gets_it(as_person, els, language, day):
    Volunteer.update(language=language).where(Volunteer.id == els.id).execute()
    page = make(as_person("katrien"), els).text
    assert f'<html lang="{language}"' in page and day in page
    assert '<html lang="nl"' in as_person("katrien").get("/").text


@pytest.mark.parametrize("user_name", ["", "e", "els maes", "élise", "_els", "0470123456", "x" * 41, "els@example.org",
                                       "<b>els</b>", "RITA"])
def test_a_user_name_that_will_not_do(as_person, els, user_name):
    answer = make(as_person("katrien"), els, user_name)
    assert answer.status_code == 422 and 'id="user_name-err"' in answer.text
    assert not Account.select().where(Account.volunteer == els).exists() and not StartCode.select().exists()


def test_one_account_each(as_person, els):
    katrien = as_person("katrien")
    make(katrien, els)
    before = StartCode.get().code_hash
    assert make(katrien, els, "els2").status_code == 409
    assert Account.select().where(Account.volunteer == els).count() == 1
    assert StartCode.get().code_hash == before  # the letter that was printed still works


def test_a_new_letter_ends_the_password_and_the_sessions(as_person):
    katrien, rita = as_person("katrien"), as_person("rita")
    path = f"/accounts/{account('rita').id}/letter"
    assert katrien.get(path).status_code == 200
    assert who(rita) == "Rita"  # looking changes nothing
    code = code_in(katrien.post(path))
    assert who(rita) is None and account("rita").password_hash is None
    assert rita.post("/start", {"code": code, "password": "banaan lepel zon fiets"}).status_code == 303
    assert Act.select().where(Act.kind == "accounts.start_code", Act.by == account("katrien").id).exists()


def test_not_for_oneself_for_a_page_left_open_must_not_give_an_account_away(as_person):
    katrien, before = as_person("katrien"), account("katrien").password_hash
    assert katrien.post(f"/accounts/{account('katrien').id}/letter").status_code == 403
    assert account("katrien").password_hash == before and who(katrien) == "Katrien"


def test_the_letter_says_on_which_day_it_ends_in_ghent(as_person, els):
    with later(hours=14, minutes=30):  # half past midnight on 25 November in Ghent
        assert "woensdag 2 december 2026" in make(as_person("katrien"), els).text


@pytest.mark.parametrize("name, status", [("rita", 403), ("bart", 403), ("fatiha", 404), (None, 303)])
def test_only_for_who_manages_the_accounts(as_person, browser, els, name, status):
    somebody = as_person(name) if name else browser
    number = account("luc").id
    for path in ("/accounts/", f"/accounts/{number}", f"/accounts/new/{els.id}", f"/accounts/{number}/letter",
                 f"/accounts/{number}/closing", "/organisation"):
        assert somebody.get(path).status_code == status, path
    for path in (f"/accounts/new/{els.id}", f"/accounts/{number}/letter", f"/accounts/{number}/closing"):
        assert somebody.post(path, {"user_name": "els"}).status_code == status, path
    assert not StartCode.select().exists() and account("luc").closed_at is None


@pytest.mark.parametrize("path", ["/accounts/999/letter", "/accounts/999/closing", "/accounts/new/999"])
def test_who_is_not_there(as_person, path):
    katrien = as_person("katrien")
    assert katrien.get(path).status_code == 404
    assert katrien.post(path, {"user_name": "els"}).status_code == 404


def test_the_list_takes_the_same_few_queries_for_everybody(as_person, els):
    katrien, statements = as_person("katrien"), []

    def count():
        statements.clear()
        katrien.get("/accounts/")
        return len([event for event in statements if event.sql.startswith("SELECT")])

    database.obj.query_hooks.append(statements.append)
    try:
        few = count()
        for number in range(40):
            row = volunteers.add({"first_name": f"Els{number}"}, by=Viewer(), now=clock.now())
            if number % 2:
                opened = rules.open_account(row, f"els{number}", Viewer(account=0), clock.now())
                rules.grant(opened, "volunteer", "rounds", None, Viewer(account=0), clock.now())
        assert count() == few <= 6
    finally:
        database.obj.query_hooks.remove(statements.append)
