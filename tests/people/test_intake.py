"""A new family comes in: short, and only a code name must be there."""

import pytest
from families import fields, named, words
from people import viewer

from wvg.base import clock
from wvg.base.errors import Invalid
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.messages.models import Message
from wvg.commons.people import names, queries, rules
from wvg.commons.people.models import Household

ALL = {
    "told_by": "Moeders, via Mieke", "came_by": "phone", "asks": "brood", "code_name": "Grutto",
    "bell_name": "Demo-Nieuw", "address": "Visserij 9930, 9000 Gent", "phone": "0470 12 34 56", "adults": "2",
    "ages_0": "1", "ages_3": "2", "children": "1", "wishes": ["halal", "no_fish"], "allergies": "noten",
    "baby_food": "melk 2", "nappies": "3, 4+,3", "languages": ["ar", "fr"], "access": "2e\nhond", "priority": "y",
}


def test_a_free_bird_is_proposed(as_person):
    bart = as_person("bart")
    proposed = fields(bart.get("/people/new"))["code_name"]
    assert proposed in names.birds() and not Household.select().where(Household.code_name == proposed).exists()
    rules.add({"code_name": proposed.upper()}, viewer("bart"), clock.now())
    assert fields(bart.get("/people/new"))["code_name"] not in (proposed, "")


def test_when_all_birds_have_flown_there_are_more():
    taken = {name.casefold() for name in names.birds()}
    found = names.free(taken)
    assert next(found) == f"{names.birds()[0]} 2"
    assert len(names.birds()) >= 80 and len(taken) == len(names.birds()), "each is there once"


def test_only_a_code_name_is_needed(as_person):
    bart = as_person("bart")
    form = fields(bart.get("/people/new"))
    answer = bart.post("/people/new", {**form, "code_name": "Grutto"})
    row = named("Grutto")
    assert answer.status_code == 303 and answer.location == f"/people/{row.id}"
    assert (row.adults, row.children, row.last_visit, row.first_by) == (1, 0, None, None)
    assert row.sealed is None and words("Grutto") == queries.Details()


def test_all_that_can_be_written_down(as_person):
    luc = viewer("luc").volunteer
    answer = as_person("bart").post("/people/new", {**ALL, "first_by": luc})
    assert answer.status_code == 303, answer.text
    row, held = named("Grutto"), words("Grutto")
    assert (row.adults, row.children, row.priority, row.came_by, row.first_by_id) == (2, 4, True, "phone", luc)
    assert held.ages == {"0-2": 1, "12-17": 2} and held.nappies == ["3", "4+"]
    assert (held.bell_name, held.phone, held.access) == ("Demo-Nieuw", "+32470123456", "2e\nhond")
    assert (set(held.wishes), set(held.languages)) == ({"halal", "no_fish"}, {"ar", "fr"})
    assert (held.told_by, held.asks, held.allergies, held.baby_food) == (
        "Moeders, via Mieke", "brood", "noten", "melk 2")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"code_name": ""}, "code_name"), ({"code_name": "merél"}, "code_name"), ({"code_name": "Merel "}, "code_name"),
        ({"code_name": "x" * 41}, "code_name"), ({"code_name": "http://x"}, "code_name"),
        ({"code_name": "a\u202eb"}, "code_name"), ({"code_name": "Nieuw", "bell_name": "Fam. NIEUW"}, "code_name"),
        ({"phone": "12"}, "phone"), ({"adults": "21"}, "adults"), ({"adults": "-1"}, "adults"),
        ({"adults": "veel"}, "adults"), ({"ages_1": "99"}, "ages_1"), ({"ages_1": "10", "ages_2": "11"}, "children"),
        ({"wishes": ["pork"]}, "wishes"), ({"languages": ["xx"]}, "languages"), ({"came_by": "pigeon"}, "came_by"),
        ({"first_by": "999999"}, "first_by"), ({"nappies": ",".join("123456789")}, "nappies"),
        ({"nappies": "x" * 13}, "nappies"), ({"address": "x" * 201}, "address"), ({"asks": "x" * 401}, "asks"),
    ],
)
def test_what_cannot_be_comes_back_as_typed(as_person, typed, field):
    answer = as_person("bart").post("/people/new", {**ALL, **typed})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text and "Visserij 9930" in answer.text or field == "address"
    assert "noten" in answer.text and Household.select().count() == 10


def test_somebody_who_stopped_or_a_partner_does_not_go_first(as_person):
    page = as_person("bart").get("/people/new").text
    assert "Luc Goethals" in page and "Fatiha" not in page and "Jonas" not in page
    answer = as_person("bart").post("/people/new", {**ALL, "first_by": viewer("fatiha").volunteer})
    assert answer.status_code == 422


def test_the_page_says_what_is_not_written_down(as_person):
    page = as_person("bart").get("/people/new").text
    for word in ("nationality", "religion", "papers", "illness"):
        assert word in page


def test_nothing_of_it_reaches_the_log_or_a_message(as_person):
    before = Message.select().count()
    as_person("bart").post("/people/new", ALL)
    act = Act.get(Act.kind == "people.add", Act.at == clock.now(), Act.id == Act.select(Act.id).order_by(
        Act.id.desc()).limit(1).scalar())
    change = ActChange.get(ActChange.act == act)
    assert (change.table, change.row, change.before) == ("household", named("Grutto").id, None)
    assert act.on_behalf_of is None and Message.select().count() == before


def test_the_same_name_twice_is_refused_by_the_rule_and_by_the_table(app):
    for name in ("Merel", "MEREL", "Mérel"):
        with pytest.raises(Invalid) as refused:
            rules.add({"code_name": name}, viewer("bart"), clock.now())
        assert refused.value.field == "code_name"


@pytest.mark.parametrize("values", [{"adults": 21}, {"children": -1}, {"ages": {"0-2": 2}, "children": 1}])
def test_the_rule_itself_refuses_impossible_numbers(app, values):
    with pytest.raises(Invalid):
        rules.add({"code_name": "Grutto", **values}, viewer("bart"), clock.now())
    assert Household.select().count() == 10


def test_it_works_the_same_with_htmx(as_person):
    answer = as_person("bart").htmx("/people/new", ALL)
    assert answer.status_code == 200 and answer.headers["HX-Redirect"] == f"/people/{named('Grutto').id}"
