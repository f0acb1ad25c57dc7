"""The pages of a session in a real browser: on a phone, with the keyboard, for who helps and who decides."""

import pytest
from playwright.sync_api import expect
from test_every_page import AXE, FOUND, SIDEWAYS, SMALL
from tutoring import DEC_15, ROOM, booking, page_of

from wvg.base import clock
from wvg.groups.homework.closing import rules
from wvg.groups.homework.during import rules_attendance, rules_notes, rules_worries

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def full(app):
    """A session with something of everything."""
    from people import viewer

    now, jonas = clock.now(), viewer("jonas")
    rules_notes.write(booking("Amina").id, "tafels van 7", jonas, now)
    worry = rules_worries.raise_worry(booking("Amina").id, "slaapt slecht", jonas, now)
    rules_attendance.tick(booking("Amina").id, "late", jonas, now)
    rules_attendance.tick(booking("Yusuf").id, "absent", jonas, now)
    rules.close({"place": ROOM, "first_day": DEC_15, "last_day": DEC_15, "reason": "verwarming stuk"},
                viewer("fatiha"), now)
    of = f"/homework/bookings/{booking('Amina').id}"
    tutor = [page_of(), f"{page_of()}/attendance", f"{of}/note", f"{of}/worry", f"{of}/need", "/homework/worries/"]
    decide = [page_of(DEC_15), f"{page_of(DEC_15)}/calls", "/homework/closing/", "/homework/closing/new"]
    return {"jonas": tutor, "marijke": [page_of(), *decide, "/homework/worries/", f"/homework/worries/{worry.id}"],
            "fatiha": [page_of(), f"{page_of()}/attendance", *decide]}


@pytest.mark.parametrize("name", ["jonas", "marijke", "fatiha"])
def test_all_of_it_can_be_read_and_reached(chrome, full, name):
    for width, height, dark in ((1366, 768, False), (390, 844, True), (320, 700, False)):
        window = chrome(name)
        window.set_viewport_size({"width": width, "height": height})
        window.emulate_media(color_scheme="dark" if dark else "light")
        for address in full[name]:
            window.goto(address)
            window.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            window.evaluate(AXE)
            assert window.evaluate(FOUND, False) == [], f"{address} {width}"
            assert window.evaluate(SIDEWAYS) <= 0, f"{address} {width}"
            assert window.evaluate(SMALL) == [], f"{address} {width}"


def test_a_thumb_says_who_is_here_in_two_presses(chrome):
    window = chrome("jonas")
    window.set_viewport_size(PHONE)
    window.goto(page_of())
    window.click(".tick-now")
    for button in window.locator(".mark").all():
        box = button.bounding_box()
        assert box["height"] >= 48 and box["width"] >= 60
    window.click(f"form[action='{page_of()}/attendance'] button")
    expect(window.locator(".mark--present[aria-pressed=true]")).to_have_count(5)


def test_the_keyboard_stays_on_the_button_that_was_pressed(chrome):
    window = chrome("jonas")
    window.goto(f"{page_of()}/attendance")
    late = f"#pupil-{booking('Elena').id} .mark--late"
    for pressed in ("true", "false", "true"):
        window.focus(late)
        window.keyboard.press("Enter")
        expect(window.locator(late)).to_have_attribute("aria-pressed", pressed)
        expect(window.locator(late)).to_be_focused()


def test_a_call_stays_where_it_was(chrome, full):
    window = chrome("marijke")
    window.goto(f"{page_of(DEC_15)}/calls")
    told = f"#call-{booking('Amina', DEC_15).id} button[value=told]"
    window.focus(told)
    window.keyboard.press("Enter")
    expect(window.locator(told)).to_have_attribute("aria-pressed", "true")
    expect(window.locator(told)).to_be_focused()


def test_a_tutor_hands_over_from_the_page_of_the_session(chrome):
    window = chrome("jonas")
    window.goto(page_of(DEC_15))
    window.click("details.cant summary")
    window.click("form[action$=substitute] button")
    expect(window.locator("form[action$=coming] button")).to_be_focused()
