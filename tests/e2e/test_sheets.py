"""What is printed for the rounds: the roster of a month, the telephone list and the handover page, on A4."""

import re

from people import BREAD, viewer
from playwright.sync_api import expect

from wvg.base import clock
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.planning.team import rules_handover
from wvg.commons.volunteers import rules as volunteers

LANDSCAPE, PORTRAIT = (842, 595), (595, 842)


def paper(window):
    """The size of each printed page, in points."""
    pdf = window.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(wide)), round(float(high))) for wide, high in boxes]


def printed(window):
    """What stands on the paper."""
    window.emulate_media(media="print", color_scheme="dark")
    for gone in ("header", "footer", ".tabs", "button", "a.btn"):
        for each in window.locator(gone).all():
            expect(each).not_to_be_visible()
    assert window.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    return window.locator("main").inner_text()


def test_the_roster_of_a_month_is_one_sheet_with_lines_to_write_on(chrome):
    for name in ("rita", "bart"):
        window = chrome(name)
        window.goto("/rounds/")
        window.click("main a[href='/rounds/roster']")
        window.click("main a[href='/rounds/roster?month=2026-12']")
        shown = printed(window)
        assert "december 2026" in shown and "(Luc G.)" in shown and "Samir A." in shown
        assert "24 november 2026" in shown and "0400 00 00 04" in shown and "Goethals" not in shown
        row = window.locator("tr", has_text="za 12 dec")
        expect(row.locator(".nogap")).not_to_be_visible()
        line = row.locator(".place").last
        assert line.evaluate("e => getComputedStyle(e).borderBlockEndStyle") == "dotted"
        assert line.bounding_box()["height"] >= 20, "room for a pen"
        assert paper(window) == [LANDSCAPE]
        window.goto("/rounds/roster")
        assert paper(window) == [LANDSCAPE]


def test_the_roster_fits_a_phone(chrome):
    window = chrome("rita", width=390, height=844)
    window.goto("/rounds/roster?month=2026-12")
    assert window.evaluate("document.documentElement.scrollWidth") <= 390
    expect(window.locator("tr", has_text="za 12 dec").locator(".nogap")).to_be_visible()


def test_the_telephone_list_stands_upright_and_goes_on_over_the_page(chrome):
    window = chrome("bart")
    window.goto("/rounds/telephone-list")
    shown = printed(window)
    assert "Luc Goethals" in shown and "0400 00 00 08" in shown and "24 november 2026" in shown
    assert paper(window) == [PORTRAIT]
    for n in range(40):
        person = volunteers.add({"first_name": f"Extra{n}"}, viewer("katrien"), clock.now())
        account = Account.create(volunteer=person, user_name=f"extra{n}", made_at=clock.now())
        Grant.create(account=account, role="volunteer", group="rounds", given_at=clock.now())
    window.reload()
    assert paper(window) == [PORTRAIT, PORTRAIT]
    window.emulate_media(media="screen")
    window.set_viewport_size({"width": 390, "height": 844})
    assert window.locator("table").bounding_box()["width"] <= 390


def test_the_handover_page_stands_upright(chrome):
    rules_handover.agree("rounds", "Sleutel bij Katrien.", 0, viewer("bart"), clock.now())
    window = chrome("bart")
    window.goto("/rounds/handover")
    shown = printed(window)
    assert "Sleutel bij Katrien." in shown and BREAD in shown
    assert set(paper(window)) == {PORTRAIT}


def test_ticking_in_the_list_changes_one_card_and_keeps_the_place(chrome):
    window = chrome("bart", width=390, height=844)
    window.goto("/rounds/attendance")
    card = window.locator("main section.card").nth(2)
    number = card.get_attribute("id")
    button = card.locator("button[value=came]").first
    button.scroll_into_view_if_needed()
    before = window.evaluate("scrollY")
    button.click()
    expect(window.locator(f"#{number} button[aria-pressed=true]")).to_have_count(1)
    expect(window.locator(f"#{number} button[aria-pressed=true]")).to_be_focused()
    expect(window.locator("#message .toast")).to_be_visible()
    assert window.url.endswith("/rounds/attendance") and abs(window.evaluate("scrollY") - before) < 300
    window.locator(f"#{number} button[aria-pressed=true]").click()
    expect(window.locator(f"#{number} button[aria-pressed=true]")).to_have_count(0)
    window.locator(f"#{number} > form button").click()
    expect(window.locator(f"#{number} .badge--ok")).to_be_visible()
    window.locator("#message form button").click()
    window.wait_for_url(f"**/rounds/attendance#{number}")
    expect(window.locator(f"#{number} button[aria-pressed=true]")).to_have_count(0)


def test_the_spreadsheet_is_downloaded(chrome):
    window = chrome("bart")
    window.goto("/rounds/hours")
    with window.expect_download() as download:
        window.click("main form[method=post] button")
    assert download.value.suggested_filename == "wvg-2026-11-01-2026-11-30.csv"
    assert '"Luc";"Goethals";"1";"2,5"' in download.value.path().read_text(encoding="utf-8-sig")
