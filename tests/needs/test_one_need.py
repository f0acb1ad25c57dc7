"""One need: taking it, handing it over, what is next, what came of it, and how the family is reached."""

import threading
from datetime import timedelta

import pytest
from door import in_english
from heard import LINE, again, at_door, words
from office import Browser
from people import viewer

from wvg import demo
from wvg.base import clock
from wvg.base.db import database
from wvg.commons.accounts import rules as accounts
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.audit.models import Act
from wvg.commons.needs import rules_close, rules_owner
from wvg.commons.needs.models import Need
from wvg.commons.people import queries as people
from wvg.commons.people.models import Household
from wvg.commons.volunteers import rules as volunteers

PEOPLE = 30


@pytest.fixture(autouse=True)
def without_the_demo(app):
    Need.delete().execute()
    for name in ("annelies", "bart", "nadia"):
        in_english(name)


@pytest.fixture
def letter(app):
    return at_door("letter", family="Zwaluw")["letter"]


def owner(need):
    return again(need).owner and again(need).owner.first_name


def test_taking_it(as_person, letter):
    answer = as_person("annelies").post(f"/needs/{letter.id}/owner")
    assert answer.status_code == 303 and answer.location == f"/needs/{letter.id}"
    assert owner(letter) == "Annelies" and again(letter).taken_at == clock.now()
    assert as_person("annelies").post(f"/needs/{letter.id}/owner").status_code == 303, "twice is once"
    assert again(letter).version == 2


def test_who_is_later_hears_it_kindly(as_person, letter):
    rules_owner.take(letter.id, viewer("annelies"), clock.now())
    for how in (as_person("bart").post, as_person("bart").htmx):
        answer = how(f"/needs/{letter.id}/owner")
        assert answer.status_code == 409 and "Annelies was just a little faster." in answer.text
    assert owner(letter) == "Annelies"


def test_thirty_taking_at_once_give_one_owner(app, letter):
    with database.atomic():
        secrets = []
        for n in range(PEOPLE):
            person = volunteers.add({"first_name": f"Persoon{n}"}, demo.viewer("katrien", clock.today()), clock.now())
            account = Account.create(volunteer=person, user_name=f"persoon{n}", made_at=clock.now())
            Grant.create(account=account, role="coordinator", group="dossiers", given_at=clock.now())
            secrets.append(accounts.open_session(account, clock.now()))
    crowd = []
    for token, form_secret in secrets:
        browser = Browser(app)
        with browser.client.session_transaction() as cookie:
            cookie.update({"_user_id": token, "_fresh": True, "csrf_token": form_secret})
        crowd.append((browser.client, browser.token()))
    database.close()
    answers, start = [], threading.Barrier(PEOPLE)

    def press(client, token):
        start.wait()
        answers.append(client.post(f"/needs/{letter.id}/owner", data={"csrf_token": token}))

    threads = [threading.Thread(target=press, args=one) for one in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.connect()
    assert sorted(answer.status_code for answer in answers) == [303] + [409] * (PEOPLE - 1)
    assert owner(letter).startswith("Persoon") and again(letter).version == 2
    assert all(f"{owner(letter)} was" in a.text or owner(letter) in a.text for a in answers if a.status_code == 409)
    assert Act.select().where(Act.kind == "needs.take", Act.at == clock.now()).count() == 1


def test_an_owner_who_does_not_coordinate_cannot_take_but_can_give_back(as_person, letter):
    number = viewer("mieke").volunteer
    rules_owner.hand_over(letter.id, 1, number, viewer("annelies"), clock.now())
    mieke = as_person("mieke")
    assert mieke.get(f"/needs/{letter.id}").status_code == 200
    answer = mieke.post(f"/needs/{letter.id}/giving-back", {"version": 2})
    assert answer.status_code == 303 and answer.location == "/", "she sees it no more"
    assert owner(letter) is None and mieke.get(f"/needs/{letter.id}").status_code == 404


def test_handing_over_to_somebody_of_one_of_its_groups_only(as_person, letter):
    annelies = as_person("annelies")
    page = annelies.get(f"/needs/{letter.id}").text
    options = page[page.index('id="volunteer"'):page.index("</select>")]
    assert options.index("Annelies") < options.index("Bart") < options.index("Christine"), "coordinators first"
    assert "Zeynep" not in options and "Fatiha" not in options and "Katrien" not in options
    for wrong in ("zeynep", "katrien", "fatiha"):
        answer = annelies.post(f"/needs/{letter.id}/handing-over",
                               {"volunteer": viewer(wrong).volunteer, "version": 1})
        assert answer.status_code == 422 and "Choose somebody from the list." in answer.text
    for wrong in ("", "x", "0", "999999999"):
        assert annelies.post(f"/needs/{letter.id}/handing-over", {"volunteer": wrong, "version": 1}).status_code == 422
    answer = annelies.post(f"/needs/{letter.id}/handing-over", {"volunteer": viewer("nadia").volunteer, "version": 1})
    assert answer.status_code == 303 and owner(letter) == "Nadia"


def test_who_has_no_account_any_more_is_not_on_the_list(as_person, letter):
    Account.update(closed_at=clock.now()).where(Account.user_name == "nadia").execute()
    assert "Nadia" not in as_person("annelies").get(f"/needs/{letter.id}").text


def test_two_who_hand_over_at_once(as_person, letter):
    rules_owner.hand_over(letter.id, 1, viewer("nadia").volunteer, viewer("bart"), clock.now())
    answer = as_person("annelies").post(
        f"/needs/{letter.id}/handing-over", {"volunteer": viewer("luc").volunteer, "version": 1}
    )
    assert answer.status_code == 409 and "Somebody changed this need in the meantime" in answer.text
    assert "Nadia A." in answer.text and owner(letter) == "Nadia"


def test_what_is_next_and_when(as_person, letter):
    annelies = as_person("annelies")
    answer = annelies.post(f"/needs/{letter.id}/plan",
                           {"next_step": "Samen de brief lezen", "follow_up": "27/11", "version": 1})
    assert answer.status_code == 303
    assert words(letter).next_step == "Samen de brief lezen" and words(letter).line == LINE
    assert again(letter).follow_up == clock.today() + timedelta(days=3)
    assert "Samen de brief lezen" in annelies.get(f"/needs/{letter.id}").text
    assert annelies.post(f"/needs/{letter.id}/plan", {"version": 2}).status_code == 303
    assert words(letter).next_step == "" and again(letter).follow_up is None


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"follow_up": "23/11/2026"}, "This day is over."), ({"follow_up": "ooit"}, "Enter a date"),
    ({"next_step": "x" * 301}, "That is too long"), ({"next_step": "bel 0470 12 34 56"}, "telephone number"),
])
def test_a_plan_that_cannot_be_comes_back_as_typed(as_person, letter, typed, sentence):
    answer = as_person("annelies").post(f"/needs/{letter.id}/plan", {**typed, "version": 1})
    assert answer.status_code == 422 and sentence in answer.text
    assert f'value="{next(iter(typed.values()))}"' in answer.text
    assert again(letter).version == 1


def test_a_plan_made_meanwhile_is_shown_beside_what_was_typed(as_person, letter):
    rules_close.plan(letter.id, 1, "Bart belt eerst", None, viewer("bart"), clock.now())
    annelies = as_person("annelies")
    answer = annelies.post(f"/needs/{letter.id}/plan", {"next_step": "Annelies belt", "version": 1})
    assert answer.status_code == 409 and "Bart belt eerst" in answer.text and 'value="Annelies belt"' in answer.text
    assert 'name="version" value="2"' in answer.text
    assert annelies.post(f"/needs/{letter.id}/plan", {"next_step": "Annelies belt", "version": 2}).status_code == 303


def test_closing_with_what_came_of_it(as_person, letter):
    annelies = as_person("annelies")
    answer = annelies.post(f"/needs/{letter.id}/closing", {"outcome": "passed on", "version": 1})
    assert answer.status_code == 422 and "to whom it went" in answer.text and "checked" in answer.text
    answer = annelies.post(f"/needs/{letter.id}/closing", {"outcome": "", "line": "Zo dus", "version": 1})
    assert answer.status_code == 422 and 'value="Zo dus"' in answer.text
    answer = annelies.post(f"/needs/{letter.id}/closing",
                           {"outcome": "passed on", "line": "Naar het OCMW <i>", "version": 1})
    assert answer.status_code == 303
    row = again(letter)
    assert (row.outcome, row.closed_at, owner(letter)) == ("passed on", clock.now(), "Annelies")
    assert words(letter).outcome_line == "Naar het OCMW <i>"
    page = annelies.get(f"/needs/{letter.id}").text
    assert "Naar het OCMW &lt;i&gt;" in page and "Open it again" in page
    for verb in ("owner", "plan", "closing", "giving-back", "handing-over"):
        answer = annelies.post(f"/needs/{letter.id}/{verb}",
                               {"version": 2, "outcome": "helped", "volunteer": viewer("bart").volunteer})
        assert answer.status_code == 409 and "closed" in answer.text, verb


def test_helped_or_a_mistake_needs_no_line(as_person, letter):
    assert as_person("bart").post(f"/needs/{letter.id}/closing",
                                  {"outcome": "helped", "version": 1}).status_code == 303


def test_opening_again(as_person, letter):
    rules_close.close(letter.id, 1, "helped", "", viewer("bart"), clock.now())
    assert as_person("annelies").post(f"/needs/{letter.id}/opening").status_code == 303
    assert again(letter).closed_at is None and again(letter).outcome == ""
    assert as_person("annelies").post(f"/needs/{letter.id}/opening").status_code == 303, "twice is once"


def test_a_damaged_need_can_be_closed_but_not_written_over(as_person, letter):
    Need.update(sealed=b"\x01zz").where(Need.id == letter.id).execute()
    annelies = as_person("annelies")
    answer = annelies.post(f"/needs/{letter.id}/plan", {"next_step": "Bellen", "version": 1})
    assert answer.status_code == 409 and bytes(again(letter).sealed) == b"\x01zz"
    assert annelies.post(f"/needs/{letter.id}/closing", {"outcome": "mistake", "version": 1}).status_code == 303


# How the family is reached


def contact(code_name="Zwaluw"):
    return people.details(Household.get(Household.code_name == code_name))


def looks():
    return [row.by for row in Act.select().where(Act.kind == "needs.contact")]


def test_the_owner_sees_how_to_call_but_not_the_address(as_person, letter):
    annelies = as_person("annelies")
    page = annelies.get(f"/needs/{letter.id}").text
    assert "Zwaluw" in page and contact().phone not in page and contact().bell_name not in page and looks() == []
    rules_owner.take(letter.id, viewer("annelies"), clock.now())
    page = annelies.get(f"/needs/{letter.id}").text
    assert f"tel:{contact().phone}" in page and contact().bell_name in page and "tigrinya" in page.lower()
    assert "Dendermondsesteenweg" not in page and "9902" not in page
    assert "tel:+32400000002" in page, "Bart knows the address"
    title = page[page.index("<title>"):page.index("</title>")]
    assert contact().bell_name not in title and "Zwaluw" not in title


def test_not_when_it_is_closed_or_of_somebody_else(as_person, letter):
    rules_owner.hand_over(letter.id, 1, viewer("mieke").volunteer, viewer("annelies"), clock.now())
    assert contact().phone not in as_person("annelies").get(f"/needs/{letter.id}").text
    assert contact().phone in as_person("mieke").get(f"/needs/{letter.id}").text
    rules_close.close(letter.id, 2, "helped", "", viewer("mieke"), clock.now())
    page = as_person("mieke").get(f"/needs/{letter.id}")
    assert page.status_code == 200 and contact().phone not in page.text
    assert contact().phone in as_person("bart").get(f"/needs/{letter.id}").text, "he keeps the families"


def test_each_look_is_kept_once_an_hour(as_person, letter):
    rules_owner.take(letter.id, viewer("annelies"), clock.now())
    other = at_door("letter", family="Uil")["letter"]
    rules_owner.take(other.id, viewer("annelies"), clock.now())
    annelies, me = as_person("annelies"), viewer("annelies").account
    for _ in range(3):
        annelies.get(f"/needs/{letter.id}")
    assert looks() == [me]
    annelies.get(f"/needs/{other.id}")
    as_person("bart").get(f"/needs/{letter.id}")
    assert looks() == [me, me, viewer("bart").account]
    with clock.standing_still(clock.now() + timedelta(minutes=61)):
        as_person("annelies").get(f"/needs/{letter.id}")
    assert looks().count(me) == 3


def test_a_family_whose_words_are_damaged_says_so(as_person, letter):
    Household.update(sealed=b"\x01zz").where(Household.code_name == "Zwaluw").execute()
    rules_owner.take(letter.id, viewer("annelies"), clock.now())
    page = as_person("annelies").get(f"/needs/{letter.id}")
    assert page.status_code == 200 and "was damaged" in page.text


def test_a_need_of_nobody_in_particular_has_no_contact(as_person, letter):
    Need.update(household=None).where(Need.id == letter.id).execute()
    rules_owner.take(letter.id, viewer("annelies"), clock.now())
    page = as_person("annelies").get(f"/needs/{letter.id}").text
    assert "How you reach them" not in page and "nobody in particular" in page
