"""Who manages the volunteers looks somebody up."""

import pytest
from peewee import fn
from people import EVERYBODY, closed_to, viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.commons.accounts.models import Account
from wvg.commons.volunteers import rules
from wvg.commons.volunteers.models import Volunteer


def names(page):
    return [row.split("</bdi>")[0] for row in page.text.split('<th scope="row">')[1:]
            for row in [row.split("<bdi>")[1]]]


def test_everybody_stands_on_the_list_who_stopped_last(as_person):
    rules.stop(Volunteer.get(Volunteer.first_name == "Annelies").id, viewer("katrien"), clock.now())
    page = as_person("katrien").get("/volunteers/")
    found = names(page)
    assert len(found) == EVERYBODY and found[0] == "Bart De Clippeleir" and found[-1] == "Annelies Verstraeten"
    assert "0400 00 00 02" in page.text


def test_the_list_says_who_has_an_account_and_offers_one_to_the_others(as_person):
    row = rules.add({"first_name": "Zoë"}, viewer("katrien"), clock.now())
    bart = Account.get(Account.user_name == "bart")
    page = as_person("katrien").get("/volunteers/").text
    assert f'href="/accounts/{bart.id}"' in page and f'href="/accounts/new/{row.id}"' in page


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zoe", ["Zoë D&#39;Hondt-Çelik &lt;b&gt;"]), ("D’HONDT", ["Zoë D&#39;Hondt-Çelik &lt;b&gt;"]),
        ("celik <b", ["Zoë D&#39;Hondt-Çelik &lt;b&gt;"]), ("hecke gode", ["Godelieve Van Hecke"]),
        ("%", []), ("_", []), ("nobody", []), ("x" * 80, []), ("\x00", None), ("", None),
    ],
)
def test_a_name_is_found_however_it_is_typed(as_person, typed, found):
    rules.add({"first_name": "Zoë", "last_name": "D'Hondt-Çelik <b>"}, viewer("katrien"), clock.now())
    page = as_person("katrien").post("/volunteers/", {"name": typed})
    assert page.status_code == 200
    assert len(names(page)) == EVERYBODY + 1 if found is None else names(page) == found


def test_a_name_that_is_too_long_is_refused_and_everybody_shown(as_person):
    page = as_person("katrien").post("/volunteers/", {"name": "x" * 81})
    assert page.status_code == 422 and len(names(page)) == EVERYBODY


def test_no_name_stands_in_an_address(as_person):
    page = as_person("katrien").get("/volunteers/").text
    assert '<form method="post" action="/volunteers/"' in page
    assert as_person("katrien").get("/volunteers/?name=rita").text.count('<th scope="row">') == EVERYBODY


@pytest.mark.parametrize("name", ["rita", "bart", "fatiha"])
@pytest.mark.parametrize("path", [
    "/volunteers/", "/volunteers/new", "/volunteers/10", "/volunteers/10/return", "/volunteers/10/stop",
    "/volunteers/10/merge", "/volunteers/import", "/volunteers/import/all", "/volunteers/import/example.csv",
])
def test_only_who_manages_the_volunteers_comes_here(as_person, name, path):
    browser = as_person(name)
    before = Volunteer.select(fn.SUM(Volunteer.version)).scalar()
    for answer in (browser.get(path), browser.post(path, {"name": "rita", "first_name": "X", "text": "voornaam\nX"})):
        assert answer.status_code in (closed_to(name), 405)
        assert "0400 00 00 10" not in answer.text
    assert Volunteer.select(fn.SUM(Volunteer.version)).scalar() == before


def test_ten_times_as_many_volunteers_take_no_more_queries(as_person):
    asked = []
    hooks = database.obj.query_hooks
    hooks.append(lambda event: asked.append(event.sql))

    def queries(path):
        asked.clear()
        assert katrien.get(path).status_code == 200
        return len([sql for sql in asked if sql.startswith("SELECT")])

    katrien = as_person("katrien")
    paths = ["/volunteers/", "/volunteers/10", "/volunteers/10/merge", "/volunteers/10/stop"]
    few = [queries(path) for path in paths]
    for number in range(200):
        rules.add({"first_name": f"Vrijwilliger {number}"}, viewer("katrien"), clock.now())
    assert [queries(path) for path in paths] == few and few[0] == 4, few
    hooks.pop()
