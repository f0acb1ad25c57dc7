"""Pages that are not fresh: pressed twice, open in two places, open for a day, and no server."""

from datetime import timedelta

from people import BREAD, DEC_12, holder, seat
from playwright.sync_api import expect

from wvg import demo
from wvg.base import clock
from wvg.commons.planning.models import SignUp
from wvg.commons.volunteers.models import Volunteer


def button(place):
    return f"#seat-{place.id} form[action$=sign-up] button"


def test_a_double_click_is_one_place(chrome):
    place, window = seat(BREAD, DEC_12, 2), chrome("rita")
    window.goto("/rounds/")
    window.locator(button(place)).dblclick()
    expect(window.locator(f"#seat-{place.id} summary")).to_be_visible()
    expect(window.locator("#message .toast")).to_be_visible()
    assert SignUp.select().where(SignUp.seat == place).count() == 1


def test_a_double_click_without_javascript_is_one_place(chrome):
    place, window = seat(BREAD, DEC_12, 2), chrome("rita", java_script_enabled=False)
    window.goto("/rounds/")
    window.locator(button(place)).dblclick()
    expect(window.locator(f"#seat-{place.id} summary")).to_be_visible()
    assert SignUp.select().where(SignUp.seat == place, SignUp.ended_at.is_null()).count() == 1


def test_two_press_for_the_last_place_and_one_hears_it_kindly(chrome):
    place, chrome.expected = seat(BREAD, DEC_12, 2), {409}
    rita, godelieve = chrome("rita"), chrome("godelieve")
    plain = chrome("tesfay", java_script_enabled=False)
    for window in (rita, godelieve, plain):
        window.goto("/rounds/")
    rita.locator(button(place)).click()
    expect(rita.locator(f"#seat-{place.id} summary")).to_be_visible()
    godelieve.locator(button(place)).click()
    expect(godelieve.locator(f"#seat-{place.id}")).to_contain_text("Rita C.")
    expect(godelieve.locator("#message")).to_contain_text("Rita was net iets sneller. Deze plaats is bezet.")
    plain.locator(button(place)).click()
    expect(plain.locator("h1")).to_have_text("Net te laat")
    expect(plain.locator("main")).to_contain_text("Rita C.")
    assert holder(place) == "Rita"


def test_a_form_that_stood_open_for_a_day_still_works(chrome):
    window = chrome("rita")
    window.goto("/me")
    window.locator("#mobile").fill("0470 99 88 77")
    with clock.standing_still(clock.now() + timedelta(hours=25)):
        window.evaluate("document.querySelector('main form').requestSubmit()")
        expect(window.locator("#login")).to_be_visible()
        window.locator("#login").fill("rita")
        window.locator("#password").fill(demo.PASSWORD)
        window.locator("main .btn--main").click()
        expect(window.locator("main")).to_contain_text("0470 99 88 77")
        window.locator("main form .btn--main").first.click()
        expect(window.locator("#message")).to_contain_text("Bewaard")
    assert Volunteer.get(Volunteer.first_name == "Rita").mobile == "+32470998877"


def test_without_the_server_one_sentence_and_nothing_is_lost(chrome, site):
    place, window = seat(BREAD, DEC_12, 2), chrome("rita")
    window.goto("/rounds/")
    window.context.set_offline(True)
    window.locator(button(place)).click()
    expect(window.locator("#message")).to_contain_text("Geen verbinding. We hebben niets bewaard.")
    expect(window.locator(button(place))).to_be_visible()
    chrome.troubles.clear()  # Chromium itself complains that the network is gone
    window.context.set_offline(False)
    window.locator(button(place)).click()
    expect(window.locator(f"#seat-{place.id} summary")).to_be_visible()
