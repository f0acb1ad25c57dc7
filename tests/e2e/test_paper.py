"""The roster on the wall: one A4, black on white, lines to write on."""

import re
from datetime import timedelta

from playwright.sync_api import expect
from runs import SIX, canary, path, plan

from wvg.base import clock
from wvg.commons.people.models import Household


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def test_the_roster_is_one_sheet_without_buttons_and_with_real_names(chrome):
    for name in ("rita", "bart"):
        window = chrome(name)
        window.goto("/rounds/")
        window.emulate_media(media="print", color_scheme="dark")
        for gone in ("header", "footer", ".tabs", ".strip", ".later", "#message", "button", "details", ".seg"):
            for each in window.locator(gone).all():
                expect(each).not_to_be_visible()
        main = window.locator("main")
        expect(main).to_contain_text("Rita C.")
        shown = main.evaluate("e => e.innerText")
        assert "Jij" not in shown and "Kies iemand" not in shown and "Ik doe mee" not in shown
        assert "24 november 2026" in shown and "0400 00 00 04" in shown and "(Luc G.)" in shown
        assert window.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert pages_of(window.pdf(prefer_css_page_size=True)) == 1


def test_a_start_letter_is_one_sheet(chrome):
    window = chrome("katrien")
    window.goto("/accounts/10/letter")
    window.locator("main form.row button").click()
    expect(window.locator(".letter__code")).to_be_visible()
    assert pages_of(window.pdf(prefer_css_page_size=True)) == 1
    window.emulate_media(media="print")
    expect(window.locator("main button").first).not_to_be_visible()
    assert "rita" in window.locator(".letter").inner_text()


def test_a_round_sheet_of_six_families_is_one_sheet_and_its_number_stands_on_each(chrome):
    plan(*SIX)
    window = chrome("bart")

    def on_paper():
        window.goto(path())
        with window.expect_navigation():  # what is still coming cannot be printed
            window.locator(f"form[action='{path('/sheets')}'] button").click()
        return pages_of(window.pdf(prefer_css_page_size=True))

    assert on_paper() == 1
    window.emulate_media(media="print")
    for gone in ("header", "footer", "main button", ".head"):
        for each in window.locator(gone).all():
            expect(each).not_to_be_visible()
    assert window.evaluate("getComputedStyle(document.querySelector('.doors')).fontSize") == "18.6667px", "14 pt"
    window.emulate_media(media="screen")
    plan(*[row.code_name for row in Household.select()])
    for row in Household.select():
        canary(row.code_name)
    with clock.standing_still(clock.now() + timedelta(minutes=2)):
        assert on_paper() > 1
    window.emulate_media(media="print")
    assert window.evaluate("getComputedStyle(document.querySelector('.doors thead')).display") == "table-header-group"
