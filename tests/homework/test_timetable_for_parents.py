"""The timetable of a term for parents: the days that go on, those that do not and why, in three languages."""

import re
from datetime import date, time

import pytest
from people import viewer

from wvg.base import clock
from wvg.commons.partners.models import Partner
from wvg.commons.planning.changes import rules_cancel
from wvg.commons.planning.models import Activity, Series
from wvg.groups.homework.models import HomeworkGroup
from wvg.groups.homework.paper import queries_timetable

DEC_15 = date(2026, 12, 15)


def group(title="Huiswerk De Vissen"):
    return HomeworkGroup.get(HomeworkGroup.series == Series.get(Series.title == title))


def path(title="Huiswerk De Vissen", **more):
    query = "&".join(f"{key}={value}" for key, value in more.items())
    return f"/homework/groups/{group(title).id}/timetable?{query}"


def session(day, title="Huiswerk De Vissen"):
    return Activity.get(Activity.title == title, Activity.date == day)


def marked(page, month, how):
    """The days of a month that are marked as going on or off."""
    part = re.search(rf"<caption>{month}</caption>(.*?)</table>", page, re.S)[1]
    return [int(day) for day in re.findall(rf'class="day day--{how}">(\d+)', part)]


def test_days_that_go_on_are_filled_and_holidays_crossed_out_and_named(app, as_person):
    page = as_person("marijke").get(path(term=1, language="nl")).text
    assert marked(page, "november 2026", "on") == [10, 12, 17, 19, 24, 26]
    assert marked(page, "november 2026", "off") == [3, 5]
    assert marked(page, "december 2026", "on") == [1, 3, 8, 10, 15, 17]
    assert marked(page, "december 2026", "off") == [22, 24, 29, 31]
    assert "ma 2 nov – zo 8 nov" in page and "Herfstvakantie" in page
    assert "ma 21 dec – do 31 dec" in page and "Kerstvakantie" in page
    assert marked(page, "september 2026", "on") == []


def test_a_session_that_is_cancelled_is_crossed_out_with_its_reason(app, as_person):
    row = session(DEC_15)
    rules_cancel.cancel({row.id: row.version}, "Lokaal gesloten", viewer("marijke"), clock.now())
    page = as_person("marijke").get(path(term=1, language="nl")).text
    assert 15 in marked(page, "december 2026", "off") and 15 not in marked(page, "december 2026", "on")
    assert "Lokaal gesloten" in page and "di 15 dec" in page


def test_one_that_is_not_sure_yet_is_neither(app, as_person):
    Activity.update(state="to confirm", reason="Brugdag").where(Activity.id == session(DEC_15).id).execute()
    page = as_person("marijke").get(path(term=1, language="nl")).text
    assert 15 not in marked(page, "december 2026", "on") + marked(page, "december 2026", "off")
    assert "15 ?" in page and "Brugdag" in page


def test_days_hours_room_and_numbers_stand_at_the_head(app, as_person):
    page = as_person("jonas").get(path(term=1, language="nl")).text
    for word in ("dinsdag", "donderdag", "16.15 – 17.45", "Forelstraat 9900", "9000 Gent", "0400 00 00 04",
                 "09 000 00 04", "Hand in Hand"):
        assert word in page
    own = as_person("jonas").get(path("Huiswerk De Ledeberg", term=1, language="nl")).text
    assert "woensdag" in own and "Hand in Hand" not in own


def test_another_hour_and_an_extra_day_are_told_apart(app, as_person):
    Activity.update(starts=time(15), ends=time(16, 30)).where(Activity.id == session(DEC_15).id).execute()
    Activity.update(date=date(2026, 12, 11), end_date=date(2026, 12, 11)).where(
        Activity.id == session(date(2026, 12, 10)).id).execute()
    page = as_person("marijke").get(path(term=1, language="nl")).text
    assert "15.00 – 16.30" in page and "vr 11 dec" in page
    head = re.search(r'class="n term__facts">(.*?)</ul>', page, re.S)[1]
    assert "vrijdag" not in head and "15.00" not in head


@pytest.mark.parametrize(("language", "words"), [
    ("nl", ["dinsdag", "16.15 – 17.45", "Krokusvakantie"]), ("fr", ["mardi", "16h15 – 17h45", "février 2027"]),
    ("en", ["Tuesday", "16:15 – 17:45", "February 2027"]),
])
def test_the_whole_paper_is_in_the_chosen_language(app, as_person, language, words):
    page = as_person("marijke").get(path(term=2, language=language)).text
    assert f'<html lang="{language}"' in page
    for word in words:
        assert word in page
    assert as_person("marijke").get("/homework/").text.count('<html lang="nl"') == 1, "only this paper"


def test_three_terms_hold_every_session_of_the_year_once(app, as_person):
    found = [
        day for term in queries_timetable.TERMS
        for month in ("september", "oktober", "november", "december", "januari", "februari", "maart", "april", "mei",
                      "juni")
        for how in ("on", "off")
        for page in [as_person("marijke").get(path(term=term, language="nl")).text]
        if f"<caption>{month} " in page
        for day in marked(page, rf"{month} \d+", how)
    ]
    assert len(found) == Activity.select().where(Activity.title == "Huiswerk De Vissen").count() > 60


def test_without_a_choice_it_is_the_term_that_is_now_in_the_language_of_the_reader(app, as_person):
    page = as_person("marijke").get(path()).text
    assert "december 2026" in page and '<html lang="nl"' in page
    months = (9, 12, 1, 3, 4, 6, 7)
    assert [queries_timetable.term_of(date(2026, month, 1)) for month in months] == [1, 1, 2, 2, 3, 3, 1]


def test_no_child_is_on_it(app, as_person):
    for term in (1, 2, 3):
        page = as_person("marijke").get(path(term=term)).text
        assert not any(name in page for name in ("Amina", "Yusuf", "Elena", "Sara", "Dawit", "Lea "))


def test_a_choice_that_cannot_be(as_person):
    marijke = as_person("marijke")
    for more in ({"term": 4}, {"term": 0}, {"term": "²"}, {"term": ""}, {"language": "de"}, {"language": ""}):
        assert marijke.get(path(**more)).status_code == 404


def test_who_may_not(app, as_person):
    for name in ("katrien", "rita", "bart"):
        assert as_person(name).get(path()).status_code == 403
    fatiha = as_person("fatiha")
    assert fatiha.get(path()).status_code == 200
    assert fatiha.get(path("Huiswerk De Ledeberg")).status_code == 404
    HomeworkGroup.update(partner=Partner.create(key="other", name="Other", made_at=clock.now())).execute()
    assert fatiha.get(path()).status_code == 404
    assert as_person("marijke").get("/homework/groups/999999/timetable").status_code == 404
    assert as_person("marijke").post(path()).status_code == 405


def test_parents_call_who_coordinates_and_not_who_manages_the_program(app, as_person):
    page = as_person("marijke").get(path(term=1, language="fr")).text
    sheet = page[page.index("<article"):page.index("</article>")]
    assert "Marijke" in sheet and "0400 00 00 15" in sheet and "Katrien" not in sheet
