"""After "I'm done" nobody sees anything with Back, in a Chromium that keeps whole pages in memory for it.

The script and the stylesheet of the page after it are each shown to be enough alone, and without them the old
page is seen again: else this file would prove nothing.
"""

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Error

from wvg.base import clock

SCRIPT = Path(__file__).parents[2] / "wvg" / "static" / "app.js"
# What of a page of a signed-in person can be seen at this moment.
SEEN = """() => document.body && document.body.checkVisibility()
  && document.body.innerText.includes('Rita') && location.pathname"""
LOOKS_ALL_THE_TIME = """
  const look = () => {
    if (document.body?.checkVisibility() && document.body.innerText.includes('Rita')) console.debug('seen');
    requestAnimationFrame(look);
  };
  addEventListener('pageshow', (event) => {
    if (event.persisted) { console.debug('from memory'); requestAnimationFrame(look); }
  });
"""


def seen_for_a_second(window, go):
    """The paths of pages of Rita that were to be seen, at any moment of a second after `go`."""
    seen, end = set(), time.monotonic() + 1
    left = window.url
    window.evaluate(f"history.go({go})")
    while time.monotonic() < end:
        try:
            seen |= {window.evaluate(SEEN)} - {False, None}
        except Error:  # between two pages there is nothing to see
            continue
    assert window.url != left
    return seen


def rita_on_today(chrome, **more):
    """By way of the board, with something that notes every frame after Back."""
    chrome.expected = {401}
    window = chrome("rita", **more)
    window.context.add_init_script(LOOKS_ALL_THE_TIME)
    window.notes = []
    window.on("console", lambda message: window.notes.append(message.text))
    window.goto("/rounds/")
    window.goto("/")
    return window


def sign_out(window):
    window.click(".me__out button")
    window.wait_for_url("**/signed-out")
    window.wait_for_load_state()
    window.wait_for_timeout(200)


def test_nothing_is_seen_with_back_or_forward(chrome):
    window = rita_on_today(chrome)
    sign_out(window)
    assert [seen_for_a_second(window, go) for go in (-1, -1, 1, 1)] == [set()] * 4
    assert "seen" not in window.notes


def test_other_tabs_close_too(chrome):
    window = rita_on_today(chrome)
    tab = window.context.new_page()
    tab.goto("/more")
    tab.goto("/rounds/")
    window.bring_to_front()
    sign_out(window)
    tab.wait_for_url("**/signed-out?idle")
    tab.wait_for_load_state()
    assert seen_for_a_second(tab, -1) == set()


def only(site, *guards):
    """Leave out all that keeps the old page away, but `guards`."""
    script = SCRIPT.read_text()
    if "script" not in guards:
        script, cut = re.subn(r"addEventListener\('page(hide|show)', \(\w*\) => \{.*(hidden|reload).*\n", "", script)
        assert cut == 2
    # The other tabs and a returning reader ask the server as well; later than the eye.
    script = script.replace("new BroadcastChannel('wvg')", "new EventTarget()")
    script = script.replace("tabs.postMessage('look')", "0").replace("'visibilitychange'", "'nothing'")
    site.instead["app.js"] = "text/javascript", script
    # Chromium drops a page for these cookies as well, but only when they come late enough.
    site.without_cookie = {"/sign-out", "/signed-out", "/signed-out.css"} - {f"/{guard}" for guard in guards}


@pytest.mark.parametrize("guard", ["script", "signed-out.css"])
def test_each_guard_is_enough_alone(chrome, site, guard):
    only(site, guard)
    window = rita_on_today(chrome)
    sign_out(window)
    assert seen_for_a_second(window, -1) == set()
    assert "seen" not in window.notes
    assert ("from memory" in window.notes) == (guard == "script")


def test_without_any_guard_the_old_page_is_seen_so_these_tests_bite(chrome, site):
    only(site)
    window = rita_on_today(chrome)
    sign_out(window)
    assert seen_for_a_second(window, -1) == {"/"}
    assert {"from memory", "seen"} <= set(window.notes)


@pytest.mark.parametrize("stylesheet", [True, False])
def test_without_javascript_the_stylesheet_is_enough(chrome, site, stylesheet):
    only(site, *["signed-out.css"] * stylesheet)
    window = rita_on_today(chrome, java_script_enabled=False)
    sign_out(window)
    assert seen_for_a_second(window, -1) == (set() if stylesheet else {"/"})


def test_signing_out_when_nobody_is_signed_in_any_more(chrome):
    window = rita_on_today(chrome)
    with clock.standing_still(clock.now() + timedelta(hours=1)):
        sign_out(window)
        assert seen_for_a_second(window, -1) == set()
