"""Ten minutes away is signed out, on every page; asking by itself does not keep a page open; twelve hours at most."""

import pytest
from door import later, who

from wvg.commons.accounts.models import Session

PART = {"HX-Request": "true"}


def closed_routes(app):
    for rule in app.url_map.iter_rules():
        if not isinstance(app.view_functions[rule.endpoint].access, str):
            yield from ((method, rule.build({name: 1 for name in rule.arguments})[1])
                        for method in rule.methods - {"HEAD", "OPTIONS"})


def test_just_before_ten_minutes_it_works_and_just_after_it_does_not(as_person):
    rita = as_person("rita")
    with later(minutes=9, seconds=59):
        assert rita.get("/").status_code == 200
    with later(minutes=19, seconds=58):
        assert rita.get("/").status_code == 200
    with later(minutes=29, seconds=59):
        answer = rita.get("/")
        assert answer.status_code == 303 and answer.location == "/sign-in"


def test_after_ten_minutes_every_route_leads_to_the_door(app, as_person):
    katrien = as_person("katrien")
    token, tried = katrien.token(), 0
    with later(minutes=10, seconds=1):
        for method, path in closed_routes(app):
            for headers in ({}, PART):
                answer = katrien.get(path, headers=headers) if method == "GET" else katrien.post(
                    path, token=token, headers=headers)
                assert answer.status_code == (401 if headers else 303), (method, path)
                assert (answer.headers["HX-Redirect"] if headers else answer.location).startswith("/sign-in")
                assert "Katrien" not in answer.text
                tried += 1
    assert tried > 60


@pytest.mark.parametrize("headers", [{"X-Poll": "1"}, {"X-Poll": "1", **PART}])
def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(as_person, headers):
    rita = as_person("rita")
    for minutes in range(1, 10):
        with later(minutes=minutes):
            assert rita.get("/rounds/", headers=headers).status_code == 200
    with later(minutes=10, seconds=1):
        assert rita.get("/rounds/", headers=headers).status_code in (303, 401)
        assert who(rita) is None


def test_the_page_hears_how_long_is_left_and_a_press_gives_ten_minutes_more(as_person):
    rita = as_person("rita")
    with later(minutes=9):
        assert rita.get("/session", headers={"X-Poll": "1"}).json == {"left": 60}
        assert rita.get("/session", headers={"X-Poll": "1"}).json == {"left": 60}
        assert rita.post("/session", token=rita.token()).json == {"left": 600}
    with later(minutes=18):
        assert 'data-idle="600"' in rita.get("/").text


def test_twelve_hours_is_the_end_however_busy(as_person):
    rita = as_person("rita")
    for minutes in range(9, 12 * 60, 9):
        with later(minutes=minutes):
            assert rita.get("/more").status_code == 200
    with later(hours=11, minutes=59, seconds=59):
        assert rita.get("/more").status_code == 200
        assert rita.get("/session").json == {"left": 1}
    with later(hours=12):
        assert rita.get("/more").status_code == 303


def test_a_clock_that_is_put_back_wakes_no_session(as_person):
    rita = as_person("rita")
    with later(hours=-2):
        assert rita.get("/").status_code == 303


def test_staying_is_written_down_at_most_every_fifteen_seconds(as_person):
    rita = as_person("rita")
    before = Session.get()
    with later(seconds=14):
        rita.get("/")
        assert Session.get().seen_at == before.seen_at
    with later(seconds=16):
        rita.get("/")
        assert Session.get().seen_at > before.seen_at


def test_a_session_that_is_a_week_over_is_thrown_away(as_person):
    as_person("rita")
    with later(days=8):
        as_person("luc")
        assert [row.account.user_name for row in Session.select()] == ["luc"]
