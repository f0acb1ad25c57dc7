"""Signing in: by e-mail address, mobile number or user name; wrong is wrong in the very same words."""

import re

import pytest
from door import WRONG, account, another, enter, watch, who

from wvg import demo
from wvg.commons.accounts import passwords, queries
from wvg.commons.accounts.models import Account
from wvg.commons.volunteers.models import Volunteer


@pytest.mark.parametrize("login", [
    "rita", "RITA", " Rita ", "rita@example.org", "Rita@Example.ORG",
    "0400 00 00 10", "0400000010", "0400/00.00.10", "+32400000010", "0032 400 00 00 10", "+32 (0)400-00 00 10",
])
def test_every_way_to_write_who_you_are(browser, login):
    answer = enter(browser, login)
    assert answer.status_code == 303 and answer.location == "/"
    assert who(browser) == "Rita"


def test_two_people_share_a_mobile_number(browser):
    Volunteer.update(mobile="+32400000010").where(Volunteer.first_name == "Luc").execute()
    Account.update(password_hash=passwords.hashed("vier woorden van luc")).where(Account.user_name == "luc").execute()
    assert who(browser.sign_in("0400 00 00 10")) == "Rita"
    assert who(another(browser).sign_in("0400 00 00 10", "vier woorden van luc")) == "Luc"
    assert enter(another(browser), "0400 00 00 10", WRONG).status_code == 422


def test_wrong_and_unknown_get_the_very_same_answer_and_work(browser, monkeypatch):
    Account.update(password_hash=None).where(Account.user_name == "luc").execute()
    Account.update(closed_at=account("wim").made_at).where(Account.user_name == "wim").execute()
    answers, seen = {}, watch(monkeypatch)
    for login in ("rita", "nobody", "rita@example.org", "nobody@example.org", "0499 99 99 99", "luc", "wim"):
        seen.clear()
        answer = enter(browser, login, WRONG)
        assert answer.status_code == 422
        assert seen == [WRONG], login
        answers[login] = re.sub(r'(content|value)="[^"]*"', "", answer.text)
    assert len(set(answers.values())) == 1


@pytest.mark.parametrize("data", [
    {}, {"login": "rita"}, {"password": demo.PASSWORD}, {"login": "", "password": ""},
    {"login": "rita", "password": ""}, {"login": "x" * 201, "password": "x"}, {"login": "rita", "password": "x" * 501},
    {"login": "\x00", "password": "x"}, {"login": "rita' OR 1=1 --", "password": "x"},
])
def test_what_is_missing_or_odd_lets_nobody_in(browser, data):
    assert browser.post("/sign-in", data).status_code == 422
    assert who(browser) is None


def test_a_password_is_never_shown_again(browser):
    assert WRONG not in enter(browser, "rita", WRONG).text


def test_who_is_signed_in_goes_on_to_today(as_person):
    answer = as_person("rita").get("/sign-in")
    assert answer.status_code == 302 and answer.location == "/"


@pytest.mark.parametrize("target, goes_to", [
    ("/rounds/?show=mine", "/rounds/?show=mine"),
    ("//evil.example", "/"), ("///evil.example", "/"), ("/\\evil.example", "/"), ("\\\\evil.example", "/"),
    ("https:evil.example", "/"), ("https://evil.example/", "/"), ("javascript:alert(1)", "/"), ("evil.example", "/"),
    ("/\t/evil.example", "/"), ("/\n/evil.example", "/"), (" //evil.example", "/"), ("", "/"),
])
def test_the_page_asked_for_is_never_outside_this_site(browser, target, goes_to):
    answer = browser.post(
        "/sign-in", {"login": "rita", "password": demo.PASSWORD}, query_string={"next": target}
    )
    assert answer.status_code == 303 and answer.location == goes_to


def test_after_signing_in_the_page_that_was_asked_for_comes(browser):
    answer = browser.get("/rounds/?show=mine")
    assert answer.status_code == 303 and answer.location.startswith("/sign-in?next=")
    assert browser.post(answer.location, {"login": "rita", "password": demo.PASSWORD}).location == "/rounds/?show=mine"


def test_somebody_else_at_the_same_door_ends_the_session_before(browser):
    browser.sign_in("rita")
    cookie = browser.client.get_cookie("wvg").value
    browser.sign_in("bart")
    assert who(browser) == "Bart"
    thief = another(browser)
    thief.client.set_cookie("wvg", cookie)
    assert thief.get("/").status_code == 303


def test_a_letter_while_the_old_password_is_being_checked_wins(browser, monkeypatch):
    rita = account("rita")
    watch(monkeypatch, lambda: Account.update(password_hash=None).where(Account.id == rita.id).execute())
    assert enter(browser, "rita").status_code == 422
    assert who(browser) is None and not rita.sessions.count()


def test_an_account_that_closes_while_its_password_is_being_checked_stays_out(browser, monkeypatch):
    rita = account("rita")
    watch(monkeypatch, lambda: Account.update(closed_at=rita.made_at).where(Account.id == rita.id).execute())
    assert enter(browser, "rita").status_code == 422
    assert not rita.sessions.count()


def test_one_way_to_compare_what_was_typed():
    assert queries.spelled(" RITA ") == "rita"
    assert queries.spelled("0470/12.34.56") == queries.spelled("+32 470 12 34 56") == "+32470123456"
