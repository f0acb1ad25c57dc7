"""Small enough for an old phone: what a first visit and the board weigh, in bytes that travel."""

from collections import defaultdict

import pytest


def travelled(window, go):
    """{address: bytes} of all that is fetched while `go` runs, headers and compression included."""
    session = window.context.new_cdp_session(window)
    session.send("Network.enable")
    addresses, weight = {}, defaultdict(int)
    session.on("Network.responseReceived", lambda e: addresses.__setitem__(e["requestId"], e["response"]["url"]))
    session.on("Network.loadingFinished", lambda e: weight.__setitem__(e["requestId"], e["encodedDataLength"]))
    go()
    window.wait_for_load_state("networkidle")
    return {addresses[number].rpartition("/")[2] or "page": size for number, size in weight.items()
            if number in addresses}


@pytest.mark.parametrize("path", ["/rounds/", "/calendar/"])
def test_a_first_visit_weighs_less_than_70_kb_and_the_page_less_than_10(chrome, path):
    window = chrome("rita")
    first = travelled(window, lambda: window.goto(path))
    assert sum(first.values()) < 70_000, first
    assert {"wvg.css", "app.js", "htmx.min.js", "icons.svg", "public-sans-latin.woff2"} <= set(first)
    assert first["page"] < 10_000, first
    again = travelled(window, lambda: window.goto(path))
    assert sum(again.values()) < 10_000, again


def test_the_door_weighs_less_than_70_kb_too(chrome):
    window = chrome()
    first = travelled(window, lambda: window.goto("/sign-in"))
    assert sum(first.values()) < 70_000, first
