"""The board freshens by itself within a minute, and never under somebody's hands."""

from datetime import timedelta

import pytest
from people import BREAD, DEC_12, FOOD, NOV_28, activity, holder, seat
from playwright.sync_api import expect

from wvg.base import clock
from wvg.commons.accounts.models import Session

DEC_9 = DEC_12 - timedelta(days=3)


@pytest.fixture
def window(chrome):
    window = chrome("rita")
    window.goto("/rounds/")
    return window


def freshen(window):
    """Let the board ask for news; the status of the answer."""
    with window.expect_response(lambda answer: "seen=" in answer.url) as asked:
        window.evaluate("document.body.dispatchEvent(new Event('changed'))")
    return asked.value.status


def take(as_person, name, place):
    assert as_person(name).htmx(f"/seats/{place.id}/sign-up").status_code == 200


def test_what_another_does_is_seen_within_a_minute(chrome, as_person):
    window, place = chrome("rita"), seat(BREAD, DEC_12, 2)
    window.clock.install()
    window.goto("/rounds/")
    before = window.locator("#lead").inner_text(), window.locator("#strip li").nth(2).inner_text()
    take(as_person, "godelieve", place)
    window.clock.run_for(50_000)
    expect(window.locator(f"#seat-{place.id}")).to_contain_text("Godelieve")
    expect(window.locator("#lead")).not_to_have_text(before[0])
    expect(window.locator("#strip li").nth(2)).not_to_have_text(before[1])


def test_nothing_new_is_answered_with_nothing(window, as_person):
    assert freshen(window) == 204
    take(as_person, "godelieve", seat(BREAD, DEC_12, 2))
    assert freshen(window) == 200
    expect(window.locator(f"#seat-{seat(BREAD, DEC_12, 2).id}")).to_contain_text("Godelieve")
    assert freshen(window) == 204


def test_a_round_with_focus_waits(window, as_person):
    place, other = seat(BREAD, DEC_12, 2), seat(FOOD, DEC_9, 2)
    own = window.locator(f"#seat-{place.id} form[action$=sign-up] button")
    own.focus()
    take(as_person, "godelieve", place)
    take(as_person, "luc", other)
    assert freshen(window) == 200
    expect(window.locator(f"#seat-{other.id}")).to_contain_text("Luc")
    expect(own).to_be_focused()
    window.locator("h1").click()
    assert freshen(window) == 200, "what was held back is asked for again"
    expect(window.locator(f"#seat-{place.id}")).to_contain_text("Godelieve")


def test_a_round_with_an_open_panel_waits(window, as_person):
    place = seat(BREAD, NOV_28, 2)
    round_ = window.locator(f"#activity-{activity(BREAD, NOV_28).id}")
    round_.locator("summary").click()
    window.evaluate("document.activeElement.blur()")
    take(as_person, "godelieve", seat(BREAD, DEC_12, 2))
    take(as_person, "samir", seat(BREAD, NOV_28, 1))
    assert freshen(window) == 200
    expect(window.locator(f"#seat-{seat(BREAD, DEC_12, 2).id}")).to_contain_text("Godelieve")
    expect(round_.locator("details[open] .opt").first).to_be_visible()
    expect(round_).not_to_contain_text("Samir")
    window.keyboard.press("Escape")
    window.evaluate("document.activeElement.blur()")
    assert freshen(window) == 200
    expect(round_).to_contain_text("Samir")
    assert holder(place) == "Rita"


def test_focus_in_the_strip_stays_there(window, as_person):
    link = window.locator("#strip a").nth(2)
    link.focus()
    take(as_person, "godelieve", seat(BREAD, DEC_12, 2))
    assert freshen(window) == 200
    expect(window.locator(f"#seat-{seat(BREAD, DEC_12, 2).id}")).to_contain_text("Godelieve")
    expect(link).to_be_focused()


def test_a_message_is_not_taken_away(window, as_person):
    window.click(f"#seat-{seat(BREAD, DEC_12, 2).id} form[action$=sign-up] button")
    expect(window.locator("#message .toast")).to_be_visible()
    take(as_person, "luc", seat(FOOD, DEC_9, 2))
    freshen(window)
    expect(window.locator(f"#seat-{seat(FOOD, DEC_9, 2).id}")).to_contain_text("Luc")
    expect(window.locator("#message .toast")).to_be_visible()


def test_asking_for_news_is_not_being_there(window, as_person):
    def seen():
        return Session.select().order_by(Session.id.desc()).get().seen_at

    before = seen()
    with clock.standing_still(clock.now() + timedelta(minutes=9)):
        assert freshen(window) == 204
        assert seen() == before
        window.reload()
        assert seen() == clock.now(), "and somebody who opens a page is"


def test_when_the_session_is_over_the_board_goes_away(chrome, window):
    chrome.expected = {401}
    with clock.standing_still(clock.now() + timedelta(minutes=11)):
        window.evaluate("document.body.dispatchEvent(new Event('changed'))")
        window.wait_for_url("**/sign-in**")
        expect(window.locator("#login")).to_be_visible()
