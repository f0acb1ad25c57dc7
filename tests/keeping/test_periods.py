"""How long things are kept, as the board agreed."""

import re
from datetime import date

import pytest
from door import in_english
from people import closed_to, viewer

from wvg.base import clock
from wvg.base.errors import NotAllowed, Refused, Unknown
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.keeping import queries, rules
from wvg.commons.keeping.models import Period


@pytest.fixture(autouse=True)
def english(app):
    in_english()


def number(key="household"):
    return Period.get(Period.key == key).id


def agree(months, day=date(2026, 11, 20), version=1, name="katrien", key="household"):
    return rules.agree(number(key), version, months, day, viewer(name), clock.now())


def post(browser, months, day, version="1"):
    n = number()
    typed = {f"p{n}-months": months, f"p{n}-agreed_on": day, f"p{n}-version": version}
    return browser.post(f"/keeping/{n}", typed)


def now():
    row = Period.get(Period.key == "household")
    return row.months, row.agreed_on, row.version


def test_what_is_not_agreed_yet_says_so(as_person):
    page = as_person("katrien").get("/keeping/").text
    assert page.count("not agreed yet") == 4 and "agreed by the board" not in page
    assert len(queries.periods()) == 4 and queries.months("need") == 6


def test_katrien_finds_it_and_writes_down_what_the_board_agreed(as_person):
    katrien = as_person("katrien")
    assert 'href="/keeping/"' in katrien.get("/organisation").text
    answer = post(katrien, "9", "20/11")
    assert answer.status_code == 303 and answer.location == "/keeping/"
    assert now() == (9, date(2026, 11, 20), 2) and queries.months("household") == 9
    page = katrien.get("/keeping/").text
    assert "agreed by the board on 20/11/2026" in page and page.count("not agreed yet") == 3


@pytest.mark.parametrize(
    ("months", "day", "field"),
    [("", "20/11", "months"), ("0", "20/11", "months"), ("121", "20/11", "months"), ("-3", "20/11", "months"),
     ("een jaar", "20/11", "months"), ("9", "", "agreed_on"), ("9", "25/11/2026", "agreed_on"),
     ("9", "soon", "agreed_on")],
)
def test_what_cannot_be_comes_back_as_typed(as_person, months, day, field):
    answer = post(as_person("katrien"), months, day)
    assert answer.status_code == 422
    n = number()
    assert f'href="#p{n}-{field}"' in answer.text and f'id="p{n}-{field}-err"' in answer.text
    assert f'value="{months}"' in answer.text and f'value="{day}"' in answer.text
    assert now() == (12, None, 1)
    ids = re.findall(r'\bid="([^"]+)"', answer.text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("months", [1, 120])
def test_from_one_month_to_ten_years(app, months):
    agree(months, clock.today())
    assert queries.months("household") == months


def test_two_at_once_the_second_sees_both(as_person):
    katrien = as_person("katrien")
    agree(18)
    answer = post(katrien, "9", "20/11")
    assert answer.status_code == 409 and 'value="9"' in answer.text and "<td>18</td>" in answer.text
    assert now()[0] == 18
    again = post(katrien, "9", "20/11", re.search(r'-version"[^>]*value="(\d+)"', answer.text)[1])
    assert again.status_code == 303 and now() == (9, date(2026, 11, 20), 3)


@pytest.mark.parametrize("version", ["", "abc", None, "7"])
def test_another_version_is_refused(app, version):
    with pytest.raises(Refused):
        agree(9, version=version)
    assert now() == (12, None, 1)


def test_the_same_again_changes_nothing(app):
    agree(9)
    acts = Act.select().count()
    agree(9, version=1)
    assert now()[2] == 2 and Act.select().count() == acts


def test_it_is_written_down_who_changed_what(app):
    agree(9)
    agree(8, version=2)
    rows = ActChange.select(ActChange, Act).join(Act).where(ActChange.table == "period").order_by(ActChange.id)
    assert [(row.act.kind, row.act.by, row.before) for row in rows] == [
        ("keeping.agree", viewer("katrien").account, {"months": 12, "agreed_on": None}),
        ("keeping.agree", viewer("katrien").account, {"months": 9, "agreed_on": "2026-11-20"}),
    ]


@pytest.mark.parametrize("name", ["bart", "rita", "annelies", "fatiha"])
def test_nobody_but_an_admin(as_person, name):
    someone = as_person(name)
    assert someone.get("/keeping/").status_code == closed_to(name)
    assert post(someone, "9", "20/11").status_code == closed_to(name)
    with pytest.raises(NotAllowed):
        agree(9, name=name)
    assert now() == (12, None, 1)


def test_an_unknown_period(as_person):
    katrien = as_person("katrien")
    assert katrien.post("/keeping/99", {"p99-months": "9"}).status_code == 404
    assert katrien.get("/keeping/1").status_code == 405
    with pytest.raises(Unknown):
        rules.agree(99, 1, 9, clock.today(), viewer("katrien"), clock.now())
