""""I'm done": the session is over at once, everywhere its cookie may still be."""

import pytest
from door import account, another, later, who

from wvg.commons.accounts.models import Session


def copy_of(browser):
    """Another browser with the very same cookie."""
    thief = another(browser)
    thief.client.set_cookie("wvg", browser.client.get_cookie("wvg").value)
    return thief


def test_signing_out_kills_the_token(as_person):
    rita = as_person("rita")
    thief = copy_of(rita)
    assert who(thief) == "Rita"
    answer = rita.post("/sign-out")
    assert answer.status_code == 303 and answer.location == "/signed-out"
    for path in ("/", "/rounds/", "/me"):
        assert thief.get(path).status_code == 303
        assert rita.get(path).status_code == 303


def test_with_htmx_the_whole_page_goes(as_person):
    answer = as_person("rita").htmx("/sign-out")
    assert answer.headers["HX-Redirect"] == "/signed-out"


def test_signing_out_twice_or_as_nobody_is_no_mistake(browser, as_person):
    assert browser.post("/sign-out").status_code == 303
    rita = as_person("rita")
    assert [rita.post("/sign-out").status_code for _ in range(2)] == [303, 303]


def test_signing_out_ends_only_this_session(as_person):
    here, there = as_person("rita"), as_person("rita")
    here.post("/sign-out")
    assert who(here) is None and who(there) == "Rita"


def test_a_get_signs_nobody_out(as_person):
    rita = as_person("rita")
    assert rita.get("/sign-out").status_code == 405
    assert who(rita) == "Rita"


def test_a_session_that_was_idle_is_ended_too(as_person):
    # So that no form of it is kept any more: see test_kept_forms.
    rita = as_person("rita")
    token = rita.token()
    with later(minutes=11):
        assert rita.post("/sign-out", token=token).status_code == 303
        assert Session.get(Session.account == account("rita")).ended_at is not None


def test_the_language_stays_and_nothing_else(as_person):
    rita = as_person("rita")
    rita.post("/language", {"language": "fr", "back": "/"})
    rita.post("/sign-out")
    assert 'lang="fr"' in rita.get("/signed-out").text
    with rita.client.session_transaction() as cookie:
        assert set(cookie) - {"csrf_token"} == {"language"}


def test_the_page_after_it_changes_a_cookie_so_that_back_shows_nothing(browser):
    page = browser.get("/signed-out")
    assert 'href="/signed-out.css"' in page.text and page.headers["Cache-Control"] == "no-store"
    first = browser.get("/signed-out.css")
    with later(seconds=1):
        second = browser.get("/signed-out.css")
    assert first.mimetype == "text/css"
    assert first.headers["Set-Cookie"] != second.headers["Set-Cookie"]


@pytest.mark.parametrize("language, status", [("fr", 303), ("xx", 404), ("", 404)])
def test_only_languages_that_are_there(browser, language, status):
    assert browser.post("/language", {"language": language, "back": "//evil.example"}).status_code == status


def test_the_language_of_a_volunteer_is_remembered(as_person):
    as_person("rita").post("/language", {"language": "fr", "back": "/me"})
    assert account("rita").volunteer.language == "fr"
