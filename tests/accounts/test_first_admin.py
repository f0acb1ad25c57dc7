"""The first account of all: a link for one use, while nobody manages the accounts."""

import pytest
from door import enter, later, who
from office import Browser

from wvg.base import clock
from wvg.commons.accounts import queries, rules_codes
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.volunteers.models import Volunteer

GOOD = {"first_name": "Katrien", "user_name": "katrien", "password": "banaan lepel zon fiets"}


@pytest.fixture
def browser(empty_app):
    return Browser(empty_app)


@pytest.fixture
def link(empty_app):
    return "/first/" + rules_codes.first_admin_link(clock.now())


def test_the_link_makes_the_first_account_and_signs_in(browser, link):
    assert browser.get(link).status_code == 200
    assert browser.post(link, {**GOOD, "mobile": "0400 00 00 04", "coordinates": "y"}).status_code == 303
    assert who(browser) == "Katrien"
    assert {(g.role, g.group) for g in Grant.select()} == {("admin", ""), ("coordinator", "rounds")}
    assert enter(Browser(browser.app), "0400/00 00 04", GOOD["password"]).status_code == 303


def test_it_works_once_and_no_link_works_when_there_is_an_admin(browser, link):
    browser.post(link, GOOD)
    other = Browser(browser.app)
    another_link = "/first/" + rules_codes.first_admin_link(clock.now())
    for path in (link, another_link):
        assert other.get(path).status_code == 404
        assert other.post(path, {**GOOD, "user_name": "eve"}).status_code == 404
    assert Account.select().count() == 1


def test_it_works_for_a_day(browser, link):
    with later(hours=24):
        assert browser.get(link).status_code == 404
        assert browser.post(link, GOOD).status_code == 404
    with later(hours=23, minutes=59):
        assert browser.get(link).status_code == 200
    assert not Account.select().exists()


def test_a_newer_link_ends_the_older(browser, link):
    newer = "/first/" + rules_codes.first_admin_link(clock.now())
    assert browser.get(link).status_code == 404
    assert browser.get(newer).status_code == 200


@pytest.mark.parametrize("secret", ["x", "%00", "' OR 1=1 --", "é"])
def test_a_guessed_link_is_no_page(browser, link, secret):
    assert browser.get("/first/" + secret).status_code == 404


def test_a_start_code_is_no_link(app, browser):
    assert browser.get("/first/AAAABBBBCCCC").status_code == 404


@pytest.mark.parametrize("wrong, field", [
    ({"first_name": ""}, "first_name"), ({"user_name": "a"}, "user_name"),
    ({"user_name": "0470-12-34-56"}, "user_name"), ({"user_name": "kátrien"}, "user_name"),
    ({"user_name": "ka trien"}, "user_name"), ({"password": "kort"}, "password"),
    ({"password": "katrienkatrien"}, "password"), ({"mobile": "12"}, "mobile"), ({"email": "katrien"}, "email"),
])
def test_what_is_wrong_is_told_beside_its_field_and_the_link_stays(browser, link, wrong, field):
    answer = browser.post(link, {**GOOD, **wrong})
    assert answer.status_code == 422 and f'id="{field}-err"' in answer.text
    assert not Account.select().exists() and not Volunteer.select().exists()
    assert browser.get(link).status_code == 200


def test_names_that_are_taken_are_told_too(browser, link):
    # An admin whose right ran out: there are accounts, and nobody who manages them.
    browser.post(link, {**GOOD, "email": "katrien@example.org"})
    Grant.update(ended_at=clock.now()).execute()
    path = "/first/" + rules_codes.first_admin_link(clock.now())
    other = Browser(browser.app)
    answer = other.post(path, {**GOOD, "user_name": "Katrien"})
    assert answer.status_code == 422 and 'id="user_name-err"' in answer.text
    answer = other.post(path, {**GOOD, "user_name": "els", "email": "Katrien@Example.org"})
    assert answer.status_code == 422 and 'id="email-err"' in answer.text
    assert Account.select().count() == 1 and not queries.has_admin(clock.today())
