"""Counts for the yearly report and the food partners: no names, no small numbers."""

import re
from datetime import date

from people import BREAD, DEC_5, activity, closed_to

from wvg.base import clock
from wvg.commons.audit.models import Act
from wvg.commons.people.models import Household
from wvg.commons.planning.models import SignUp
from wvg.groups.rounds.models import GoodsKind, Run, Stop, StopGoods


def visited(day, names, goods=("bread",), title=BREAD):
    """A run of that day that visited these families."""
    run, _ = Run.get_or_create(activity=activity(title, day))
    for position, name in enumerate(names):
        household = Household.get(Household.code_name == name)
        stop = Stop.create(
            run=run, household=household, position=position, result="visited", reported_at=clock.now(),
            adults=household.adults, children=household.children,
        )
        for kind in goods:
            StopGoods.create(stop=stop, kind=GoodsKind.get(GoodsKind.key == kind))


SIX = ["Merel", "Zwaluw", "Koolmees", "Reiger", "Spreeuw", "Kievit"]
NOV_7, NOV_14 = date(2026, 11, 7), date(2026, 11, 14)


def clear():
    StopGoods.delete().execute()
    Stop.delete().execute()
    Run.delete().execute()


def row(browser, month):
    """The cells of a month on the page; without one, of the year."""
    page = browser.get("/rounds/counts/").text
    line = re.search(rf'<th scope="row">{month}</th>(.*?)</tr>' if month else "<tfoot>(.*?)</tr>", page, re.S)[1]
    return re.findall("<td>(.*?)</td>", line)


def test_a_month_counts_runs_families_mouths_and_goods(app, as_person):
    clear()
    visited(NOV_7, SIX, ["bread", "nappies"])
    visited(NOV_14, SIX[:2] + ["Uil", "Lijster"])
    bart = as_person("bart")
    runs, families, mouths, bread, *_ = row(bart, "november 2026")
    # Merel 5, Zwaluw 3, Koolmees 6, Reiger 1, Spreeuw 3, Kievit 4, Uil 4, Lijster 5: each once.
    assert (runs, families, mouths, bread) == ("2", "8", "31", "10")


def test_fewer_than_five_families_are_not_told_in_any_column(app, as_person):
    clear()
    visited(NOV_7, SIX[:3])
    runs, families, mouths, bread, *_ = row(as_person("bart"), "november 2026")
    assert (runs, families, mouths, bread) == ("1", "&lt;5", "&lt;5", "&lt;5")


def test_what_is_hidden_in_one_month_cannot_be_had_by_taking_it_from_the_year(app, as_person):
    clear()
    visited(NOV_7, SIX, ["bread"])
    visited(DEC_5, SIX[:2], ["bread"])
    year = row(as_person("bart"), None)
    assert year[3] == "6+"


def test_a_month_in_which_nobody_was_visited_stays_nought(app, as_person):
    clear()
    assert row(as_person("bart"), None)[1] == "0"


def test_the_download_says_the_same_and_is_written_down(app, as_person):
    clear()
    visited(NOV_7, SIX)
    bart = as_person("bart")
    answer = bart.post("/rounds/counts/download", {"year": "2026"})
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[11].startswith('"november 2026";"1";"6";"22"')
    assert Act.select().where(Act.kind == "run.counts").count() == 1
    assert not any(name in answer.text for name in SIX)


def test_only_who_coordinates_the_rounds(as_person):
    for name in ("rita", "annelies", "katrien", "fatiha"):
        assert as_person(name).get("/rounds/counts/").status_code == closed_to(name)
        assert as_person(name).post("/rounds/counts/download", {"year": "2026"}).status_code == closed_to(name)


def test_a_year_that_cannot_be(as_person):
    bart = as_person("bart")
    for year in ("1999", "2027", "x", "²⁰²⁶", "99999999999"):
        assert bart.get(f"/rounds/counts/?year={year}").status_code == 404


def test_hours_are_those_of_who_went(app, as_person):
    bart = as_person("bart")
    before = float(row(bart, "november 2026")[-1].replace(",", "."))
    SignUp.update(attendance="did not come").where(SignUp.activity == activity(BREAD, NOV_14)).execute()
    assert float(row(bart, "november 2026")[-1].replace(",", ".")) == before - 2 * 2.5
