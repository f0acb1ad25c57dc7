"""One family: seen whole, changed whole, and what happens when two do that, or when its seal is broken."""

from datetime import date

import pytest
from families import break_seal, fields, named, page_of, words
from peewee import IntegrityError
from people import lights_out, viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, Refused
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.messages.models import Message
from wvg.commons.people import queries, rules, rules_pause
from wvg.commons.people.models import FoodWish, Household
from wvg.commons.volunteers.models import Language


def change(values, version=1, name="Merel"):
    return rules.change(named(name).id, version, values, viewer("bart"), clock.now())


def test_all_there_is_stands_in_the_form(as_person):
    form = fields(as_person("bart").get(page_of("Merel")))
    assert (form["code_name"], form["bell_name"]) == ("Merel", "Demo-Marinov")
    assert (form["address"], form["phone"]) == ("Visserij 9901, 9000 Gent", "0400 00 00 51")
    assert [form[f"ages_{n}"] for n in range(4)] == ["1", "1", "1", ""]
    assert (form["adults"], form["children"]) == ("2", "")
    assert (form["nappies"], form["wishes"], form["languages"]) == ("5", ["no_pork"], ["bg"])
    assert form["last_visit"] == "20/10/2026" and "priority" not in form


def test_saving_it_as_it_stands_changes_nothing(as_person):
    bart = as_person("bart")
    acts = Act.select().where(Act.kind != "people.seen")
    before, many = list(Household.select().dicts()), acts.count()
    for name in [row.code_name for row in Household.select()]:
        assert bart.post(page_of(name), fields(bart.get(page_of(name)))).status_code == 303
    assert list(Household.select().dicts()) == before and acts.count() == many


def test_all_of_it_can_be_changed(as_person):
    bart = as_person("bart")
    form = fields(bart.get(page_of("Merel")))
    answer = bart.post(page_of("Merel"), {
        **form, "code_name": "Grutto", "address": "Sleepstraat 9940", "ages_0": "", "children": "2", "wishes": [],
        "languages": ["tr", "rom"], "nappies": "", "priority": "y", "last_visit": "1/11/2026", "access": "geen bel",
    })
    assert answer.status_code == 303
    row, held = named("Grutto"), words("Grutto")
    assert (row.children, row.priority, row.last_visit, row.version) == (4, True, date(2026, 11, 1), 2)
    assert held.ages == {"3-5": 1, "6-11": 1} and held.wishes == [] and held.nappies == []
    assert (held.address, set(held.languages), held.access) == ("Sleepstraat 9940", {"tr", "rom"}, "geen bel")
    assert held.bell_name == "Demo-Marinov", "what was not touched stays"


def test_a_language_or_wish_that_is_no_longer_offered_stays(as_person):
    Language.update(active=False).where(Language.key == "bg").execute()
    FoodWish.delete().where(FoodWish.key == "no_pork").execute()
    bart = as_person("bart")
    bart.post(page_of("Merel"), {**fields(bart.get(page_of("Merel"))), "adults": "3"})
    assert (words("Merel").languages, words("Merel").wishes, named("Merel").adults) == (["bg"], ["no_pork"], 3)
    assert "Bulgarian" not in bart.get(page_of("Uil")).text


def test_two_at_once_the_second_sees_both_and_loses_nothing(as_person):
    bart = as_person("bart")
    form = fields(bart.get(page_of("Merel")))
    change({"address": "Sleepstraat 9950", "children": 5, "nappies": ["6"]})
    answer = bart.post(page_of("Merel"), {**form, "address": "Forelstraat 9960", "allergies": "melk"})
    assert answer.status_code == 409
    assert "Sleepstraat 9950" in answer.text and "Forelstraat 9960" in answer.text and 'value="melk"' in answer.text
    assert "This stands there now" in answer.text
    assert words("Merel").address == "Sleepstraat 9950", "nothing was saved"
    again = bart.post(page_of("Merel"), fields(answer))
    assert again.status_code == 303 and words("Merel").address == "Forelstraat 9960"


@pytest.mark.parametrize("version", ["", "abc", "0", "99", None])
def test_a_version_that_is_none_is_too_late(app, version):
    with pytest.raises(Refused):
        change({"adults": 4}, version)
    assert named("Merel").adults == 2


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"code_name": ""}, "code_name"), ({"code_name": "Uil"}, "code_name"), ({"code_name": "marinov"}, "code_name"),
     ({"last_visit": "1/12/2026"}, "last_visit"), ({"last_visit": "soon"}, "last_visit"), ({"adults": "99"}, "adults"),
     ({"children": "20"}, "children")],
)
def test_what_cannot_be_comes_back_as_typed(as_person, typed, field):
    bart = as_person("bart")
    answer = bart.post(page_of("Merel"), {**fields(bart.get(page_of("Merel"))), "allergies": "getypt", **typed})
    assert answer.status_code == 422 and f'href="#{field}"' in answer.text and "getypt" in answer.text
    assert named("Merel").version == 1


def test_the_same_number_of_queries_for_a_family_with_much_and_little(as_person):
    rules.add({"code_name": "Grutto"}, viewer("bart"), clock.now())
    bart, statements = as_person("bart"), []
    counts = []
    for name in ("Grutto", "Pimpelmees"):
        path = page_of(name)
        database.obj.query_hooks.append(hook := lambda event: statements.append(event.sql))
        statements.clear()
        bart.get(path)
        database.obj.query_hooks.remove(hook)
        counts.append(len([sql for sql in statements if sql.startswith("SELECT")]))
    assert counts[0] == counts[1] <= 11  # two of them for writing down that somebody looked


def test_a_broken_seal_is_said_in_plain_words_and_never_saved_over(as_person):
    bart = as_person("bart")
    form = fields(bart.get(page_of("Merel")))
    break_seal("Merel")
    blob = bytes(named("Merel").sealed)
    page = bart.get(page_of("Merel")).text
    assert "The seal of this family is broken" in page and "from the backup" in page
    assert "20/10/2026" in page and "2 adults, 3 children" in page, "what is plain can still be read"
    assert 'name="address"' not in page and f'href="{page_of("Merel", "/erase")}"' in page
    for more, data in (("", {**form, "adults": "3"}), ("/pause", {"version": "1", "reason": "x", "until": "1/12"}),
                       ("/end", {"version": "1", "reason": "x"})):
        answer = bart.post(page_of("Merel", more), data)
        assert answer.status_code == 409 and "seal" in answer.text
    assert bart.post(page_of("Merel", "/pause/end")).status_code == 409
    after = named("Merel")
    assert (bytes(after.sealed), after.version, after.adults) == (blob, 1, 2)


def test_the_blob_of_another_family_is_noticed(app):
    Household.update(sealed=named("Uil").sealed).where(Household.code_name == "Merel").execute()
    assert words("Merel") == queries.Details(damaged=True) and not words("Uil").damaged
    with pytest.raises(Refused):
        change({"adults": 3})


def test_a_family_with_a_broken_seal_can_still_be_visited_and_erased(as_person):
    break_seal("Merel")
    rules.last_visit(named("Merel"), date(2026, 11, 21))
    assert named("Merel").last_visit == date(2026, 11, 21)
    answer = as_person("bart").post(page_of("Merel", "/erase"), {"version": "2"})
    assert answer.status_code == 303 and not Household.select().where(Household.code_name == "Merel").exists()


def test_the_log_knows_who_and_when_and_nothing_else(app):
    told = Message.select().count()
    bart, number, now = viewer("bart"), named("Merel").id, clock.now()
    change({"address": "geheim 1", "code_name": "Grutto", "phone": "+32470999999"})
    rules_pause.pause(number, 2, "geheim 2", date(2026, 12, 24), bart, now)
    rules_pause.end_pause(number, bart, now)
    rules_pause.stop_visiting(number, 4, "geheim 3", bart, now)
    rules_pause.visit_again(number, bart, now)
    rules.erase(number, 6, bart, now)
    rows = ActChange.select(ActChange, Act).join(Act).where(ActChange.row == number).order_by(ActChange.id)
    assert [(row.act.kind, row.act.by, row.before) for row in rows] == [
        (f"people.{kind}", bart.account, before) for kind, before in (
            ("add", None), ("change", {"version": 1}), ("pause", {"version": 2}), ("end_pause", {"version": 3}),
            ("stop_visiting", {"version": 4}), ("visit_again", {"version": 5}), ("erase", {"version": 6}),
        )]
    assert Message.select().count() == told


@pytest.mark.parametrize("values", [{"adults": 3}, {"address": "x"}])
def test_halfway_is_not_at_all(app, values):
    lights_out("household", "NEW.adults = 3 OR NEW.version = 2")
    acts = Act.select().count()
    with pytest.raises(IntegrityError):
        change(values)
    assert named("Merel").version == 1 and words("Merel").address == "Visserij 9901, 9000 Gent"
    assert Act.select().count() == acts


def test_a_code_name_taken_meanwhile_is_a_sentence(app):
    with pytest.raises(Invalid):
        change({"code_name": "Uil"})
    assert change({"code_name": "MEREL"}) == {"code_name"}, "one's own name in other letters is not taken"


def test_that_somebody_opened_a_family_is_written_down_once_an_hour(as_person):
    bart = as_person("bart")
    for _ in range(3):
        bart.get(page_of("Merel"))
    acts = Act.select().where(Act.kind == "people.seen")
    assert [act.by for act in acts] == [viewer("bart").account]
    assert all(set(row.before) == {"version"} for row in ActChange.select().where(ActChange.act.in_(acts)))
