"""Every page, found by itself, for everybody: readable, reachable, and nothing beside the screen."""

from datetime import date
from pathlib import Path

import closings
import meetings
import pytest
from flask import template_rendered
from people import BREAD, DEC_12, DEC_19, activity, seat
from walk import PEOPLE, pages, shape
from window import Site, launch, watched

from wvg.base import clock
from wvg.commons.accounts import rules_codes

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
TEMPLATES = Path(__file__).parents[2] / "wvg" / "templates"
WIDE, PHONE, NARROW = (1366, 768), (390, 844), (320, 700)
# In the dark only the colours differ.
FOUND = """async (dark) => (await axe.run({resultTypes: ['violations'], preload: false, elementRef: false,
  ...(dark && {runOnly: ['color-contrast', 'link-in-text-block']})})).violations
  .map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 150)).join(' | '))"""
SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"
# WCAG 2.2, 2.5.8: 24 by 24, but for links inside a sentence and for ticks whose label can be hit.
SMALL = """() => [...document.querySelectorAll('a[href],button,summary,input:not([type=hidden]),select,textarea')]
  .filter(e => e.checkVisibility() && !e.closest('dialog:not([open])') && !e.matches('.skip,label input'))
  .map(e => [e, e.getBoundingClientRect()])
  .filter(([e, r]) => (r.width < 24 || r.height < 24) && !(e.matches('a')
    && e.closest('p,dd,li')?.innerText.trim() != e.innerText.trim()))
  .map(([e, r]) => `${Math.round(r.width)}x${Math.round(r.height)} ${e.outerHTML.slice(0, 120)}`)"""

NOV_21 = date(2026, 11, 21)


@pytest.fixture
def addresses(app, browser, as_person):
    """The addresses of each person, without those whose page is built the same as one seen before."""
    seen, chosen = set(), {}
    for name in PEOPLE:
        someone = as_person(name) if name else browser
        chosen[name] = []
        for address in pages(app, someone, name):
            built = shape(someone.get(address).text)
            if built not in seen:
                seen.add(built)
                chosen[name].append(address)
    return chosen


def everywhere(chrome, addresses, **more):
    """A window on each of the pages, one after the other."""
    chrome.expected |= {404}
    for name, own in addresses.items():
        window = chrome(name, **more)
        for address in own:
            window.goto(address)
            yield window, f"{name} {address}"


def size(window, measures):
    window.set_viewport_size(dict(zip(("width", "height"), measures, strict=True)))


def wrong_with(window, where):
    """What axe and a ruler find on the page in this window: light and dark, wide, on a phone and on a small one."""
    window.evaluate(AXE)
    problems = []
    for measures in (WIDE, PHONE):
        size(window, measures)
        for scheme in ("light", "dark"):
            window.emulate_media(color_scheme=scheme)
            # Nobody fills anything in on the screen in the office, and nobody stands at it to press Reload.
            problems += [f"{scheme} {found}" for found in window.evaluate(FOUND, scheme == "dark")
                         if not (found.startswith("meta-refresh:") and "/calendar/board/" in where)]
        problems += window.evaluate(SMALL)
    for measures in (WIDE, PHONE, NARROW):
        size(window, measures)
        wide = window.evaluate(SIDEWAYS)
        problems += [f"{wide} px too wide for {measures[0]}"] if wide > 0 else []
    size(window, WIDE)
    window.emulate_media(color_scheme="light")
    return [f"{where}: {problem}" for problem in problems]


@pytest.fixture
def shown():
    """The names of the templates that are shown while the test runs, by whichever thread."""
    names = set()

    def note(_app, template, **_more):
        names.add(template.name)

    with template_rendered.connected_to(note):
        yield names


def whole_pages():
    """The templates that are a page of their own."""
    return {
        path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")
        if "{% extends" in path.read_text() and path.name not in ("gate.html", "base.html")
    }


def test_every_page_can_be_read_and_used(chrome, addresses, shown):
    problems, chrome.expected = [], {409, 422}
    for window, where in everywhere(chrome, addresses):
        problems += wrong_with(window, where)
        problems += empty_forms(window, where)
    problems += after_a_press(chrome)
    assert not problems, "\n".join(problems)
    # The first account can only be made on an empty machine.
    assert whole_pages() - shown == {"accounts/first_admin.html"}, "a page that nobody looked at"


FORMS = """() => [...document.querySelectorAll('main form[method=post]')].map((form, n) => [form, n])
  .filter(([form]) => form.querySelector('input:not([type=hidden]),select,textarea')).map(([form, n]) => n)"""
EMPTY = """(n) => {
  const form = document.querySelectorAll('main form[method=post]')[n];
  for (const e of form.querySelectorAll('input:not([type=hidden]),textarea')) { e.value = ''; e.checked = false; }
  form.requestSubmit();
}"""


def empty_forms(window, where):
    """What is wrong with the pages that say what was not filled in."""
    address, problems = window.url, []
    for n in window.evaluate(FORMS):
        with window.expect_navigation() as sent:
            window.evaluate(EMPTY, n)
        # No answer: a part of the page was answered, and the address only got another place on it.
        if sent.value and sent.value.status in (409, 422):
            problems += wrong_with(window, f"{where} form {n} sent empty")
        window.goto(address)
    return problems


def after_a_press(chrome):
    """What is wrong with pages that only a press can bring."""
    chrome.expected |= {400, 403, 409}
    place = seat(BREAD, DEC_12, 2)
    rita, godelieve, katrien = chrome("rita"), chrome("godelieve"), chrome("katrien")
    rita.goto("/organisation")
    yield from wrong_with(rita, "not allowed")
    godelieve.goto("/rounds/")
    rita.goto("/rounds/")
    rita.click(f"#seat-{place.id} form button")
    rita.locator("#message .toast").wait_for()
    yield from wrong_with(rita, "a message")
    rita.click(f"#seat-{place.id} summary")
    yield from wrong_with(rita, "an open panel")
    with godelieve.expect_navigation():  # as without JavaScript, but axe needs it
        godelieve.evaluate(f"document.querySelector('#seat-{place.id} form').submit()")
    assert godelieve.url.endswith(f"/seats/{place.id}/sign-up")
    yield from wrong_with(godelieve, "just too late")
    marijke = chrome("marijke")
    marijke.goto("/homework/closing/new")
    marijke.fill("#first_day", "15/12")
    marijke.fill("#reason", "De verwarming is stuk")
    with marijke.expect_navigation():
        marijke.click("main form .btn--main")
    assert "Lokaal sluiten" in marijke.inner_text("main")
    yield from wrong_with(marijke, "who is told of a closing")
    bart = chrome("bart")
    bart.goto(f"/series/{place.activity.series_id}/change")
    bart.locator("#first_day").fill("1/2/2027")
    bart.locator("#starts").fill("18.00")
    bart.click("main form .btn--main")
    yield from wrong_with(bart, "what a change would do")
    bart.goto("/people/import")
    bart.set_input_files("input[type=file]", {
        "name": "a.csv", "mimeType": "text/csv", "buffer": b"Codenaam;Volwassenen\nGrutto;2\nMerel;3\n"
    })
    bart.click("main form button")
    yield from wrong_with(bart, "a list of families looked at")
    bart.goto("/calendar/closings/file?group=rounds")
    known = closings.event("known", DEC_12, reason="D'Hondt <b>")
    for events in ([known], [closings.event("known", DEC_12, DEC_19), closings.event("new", DEC_19, more="RRULE:x")]):
        bart.set_input_files("input[type=file]", {
            "name": "a.ics", "mimeType": "text/calendar", "buffer": closings.calendar(*events).encode()
        })
        bart.click("main form .btn--main")
        yield from wrong_with(bart, "a calendar file looked at")
        bart.click("main form .btn--main")
        yield from wrong_with(bart, "what is closed by a file")
        bart.goto("/calendar/closings/file?group=rounds")
    series = meetings.add(by="bart", group="rounds", rule="RRULE:FREQ=MONTHLY;BYDAY=2TU", places=1)
    bart.goto(f"/calendar/appointments/series/{series.id}")
    yield from wrong_with(bart, "an appointment that comes back")
    bart.goto(f"/rounds/runs/{activity(BREAD, NOV_21).id}")
    bart.click("form[action$='/sheets'] button")
    bart.locator("table.doors").wait_for()
    yield from wrong_with(bart, "a round sheet")
    bart.goto("/calendar/phone")
    bart.locator("form[action$='/own'] button, form[action$='/renewal'] button").first.click()
    bart.locator(".given__qr").wait_for()
    bart.evaluate("document.querySelectorAll('details').forEach(part => { part.name = ''; part.open = true })")
    yield from wrong_with(bart, "an address of one's own, and the steps")
    katrien.goto("/calendar/screen")
    katrien.click("form[action$='/address'] button")
    katrien.locator(".given__code").wait_for()
    yield from wrong_with(katrien, "the address of the screen")
    katrien.goto("/accounts/10/letter")
    katrien.click("main form button")
    yield from wrong_with(katrien, "a letter")
    katrien.goto("/volunteers/import")
    katrien.set_input_files("input[type=file]", {
        "name": "a.csv", "mimeType": "text/csv", "buffer": b"Voornaam;Gsm\nOmar;0470 12 34 57\nRita;0400 00 00 10\n"
    })
    katrien.click("main form button")
    yield from wrong_with(katrien, "a list looked at")


def test_the_first_pages_can_be_read_and_used(chromium, empty_app):
    site = Site(empty_app)
    with watched(chromium, site) as chrome:
        window = chrome()
        window.goto(f"/first/{rules_codes.first_admin_link(clock.now())}")
        problems = wrong_with(window, "first")
        window.fill("#first_name", "Katrien")
        window.fill("#user_name", "katrien")
        window.check("#coordinates")
        window.click("main .btn--main")
        for address in ("/", "/rounds/", "/rounds/?show=mine", "/rounds/series/", "/volunteers/", "/accounts/"):
            window.goto(address)
            problems += wrong_with(window, f"empty {address}")
    site.stop()
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


# Where Tab should come, in the order of the page; of a group of radio buttons only one.
STOPS = """() => {
  const first = (e) => e.type !== 'radio' || e === (
    document.querySelector(`input[name="${e.name}"]:checked`) || document.querySelector(`input[name="${e.name}"]`));
  window.stops = [...document.querySelectorAll('a[href],button,summary,input,select,textarea,[tabindex="0"]')]
    .filter(e => e.checkVisibility() && e.type !== 'hidden' && first(e));
  document.activeElement.blur();
  return window.stops.length;
}"""
HERE = """() => {
  const e = document.activeElement, r = e.getBoundingClientRect();
  const ring = [e, e.closest('label')].filter(Boolean).map(x => getComputedStyle(x))
    .some(p => p.outlineStyle !== 'none' && parseFloat(p.outlineWidth) >= 2);
  return { name: e.outerHTML.slice(0, 100), number: window.stops.indexOf(e), ring,
    seen: r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth };
}"""


def test_tab_reaches_everything_in_order_with_a_ring(chrome, addresses):
    problems = []
    for window, where in everywhere(chrome, addresses):
        for number in range(window.evaluate(STOPS)):
            window.keyboard.press("Tab")
            found = window.evaluate(HERE)
            if found["number"] != number:
                problems.append(f"{where}: number {number} of the page is not reached, but {found['name']}")
                break
            if not found["ring"]:
                problems.append(f"{where}: no ring on {found['name']}")
            if not found["seen"]:
                problems.append(f"{where}: out of sight {found['name']}")
    assert not problems, "\n".join(problems)
