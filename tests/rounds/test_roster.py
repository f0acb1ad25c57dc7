"""The roster of a month on one sheet."""

import re
from datetime import date

import pytest
from people import BREAD, DEC_5, DEC_12, NOV_28, activity, call_off, seat, viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.commons.planning.models import Activity, Seat, SignUp
from wvg.commons.volunteers.models import Volunteer


def rows(page):
    """The lines of the roster as text, without tags."""
    found = re.findall(r'<tr><th scope="row">.*?</tr>', page, re.S)
    return [" ".join(re.sub("<[^>]*>", " ", row).split()) for row in found]


def test_all_rounds_of_the_month_in_order_with_first_name_and_initial(as_person):
    page = as_person("rita").get("/rounds/roster").text
    found = rows(page)
    assert len(found) == 9, "four Saturdays and four Wednesdays, and a baby round"
    assert "november 2026" in page
    nov_28 = next(row for row in found if row.startswith("za 28 nov"))
    assert "17.00 – 19.30" in nov_28 and "Rita C." in nov_28 and "Coppens" not in page
    days = [int(row.split()[1]) for row in found]
    assert days == sorted(days)


def test_an_open_seat_is_a_line_and_who_seeks_stands_in_brackets(as_person):
    page = as_person("rita").get("/rounds/roster?month=2026-12").text
    dec_5 = next(row for row in rows(page) if row.startswith("za 5 dec") and BREAD in row)
    assert "(Luc G.)" in dec_5 and "Samir A." in dec_5
    dec_12 = next(row for row in rows(page) if row.startswith("za 12 dec"))
    assert "Bart D." in dec_12
    places = Seat.select().where(Seat.activity == activity(BREAD, DEC_12)).count()
    row = page[page.index(f'datetime="{DEC_12}"'):]
    assert row[: row.index("</tr>")].count('class="place"') == places == 2
    assert row[: row.index("</tr>")].count('class="nogap"') == 1


def test_the_names_are_first_name_and_initial_and_nothing_else_of_anybody(as_person):
    for name in ("rita", "bart"):
        page = as_person(name).get("/rounds/roster?month=2026-12").text
        foot = page.index("<footer")
        assert "Goethals" not in page and "tel:" not in page[:foot] and "example.org" not in page
        numbers = {v.mobile[3:] for v in Volunteer.select() if v.first_name != "Katrien"}
        plain = re.sub(r"\D", "", page[:foot])
        assert not any(number in plain for number in numbers)


def test_it_says_when_it_was_printed_and_whom_to_call(as_person):
    page = as_person("rita").get("/rounds/roster").text
    main = page[page.index("<main"):page.index("</main>")]
    assert "24 november 2026" in main and "0400 00 00 04" in main and "data-print" in main


def test_what_is_off_or_not_sure_stands_on_it_with_its_reason(as_person):
    call_off(activity(BREAD, NOV_28), "Sneeuw & ijs <b>")
    page = as_person("rita").get("/rounds/roster").text
    row = next(row for row in rows(page) if row.startswith("za 28 nov"))
    assert "Sneeuw &amp; ijs &lt;b&gt;" in row and "Rita" not in row
    december = as_person("rita").get("/rounds/roster?month=2026-12").text
    assert "Dag na Kerstmis" in december


def test_the_months_before_and_after(as_person):
    rita = as_person("rita")
    page = rita.get("/rounds/roster?month=2026-12").text
    assert 'href="/rounds/roster?month=2026-11"' in page and 'href="/rounds/roster?month=2027-01"' in page
    assert 'href="/rounds/roster"' in rita.get("/rounds/").text
    empty = rita.get("/rounds/roster?month=2020-02")
    assert empty.status_code == 200 and "<table" not in empty.text
    assert 'month=1999' not in rita.get("/rounds/roster?month=2000-01").text
    assert 'month=2200' not in rita.get("/rounds/roster?month=2199-12").text


@pytest.mark.parametrize(
    "month", ["", "2026", "2026-13", "2026-00", "2026-1", "1999-12", "2200-01", "٢٠٢٦-12", "x", "2026-12-01"]
)
def test_a_month_that_is_none_is_unknown(as_person, month):
    assert as_person("rita").get("/rounds/roster", query_string={"month": month}).status_code == 404


@pytest.mark.parametrize(
    ("name", "code"), [("jonas", 403), ("hugo", 403), ("katrien", 403), ("fatiha", 404), (None, 303)]
)
def test_who_is_not_on_the_rounds_does_not_see_it(as_person, browser, name, code):
    assert (as_person(name) if name else browser).get("/rounds/roster").status_code == code


def test_rounds_that_are_only_for_those_on_it_stand_on_it_for_them_only(as_person):
    Activity.update(audience="those on it").where(Activity.id == activity(BREAD, DEC_5).id).execute()
    there = {name: bool([row for row in rows(as_person(name).get("/rounds/roster?month=2026-12").text)
                         if row.startswith("za 5 dec") and BREAD in row]) for name in ("samir", "rita")}
    assert there == {"samir": True, "rita": False}


def test_it_takes_the_same_queries_however_many_rounds(as_person):
    rita, statements = as_person("rita"), []

    def hook(event):
        statements.append(event.sql)

    def count():
        statements.clear()
        assert rita.get("/rounds/roster").status_code == 200
        return len([sql for sql in statements if sql.startswith("SELECT")])

    database.obj.query_hooks.append(hook)
    try:
        few = count()
        for n in range(30):
            one = Activity.create(group="rounds", kind="food", title=f"Extra {n}", date=date(2026, 11, 1 + n),
                                  end_date=date(2026, 11, 1 + n))
            place = Seat.create(activity=one, role=1, position=1)
            SignUp.create(seat=place, activity=one, volunteer=1 + n % 20, made_at=clock.now())
        assert count() == few <= 7
    finally:
        database.obj.query_hooks.remove(hook)


def test_who_came_instead_stands_on_the_roster_of_the_past(as_person):
    place = seat(BREAD, date(2026, 11, 21), 2)
    as_person("bart").post(f"/seats/{place.id}/attendance", {"volunteer": viewer("samir").volunteer})
    row = next(row for row in rows(as_person("rita").get("/rounds/roster").text) if row.startswith("za 21 nov"))
    assert "Samir A." in row and "Luc" not in row
