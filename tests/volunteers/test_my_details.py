"""A volunteer changes what we know of them."""

import re

import pytest
from people import viewer

from wvg.base import clock
from wvg.base.errors import NotAllowed
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.volunteers import queries, rules
from wvg.commons.volunteers.models import Language, Skill, Volunteer


def rita():
    return Volunteer.get(Volunteer.first_name == "Rita")


def typed(**more):
    """The form of Rita as it stands, with other values."""
    row = rita()
    held = queries.details(row)
    return {
        "first_name": row.first_name, "last_name": row.last_name, "email": row.email or "",
        "mobile": "0400 00 00 10", "phone": "", "max_per_month": "", "language": "nl", "version": str(row.version),
        "languages": [str(key) for key in held.languages],
        "availability": [f"{weekday}-{part}" for weekday, part in held.availability],
        **({"mail": "y"} if row.mail else {}), **more,
    }


def test_rita_changes_everything_of_hers(as_person):
    speaks = {row.id for row in Language.select().where(Language.key.in_(["nl", "fr"]))}
    browser = as_person("rita")
    answer = browser.post("/me", typed(
        first_name=" Rita ", last_name="D'Hondt-Çelik <b>", email="Rita.DHondt@EXAMPLE.org", mobile="0470/12.34.56",
        phone="09 000 00 10", max_per_month="3", language="fr", languages=[str(key) for key in speaks],
        availability=["0-morning", "6-evening"],
    ))
    assert answer.status_code == 303 and answer.location == "/me"
    row = rita()
    assert (row.last_name, row.email, row.mobile, row.phone) == (
        "D'Hondt-Çelik <b>", "Rita.DHondt@example.org", "+32470123456", "+3290000010",
    )
    assert (row.max_per_month, row.language, row.search) == (3, "fr", "rita d'hondt-celik <b>")
    held = queries.details(row)
    assert held.languages == speaks and held.availability == {(0, "morning"), (6, "evening")}
    page = browser.get("/me").text
    assert "&lt;b&gt;" in page and "<b>\"" not in page and 'lang="fr"' in page


def test_the_form_stands_as_it_was_saved(as_person):
    as_person("rita").post("/me", typed(availability=["2-afternoon"], max_per_month="2"))
    page = as_person("rita").get("/me").text
    assert re.findall(r'value="(\d-\w+)" checked', page) == ["2-afternoon"]
    assert 'value="0400 00 00 10"' in page and 'name="max_per_month" type="text" value="2"' in page


def test_nobody_needs_an_address_or_a_number(as_person):
    assert as_person("rita").post("/me", typed(email="", mobile="", last_name="")).status_code == 303
    assert as_person("godelieve").post("/me", {
        **typed(email="", mobile=""), "version": "1", "first_name": "Godelieve",
    }).status_code == 303
    assert rita().email is None and rita().mobile is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", "   "), ("first_name", "x" * 81), ("last_name", "x" * 81), ("email", "rita at example"),
        ("email", "rita@example"), ("email", "a" * 300 + "@example.org"), ("mobile", "0470 12"), ("phone", "call me"),
        ("max_per_month", "0"), ("max_per_month", "32"), ("max_per_month", "-1"), ("max_per_month", "often"),
        ("max_per_month", "9" * 5000), ("language", "de"), ("languages", ["99999999999999999999999"]),
        ("languages", ["dutch"]), ("availability", ["7-morning"]), ("availability", ["0-night"]),
        ("availability", ["x"]),
    ],
)
def test_what_cannot_be_comes_back_as_typed(as_person, field, value):
    before = Volunteer.select().where(Volunteer.first_name == "Rita").dicts().get()
    answer = as_person("rita").post("/me", typed(phone="0400 00 00 11", **{field: value}) if field != "phone"
                                    else typed(phone=value))
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    if isinstance(value, str) and value.strip() and field != "language":
        assert f'value="{value}"' in answer.text
    assert Volunteer.select().where(Volunteer.id == before["id"]).dicts().get() == before


@pytest.mark.parametrize("field", ["first_name", "last_name"])
@pytest.mark.parametrize("name", ["Adres: https://evil.example/ en", "Ri\u202eta", "Ri\u200bta", "Ri\x85ta", "Ri\tta"])
def test_a_name_is_no_web_address_and_hides_nothing(as_person, field, name):
    before = rita().search
    answer = as_person("rita").post("/me", typed(**{field: name}))
    assert answer.status_code == 422 and f'href="#{field}"' in answer.text and rita().search == before


def test_somebody_elses_address_is_refused_beside_the_field(as_person):
    answer = as_person("rita").post("/me", typed(email="GODELIEVE@example.org", phone="0400 00 00 11"))
    assert answer.status_code == 422
    assert 'id="email-err"' in answer.text and 'value="0400 00 00 11"' in answer.text
    assert rita().email == "rita@example.org" and rita().phone is None and rita().version == 1


def test_a_form_that_is_out_of_date_loses_nothing(as_person):
    stale = typed(phone="0400 00 00 11", availability=["2-evening"])
    rules.change(rita().id, 1, {"mobile": "+32400000099"}, viewer("rita"), clock.now())
    answer = as_person("rita").post("/me", stale)
    assert answer.status_code == 409
    assert 'value="0400 00 00 11"' in answer.text and 'value="2-evening" checked' in answer.text
    assert "0400 00 00 99" in answer.text, "what stands there now is shown"
    version = re.search(r'name="version" type="hidden" value="(\d+)"', answer.text)[1]
    assert version == "2"
    assert rita().phone is None
    assert as_person("rita").post("/me", {**stale, "version": version}).status_code == 303
    assert (rita().phone, rita().mobile) == ("+32400000011", "+32400000010")


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999999", "²"])
def test_a_form_of_no_known_age_is_out_of_date(as_person, version):
    answer = as_person("rita").post("/me", typed(phone="0400 00 00 11", version=version))
    assert answer.status_code == 409 and 'type="hidden" value="1"' in answer.text


def test_pressing_twice_is_pressing_once(as_person):
    browser, same = as_person("rita"), typed(phone="0400 00 00 11")
    assert browser.post("/me", same).status_code == 303
    assert browser.post("/me", same).status_code == 303
    assert rita().version == 2
    assert Act.select().where(Act.kind == "volunteers.change").count() == 1


def test_the_log_says_what_changed_and_not_the_old_number(as_person):
    as_person("rita").post("/me", typed(mobile="0400 00 00 99", availability=["2-evening"]))
    change = ActChange.select().join(Act).where(Act.kind == "volunteers.change").get()
    assert change.before == {"changed": ["availability", "mobile"]}
    assert (change.table, change.row, change.version) == ("volunteer", rita().id, 2)
    assert change.act.on_behalf_of == rita().id


def test_skills_and_papers_are_shown_and_not_hers_to_change(as_person):
    skill = Skill.get(Skill.key == "licence")
    assert as_person("rita").post("/me", {**typed(), "skills": [str(skill.id)], "paper_1": ""}).status_code == 303
    assert queries.details(rita()).skills == set() and len(queries.details(rita()).papers) == 2
    with pytest.raises(NotAllowed):
        rules.change(rita().id, 1, {"skills": {skill.id}}, viewer("rita"), clock.now())
    assert "rijbewijs" in as_person("samir").get("/me").text


def test_who_helps_children_reads_that_the_extract_was_not_seen_yet(as_person):
    assert "Uittreksel 596.2" in as_person("marijke").get("/me").text
    assert "nog niet gezien" in as_person("marijke").get("/me").text
    for name in ("jonas", "rita", "fatiha"):
        assert "nog niet gezien" not in as_person(name).get("/me").text


def test_nobody_changes_the_details_of_somebody_else(app):
    godelieve = Volunteer.get(Volunteer.first_name == "Godelieve")
    for name in ("rita", "bart", "fatiha"):
        with pytest.raises(NotAllowed):
            rules.change(godelieve.id, 1, {"phone": "+32400000011"}, viewer(name), clock.now())


def test_the_partner_has_details_too_and_who_is_not_signed_in_has_none(as_person, browser):
    assert as_person("fatiha").get("/me").status_code == 200
    answer = browser.get("/me")
    assert answer.status_code == 303 and "/sign-in" in answer.location
    assert browser.post("/me", {"first_name": "X"}, token="").status_code in (303, 400)
