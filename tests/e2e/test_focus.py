"""Whoever works with the keyboard never loses their place."""

import pytest
from people import BREAD, DEC_5, DEC_12, NOV_28, holder, seat
from playwright.sync_api import expect


def press(window, selector):
    window.focus(selector)
    window.keyboard.press("Enter")


def test_after_each_press_the_counterpart_has_focus(chrome):
    place = seat(BREAD, DEC_12, 2)
    own, window = f"#seat-{place.id}", chrome("rita")
    window.goto("/rounds/")
    press(window, f"{own} form[action$=sign-up] button")
    expect(window.locator(f"{own} summary")).to_be_focused()
    press(window, f"{own} summary")
    press(window, f"{own} form[action$=substitute] button")
    expect(window.locator(f"{own} form[action$=coming] button")).to_be_focused()
    press(window, f"{own} form[action$=coming] button")
    expect(window.locator(f"{own} summary")).to_be_focused()
    press(window, f"{own} summary")
    press(window, f"{own} form[action$=withdrawal] button")
    expect(window.locator(f"{own} form[action$=sign-up] button")).to_be_focused()
    press(window, "#message form[action$=undo] button")
    expect(window.locator(f"{own} summary")).to_be_focused()
    assert holder(place) == "Rita"


def test_taking_over_and_undoing_it_keeps_focus(chrome):
    own, window = f"#seat-{seat(BREAD, DEC_5, 2).id}", chrome("rita")
    window.goto("/rounds/")
    press(window, f"{own} form[action$=take-over] button")
    expect(window.locator(f"{own} summary")).to_be_focused()
    press(window, "#message form[action$=undo] button")
    expect(window.locator(f"{own} form[action$=take-over] button")).to_be_focused()


def test_who_came_too_late_stays_at_that_place(chrome, as_person):
    place = seat(BREAD, DEC_12, 2)
    own, window = f"#seat-{place.id}", chrome("rita")
    chrome.expected = {409}
    window.goto("/rounds/")
    as_person("godelieve").htmx(f"/seats/{place.id}/sign-up")
    press(window, f"{own} form[action$=sign-up] button")
    expect(window.locator("#message")).to_contain_text("Godelieve")
    expect(window.locator(f"{own} .who")).to_be_focused()


@pytest.mark.parametrize("address", ["/rounds/", "/"])
def test_escape_closes_the_panel_and_gives_focus_back(chrome, address):
    window = chrome("rita")
    window.goto(address)
    summary = window.locator("details.cant summary").first
    summary.focus()
    window.keyboard.press("Enter")
    window.keyboard.press("Tab")
    expect(window.locator("details.cant[open] .opt").first).to_be_focused()
    window.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(window.locator("details.cant[open]")).to_have_count(0)
    assert holder(seat(BREAD, NOV_28, 2)) == "Rita"


def test_a_press_elsewhere_closes_the_panel(chrome):
    window = chrome("rita")
    window.goto("/rounds/")
    window.locator("details.cant summary").first.click()
    expect(window.locator("details.cant[open]")).to_have_count(1)
    window.locator("h1").click()
    expect(window.locator("details.cant[open]")).to_have_count(0)


def test_wrong_input_brings_focus_to_what_must_be_put_right(chrome):
    window = chrome()
    chrome.expected = {422}
    window.goto("/sign-in")
    window.fill("#login", "rita")
    window.keyboard.press("Enter")
    expect(window.locator(".errsum")).to_be_focused()
    expect(window.locator("#login")).to_have_value("rita")
    window.keyboard.press("Tab")
    window.keyboard.press("Enter")
    expect(window.locator("#password")).to_be_focused()
