"""Who sees a need: who coordinates the group of its kind or the one that raised it, and its owner. Nobody else."""

from datetime import timedelta

import pytest
from door import account, in_english
from families import named
from heard import EVERYBODY, LINE, again, at_door
from people import viewer

from wvg.base import clock
from wvg.base.access import NOBODY
from wvg.base.errors import Unknown
from wvg.commons.accounts.models import Grant
from wvg.commons.needs import queries, queries_board, rules_owner
from wvg.commons.needs.models import Need

COORDINATORS = ("hugo", "marijke", "lotte", "christine")
KEPT_FROM = [name for name in EVERYBODY if name not in ("annelies", "bart")]


@pytest.fixture(autouse=True)
def only_these(app):
    Need.delete().execute()


def may_see(name, need):
    try:
        return queries.need(need.id, viewer(name)) == need
    except Unknown:
        return False


def test_a_letter_from_a_round_is_for_the_counsellors_and_the_rounds(app):
    letter = at_door("letter")["letter"]
    assert {name for name in EVERYBODY if may_see(name, letter)} == {"annelies", "bart"}


def test_bread_is_for_the_rounds_only(app):
    bread = at_door("food")["food"]
    assert {name for name in EVERYBODY if may_see(name, bread)} == {"bart"}


@pytest.mark.parametrize("name", KEPT_FROM)
def test_everybody_else_sees_nothing_of_it_anywhere(as_person, name):
    letter = at_door("letter", family="Kievit")["letter"]
    in_english(name)
    someone = as_person(name)
    today = someone.get("/").text
    assert "waits for somebody" not in today and "wait for somebody" not in today and "Look at the needs" not in today
    for show in queries_board.SHOWS:
        for headers in ({}, {"HX-Request": "true"}):
            board = someone.get(f"/needs/?show={show}&seen=x", headers=headers)
            # Who coordinates another group has a board of their own, with nothing on it.
            assert board.status_code == 200 and "0 open needs" in board.text if name in COORDINATORS else \
                board.status_code in (403, 404)
            assert "Kievit" not in board.text and LINE not in board.text and str(letter.id) not in board.text
    assert someone.get(f"/needs/{letter.id}").status_code in (403, 404)
    for verb in ("owner", "handing-over", "giving-back", "plan", "closing", "opening"):
        answer = someone.post(f"/needs/{letter.id}/{verb}", {"version": "1", "outcome": "helped", "volunteer": "1"})
        assert answer.status_code in (403, 404), verb
        assert "Kievit" not in answer.text and LINE not in answer.text
    mine = someone.get("/needs/mine")
    assert "Kievit" not in mine.text and (LINE in mine.text) == (name == "rita")
    for path in ("/", "/more", "/needs/new"):
        assert "Kievit" not in someone.get(path).text
    assert again(letter).version == 1


def test_a_volunteer_who_is_handed_a_need_sees_only_that_one(as_person):
    made = at_door("letter", "food", "nappies")
    rules_owner.hand_over(made["food"].id, 1, viewer("nadia").volunteer, viewer("bart"), clock.now())
    nadia = as_person("nadia")
    page = nadia.get("/needs/").text
    assert f"need-{made['food'].id}" in page and page.count('id="need-') == 1
    assert nadia.get(f"/needs/{made['food'].id}").status_code == 200
    assert nadia.get(f"/needs/{made['nappies'].id}").status_code == 404
    assert 'href="/needs/?show=mine"' in nadia.get("/").text
    rules_owner.hand_over(made["food"].id, 2, viewer("luc").volunteer, viewer("nadia"), clock.now())
    assert nadia.get("/needs/").status_code == 404 and nadia.get(f"/needs/{made['food'].id}").status_code == 404
    assert "/needs/?show" not in nadia.get("/").text


def test_an_owner_whose_right_has_ended_sees_it_no_more_and_it_waits_again(as_person):
    need = at_door("school")["school"]
    rules_owner.hand_over(need.id, 1, viewer("luc").volunteer, viewer("bart"), clock.now())
    Grant.update(ended_at=clock.now()).where(Grant.account == account("luc")).execute()
    assert not may_see("luc", need)
    assert rules_owner.give_back_lost(clock.now()) == 1 and rules_owner.give_back_lost(clock.now()) == 0
    assert again(need).owner is None
    assert queries_board.waiting(viewer("bart"), clock.today()).nobody == 1


def test_a_right_that_runs_out_counts_too(app):
    need = at_door("school")["school"]
    rules_owner.hand_over(need.id, 1, viewer("luc").volunteer, viewer("bart"), clock.now())
    Grant.update(until=clock.today()).where(Grant.account == account("luc")).execute()
    assert may_see("luc", need) and rules_owner.give_back_lost(clock.now()) == 0
    with clock.standing_still(clock.now() + timedelta(days=1)):
        assert not may_see("luc", need) and rules_owner.give_back_lost(clock.now()) == 1


def test_an_owner_whose_account_is_closed_is_no_owner(app):
    need = at_door("letter")["letter"]
    rules_owner.take(need.id, viewer("annelies"), clock.now())
    row = account("annelies")
    row.closed_at = clock.now()
    row.save()
    assert rules_owner.give_back_lost(clock.now()) == 1 and again(need).owner is None


def test_somebody_with_another_right_in_another_group_does_not_see_it(app):
    need = at_door("school")["school"]
    Need.update(owner=viewer("zeynep").volunteer).where(Need.id == need.id).execute()
    assert may_see("zeynep", need), "she helps in the group of its kind"
    Grant.update(group="visits").where(Grant.account == account("zeynep")).execute()
    assert not may_see("zeynep", need)


def test_nobody_in_particular_sees_nothing(app):
    at_door("letter")
    with pytest.raises(Unknown):
        queries_board.board(NOBODY, clock.now())
    assert queries.raised_by(NOBODY) == [] and queries_board.waiting(NOBODY, clock.today()) is None


def test_unknown_numbers_are_not_there(as_person):
    for name in ("annelies", "bart"):
        someone = as_person(name)
        for number in (1, 999999998, "9" * 30):
            assert someone.get(f"/needs/{number}").status_code == 404
            assert someone.post(f"/needs/{number}/owner").status_code == 404
    assert as_person("bart").post("/needs/").status_code == 405


def test_a_family_that_is_erased_takes_its_needs_with_it(app):
    need = at_door("letter")["letter"]
    named("Kievit").delete_instance()
    assert not Need.select().where(Need.id == need.id).exists()
