"""Ten minutes without anybody there: a warning, then nothing of the page is left."""

from datetime import timedelta

from playwright.sync_api import expect

from wvg.base import clock

LOOK = "document.dispatchEvent(new Event('visibilitychange'))"  # as when somebody wakes the screen


def test_the_warning_comes_by_itself_one_minute_before_and_the_end_ten_minutes_after(chrome):
    chrome.expected, begun = {401}, clock.now()
    window = chrome("rita")
    window.clock.install()
    window.goto("/more")
    with clock.standing_still(begun + timedelta(minutes=8, seconds=55)):
        window.clock.run_for(535_000)
        expect(window.locator("#idle")).not_to_be_visible()
    with clock.standing_still(begun + timedelta(minutes=9, seconds=5)):
        window.clock.run_for(10_000)
        expect(window.locator("#idle")).to_be_visible()
        expect(window.locator("#idle-stay")).to_be_focused()
    with clock.standing_still(begun + timedelta(minutes=10, seconds=10)):
        window.clock.run_for(65_000)
        window.wait_for_url("**/signed-out?idle")


def test_without_the_server_the_page_closes_all_the_same(chrome):
    window = chrome("rita")
    window.clock.install()
    window.goto("/more")
    window.context.set_offline(True)
    for _ in range(70):
        window.clock.run_for(10_000)
        if window.url.startswith("chrome-error:"):
            break
    assert window.url.startswith("chrome-error:")
    chrome.troubles.clear()  # Chromium itself complains that the network is gone


def test_the_warning_comes_and_one_press_keeps_you(chrome):
    window = chrome("rita")
    window.goto("/")
    with clock.standing_still(clock.now() + timedelta(minutes=9, seconds=30)):
        window.evaluate(LOOK)
        expect(window.locator("#idle")).to_be_visible()
        window.locator("#idle-stay").click()
        expect(window.locator("#idle")).not_to_be_visible()
        with clock.standing_still(clock.now() + timedelta(minutes=9)):
            window.goto("/rounds/")
            expect(window.locator("h1")).to_contain_text("Rondes")


def test_without_a_press_nothing_of_the_page_is_left(chrome):
    window = chrome("rita")
    window.goto("/rounds/")
    window.goto("/")
    with clock.standing_still(clock.now() + timedelta(minutes=10, seconds=1)):
        window.evaluate(LOOK)
        window.wait_for_url("**/signed-out?idle")
        assert "Rita" not in window.locator("body").inner_text()
        window.go_back()
        expect(window.locator("#login")).to_be_visible()


def test_who_works_in_another_tab_is_there(chrome):
    window = chrome("rita")
    window.goto("/")
    other = window.context.new_page()
    with clock.standing_still(clock.now() + timedelta(minutes=8)):
        other.goto("/rounds/")
    with clock.standing_still(clock.now() + timedelta(minutes=11)):
        window.evaluate(LOOK)
        window.wait_for_timeout(500)
        expect(window.locator("#idle")).not_to_be_visible()
        expect(window.locator("h1")).to_have_text("Dag Rita")
