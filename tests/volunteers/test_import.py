"""Bringing in a list from a spreadsheet: looked at first, then all of it or nothing."""

from datetime import date
from io import BytesIO

import pytest
from office import send, text_of
from people import EVERYBODY, viewer

from wvg.base import clock
from wvg.base.spreadsheet import decoded
from wvg.commons.audit.models import Act
from wvg.commons.volunteers import queries, rules, rules_import
from wvg.commons.volunteers.models import Language, Volunteer, VolunteerLanguage, VolunteerSkill

LIST = """\
Voornaam;Achternaam;E-mail;GSM;Telefoon;Talen;Kan;Taal;Max. per maand;Nieuw;Schoenmaat
Aïcha;D'Hondt-Çelik <b>;aicha@example.org;0470 12 34 56;;nl, Farsi / frans;rijbewijs + auto;fr;2;ja;38
Rita;coppens;;0400/00.00.10;09 000 00 10;Turks;eerste hulp;;;;
Luc;Goethals;LUC@example.org;;;;;;;;
"""


def person(first_name):
    return Volunteer.get(Volunteer.first_name == first_name)


def look(text):
    return rules_import.look(text, viewer("katrien"), clock.now())


def bring_in(text):
    return rules_import.bring_in(text, viewer("katrien"), clock.now())


def problems(text):
    return [str(problem) for problem in look(text).problems]


def upload(browser, content):
    return send(browser, "/volunteers/import", file=content)


def save(browser, text):
    return send(browser, "/volunteers/import/all", text=text)


def test_katrien_looks_first_and_then_saves_all_of_it(as_person):
    katrien = as_person("katrien")
    page = upload(katrien, LIST)
    assert page.status_code == 200
    assert "1 nieuw, 1 gewijzigd, 1 ongewijzigd" in page.text
    assert "Schoenmaat" in page.text, "a column that is not known is named"
    assert "&lt;b&gt;" in page.text and "<b>Aïcha" not in page.text
    assert "09 000 00 10" in page.text and "eerste hulp" in page.text, "what changes is shown"
    assert Volunteer.select().count() == EVERYBODY, "looking changes nothing"
    answer = save(katrien, text_of(page))
    assert answer.status_code == 303 and answer.location == "/volunteers/"
    aicha, rita = person("Aïcha"), person("Rita")
    assert (aicha.last_name, aicha.email, aicha.mobile) == ("D'Hondt-Çelik <b>", "aicha@example.org", "+32470123456")
    assert (aicha.language, aicha.max_per_month, aicha.new_since) == ("fr", 2, clock.today())
    spoken = Language.select(Language.key).join(VolunteerLanguage).where(VolunteerLanguage.volunteer == aicha)
    assert sorted(key for (key,) in spoken.tuples()) == ["fa", "fr", "nl"]
    assert VolunteerSkill.select().where(VolunteerSkill.volunteer == aicha).count() == 2
    assert (rita.phone, rita.last_name, rita.email) == ("+3290000010", "coppens", "rita@example.org")
    assert len(queries.details(rita).languages) == 2, "nothing is taken away"
    assert Act.select().where(Act.by == viewer("katrien").account, Act.kind == "volunteers.add").count() == 1


def test_a_second_time_changes_nothing(as_person):
    bring_in(LIST)
    rows, acts = list(Volunteer.select().dicts()), Act.select().count()
    page = upload(as_person("katrien"), LIST)
    assert "0 nieuw, 0 gewijzigd, 3 ongewijzigd" in page.text
    assert "btn--main" not in page.text.split("<main")[1].split("</main")[0]
    found = bring_in(LIST)
    assert (found.new, found.changed, found.same) == ([], [], 3)
    assert list(Volunteer.select().dicts()) == rows and Act.select().count() == acts


def test_who_is_new_stays_new_since_the_same_day(app):
    bring_in(LIST)
    tomorrow = clock.now().replace(day=25)
    assert rules_import.look(LIST, viewer("katrien"), tomorrow).same == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_however_the_spreadsheet_saves_it(as_person, encoding, delimiter, line_end):
    lines = ["Prénom;Nom;Courriel;Téléphone portable", "Zoë;Peeters;zoe@example.org;0470 12 34 56",
             '"Ro""b";"van; den, Berg";;']
    text = line_end.join(line.replace(";", delimiter) if '"' not in line else line for line in lines[:2])
    text += line_end + delimiter.join(['"Ro""b"', '"van; den, Berg"', "", ""]) + line_end
    katrien = as_person("katrien")
    page = upload(katrien, text.encode(encoding))
    assert page.status_code == 200, page.text
    save(katrien, text_of(page))
    assert (person("Zoë").last_name, person("Zoë").mobile) == ("Peeters", "+32470123456")
    assert person('Ro"b').last_name == "van; den, Berg"


@pytest.mark.parametrize(
    ("headers", "cells", "expected"),
    [
        ("first name,surname,mobile,language,max per month", "An,Bo,0470123456,Frans,3",
         {"last_name": "Bo", "mobile": "+32470123456", "language": "fr", "max_per_month": 3}),
        ("VOORNAAM ; Naam ; Tel.", "An;Bo;09 000 00 10", {"last_name": "Bo", "mobile": "+3290000010", "phone": None}),
        ("voornaam;gsm;tel", "An;470123456;92669911", {"mobile": "+32470123456", "phone": "+3292669911"}),
        ("voornaam;gsm;tel", "An;32470123456;+31 20 123 45 67", {"mobile": "+32470123456", "phone": "+31201234567"}),
        ("voornaam;gsm", "An;32345678", {"mobile": "+3232345678"}),
        ("voornaam;nieuw", "An;24/10", {"new_since": date(2026, 10, 24)}),
        ("voornaam;nieuw", "An;nee", {"new_since": None}),
        ("voornaam;naam", 'An;"=HYPERLINK(""x"")"', {"last_name": '=HYPERLINK("x")'}),
        ("voornaam;naam", 'An;"van\n  den  Berg"', {"last_name": "van den Berg"}),
        ("voornaam", "An", {"last_name": "", "email": None, "mobile": None, "language": "nl", "new_since": None}),
    ],
)
def test_columns_and_cells_as_people_write_them(app, headers, cells, expected):
    found = bring_in(f"{headers}\n{cells}\n")
    assert [str(p) for p in found.problems] == []
    assert {name: getattr(person("An"), name) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("voornaam;gsm\n;0470123456", "Line 2: The first name is missing."),
        ("voornaam;gsm\nAn;0470", "Line 2: This is not a telephone number: 0470"),
        ("voornaam;gsm\nAn;047012345", "Line 2: This is not a telephone number: 047012345"),
        ("voornaam;gsm\nAn;3.247E+10", "Line 2: This is not a telephone number: 3.247E+10"),
        ("voornaam;e-mail\n\nAn;an.example", "Line 3: This is not an e-mail address: an.example"),
        ("voornaam;talen\nAn;nl, klingon", "Line 2: We do not know this language: klingon"),
        ("voornaam;kan\nAn;vliegen", "Line 2: We do not know this skill: vliegen"),
        ("voornaam;taal\nAn;turks", "Line 2: Write nl, fr or en as the language, not: turks"),
        ("voornaam;max per maand\nAn;32", "Line 2: This is not a number from 1 to 31: 32"),
        ("voornaam;max per maand\nAn;" + "9" * 5000, "Line 2: This is not a number from 1 to 31: " + "9" * 40),
        ("voornaam;nieuw\nAn;soon", "Line 2: Write a date, yes or no, not: soon"),
        ("voornaam;nieuw\nAn;31/2", "Line 2: Write a date, yes or no, not: 31/2"),
        ("voornaam;naam\nAn;" + "x" * 81, "Line 2: This is too long: " + "x" * 40),
        ("voornaam;naam\nAn;Bo;gsm", "Line 2: There are more cells than columns."),
        ('voornaam;naam\n"An\nBo";x\n;y', "Line 4: The first name is missing."),
        ("voornaam;e-mail\nAn;x@example.org\nBo;X@EXAMPLE.ORG", "Line 3: This may be the same person as on line 2."),
        ("voornaam;gsm\nAn;0470123456\nàn;0470 12 34 56", "Line 3: This may be the same person as on line 2."),
        ("voornaam\nAn\nAN", "Line 3: This may be the same person as on line 2."),
        ("voornaam;gsm\nAn;0470123456\nAn;", "Line 3: This may be the same person as on line 2."),
        ("voornaam;naam;gsm\nRita;Coppens;\nRita;Coppens;0400000010",
         "Line 3: This may be the same person as on line 2."),
        ("voornaam;naam;e-mail;gsm\nRita;Coppens;luc@example.org;0400000010",
         "Line 2: The e-mail address is of Luc Goethals, the telephone number of somebody else."),
    ],
)
def test_each_bad_line_has_its_sentence(app, text, sentence):
    assert problems(text) == [sentence]
    found = bring_in(text)
    assert [str(p) for p in found.problems] == [sentence]
    assert Volunteer.select().count() == EVERYBODY


def test_one_bad_line_and_nothing_at_all_is_saved(as_person):
    bad = LIST + "Jan;;;12;;;;;;;\n;zonder voornaam;;;;;;;;;\n"
    katrien = as_person("katrien")
    page = upload(katrien, bad)
    assert page.status_code == 422
    assert "Regel 5" in page.text and "Regel 6" in page.text and "/volunteers/import/all" not in page.text
    answer = save(katrien, bad)
    assert answer.status_code == 422 and "Regel 5" in answer.text
    assert Volunteer.select().count() == EVERYBODY and person("Rita").phone is None


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n\n  \n", b"\xef\xbb\xbf", b"voornaam;gsm\n", b"voornaam;gsm\n;;\n", b"naam;gsm\nAn;0470123456\n",
        b"An;0470123456\n", b"PK\x03\x04\x14\x00\x06", bytes(range(256)), b"\x81\x8d\x8f",
        "voornaam\nAn".encode("utf-16"), b"voornaam;Voor naam\nAn;Bo\n", b'voornaam;naam\nAn;"Bo\nCe;De\n',
        b'voornaam;naam\n"An"x;Bo\n',
        b"voornaam;naam\n" + b"An;Bo\n" * 10_000, b"voornaam\n" + b'"' + b"x" * 200_000 + b'"',
        b"voornaam\n" + b"x" * 1_000_000, b"\x00" * 1000,
    ],
    ids=range(18),
)
def test_what_is_no_list_is_one_sentence(as_person, content):
    katrien = as_person("katrien")
    page = upload(katrien, content)
    assert page.status_code == 422
    assert 'id="file-err"' in page.text or "Regel 2" in page.text
    assert Volunteer.select().count() == EVERYBODY
    text = content.decode("utf-8", "replace")
    if len(text) < 400_000:
        again = save(katrien, text)
        assert again.status_code == 422


def test_a_name_with_a_web_address_or_hidden_signs_is_told_by_its_line(as_person):
    for name in ("https://evil.example", "An\u202e"):
        assert problems(f"voornaam;naam\n{name};Bo\n") == [
            "Line 2: A name has no web address or hidden signs in it. Type it again."
        ]


def test_a_long_list_can_be_sent_back_from_the_preview(as_person):
    text = "voornaam;e-mail;schoenmaat\n" + "".join(f"An;an{n}@example.org;{'x' * 300}\n" for n in range(1000))
    assert len(text) > 300_000
    assert save(as_person("katrien"), text).status_code == 303
    assert Volunteer.select().count() == EVERYBODY + 1000


def test_a_file_of_more_than_two_megabytes_is_refused_at_the_door(as_person):
    page = upload(as_person("katrien"), b"voornaam\n" + b"An\n" * 900_000)
    assert page.status_code == 413 and "2 MB" in page.text


def test_no_file_is_a_sentence_beside_the_field(as_person):
    katrien = as_person("katrien")
    for data in ({}, {"file": "text"}, {"file": (BytesIO(b""), "")}):
        page = katrien.post("/volunteers/import", data)
        assert page.status_code == 422 and 'id="file-err"' in page.text
    assert katrien.post("/volunteers/import/all").status_code == 422


def test_the_longest_list_that_may_come_goes_through_both_pages(as_person):
    katrien = as_person("katrien")
    lines = "".join(f"Vrijwilliger {n};Ğüİşçö-Al Khatib;vrijwilliger{n}@example.org;{n}\n" for n in range(2000))
    page = upload(katrien, "voornaam;naam;e-mail;nummer\n" + lines)
    assert page.status_code == 200
    answer = save(katrien, text_of(page))
    assert answer.status_code == 303 and Volunteer.select().count() == EVERYBODY + 2000


def test_a_column_without_a_name_and_empty_cells_are_left_alone(app):
    found = look("voornaam;;naam\nAn;x;Bo\n;;\n")
    assert found.ignored == [] and found.problems == [] and len(found.new) == 1
    assert found.new[0].values == {"first_name": "An", "last_name": "Bo"}


def test_who_has_the_same_name_and_nothing_else_is_new_and_pointed_out(app):
    found = look("voornaam;naam;gsm\nRita;Coppens;0470123456\n")
    assert len(found.new) == 1 and found.new[0].alike
    assert not look("voornaam;naam;gsm\nAn;Coppens;0470123456\n").new[0].alike


def test_of_two_with_the_same_name_it_must_be_said_who(app):
    katrien, now = viewer("katrien"), clock.now()
    for _ in range(2):
        rules.add({"first_name": "Rita", "last_name": "Coppens", "mobile": "+32400000010"}, katrien, now)
    assert problems("voornaam;naam;tel\nRita;Coppens;0400000010") == [
        "Line 2: More than one volunteer may be meant. Add an e-mail address."
    ]
    assert problems("voornaam;naam\nRita;Coppens") != []
    assert look("voornaam;naam;email;tel\nRita;Coppens;rita@example.org;0400000010").same == 1


def test_an_address_means_its_owner_whatever_the_name(app):
    found = bring_in("voornaam;naam;e-mail\nMargarita;Coppens;RITA@example.org")
    assert [change.values for change in found.changed] == [{"first_name": "Margarita"}]
    assert person("Margarita").email == "rita@example.org" and person("Margarita").search == "margarita coppens"


def test_an_address_is_added_to_who_is_known_by_name_and_number(app):
    Volunteer.update(email=None).where(Volunteer.first_name == "Rita").execute()
    bring_in("voornaam;naam;e-mail;tel\nrita;COPPENS;r@example.org;0400 00 00 10")
    assert Volunteer.get(Volunteer.email == "r@example.org").mobile == "+32400000010"
    assert Volunteer.select().count() == EVERYBODY


def test_who_stopped_is_known_and_who_was_merged_is_not(app):
    katrien, now = viewer("katrien"), clock.now()
    rules.stop(person("Rita").id, katrien, now)
    assert look("voornaam;naam\nRita;Coppens").same == 1
    Volunteer.update(merged_into=person("Luc")).where(Volunteer.first_name == "Rita").execute()
    assert len(look("voornaam;naam\nRita;Coppens").new) == 1


def test_the_example_can_be_brought_in_as_it_is(as_person):
    katrien = as_person("katrien")
    answer = katrien.get("/volunteers/import/example.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbfvoornaam;") and b"\r\n" in answer.data
    found = bring_in(decoded(answer.data))
    assert found.problems == [] and found.ignored == [] and len(found.new) == 2
    assert len(bring_in(decoded(answer.data)).new) == 0
