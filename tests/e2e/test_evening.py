"""Saturday, 16.30: the driver is ill, and the round begins at five."""

from datetime import timedelta

import pytest
from people import BREAD, NOV_28, activity, holder, seat, told, viewer
from playwright.sync_api import expect

from wvg.base import clock
from wvg.commons.planning import rules
from wvg.commons.volunteers.models import Volunteer


@pytest.fixture
def saturday(app):
    """Wim drives, Rita goes along; it is 16.30."""
    rules.sign_up(seat(BREAD, NOV_28, 1).id, viewer("wim"), clock.now())
    with clock.standing_still(clock.now() + timedelta(days=4, hours=6, minutes=30)):
        yield seat(BREAD, NOV_28, 1)


@pytest.mark.parametrize("more", [
    {}, {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}, {"java_script_enabled": False}],
    ids=["office", "phone", "without javascript"])
def test_the_driver_is_ill_and_somebody_else_drives(chrome, saturday, more):
    own, evening = f"#seat-{saturday.id}", f"/activities/{saturday.activity_id}/evening"
    bart = chrome("bart", **more)
    bart.goto("/")
    expect(bart.locator("#alarm")).not_to_contain_text(BREAD)

    wim = chrome("wim", **more)
    wim.goto("/rounds/")
    wim.locator(f"{own} summary").click()
    wim.locator(f"{own} form[action$=withdrawal] button").click()
    expect(wim.locator("#message")).to_contain_text("Bart")
    assert holder(saturday) is None and told("bart") and told("rita")

    bart.reload()
    expect(bart.locator(".alarm")).to_contain_text(BREAD)
    bart.locator(f".alarm a[href='{evening}']").click()
    bart.wait_for_url(f"**{evening}")
    expect(bart.locator("a[href='tel:+32400000010']").first).to_be_visible()  # Rita, who is left

    def line(name):
        return bart.locator(f"#call-{Volunteer.get(Volunteer.first_name == name).id}")

    line("Samir").locator("button[value=tried]").click()
    expect(line("Samir").locator("small b")).to_have_count(1)
    line("Ivan").locator("button[value=yes]").click()
    expect(bart.locator("#message")).to_contain_text("Genoteerd: Ivan kan.")
    line("Ivan").locator(f"form[action$='seats/{saturday.id}/assignment'] button").click()
    expect(bart.locator("#message")).to_contain_text("Ivan")
    bart.wait_for_url(f"**{evening}")
    expect(bart.locator("h1")).to_contain_text(BREAD)
    assert holder(saturday) == "Ivan"
    assert "Bart D. put you on the list: Broodronde, Saturday 28 November." in told("ivan")

    bart.goto("/rounds/")
    expect(bart.locator("#alarm")).not_to_contain_text(BREAD)


def test_nobody_can_and_it_does_not_go_on(chrome, saturday):
    rules.withdraw(saturday.id, viewer("wim"), clock.now(), ill=True)
    evening, rita = f"/activities/{saturday.activity_id}/evening", Volunteer.get(Volunteer.first_name == "Rita").id
    bart = chrome("bart")
    bart.goto(evening)
    bart.locator("main a[href*='/cancellation?']").first.click()
    bart.fill("#reason", "Niemand kan rijden")
    bart.click("form .btn--main")
    bart.wait_for_url(f"**{evening}")
    bart.locator(f"#call-{rita} button[value=told]").click()
    expect(bart.locator(f"#call-{rita} small b")).to_have_count(1)
    bart.locator("#call-place button[value=told]").click()
    expect(bart.locator("#call-place small b")).to_have_count(1)
    assert activity(BREAD, NOV_28).state == "cancelled" and len(told("rita")) == 2


def test_going_alone_is_the_coordinators_word(chrome, saturday):
    rules.withdraw(saturday.id, viewer("wim"), clock.now(), ill=True)
    bart = chrome("bart")
    chrome.expected = {422}
    bart.goto(f"/activities/{saturday.activity_id}/evening")
    bart.locator("form[action$=going-on] button").click()
    expect(bart.locator(".errsum")).to_be_focused()
    bart.fill("#because", "Er is weinig brood")
    bart.locator("form[action$=going-on] button").click()
    expect(bart.locator(".notice")).to_contain_text("Er is weinig brood")
    assert activity(BREAD, NOV_28).minimum == 1


def test_the_panel_of_the_board_is_fetched_when_it_opens(chrome):
    place = seat(BREAD, NOV_28, 1)
    bart = chrome("bart")
    bart.goto("/rounds/")
    panel = bart.locator(f"#seat-{place.id} .pick")
    expect(panel.locator("input[type=radio]")).to_have_count(0)
    panel.locator("summary").focus()
    bart.keyboard.press("Enter")
    expect(panel.locator("input[type=radio]")).to_have_count(3)
    name = panel.locator("bdi").nth(1).inner_text().split()[0]
    panel.locator(".btn--main").click()
    expect(bart.locator("#message")).to_contain_text(name)
    expect(bart.locator(".alarm")).to_have_count(0)
    assert holder(place) == name
    bart.locator("#message form[action$=undo] button").click()
    expect(bart.locator(f"#seat-{place.id} .pick")).to_be_visible()
    expect(bart.locator(".alarm")).to_have_count(1)


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_text_is_copied(chrome, language):
    bart = chrome("bart", permissions=["clipboard-read", "clipboard-write"])
    bart.goto(f"/rounds/chat?language={language}")
    bart.locator("[data-copy]").click()
    expect(bart.locator("#message .notice")).to_be_visible()
    assert bart.evaluate("navigator.clipboard.readText()") == bart.locator("#chat-text").input_value()


def test_the_text_is_copied_without_https_too(chrome):
    bart = chrome("bart", permissions=["clipboard-read", "clipboard-write"])
    bart.goto("/rounds/chat")
    bart.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})")
    bart.locator("[data-copy]").click()
    expect(bart.locator("#message .notice")).to_be_visible()
    bart.evaluate("delete navigator.clipboard")
    assert bart.evaluate("navigator.clipboard.readText()").startswith(
        bart.locator("#chat-text").input_value().splitlines()[0])


def test_without_javascript_there_is_no_copy_button(chrome):
    bart = chrome("bart", java_script_enabled=False)
    bart.goto("/rounds/chat")
    expect(bart.locator("#chat-text")).to_be_visible()
    expect(bart.locator("[data-copy]")).to_be_hidden()
