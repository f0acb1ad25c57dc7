"""The papers of homework support: one A4 each, upright, black on white, without a button."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from wvg.base import clock
from wvg.commons.planning.models import Activity
from wvg.groups.homework.models import Booking, HomeworkSession, Pupil

PORTRAIT = (595, 842)
TODAY = date(2026, 11, 24)


def session():
    return Activity.get(Activity.title == "Huiswerk De Vissen", Activity.date == TODAY)


def group():
    return HomeworkSession.get(HomeworkSession.activity == session()).group_id


def papers():
    return {
        "list": f"/homework/sessions/{session().id}/list", "card": f"/homework/groups/{group()}/card",
        **{f"timetable {term} {language}": f"/homework/groups/{group()}/timetable?term={term}&language={language}"
           for term in (1, 2, 3) for language in ("nl", "fr", "en")},
    }


def paper(window):
    """The size of each printed page, in points."""
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", window.pdf(prefer_css_page_size=True))
    return [(round(float(wide)), round(float(high))) for wide, high in boxes]


COLOURS = """() => [...new Set([...document.querySelectorAll('main *')]
  .filter(e => e.checkVisibility() && e.innerText?.trim())
  .flatMap(e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]))]"""


def is_grey(colour):
    numbers = [float(n) for n in re.findall(r"[\d.]+", colour)]
    return len(set(numbers[:3])) == 1


@pytest.mark.parametrize("name", ["jonas", "marijke", "fatiha"])
def test_each_paper_is_one_sheet_black_on_white_without_a_button(chrome, name):
    window = chrome(name, color_scheme="dark")
    for what, path in papers().items():
        window.emulate_media(media="null")
        window.goto(path)
        assert paper(window) == [PORTRAIT], what
        window.emulate_media(media="print")
        for gone in ("header", "footer", ".tabs", "main button", "main a.btn", ".seg", "h1"):
            for each in window.locator(gone).all():
                expect(each).not_to_be_visible()
        assert window.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert [colour for colour in window.evaluate(COLOURS) if not is_grey(colour)] == [], what


def test_names_on_the_list_are_14_points_and_a_line_has_room_for_a_pen(chrome):
    window = chrome("jonas")
    window.goto(papers()["list"])
    window.emulate_media(media="print")
    name = window.locator("tbody th", has_text="Amina")
    assert name.evaluate("e => getComputedStyle(e).fontSize") == "18.6667px", "14 pt"
    assert name.bounding_box()["height"] >= 45, "12 mm"
    assert "Amina" not in window.title()


def test_twelve_pupils_still_fit_and_with_forty_the_head_is_on_each_sheet(chrome):
    here = HomeworkSession.get(HomeworkSession.activity == session())
    window = chrome("marijke")

    def on_it(number):
        for n in range(Booking.select().where(Booking.session == here, Booking.state == "confirmed").count(), number):
            pupil = Pupil(goes_on=2026, made_at=clock.now())
            pupil.seal({"first_name": f"Alexandra-Maria{n}", "year": "5e secundair",
                        "subjects": ["dutch", "planning"]})
            pupil.save(force_insert=True)
            Booking.create(pupil=pupil, session=here, side="us", state="confirmed", made_at=clock.now())
        window.goto(papers()["list"])
        return paper(window)

    assert on_it(12) == [PORTRAIT]
    assert len(on_it(40)) > 1
    window.emulate_media(media="print")
    assert window.evaluate("getComputedStyle(document.querySelector('.ticks thead')).display") == "table-header-group"


def test_nothing_scrolls_sideways_on_a_narrow_phone(chrome):
    for name in ("marijke", "fatiha"):
        window = chrome(name, width=320, height=700)
        for path in [*papers().values(), "/homework/counts"]:
            window.goto(path)
            assert window.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_the_counts_are_downloaded_for_a_spreadsheet(chrome):
    window = chrome("fatiha")
    window.goto("/homework/counts")
    with window.expect_download() as download:
        window.click("main .stack-l form[method=post] button")
    assert download.value.suggested_filename == "wvg-huiswerk-2026.csv"
    assert "Huiswerk De Vissen" in download.value.path().read_text(encoding="utf-8-sig")
