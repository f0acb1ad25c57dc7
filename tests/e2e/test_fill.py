"""At the kitchen table: thirteen weeks filled without touching the mouse."""

import re
from itertools import cycle

from people import BREAD, DEC_12, activity, holder, live, seat
from playwright.sync_api import expect

from wvg.base import clock
from wvg.commons.planning.models import Activity, Seat
from wvg.commons.volunteers.models import Availability, Volunteer

ADDRESS = "/fill/rounds?week=2026-W48"
LABEL = "document.activeElement.getAttribute('aria-label')"


def box(window, place):
    return window.locator(f"#name-{place.id}")


def settled(window):
    window.wait_for_function("() => !document.querySelector('.htmx-request')")


def test_thirteen_weeks_are_filled_by_keyboard_alone(chrome):
    chrome.expected = {422}  # a warning asks why
    Volunteer.update(max_per_month=None, new_since=None).execute()
    Availability.delete().execute()
    window = chrome("bart")
    window.goto("/rounds/")
    while window.evaluate("document.activeElement.innerText.trim()") != "Weken invullen":
        window.keyboard.press("Tab")
    window.keyboard.press("Enter")
    window.wait_for_url("**/fill/rounds*")
    first = Seat.select().join(Activity).where(Activity.title == BREAD, Activity.date >= clock.today()).order_by(
        Activity.date, Seat.position).first()
    while not (window.evaluate("document.activeElement.id") or "").startswith(f"name-{first.id}"):
        window.keyboard.press("Tab")
    for names in (cycle(["sam", "wim", "bar"]), cycle(["god", "luc", "chr", "nad"])):
        typed = 0
        for name in names:
            label, full = window.evaluate(LABEL), window.evaluate("document.activeElement.value")
            if not full:
                window.keyboard.type(name)
            window.keyboard.press("Enter")
            typed += 1
            settled(window)
            if window.evaluate(LABEL) == label:  # the last one: Enter keeps it and stays
                break
        for _ in range(typed):
            window.keyboard.press("ArrowUp")
        window.keyboard.press("ArrowRight")
    settled(window)
    coming = Activity.select().where(
        Activity.title == BREAD, Activity.state == "planned",
        Activity.date.between(clock.today(), clock.today().replace(year=2027, month=2, day=21)),
    )
    places = list(Seat.select().where(Seat.activity.in_(coming)))
    assert len(places) >= 22 and [holder(place) for place in places if holder(place) is None] == []
    window.reload()
    assert box(window, first).input_value() == "Samir Al-Khatib"


def test_escape_takes_back_what_was_typed_and_ctrl_z_what_was_kept(chrome):
    place = seat(BREAD, DEC_12, 2)
    window = chrome("bart")
    window.goto(ADDRESS)
    box(window, place).focus()
    window.keyboard.type("rit")
    expect(box(window, place)).to_have_value("Rita Coppens")
    window.keyboard.press("Escape")
    expect(box(window, place)).to_have_value("")
    window.keyboard.type("rit")
    window.keyboard.press("ArrowDown")
    expect(window.locator("#message")).to_contain_text("Rita staat ingeschreven")
    assert holder(place) == "Rita"
    window.keyboard.press("Control+z")
    window.wait_for_url("**/fill/rounds*#date-*")
    expect(window.locator("#message")).to_contain_text("teruggedraaid")
    assert holder(place) is None


def test_a_warning_keeps_what_was_typed_and_takes_a_reason(chrome):
    chrome.expected = {422}
    Volunteer.update(max_per_month=1).where(Volunteer.first_name == "Samir").execute()
    place = seat(BREAD, DEC_12, 2)
    window = chrome("bart")
    window.goto(ADDRESS)
    box(window, place).focus()
    window.keyboard.type("sam")
    window.keyboard.press("ArrowDown")
    expect(window.locator(f"#cell-{place.id}")).to_contain_text("Samir wil hoogstens 1 keer per maand gaan.")
    expect(box(window, place)).to_have_value("Samir Al-Khatib")
    window.keyboard.press("ArrowUp")
    window.keyboard.press("Tab")
    window.keyboard.type("heeft het geregeld")
    window.keyboard.press("Tab")
    expect(window.locator("#message")).to_contain_text("Samir staat ingeschreven")
    assert live(place).override == "heeft het geregeld"


def test_with_the_mouse_and_without_javascript_too(chrome):
    place, number = seat(BREAD, DEC_12, 2), activity(BREAD, DEC_12).id
    mouse = chrome("bart")
    mouse.goto(ADDRESS)
    box(mouse, place).click()
    mouse.keyboard.type("rit")
    mouse.locator("h1").click()
    expect(mouse.locator("#message")).to_contain_text("Rita staat ingeschreven")
    plain = chrome("bart", java_script_enabled=False)
    plain.goto(ADDRESS)
    box(plain, place).fill("nad")
    plain.locator(f"#row-{number} button").click()
    plain.wait_for_url(re.compile(f"#date-{number}$"))
    assert holder(place) == "Nadia"
