"""Bringing in a list of families: looked at first, then all of it or nothing; and `wvg import families`."""

import json
import re
from datetime import date

import pytest
from families import break_seal, bytes_on_disk, named, words
from office import send, text_of
from people import viewer

from wvg import cli
from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import NotAllowed, Refused
from wvg.base.spreadsheet import decoded
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.messages.models import Message
from wvg.commons.people import names, queries, rules, rules_import, sheet
from wvg.commons.people.models import Household

LIST = """\
Codenaam;Naam op de bel;Adres;GSM;Volwassenen;0-2 jaar;12-17 jaar;Voedingswensen;Luiers;Talen;Voorrang;Laatste bezoek;X
Grutto;Nieuw <b>'"";Visserij 9970;0470 12 34 56;2;1;2;halal + geen vis;3, 4+;Farsi / frans;ja;24/10;1
merel;;Sleepstraat 9971;;;;;geen melk;6;turks;;1/1/2026;
UIL;;;;;;;;;;;;
;Zonder Naam;Forelstraat 9972;;1;;;;;;;;
"""


def look(text):
    return rules_import.look(text, viewer("bart"), clock.now())


def bring_in(text):
    return rules_import.bring_in(text, viewer("bart"), clock.now())


def everything():
    return [list(table.select().dicts()) for table in (Household, Act, ActChange, Message)]


def test_bart_looks_first_and_then_saves_all_of_it(as_person):
    bart, before = as_person("bart"), everything()
    page = send(bart, "/people/import", file=LIST)
    assert page.status_code == 200 and "2 new, 1 changed, 1 the same." in page.text
    assert "&lt;b&gt;" in page.text and "Nieuw <b>" not in page.text
    assert "Visserij 9901" in page.text and "Sleepstraat 9971" in page.text, "what changes is shown"
    assert "leave them out: X." in page.text and everything() == before, "looking changes nothing"
    proposed = re.findall(r"<b><bdi>(.*?)</bdi></b>", page.text)
    answer = send(bart, "/people/import/all", text=text_of(page))
    assert answer.status_code == 303 and answer.location == "/people/"
    row, held = named("Grutto"), words("Grutto")
    assert (row.adults, row.children, row.priority, row.last_visit) == (2, 3, True, date(2026, 10, 24))
    assert (held.phone, held.ages, held.nappies) == ("+32470123456", {"0-2": 1, "12-17": 2}, ["3", "4+"])
    assert (held.wishes, held.languages) == (["halal", "no_fish"], ["fa", "fr"])
    merel, uil = words("Merel"), named("Uil")
    assert (merel.address, merel.bell_name, merel.nappies) == ("Sleepstraat 9971", "Demo-Marinov", ["6"])
    assert merel.wishes == ["no_milk", "no_pork"] and merel.languages == ["bg", "tr"], "nothing is taken away"
    assert named("Merel").last_visit == date(2026, 10, 20), "an older list does not take back a visit"
    assert uil.version == 1
    bird = next(one for one in Household.select() if queries.details(one).bell_name == "Zonder Naam")
    assert bird.code_name in names.birds() and bird.code_name in proposed, "the name that was shown"


def test_a_second_time_changes_nothing(as_person):
    bring_in(LIST)
    before = everything()
    page = send(as_person("bart"), "/people/import", file=LIST)
    assert "0 new, 0 changed, 4 the same." in page.text and "Save all of this" not in page.text
    found = bring_in(LIST)
    assert (found.new, found.changed, found.same) == ([], [], 4) and everything() == before


@pytest.mark.parametrize(
    ("headers", "cells", "expected"),
    [
        ("code name,bell name,phone,adults,children,priority", "Grutto,Bo,0470123456,2,3,no",
         {"bell_name": "Bo", "phone": "+32470123456", "adults": 2, "children": 3, "priority": False}),
        ("Nom de code;Adresse;Langues;Enfants;0-2 ans;Dernière visite", "Grutto;Rue 1;néerlandais;4;1;1/11",
         {"address": "Rue 1", "languages": ["nl"], "children": 4, "ages": {"0-2": 1}, "last_visit": date(2026, 11, 1)}),
        ("CODENAAM\ttel.\tallergie\ttoegang\tbabyvoeding", "Grutto\t470123456\tnoten\t2e\tmelk",
         {"phone": "+32470123456", "allergies": "noten", "access": "2e", "baby_food": "melk"}),
        ("codenaam;3-5;6-11 years;via wie;vraagt", "Grutto;1;2;Mieke;brood",
         {"ages": {"3-5": 1, "6-11": 2}, "children": 3, "told_by": "Mieke", "asks": "brood"}),
        ("codenaam", "Grutto", {"adults": 1, "children": 0, "bell_name": "", "last_visit": None}),
    ],
)
def test_columns_and_cells_as_people_write_them(app, headers, cells, expected):
    found = bring_in(f"{headers}\n{cells}\n")
    assert [str(problem) for problem in found.problems] == []
    there = {**named("Grutto").__data__, **words("Grutto").words()}
    assert {name: there[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("codenaam;tel\nGrutto;12", "Line 2: This is not a telephone number: 12"),
        ("codenaam;volwassenen\nGrutto;21", "Line 2: This is not a number from 0 to 20: 21"),
        ("codenaam;0-2\nGrutto;een", "Line 2: This is not a number from 0 to 20: een"),
        ("codenaam;talen\nGrutto;nl, klingon", "Line 2: We do not know this language: klingon"),
        ("codenaam;wensen\nGrutto;halal, kaas", "Line 2: We do not know this food wish: kaas"),
        ("codenaam;luiers\nGrutto;1234567890123", "Line 2: These are not sizes of nappies: 1234567890123"),
        ("codenaam;voorrang\nGrutto;misschien", "Line 2: Write yes or no, not: misschien"),
        ("codenaam;laatste bezoek\nGrutto;1/12/2026", "Line 2: This is not a day that has been: 1/12/2026"),
        ("codenaam;kinderen;0-2\nGrutto;1;2", "Line 2: There are more children by age than in all."),
        ("codenaam;kinderen\nMerel;1", "Line 2: There are more children by age than in all."),
        ("codenaam;0-2;3-5\nGrutto;11;11", "Line 2: Enter a number from 0 to 20."),
        ("codenaam;bel\nGrutto;fam. grutto", "Line 2: A code name must not be part of the name on the bell."),
        ("codenaam;bel\nMerel;De Merel", "Line 2: A code name must not be part of the name on the bell."),
        ("codenaam\nhttp://x", "Line 2: A name has no web address or hidden signs in it. Type it again."),
        ("codenaam;adres\nGrutto;a\ngrutto;b", "Line 3: This may be the same family as on line 2."),
        ("codenaam;bel;adres\n;Bo;Straat 1\n;bo;straat 1", "Line 3: This may be the same family as on line 2."),
        ("codenaam;bel\nMerel;\n;Demo-Marinov", "Line 3: This may be the same family as on line 2."),
        ("codenaam;volwassenen\n;2",
         "Line 2: Give the code name, the name on the bell, the address or the telephone."),
        ("codenaam;adres\nGrutto;a;b", "Line 2: There are more cells than columns."),
        ("codenaam;adres\nGrutto;" + "x" * 201, "Line 2: This is too long: " + "x" * 40),
    ],
)
def test_each_bad_line_has_its_sentence_and_nothing_is_written(app, text, sentence):
    before = everything()
    assert [str(problem) for problem in look(text).problems] == [sentence]
    assert [str(problem) for problem in bring_in(text).problems] == [sentence]
    assert everything() == before


def test_one_bad_line_and_nothing_at_all_is_saved(as_person):
    bart, before = as_person("bart"), everything()
    page = send(bart, "/people/import", file=LIST + "Sijs;;;12;;;;;;;;;\n")
    assert page.status_code == 422 and "Line 6" in page.text and "/people/import/all" not in page.text
    answer = send(bart, "/people/import/all", text=LIST + "Sijs;;;12;;;;;;;;;\n")
    assert answer.status_code == 422 and everything() == before


@pytest.mark.parametrize("content", [
    b"", b"codenaam\n", b"volwassenen;kinderen\n2;3\n", b"PK\x03\x04", b"\x00" * 9, b"codenaam;schuilnaam\na;b\n",
    b'codenaam;adres\n"a"x;b\n',
])
def test_what_is_no_list_is_one_sentence(as_person, content):
    page = send(as_person("bart"), "/people/import", file=content)
    assert page.status_code == 422 and ('id="file-err"' in page.text or "Line 2" in page.text)
    assert Household.select().count() == 10


def test_no_file_is_a_sentence_beside_the_field(as_person):
    page = as_person("bart").post("/people/import")
    assert page.status_code == 422 and 'id="file-err"' in page.text


def test_without_a_code_name_a_family_is_known_by_bell_address_and_telephone(app):
    assert look("bel;adres\nDemo-Marinov;Visserij 9901, 9000 Gent").same == 1
    assert look("bel;adres\ndemo-marinov;VISSERIJ 9901, 9000 Gent").changed[0].name == "Merel"
    assert look("bel;adres\nDemo-Marinov;Elders 1").new != []
    assert look("telefoon;allergie\n0400000051;melk").changed[0].name == "Merel"
    rules.change(named("Uil").id, 1, {"address": words("Merel").address}, viewer("bart"), clock.now())
    assert [str(p) for p in look("adres\nVisserij 9901, 9000 Gent").problems] == [
        "Line 2: More than one family may be meant. Add the code name."]


def test_birds_that_stand_in_the_list_are_not_given_away(app):
    first = queries.free_name()
    found = look(f"codenaam;adres\n;Straat 1\n{first};Straat 2\n;Straat 3")
    given = [change.name for change in found.new]
    assert len(set(given)) == 3 and given[1] == first


def test_ages_fill_in_the_children_of_whom_no_age_was_known(app):
    bring_in("codenaam;kinderen\nGrutto;3")
    bring_in("codenaam;0-2;6-11\nGrutto;1;2")
    assert (named("Grutto").children, words("Grutto").ages) == (3, {"0-2": 1, "6-11": 2})
    bring_in("codenaam;0-2;3-5\nGrutto;0;2")
    assert (named("Grutto").children, words("Grutto").ages) == (4, {"3-5": 2, "6-11": 2})


def test_a_broken_seal_is_not_saved_over(app):
    break_seal("Merel")
    blob = bytes(named("Merel").sealed)
    assert look("codenaam\nMerel").same == 1
    assert "seal" in str(bring_in("codenaam;adres\nMerel;x").problems[0]) and bytes(named("Merel").sealed) == blob


def test_nothing_of_the_list_stays_readable_on_the_disk(app):
    bring_in(LIST)
    found = bytes_on_disk(app)
    for secret in (b"Nieuw <b>", b"Visserij 9970", b"32470123456", b"Zonder Naam", b"Forelstraat 9972"):
        assert secret not in found
    assert "Visserij" not in json.dumps([*ActChange.select().dicts(), *Message.select().dicts()], default=str)


def test_the_example_can_be_brought_in_as_it_is(as_person):
    answer = as_person("bart").get("/people/import/example.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    found = bring_in(decoded(answer.data))
    assert found.problems == [] and found.ignored == [] and len(found.new) == 2
    assert look(sheet.EXAMPLE).same == 2


def test_whom_nobody_may_bring_in_refuses_before_it_reads(app):
    with pytest.raises(NotAllowed):
        rules_import.look("no list", viewer("katrien"), clock.now())
    with pytest.raises(Refused):
        look("no list")


# At the machine


@pytest.fixture
def run(tmp_path, capsys):
    def command(text):
        file = tmp_path / "list.csv"
        file.write_text(text, "utf-8")
        code = cli.main(["--instance", str(tmp_path / "instance"), "import", "families", str(file)])
        return code, *capsys.readouterr()

    yield command
    if not database.is_closed():
        database.close()


def test_at_the_machine_it_is_the_same(run):
    code, said, _ = run("codenaam;adres\nGrutto;Visserij 9970\n;Visserij 9971\n")
    assert code == 0 and "2 new, 0 changed, 0 the same." in said
    code, said, wrong = run("codenaam;adres\nGrutto;Visserij 9970\n;Visserij 9971\nSijs;a;b\n")
    assert code == 1 and "Nothing was changed." in said and "4" in wrong
    code, said, _ = run("codenaam;adres\nGrutto;Visserij 9970\n;Visserij 9971\n")
    assert code == 0 and "0 new, 0 changed, 2 the same." in said
    with database.connection_context():
        assert Household.select().count() == 2 and {act.by for act in Act.select()} == {None}


def test_at_the_machine_what_is_no_list_is_one_sentence(run):
    code, _, wrong = run("x;y\n1;2\n")
    assert code == 2 and wrong.startswith("wvg: ")
