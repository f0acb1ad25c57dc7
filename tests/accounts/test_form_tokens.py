"""Whatever changes something carries the token of this very session; the open pages too."""

import pytest
from door import account, another, later, who
from itsdangerous import URLSafeTimedSerializer

from wvg import demo
from wvg.base import clock
from wvg.base.access import ROLES, groups
from wvg.base.db import database
from wvg.commons.accounts.models import Grant

TABLES = ("act", "grant", "account", "session", "start_code", "failed_attempt", "kept_form", "sign_up", "absence")


def state():
    return [database.execute_sql(f'SELECT * FROM "{table}"').fetchall() for table in TABLES]  # noqa: S608


def posts(app):
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods:
            yield rule.build({name: 1 for name in rule.arguments})[1]


def forged(app):
    """A token that was signed elsewhere, and one that was signed here with a secret of nobody."""
    return [
        URLSafeTimedSerializer("another key", salt="wtf-csrf-token").dumps("a" * 40),
        URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("a" * 40),
    ]


@pytest.fixture
def almighty(as_person):
    """Somebody with every right there is, so that no route stops before it looks at the token."""
    for role in ROLES:
        for group in [""] if role == "admin" else groups:
            Grant.get_or_create(account=account("katrien"), role=role, group=group, ended_at=None,
                                defaults={"given_at": clock.now()})
    return as_person("katrien")


def test_without_a_token_every_post_is_refused_and_changes_nothing(app, almighty):
    tried, before = 0, state()
    for path in posts(app):
        for token in ("", *forged(app)):
            answer = almighty.post(path, {"login": "rita", "password": demo.PASSWORD, "language": "fr"}, token=token)
            assert answer.status_code == 400, path
            tried += 1
    assert tried > 70
    assert state() == before and who(almighty) == "Katrien"


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/start", "/language"])
def test_the_open_pages_look_at_it_too(app, browser, path):
    browser.get("/sign-in")
    for token in ("", *forged(app)):
        answer = browser.post(path, {"login": "rita", "password": demo.PASSWORD, "language": "fr"}, token=token)
        assert answer.status_code == 400 and 'lang="nl"' in answer.text
    assert who(browser) is None


def test_a_token_of_the_door_in_another_browser_is_not_good_here(browser):
    other = another(browser)
    answer = browser.post("/sign-in", {"login": "rita", "password": demo.PASSWORD}, token=other.token())
    assert answer.status_code == 400


def test_the_token_of_before_signing_in_is_not_good_after_it(browser):
    before = browser.token()
    browser.sign_in("rita")
    assert browser.post("/language", {"language": "fr"}, token=before).status_code == 400
    assert browser.token() != before


@pytest.mark.parametrize("site, status", [("cross-site", 403), ("same-site", 403), ("same-origin", 303), ("none", 303)])
def test_a_form_on_another_site_is_refused(as_person, site, status):
    rita = as_person("rita")
    answer = rita.post("/language", {"language": "fr"}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == status
    assert account("rita").volunteer.language == ("fr" if status == 303 else "nl")


def test_the_token_may_come_in_a_header(as_person):
    rita = as_person("rita")
    token = rita.token()
    assert rita.post("/session", token="", headers={"X-CSRFToken": token}).status_code == 200
    assert rita.post("/session", token="").status_code == 400


def test_a_page_may_stay_open_as_long_as_its_session(as_person):
    rita = as_person("rita")
    token = rita.token()
    for minutes in range(9, 180, 9):
        with later(minutes=minutes):
            rita.get("/more")
    with later(minutes=180):
        assert rita.post("/language", {"language": "fr"}, token=token).status_code == 303
