"""The calendar as people use it: with the mouse, the keyboard, a phone, on paper, and without JavaScript."""

import re
from datetime import date, time

import pytest
from people import BREAD, holder, seat
from playwright.sync_api import expect

from wvg.commons.planning.models import APPOINTMENT, Activity

DEC_12 = date(2026, 12, 12)


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def make(title, day, group="policy", audience="everyone", **more):
    return Activity.create(group=group, kind=APPOINTMENT, title=title, date=day, end_date=day, audience=audience,
                           starts=time(19, 30), ends=time(21, 30), minimum=0, public_place="Lokaal", **more)


@pytest.fixture
def beleid(app):
    return make("Beleidsoverleg", date(2026, 11, 26))


def test_a_group_is_taken_away_and_the_address_keeps_it(chrome, beleid):
    window = chrome("rita")
    window.goto("/calendar/")
    table = window.locator("table.month")
    expect(table).to_contain_text(BREAD)
    with window.expect_response(lambda answer: "/calendar/?" in answer.url):
        window.locator("#g-rounds").uncheck()
    expect(table).not_to_contain_text(BREAD)
    expect(table).to_contain_text("Beleidsoverleg")
    expect(window.locator("#g-rounds")).not_to_be_checked()
    expect(window.locator("#g-rounds")).to_be_focused()
    assert "g=policy" in window.url and "g=rounds" not in window.url and "month=2026-11" in window.url
    expect(window.get_by_role("button", name="Afdrukken")).to_be_visible()
    window.reload()
    expect(table).not_to_contain_text(BREAD)
    window.locator(".calbar a[aria-label='De volgende maand']").click()
    expect(window.locator("h1")).to_have_text("December 2026")
    expect(table).not_to_contain_text(BREAD)
    window.go_back()
    expect(window.locator("h1")).to_have_text("November 2026")
    window.get_by_role("link", name="Toon alles").click()
    expect(table).to_contain_text(BREAD)


def test_by_keyboard_alone_to_a_day_and_onto_a_place(chrome):
    window = chrome("godelieve")
    window.goto("/calendar/?month=2026-12")
    day = window.locator(f"a.day[href*='{DEC_12}']")
    for _ in range(90):
        window.keyboard.press("Tab")
        if day.evaluate("e => e === document.activeElement"):
            break
    expect(day).to_be_focused()
    window.keyboard.press("Enter")
    expect(window.locator("h1")).to_contain_text("Zaterdag 12 december 2026")
    place = seat(BREAD, DEC_12, 2)
    button = window.locator(f"#seat-{place.id} button")
    for _ in range(40):
        window.keyboard.press("Tab")
        if button.evaluate("e => e === document.activeElement"):
            break
    window.keyboard.press("Enter")
    expect(window.locator("#message")).to_contain_text("Je staat ingeschreven")
    assert holder(place) == "Godelieve"


def test_without_javascript_a_choice_is_made_with_a_button(chrome, beleid):
    window = chrome("rita", java_script_enabled=False)
    window.goto("/calendar/week?week=2026-W48")
    window.locator("#g-rounds").uncheck()
    window.get_by_role("button", name="Toon").click()
    expect(window.locator("table.month")).to_contain_text("Beleidsoverleg")
    expect(window.locator("table.month")).not_to_contain_text(BREAD)
    assert "week=2026-W48" in window.url
    window.locator("details.pick summary").first.click()
    window.locator("#go").fill("12 december")
    window.get_by_role("button", name="Ga", exact=True).click()
    expect(window.locator("h1")).to_contain_text("Zaterdag 12 december 2026")
    place = seat(BREAD, DEC_12, 2)
    window.locator(f"#seat-{place.id} button").click()
    expect(window.locator("#message")).to_contain_text("Je staat ingeschreven")
    assert f"day={DEC_12}" in window.url


def test_on_a_phone_a_strip_of_the_week_and_a_list(chrome, beleid):
    window = chrome("rita", width=390, height=844)
    window.goto("/calendar/")
    expect(window.locator("table.month")).not_to_be_visible()
    strip = window.locator(".wkstrip a")
    expect(strip).to_have_count(7)
    expect(strip.nth(1)).to_have_attribute("aria-current", "date")
    expect(window.locator(".agenda")).to_contain_text("Beleidsoverleg")
    expect(window.locator(".agenda")).to_contain_text("jij doet mee")
    assert window.evaluate("document.documentElement.scrollWidth") == 390
    phone = window.locator("main").get_by_role("link", name="Zet in mijn telefoon")
    expect(phone.locator("visible=true")).to_have_count(1)
    strip.nth(3).click()
    expect(window.locator("h1")).to_contain_text("Donderdag 26 november")
    expect(window.locator(".tabs a[aria-current]")).to_have_text("Kalender")


def test_month_and_week_are_one_sheet_with_all_that_may_hang_there(chrome, beleid):
    for n in range(4):
        make(f"Vierde {n}", date(2026, 11, 26))
        make(f"Zesde {n}", date(2026, 11, 10))
        make(f"Een lange titel die niet op een regel past {n}", date(2026, 11, 18))
    make("Met mevrouw Kanarie naar de dokter", date(2026, 11, 26), "visits", "those on it")
    make("Bezoekersoverleg", date(2026, 11, 26), "visits", "everyone")
    make("Van Hugo", date(2026, 11, 26), "steering", "those on it")
    window = chrome("hugo")
    for path in ("/calendar/", "/calendar/week"):
        window.goto(path)
        window.emulate_media(media="print", color_scheme="dark")
        for gone in ("header", "footer", ".tabs", ".filters", ".legend", "main button", ".calbar nav",
                     ".agenda"):
            for each in window.locator(gone).all():
                expect(each).not_to_be_visible()
        shown = window.locator("main").evaluate("e => e.innerText")
        assert "Beleidsoverleg" in shown and "Vierde 3" in shown and "nog 2" not in shown
        for private in ("Kanarie", "Begeleiding", "Bezoekersoverleg", "Van Hugo"):
            assert private not in shown, (path, private)
        assert "24 november 2026" in shown and "0400 00 00 04" in shown and "R = Rondes" in shown
        assert "Z =" not in shown and "D =" not in shown
        assert window.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        pdf = window.pdf(prefer_css_page_size=True)
        assert pages_of(pdf) == 1, path
        # A4 landscape, in points.
        box = [float(n) for n in re.search(rb"/MediaBox\s*\[([^\]]+)\]", pdf)[1].split()]
        assert abs(box[2] - 842) < 2 and abs(box[3] - 595) < 2
        window.emulate_media(media="screen")


def test_a_holiday_has_its_name_on_each_day_of_it_on_paper(chrome):
    window = chrome("rita")
    window.goto("/calendar/?month=2026-12")
    screen = window.locator("table.month").evaluate("e => e.innerText")
    window.emulate_media(media="print")
    paper = window.locator("table.month").evaluate("e => e.innerText")
    assert paper.count("Kerstvakantie") == 14, "21 December to 3 January"
    visible = window.locator(".hol:not(.holx)").count()
    assert visible < 14 and "Kerstmis" in screen


def test_what_is_open_shows_without_colour_too(chrome):
    window = chrome("rita")
    window.goto("/calendar/")
    gap = window.locator("table .gap").first
    expect(gap).to_have_text(re.compile(r"\d open"))
    assert gap.evaluate("e => getComputedStyle(e).borderTopStyle") == "dashed"


def test_a_year_ahead_is_paged_to_and_back(chrome):
    window = chrome("rita")
    window.goto("/calendar/")
    for _ in range(13):
        window.locator(".calbar a[aria-label='De volgende maand']").click()
    expect(window.locator("h1")).to_have_text("December 2027")
    window.get_by_role("link", name="Vandaag", exact=True).last.click()
    expect(window.locator("h1")).to_have_text("November 2026")
