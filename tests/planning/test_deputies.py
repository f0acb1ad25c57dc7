"""Somebody coordinates in a coordinator's place while they are away."""

from datetime import date, timedelta

import pytest
from people import BREAD, DEC_5, DEC_12, activity, told, viewer

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.accounts import rules as accounts
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.planning.team import rules_deputies
from wvg.commons.volunteers.models import Volunteer


def number(name):
    return Volunteer.get(Volunteer.first_name == name).id


def ask(name="Wim", until=DEC_12, by="bart", group="rounds", now=None):
    return rules_deputies.ask(group, number(name), until, viewer(by), now or clock.now())


def test_wim_coordinates_until_a_day_and_no_longer(app):
    row = ask()
    assert viewer("wim").can(ASSIGN, "rounds")
    assert told("wim") == ["Bart D. is away. You coordinate too, until Saturday 12 December: Rounds."]
    assert (row.until, row.given_by) == (DEC_12, viewer("bart").account)
    with clock.standing_still(clock.now() + timedelta(days=18)):
        assert viewer("wim").can(ASSIGN, "rounds"), "the last day is in"
    with clock.standing_still(clock.now() + timedelta(days=19)):
        assert not viewer("wim").can(ASSIGN, "rounds")
        assert viewer("wim").belongs_to("rounds"), "still a volunteer"


def test_after_it_ran_out_it_can_be_asked_again(app):
    ask()
    with clock.standing_still(clock.now() + timedelta(days=25)):
        ask(until=date(2027, 1, 10))
        assert viewer("wim").can(ASSIGN, "rounds")
    assert Grant.select().where(Grant.role == "coordinator", Grant.until.is_null(False)).count() == 2


@pytest.mark.parametrize(
    "more, field",
    [
        ({"until": date(2026, 11, 23)}, "until"), ({"until": date(2027, 2, 1)}, "until"),
        ({"name": "Hugo"}, "volunteer"), ({"name": "Katrien"}, "volunteer"), ({"name": "Fatiha"}, "volunteer"),
    ],
)
def test_what_cannot_be_is_refused(app, more, field):
    with pytest.raises(Invalid) as refused:
        ask(**more)
    assert refused.value.field == field
    assert not Grant.select().where(Grant.until.is_null(False), Grant.role == "coordinator").exists()


def test_a_deputy_has_no_deputy(app, as_person):
    ask()
    with pytest.raises(Refused, match="coordinate until"):
        ask("Luc", DEC_5, by="wim")
    wim = as_person("wim")
    page = wim.get("/deputies/rounds").text
    assert 'name="volunteer"' not in page and "12 december" in page
    assert wim.post("/deputies/rounds", {"volunteer": number("Luc"), "until": "5/12"}).status_code == 409
    assert not viewer("luc").can(ASSIGN, "rounds")


def second(until=None):
    """Luc coordinates too, given by an admin."""
    luc = Account.get(Account.user_name == "luc")
    return accounts.grant(luc, "coordinator", "rounds", until, viewer("katrien"), clock.now())


def test_who_coordinates_for_good_ends_any_deputy_and_both_are_told(as_person):
    row = ask()
    second()
    luc = as_person("luc")
    assert f"/deputies/{row.id}/end" in luc.get("/deputies/rounds").text
    assert luc.post(f"/deputies/{row.id}/end").status_code == 303
    assert not viewer("wim").can(ASSIGN, "rounds")
    assert len(told("bart")) == 1 and len(told("wim")) == 2


def test_who_coordinates_until_a_day_ends_no_deputy_of_others(as_person):
    row = ask()
    second(DEC_5)
    luc = as_person("luc")
    assert f"/deputies/{row.id}/end" not in luc.get("/deputies/rounds").text
    assert luc.post(f"/deputies/{row.id}/end").status_code == 404
    assert viewer("wim").can(ASSIGN, "rounds")


@pytest.mark.parametrize("how", ["end", "close", "until"])
def test_deputies_end_with_the_right_of_who_asked_them(app, how):
    ask()
    second()
    bart, katrien = Account.get(Account.user_name == "bart"), viewer("katrien")
    own = Grant.get(Grant.account == bart, Grant.role == "coordinator")
    if how == "end":
        accounts.end_grant(own, katrien, clock.now())
    elif how == "close":
        accounts.close_account(bart, viewer("katrien"), clock.now())
    else:
        accounts.grant(bart, "coordinator", "rounds", DEC_5, katrien, clock.now())
    assert not viewer("wim").can(ASSIGN, "rounds")
    assert viewer("luc").can(ASSIGN, "rounds"), "he was not asked by Bart"


def test_nobody_makes_oneself_one_and_nobody_twice(app):
    with pytest.raises(NotAllowed):
        ask("Bart")
    ask()
    with pytest.raises(Refused, match="coordinates already"):
        ask(until=DEC_5)


@pytest.mark.parametrize("name", ["rita", "hugo", "katrien", "fatiha"])
def test_only_who_coordinates_the_group_may(app, as_person, name):
    with pytest.raises(NotAllowed):
        ask(by=name)
    who = as_person(name)
    assert who.get("/deputies/rounds").status_code in (403, 404)
    assert who.post("/deputies/rounds", {"volunteer": number("Wim"), "until": "12/12"}).status_code in (403, 404)
    assert not viewer("wim").can(ASSIGN, "rounds")


def test_not_of_another_group(app):
    with pytest.raises(NotAllowed):
        ask(group="steering")
    with pytest.raises(NotAllowed):
        ask(group="")


def test_one_of_the_two_ends_it_and_the_other_is_told(app):
    row = ask()
    rules_deputies.end(row.id, viewer("wim"), clock.now())
    assert not viewer("wim").can(ASSIGN, "rounds")
    assert told("bart") == ["Wim R. ended this: coordinating in each other's place, Rounds."]
    rules_deputies.end(row.id, viewer("wim"), clock.now())
    assert len(told("bart")) == 1, "twice is once"


def test_nobody_else_ends_it_nor_a_right_for_good(app):
    row = ask()
    for name in ("luc", "katrien", "hugo"):
        with pytest.raises(Unknown):
            rules_deputies.end(row.id, viewer(name), clock.now())
    own = Grant.get(Grant.account == viewer("bart").account, Grant.role == "coordinator")
    for name in ("bart", "wim"):
        with pytest.raises(Unknown):
            rules_deputies.end(own.id, viewer(name), clock.now())
    assert viewer("wim").can(ASSIGN, "rounds") and viewer("bart").can(ASSIGN, "rounds")


def test_bart_asks_wim_on_the_page(as_person):
    bart = as_person("bart")
    assert 'href="/deputies/rounds"' in bart.get("/rounds/series/").text
    page = bart.get("/deputies/rounds").text
    assert "Wim Roels" in page and "Bart De Clippeleir</option>" not in page and "Hugo" not in page
    good = {"volunteer": number("Wim"), "until": "12/12/2026"}
    for field, wrong in (
        ("volunteer", ""), ("volunteer", "999999"), ("volunteer", "abc"), ("volunteer", number("Hugo")),
        ("until", ""), ("until", "31/2"), ("until", "1/1/2020"), ("until", "1/1/2028"),
    ):
        answer = bart.post("/deputies/rounds", {**good, field: wrong})
        assert answer.status_code == 422 and f'href="#{field}"' in answer.text, (field, wrong)
    assert bart.post("/deputies/rounds", good).status_code == 303
    row = Grant.get(Grant.until.is_null(False), Grant.role == "coordinator")
    assert "Wim R." in bart.get("/rounds/series/").text
    assert f"/deputies/{row.id}/end" in bart.get("/deputies/rounds").text
    wim = as_person("wim")
    assert wim.get(f"/activities/{activity(BREAD, DEC_5).id}").status_code == 200
    answer = wim.post(f"/deputies/{row.id}/end")
    assert answer.status_code == 303 and answer.location == "/"
    assert wim.get(f"/activities/{activity(BREAD, DEC_5).id}").status_code == 403, "at once"
    assert bart.post(f"/deputies/{row.id}/end").status_code == 303
    assert bart.post("/deputies/999999/end").status_code == 404 and bart.get("/deputies/nonsense").status_code == 404


def test_an_account_that_closed_stands_for_nobody(app):
    Account.update(closed_at=clock.now()).where(Account.user_name == "wim").execute()
    with pytest.raises(Invalid):
        ask()
