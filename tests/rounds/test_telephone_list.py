"""The telephone list of the rounds; for coordinators only."""

import re

import pytest
from people import BREAD, DEC_12, closed_to, seat, viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import NotAllowed
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.planning import rules_assign
from wvg.commons.planning.away import rules_leaving
from wvg.commons.planning.team import queries as queries_team
from wvg.commons.volunteers import rules as volunteers
from wvg.commons.volunteers.models import Skill, Volunteer, VolunteerSkill

PATH = "/rounds/telephone-list"


def names():
    return [m.volunteer.first_name for m in queries_team.team("rounds", viewer("bart"), clock.today())]


def add(first_name, **more):
    return volunteers.add({"first_name": first_name, **more}, viewer("katrien"), clock.now())


def test_everybody_of_the_rounds_by_name_with_numbers_and_what_they_drive(as_person):
    Volunteer.update(phone="+3292669911").where(Volunteer.first_name == "Luc").execute()
    page = as_person("bart").get(PATH).text
    assert names() == sorted(names()) and {"Bart", "Luc", "Rita", "Samir"} <= set(names())
    row = re.search(r'<tr><th scope="row"><bdi>Luc Goethals.*?</tr>', page, re.S)[0]
    assert "0400 00 00 08" in row and "09 266 99 11" in row and "bakfiets" in row
    samir = re.search(r'<tr><th scope="row"><bdi>Samir.*?</tr>', page, re.S)[0]
    assert "rijbewijs, auto" in samir and "taalhulp" not in samir, "only what drives"
    assert "24 november 2026" in page and "example.org" not in page and "data-print" in page


def test_nobody_of_another_group(app):
    assert not {"Jonas", "Zeynep", "Katrien", "Hugo", "Fatiha", "Annelies"} & set(names())


def test_who_has_no_account_but_takes_places_is_on_it(app):
    person = add("Zonder", mobile="+32470123456")
    assert "Zonder" not in names()
    rules_assign.assign(seat(BREAD, DEC_12, 2).id, person.id, viewer("bart"), clock.now())
    assert "Zonder" in names()


def test_who_stopped_or_whose_right_ended_is_not(app):
    rules_leaving.stop(viewer("tesfay").volunteer, viewer("katrien"), clock.now())
    assert "Tesfay" not in names()
    new = add("Nieuw")
    account = Account.create(volunteer=new, user_name="nieuw", made_at=clock.now())
    grant = Grant.create(account=account, role="volunteer", group="rounds", given_at=clock.now())
    assert "Nieuw" in names()
    Grant.update(until=clock.today().replace(day=23)).where(Grant.id == grant.id).execute()
    assert "Nieuw" not in names(), "until yesterday"


@pytest.mark.parametrize("name", ["rita", "jonas", "hugo", "katrien", "fatiha"])
def test_nobody_else_sees_a_number(as_person, name):
    answer = as_person(name).get(PATH)
    assert answer.status_code == closed_to(name)
    assert "0400 00 00 08" not in answer.text and "Goethals" not in answer.text
    with pytest.raises(NotAllowed):
        queries_team.team("rounds", viewer(name), clock.today())


def test_who_is_not_signed_in_is_sent_to_the_door(browser):
    assert "/sign-in" in browser.get(PATH).location


def test_no_numbers_and_strange_names_are_shown_as_they_are(as_person):
    person = add("<i>An</i>", last_name='"\'')
    rules_assign.assign(seat(BREAD, DEC_12, 2).id, person.id, viewer("bart"), clock.now())
    page = as_person("bart").get(PATH).text
    assert "<i>An" not in page and "&lt;i&gt;An" in page
    row = re.search(r'<tr><th scope="row"><bdi>&lt;i.*?</tr>', page, re.S)[0]
    assert row.count("<td></td>") == 3


def test_it_takes_the_same_queries_however_many_people(as_person):
    bart, statements = as_person("bart"), []

    def hook(event):
        statements.append(event.sql)

    def count():
        statements.clear()
        assert bart.get(PATH).status_code == 200
        return len([sql for sql in statements if sql.startswith("SELECT")])

    database.obj.query_hooks.append(hook)
    try:
        few = count()
        for n in range(40):
            person = add(f"Extra{n}")
            account = Account.create(volunteer=person, user_name=f"extra{n}", made_at=clock.now())
            Grant.create(account=account, role="volunteer", group="rounds", given_at=clock.now())
            VolunteerSkill.create(volunteer=person, skill=Skill.get(Skill.key == "car"))
        assert "Extra39" in names() and count() == few <= 4
    finally:
        database.obj.query_hooks.remove(hook)
