"""The list of families, and who may see anything of one at all."""

import re

import pytest
from families import break_seal, named, page_of, words
from people import closed_to, viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import NotAllowed
from wvg.commons.people import queries, rules, rules_import, rules_pause
from wvg.commons.people.models import Household
from wvg.demo import PEOPLE

OTHERS = ["rita", "annelies", "marijke", "katrien", "fatiha"]
PAGES = ["", "/pause", "/end", "/erase"]
WITHOUT = [
    "/people/", "/people/new", "/people/import", "/people/import/example.csv", "/people/to-erase", "/people/note",
]


def main(page):
    return page.text.split("<main")[1].split("</main")[0]


def test_bart_sees_all_of_them_with_their_marks(as_person):
    Household.update(last_visit=None).where(Household.code_name == "Uil").execute()
    rules_pause.pause(named("Merel").id, 1, "op reis", clock.today().replace(month=12), viewer("bart"), clock.now())
    break_seal("Reiger")
    page = main(as_person("bart").get("/people/"))
    rows = {name: row for row in page.split("<tr>") for name in re.findall(r"<bdi>(\w+)</bdi></a>", row)}
    assert list(rows) == sorted(rows) and len(rows) == 10
    assert "paused until 24/12/2026" in rows["Merel"] and "paused" not in rows["Uil"]
    assert "not yet" in rows["Uil"] and ">new<" in rows["Uil"] and ">new<" not in rows["Merel"]
    assert "seal broken" in rows["Reiger"] and "seal broken" not in rows["Merel"]
    assert "priority" in rows["Zwaluw"] and "priority" not in rows["Merel"]
    assert "20/10/2026" in rows["Pimpelmees"]


def test_the_list_does_not_hold_names_and_addresses(as_person):
    page = as_person("bart").get("/people/").text
    for secret in ("Demo-Marinov", "Visserij", "9901", "0400 00 00 51"):
        assert secret not in page


def test_who_is_not_visited_any_more_stands_apart_at_the_foot(as_person):
    bart = as_person("bart")
    assert "<details>" not in main(bart.get("/people/"))
    rules_pause.stop_visiting(named("Merel").id, 1, "verhuisd", viewer("bart"), clock.now())
    top, foot = main(bart.get("/people/")).split("<details>")
    assert "Merel" in foot and "Merel" not in top and "Uil" in top and "9 families" in top


def test_an_empty_list_leads_to_the_first_family(as_person):
    Household.delete().execute()
    page = main(as_person("bart").get("/people/"))
    assert page.count('href="/people/new"') == 2 and "<table" not in page


@pytest.mark.parametrize("path", ["/people/", "/people/to-erase"])
def test_the_list_takes_the_same_few_queries_with_300_families(as_person, path):
    bart, statements = as_person("bart"), []

    def count():
        statements.clear()
        assert bart.get(path).status_code == 200
        return len([sql for sql in statements if sql.startswith("SELECT")])

    database.obj.query_hooks.append(hook := lambda event: statements.append(event.sql))
    few = count()
    for n in range(300):
        rules.add({"code_name": f"Vogel {n}"}, viewer("bart"), clock.now())
    many = count()
    database.obj.query_hooks.remove(hook)
    assert few == many <= 6


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_comes_in(as_person, name):
    someone, before = as_person(name), named("Merel")
    for path in WITHOUT:
        assert someone.get(path).status_code == closed_to(name), path
    for more in PAGES:
        assert someone.get(page_of("Merel", more)).status_code == closed_to(name)
        assert someone.get(f"/people/1{more}").status_code == closed_to(name), "not even that there is none"
        pressed = someone.post(page_of("Merel", more), {"version": "1", "reason": "x", "until": "1/12"})
        assert pressed.status_code == closed_to(name)
    for path in ("/people/new", "/people/import", "/people/import/all", page_of("Merel", "/pause/end"),
                 page_of("Merel", "/return")):
        pressed = someone.post(path, {"code_name": "Grutto", "text": "codenaam\nGrutto"})
        assert pressed.status_code == closed_to(name), path
    assert Household.select().count() == 10 and named("Merel").version == before.version


@pytest.mark.parametrize("name", OTHERS)
def test_no_page_of_theirs_names_a_family(app, as_person, name):
    someone, seen = as_person(name), 0
    secrets = [secret for row in Household.select() for secret in
               (row.code_name, queries.details(row).bell_name, queries.details(row).address.split(",")[0])]
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint in ("static", "accounts.first_admin"):
            continue
        for number in (1, 5, 9):
            path = rule.rule.replace("<group>", "rounds")
            path = re.sub(r"<int:\w+>", str(number), path)
            answer = someone.get(re.sub("<.*?>", "x", path))
            seen += answer.status_code == 200
            assert [secret for secret in secrets if secret in answer.text] == [], path
    assert seen > 20


@pytest.mark.parametrize("name", OTHERS)
def test_every_rule_checks_it_again(app, name):
    someone, number, now = viewer(name), named("Merel").id, clock.now()
    for refused in (
        lambda: queries.everybody(someone, clock.today()), lambda: queries.family(number, someone, clock.today()),
        lambda: rules.add({"code_name": "Grutto"}, someone, now),
        lambda: rules.change(number, 1, {"adults": 9}, someone, now),
        lambda: rules.erase(number, 1, someone, now),
        lambda: rules_pause.pause(number, 1, "x", clock.today().replace(day=30), someone, now),
        lambda: rules_pause.end_pause(number, someone, now),
        lambda: rules_pause.stop_visiting(number, 1, "x", someone, now),
        lambda: rules_pause.visit_again(number, someone, now),
        lambda: rules_import.bring_in("codenaam\nGrutto", someone, now),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert named("Merel").version == 1 and words("Merel").pause_reason == ""


def test_only_who_keeps_them_has_them_in_the_menu(as_person):
    for person in PEOPLE:
        name = person[0].lower()
        assert ('href="/people/"' in as_person(name).get("/").text) == (name == "bart"), name


def test_names_with_quotes_and_tags_are_only_text(as_person):
    row = rules.add({"code_name": "Sperwer", "bell_name": "<script>alert(1)</script>", "access": "</textarea><i>"},
                    viewer("bart"), clock.now())
    bart = as_person("bart")
    for path in ("/people/", *(f"/people/{row.id}{more}" for more in PAGES)):
        page = bart.get(path).text
        assert "<script>alert" not in page and "</textarea><i>" not in page
        assert "Sperwer" in page


def test_no_title_names_anything_of_a_family(as_person):
    bart = as_person("bart")
    for more in PAGES:
        title = re.search("<title>(.*?)</title>", bart.get(page_of("Merel", more)).text)[1]
        assert "Merel" not in title and "Marinov" not in title and "Visserij" not in title


def test_an_unknown_family_is_not_there(as_person):
    bart = as_person("bart")
    for more in PAGES:
        assert bart.get(f"/people/999999998{more}").status_code == 404
        assert bart.post(f"/people/999999998{more}", {"version": "1"}).status_code == 404
    for more in ("/pause/end", "/return"):
        assert bart.post(f"/people/999999998{more}").status_code == 404
        assert bart.get(page_of("Merel", more)).status_code == 405


def test_every_box_to_type_in_forgets_what_was_typed(as_person):
    bart = as_person("bart")
    for path in ("/people/new", page_of("Merel"), page_of("Merel", "/pause"), page_of("Merel", "/end")):
        typed = re.findall(r'<(?:input|textarea)[^>]*class="input[^>]*>', main(bart.get(path)))
        assert typed and [box for box in typed if 'autocomplete="off"' not in box] == []
