"""Who manages the volunteers adds one, and changes one."""

import re

import pytest
from people import EVERYBODY, viewer

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.audit.models import Act
from wvg.commons.volunteers import queries, rules
from wvg.commons.volunteers.models import Language, PaperKind, PaperSeen, Skill, Volunteer

NAME = {"first_name": "Aïcha", "last_name": "D'Hondt-Çelik <b>"}


def form(**more):
    return {**NAME, "email": "", "mobile": "", "phone": "", "max_per_month": "", "language": "fr", **more}


def rita():
    return Volunteer.get(Volunteer.first_name == "Rita")


def test_a_new_volunteer_with_all_there_is_to_say(as_person):
    skill, language = Skill.get(Skill.key == "car"), Language.get(Language.key == "ar")
    paper = PaperKind.get(PaperKind.key == "criminal_record")
    browser = as_person("katrien")
    answer = browser.post("/volunteers/new", form(
        email="aicha@example.org", mobile="0470 12 34 56", max_per_month="2", new_since="20/11", skills=[str(skill.id)],
        languages=[str(language.id)], availability=["5-evening"], **{f"paper_{paper.id}": "24/10"},
    ))
    row = Volunteer.get(Volunteer.first_name == "Aïcha")
    assert answer.status_code == 303 and answer.location == f"/volunteers/{row.id}"
    held = queries.details(row)
    assert (held.skills, held.languages, held.availability) == ({skill.id}, {language.id}, {(5, "evening")})
    assert held.papers == {paper.id: clock.today().replace(month=10)}, "a day without a year is the last one"
    assert PaperSeen.get(PaperSeen.volunteer == row).seen_by == viewer("katrien").account
    assert row.new_since == clock.today().replace(day=20) and row.language == "fr"
    page = browser.get(f"/volunteers/{row.id}").text
    assert "D&#39;Hondt-Çelik &lt;b&gt;" in page and 'value="24/10/2026"' in page
    assert Act.get(Act.kind == "volunteers.add", Act.on_behalf_of == row.id).by == viewer("katrien").account


def test_a_first_name_is_enough(as_person):
    assert as_person("katrien").post("/volunteers/new", {"first_name": "Jo", "language": "nl"}).status_code == 303
    assert as_person("katrien").post("/volunteers/new", {"first_name": "Jo", "language": "nl"}).status_code == 303
    assert Volunteer.select().where(Volunteer.first_name == "Jo").count() == 2, "two may have the same name"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", ""), ("email", "RITA@example.org"), ("email", "no"), ("mobile", "123"), ("new_since", "soon"),
        ("paper_1", "31/2"), ("paper_1", "25/11/2026"), ("paper_1", "morgen"), ("skills", ["99"]), ("language", "xx"),
    ],
)
def test_what_cannot_be_comes_back_as_typed(as_person, field, value):
    answer = as_person("katrien").post("/volunteers/new", form(phone="0400 00 00 77", **{field: value}))
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text and 'value="0400 00 00 77"' in answer.text
    assert Volunteer.select().count() == EVERYBODY


def test_katrien_changes_what_rita_cannot(as_person):
    skill, paper = Skill.get(Skill.key == "licence"), PaperKind.get(PaperKind.key == "discretion")
    browser = as_person("katrien")
    page = browser.get(f"/volunteers/{rita().id}").text
    version = re.search(r'name="version" type="hidden" value="(\d+)"', page)[1]
    answer = browser.post(f"/volunteers/{rita().id}", {
        "first_name": "Rita", "last_name": "Coppens", "language": "nl", "version": version,
        "skills": [str(skill.id)], f"paper_{paper.id}": "1/11/2026",
    })
    assert answer.status_code == 303
    held = queries.details(rita())
    assert held.skills == {skill.id}
    assert held.papers == {paper.id: clock.today().replace(day=1)}, "a day that is emptied goes"
    assert rita().email is None


def test_two_at_once_are_told(as_person):
    browser, values = as_person("katrien"), form(version="1", first_name="Rita", last_name="Coppens")
    rules.change(rita().id, 1, {"phone": "+32400000011"}, viewer("rita"), clock.now())
    answer = browser.post(f"/volunteers/{rita().id}", values)
    assert answer.status_code == 409 and "0400 00 00 11" in answer.text
    assert rita().email == "rita@example.org"


def test_who_came_back_is_one_of_us_again(as_person):
    rules.stop(rita().id, viewer("katrien"), clock.now())
    browser = as_person("katrien")
    assert f'action="/volunteers/{rita().id}/return"' in browser.get(f"/volunteers/{rita().id}").text
    assert browser.post(f"/volunteers/{rita().id}/return").status_code == 303
    assert rita().left_on is None
    assert browser.post(f"/volunteers/{rita().id}/return").status_code == 303, "twice is once"
    assert Act.select().where(Act.kind == "volunteers.bring_back").count() == 1


@pytest.mark.parametrize("path", ["/volunteers/999", "/volunteers/999/return", "/volunteers/99999999999999999999"])
def test_nobody_of_that_number(as_person, path):
    browser = as_person("katrien")
    assert browser.post(path, form()).status_code == 404
    assert browser.get(path).status_code in (404, 405)


def test_a_change_says_what_is_wrong_whoever_asks(app):
    katrien, now = viewer("katrien"), clock.now()
    with pytest.raises(Invalid) as wrong:
        rules.add({"first_name": "X", "email": "Rita@example.org"}, katrien, now)
    assert wrong.value.field == "email"
    with pytest.raises(Invalid) as wrong:
        rules.change(rita().id, 1, {"first_name": ""}, katrien, now)
    assert wrong.value.field == "first_name"
    with pytest.raises(Unknown):
        rules.change(999, 1, {"first_name": "X"}, katrien, now)
    with pytest.raises(Refused):
        rules.change(rita().id, 2, {"first_name": "X"}, katrien, now)
    for rule in (rules.stop, rules.bring_back):
        with pytest.raises(NotAllowed):
            rule(rita().id, viewer("bart"), now)
    assert rita().version == 1
