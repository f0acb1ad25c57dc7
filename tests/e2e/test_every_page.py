"""Every page, found by itself, for everybody: readable, reachable, and nothing beside the screen."""

from pathlib import Path

import pytest
from walk import PEOPLE, pages, shape
from window import launch, watched

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


def test_nothing_is_wider_than_the_screen_and_nothing_too_small_to_hit(chrome, addresses):
    problems = []
    for window, where in everywhere(chrome, addresses):
        for measures in (WIDE, PHONE, NARROW):
            size(window, measures)
            wide = window.evaluate(SIDEWAYS)
            problems += [f"{where} {measures[0]}: {wide} px too wide"] if wide > 0 else []
            problems += [f"{where} {measures[0]}: {found}" for found in window.evaluate(SMALL)]
    assert not problems, "\n".join(problems)


def test_with_doubled_text_nothing_is_wider_than_the_screen(playwright, site, addresses):
    big = launch(playwright, "--blink-settings=defaultFontSize=32")
    problems = []
    with watched(big, site) as chrome:
        for window, where in everywhere(chrome, addresses):
            assert window.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
            wide = window.evaluate(SIDEWAYS)
            problems += [f"{where}: {wide} px too wide"] if wide > 0 else []
    big.close()
    assert not problems, "\n".join(problems)


RINGED = """() => {
  const e = document.activeElement, r = e.getBoundingClientRect();
  if (e === document.body) return null;
  const parts = [e, e.closest('label')].filter(Boolean).map(x => getComputedStyle(x));
  const ring = parts.some(p => p.outlineStyle !== 'none' && parseFloat(p.outlineWidth) >= 2);
  return { name: e.outerHTML.slice(0, 100), ring, seen: r.bottom > 0 && r.top < innerHeight };
}"""


def test_tab_reaches_everything_in_order_with_a_ring(chrome, addresses):
    problems = []
    for window, where in everywhere(chrome, addresses):
        window.evaluate("document.activeElement.blur()")
        reached = []
        for _ in range(40):
            window.keyboard.press("Tab")
            found = window.evaluate(RINGED)
            if found is None or found["name"] in reached[:1]:
                break
            reached.append(found["name"])
            if not found["ring"]:
                problems.append(f"{where}: no ring on {found['name']}")
            if not found["seen"]:
                problems.append(f"{where}: out of sight {found['name']}")
        assert reached, where
    assert not problems, "\n".join(sorted(set(problems)))
