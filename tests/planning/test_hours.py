"""Turns and hours of volunteers, on a page and as a spreadsheet; for coordinators."""

import csv
import io
from datetime import date, time, timedelta

import pytest
from people import BREAD, FOOD, activity, closed_to, live, seat, viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import NotAllowed
from wvg.base.spreadsheet import spreadsheet
from wvg.commons.audit.models import Act
from wvg.commons.planning.afterwards import queries_hours, rules_attendance
from wvg.commons.planning.models import Activity, Seat, SignUp
from wvg.commons.volunteers import rules as volunteers

NOV_1, NOV_30 = date(2026, 11, 1), date(2026, 11, 30)
NOV_18, NOV_21 = date(2026, 11, 18), date(2026, 11, 21)


def table(first=NOV_1, last=NOV_30, name="bart"):
    return queries_hours.of_group("rounds", first, last, viewer(name), clock.local(clock.now()))


def of(name, **days):
    """(turns, hours) of somebody, or None."""
    return next(((row.turns, row.hours) for row in table(**days).rows if row.volunteer.first_name == name), None)


def extra(title, day, who="luc", group="rounds", **more):
    """An activity with one person on it."""
    one = Activity.create(**{"group": group, "kind": "food", "title": title, "date": day, "end_date": day, **more})
    place = Seat.create(activity=one, role=1, position=1)
    return SignUp.create(seat=place, activity=one, volunteer=viewer(who).volunteer, made_at=clock.now())


def read(answer):
    assert answer.data.startswith(b"\xef\xbb\xbf"), "a spreadsheet program needs the mark to see the accents"
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_turns_and_hours_come_from_the_rounds_that_are_over(app):
    assert of("Luc") == (1, 2.5), "the bread round of 21 November"
    assert of("Bart") == (2, 4.5), "a bread round, and a baby round of two hours"
    assert of("Mieke") is None, "her turns are still to come"
    extra("Nog te gaan", date(2026, 11, 24), starts=time(9), ends=time(13))
    assert of("Luc") == (1, 2.5), "it is ten o'clock, and that one goes on until one"


def test_a_turn_without_hours_counts_as_a_turn_only(app):
    before = of("Luc")
    extra("Heel de dag", NOV_21 - timedelta(days=1))
    extra("Zonder einde", NOV_21 - timedelta(days=2), starts=time(9))
    assert of("Luc") == (before[0] + 2, before[1])


def test_an_evening_past_midnight_has_its_real_hours(app):
    before = of("Luc")
    extra("Nacht", NOV_18, starts=time(22), ends=time(0, 30), end_date=NOV_18 + timedelta(days=1))
    assert of("Luc") == (before[0] + 1, before[1] + 2.5)


def test_who_did_not_come_has_no_turn_and_who_came_instead_has(app):
    ivan, samir = of("Ivan"), of("Samir")
    rules_attendance.came_instead(seat(BREAD, NOV_21, 1).id, viewer("samir").volunteer, viewer("bart"), clock.now())
    assert of("Ivan") is None and ivan == (1, 2.5)
    assert of("Samir") == (samir[0] + 1, samir[1] + 2.5)
    luc = of("Luc")
    rules_attendance.tick(live(seat(BREAD, NOV_21, 2)).id, "did not come", viewer("bart"), clock.now())
    assert of("Luc") is None
    rules_attendance.tick(live(seat(BREAD, NOV_21, 2)).id, "unknown", viewer("bart"), clock.now())
    assert of("Luc") == luc, "whom nobody ticked came"


@pytest.mark.parametrize("state", ["skipped", "cancelled", "to confirm"])
def test_what_did_not_go_on_counts_for_nobody(app, state):
    Activity.update(state=state, reason="Sneeuw").where(Activity.id == activity(BREAD, NOV_21).id).execute()
    assert of("Ivan") is None


def test_other_groups_are_not_counted_and_other_coordinators_not_told(app):
    before = of("Luc")
    extra("Ziekenbezoek", NOV_18, group="visits", starts=time(9), ends=time(11))
    assert of("Luc") == before
    for name in ("rita", "katrien", "hugo", "fatiha"):
        with pytest.raises(NotAllowed):
            table(name=name)


def test_the_page_sorts_by_name_and_sums(as_person):
    extra("Kort", NOV_18, starts=time(9), ends=time(9, 20))
    page = as_person("bart").get("/rounds/hours").text
    names = [row.volunteer.first_name for row in table().rows]
    assert names == sorted(names) and page.index("Godelieve Van Hecke") < page.index("Wim Roels")
    total = sum(row.turns for row in table().rows)
    assert table().turns == total and f"<b>{total}</b>" in page
    assert "<b>34,33</b>" in page, table().hours


def test_the_periods(as_person):
    bart = as_person("bart")
    assert queries_hours.periods(date(2026, 1, 31)) == {
        "month": (date(2026, 1, 1), date(2026, 1, 31)), "last-month": (date(2025, 12, 1), date(2025, 12, 31)),
        "year": (date(2026, 1, 1), date(2026, 12, 31)),
    }
    assert "1 oktober 2026 – " in bart.get("/rounds/hours?period=last-month").text
    assert "31 december 2026" in bart.get("/rounds/hours?period=year").text
    page = bart.get("/rounds/hours?first_day=21/11&last_day=21/11/2026").text
    assert "Luc Goethals" in page and "Samir Al-Khatib" not in page
    assert bart.get("/rounds/hours?period=century").status_code == 404


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [("", "", "first_day"), ("soon", "21/11", "first_day"), ("21/11", "31/2", "last_day"),
     ("21/11/2026", "20/11/2026", "last_day"), ("<b>", "21/11", "first_day")],
)
def test_days_that_cannot_be_come_back_as_typed(as_person, first, last, field):
    answer = as_person("bart").get("/rounds/hours", query_string={"first_day": first, "last_day": last})
    assert answer.status_code == 422 and f'href="#{field}"' in answer.text and "<table" not in answer.text
    assert "<b>" not in answer.text.replace("<b>Vluchtelingen", "") or first != "<b>"


def test_the_spreadsheet_is_for_the_same_days_and_without_addresses(as_person):
    bart, acts = as_person("bart"), Act.select().count()
    answer = bart.post("/rounds/hours/download", {"first_day": "2026-11-01", "last_day": "2026-11-30"})
    assert answer.status_code == 200 and answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == "attachment; filename=wvg-2026-11-01-2026-11-30.csv"
    rows = read(answer)
    assert len(rows[0]) == 4 and ["Bart", "De Clippeleir", "2", "4,5"] in rows and len(rows) == 1 + len(table().rows)
    assert "+32" not in answer.text and "@" not in answer.text and "0400" not in answer.text
    act = Act.select().order_by(Act.id.desc()).get()
    assert Act.select().count() == acts + 1 and (act.kind, act.by) == ("hours.export", viewer("bart").account)


@pytest.mark.parametrize("data", [{}, {"first_day": "2026-11-01"}, {"first_day": "x", "last_day": "2026-11-30"},
                                  {"first_day": "2026-13-01", "last_day": "2026-11-30"}])
def test_a_download_of_no_days_is_unknown_and_not_recorded(as_person, data):
    acts = Act.select().count()
    assert as_person("bart").post("/rounds/hours/download", data).status_code == 404
    assert Act.select().count() == acts


@pytest.mark.parametrize("name", ["rita", "jonas", "hugo", "katrien", "fatiha"])
def test_only_coordinators_of_the_rounds_see_it(as_person, name):
    person, acts = as_person(name), Act.select().count()
    assert person.get("/rounds/hours").status_code == closed_to(name)
    days = {"first_day": "2026-11-01", "last_day": "2026-11-30"}
    assert person.post("/rounds/hours/download", days).status_code == closed_to(name)
    assert Act.select().count() == acts


def test_who_is_not_signed_in_gets_nothing_and_a_link_does_not_download(browser, as_person):
    assert "/sign-in" in browser.get("/rounds/hours").location
    assert as_person("bart").get("/rounds/hours/download").status_code == 405


def test_cells_that_look_like_formulas_are_harmless(as_person):
    names = ["=1+1", "+32", "-2", "@SUM(A1)", " =1", '=HYPERLINK("x.example";"y")', 'An"na;"', "<b>Jo"]
    for n, name in enumerate(names):
        person = volunteers.add({"first_name": name, "last_name": "De Test"}, viewer("katrien"), clock.now())
        row = extra(f"Extra {n}", NOV_18)
        SignUp.update(volunteer=person).where(SignUp.id == row.id).execute()
    bart = as_person("bart")
    rows = read(bart.post("/rounds/hours/download", {"first_day": "2026-11-01", "last_day": "2026-11-30"}))
    assert all(not cell.strip().startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert {"'=1+1", "'+32", "'-2", "'@SUM(A1)", 'An"na;"', "<b>Jo"} <= {row[0] for row in rows}
    assert "<b>Jo" not in bart.get("/rounds/hours").text


@pytest.mark.parametrize("sign", ["＝", "＋", "－", "＠"])
def test_full_width_signs_are_harmless_too(sign):
    assert spreadsheet([[sign + "1+1"]]).decode("utf-8-sig") == f'"\'{sign}1+1"\r\n'


def test_a_program_that_splits_at_commas_finds_no_formula():
    lines = spreadsheet([["a,=cmd|' /C calc'!A0,b", "x", "1", "1,5"]]).decode("utf-8-sig").splitlines()
    assert not [cell for row in csv.reader(lines) for cell in row if cell.startswith("=")]


def test_line_ends_and_tabs_in_cells_stay_in_their_cell():
    made = spreadsheet([["a\nb", "\t=1", "é;"], ["2", "", "x"]])
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [["a\nb", "'\t=1", "é;"], ["2", "", "x"]]


def test_the_page_and_the_spreadsheet_take_the_same_queries_however_many_went(as_person):
    bart, statements = as_person("bart"), []

    def hook(event):
        statements.append(event.sql)

    def counts():
        found, days = [], {"first_day": "2026-01-01", "last_day": "2026-12-31"}
        for go in (
            lambda: bart.get("/rounds/hours?period=year"),
            lambda: bart.post("/rounds/hours/download", days, token=token),
        ):
            statements.clear()
            assert go().status_code == 200
            found.append(len([sql for sql in statements if sql.startswith("SELECT")]))
        return found

    token = bart.token()
    database.obj.query_hooks.append(hook)
    try:
        few = counts()
        for n in range(60):
            row = extra(f"Extra {n}", NOV_18 - timedelta(days=n))
            SignUp.update(volunteer=1 + n % 20).where(SignUp.id == row.id).execute()
        assert counts() == few and max(few) <= 4
    finally:
        database.obj.query_hooks.remove(hook)


def test_the_food_round_of_three_counts_three(app):
    rows = table(first=NOV_18, last=NOV_18).rows
    assert [row.volunteer.first_name for row in rows] == ["Christine", "Rita", "Samir"]
    assert activity(FOOD, NOV_18).title == FOOD and all((row.turns, row.hours) == (1, 2.5) for row in rows)
