"""Every page, found by itself, for everybody: readable, reachable, and nothing beside the screen."""

from pathlib import Path

import pytest
from walk import PEOPLE, pages, shape

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
WIDE, PHONE, NARROW = (1366, 768), (390, 844), (320, 700)
FOUND = """async () => (await axe.run({resultTypes: ['violations'], preload: false, elementRef: false})).violations
  .map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 150)).join(' | '))"""


@pytest.fixture
def addresses(app, browser, as_person):
    """The addresses of each person, without those whose page is built the same as one seen before."""
    seen, chosen = set(), {}
    for name in PEOPLE:
        someone = as_person(name) if name else browser
        chosen[name] = []
        for _, address in pages(app, someone, name):
            built = shape(someone.get(address).text)
            if built not in seen:
                seen.add(built)
                chosen[name].append(address)
    return chosen


def everywhere(chrome, addresses, **more):
    """A window on each of the pages, one after the other."""
    chrome.expected = {404}
    for name, own in addresses.items():
        window = chrome(name, **more)
        for address in own:
            window.goto(address)
            yield window, f"{name} {address}"


def size(window, measures):
    window.set_viewport_size(dict(zip(("width", "height"), measures, strict=True)))


def test_axe_finds_nothing_light_or_dark_wide_or_narrow(chrome, addresses):
    problems = []
    for window, where in everywhere(chrome, addresses):
        window.evaluate("() => 1")
        window.evaluate(AXE.read_text())
        for measures in (WIDE, PHONE):
            size(window, measures)
            for scheme in ("light", "dark"):
                window.emulate_media(color_scheme=scheme)
                problems += [f"{where} {measures[0]} {scheme} {found}" for found in window.evaluate(FOUND)]
    assert not problems, "\n".join(problems)


SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"
SMALL = """() => [...document.querySelectorAll('a[href],button,summary,input:not([type=hidden]),select,textarea')]
  .filter(e => e.checkVisibility() && !e.closest('dialog:not([open])'))
  .filter(e => !e.matches('.skip,input[type=checkbox],input[type=radio]') || !e.closest('label'))
  .map(e => [e, e.getBoundingClientRect()])
  .filter(([e, r]) => (r.width < 24 || r.height < 24) && !(e.matches('a')
    && e.closest('p,dd,li')?.innerText.trim() != e.innerText.trim()))
  .map(([e, r]) => `${Math.round(r.width)}x${Math.round(r.height)} ${e.outerHTML.slice(0, 120)}`)"""
