"""Rights: (role, group) until a day; they count from the next request on; nobody gives or takes their own."""

from datetime import date, timedelta

import pytest
from door import account, who
from people import closed_to

from wvg.base import clock
from wvg.base.access import Viewer
from wvg.base.errors import NotAllowed, Refused
from wvg.commons.accounts import queries, rules
from wvg.commons.accounts.models import Grant
from wvg.commons.audit.models import Act


def rights(name):
    return {(row.role, row.group, row.until) for row in queries.grants_of(account(name), clock.today())}


def give(browser, name, role="coordinator", group="homework", until="", **more):
    return browser.post(f"/accounts/{account(name).id}/rights", {"role": role, "group": group, "until": until}, **more)


def end(browser, name, role, group):
    row = Grant.get(Grant.account == account(name), Grant.role == role, Grant.group == group, Grant.ended_at.is_null())
    return browser.post(f"/accounts/{row.account_id}/rights/{row.id}/end")


def test_a_right_counts_at_the_very_next_request(as_person):
    katrien, jonas = as_person("katrien"), as_person("jonas")
    assert jonas.get("/rounds/series/").status_code == 403
    answer = give(katrien, "jonas", "coordinator", "rounds")
    assert answer.status_code == 303 and answer.location == f"/accounts/{account('jonas').id}"
    assert ("coordinator", "rounds", None) in rights("jonas")
    assert jonas.get("/rounds/series/").status_code == 200
    end(katrien, "jonas", "coordinator", "rounds")
    assert jonas.get("/rounds/series/").status_code == 403
    acts = Act.select().order_by(Act.id.desc()).limit(2)
    assert [act.kind for act in acts] == ["accounts.end_grant", "accounts.grant"]
    assert {act.by for act in acts} == {account("katrien").id}


def test_an_end_date_is_the_last_day_it_counts(as_person):
    bart = as_person("bart")
    Grant.update(until=clock.today()).where(Grant.account == account("bart")).execute()
    assert bart.get("/rounds/series/").status_code == 200
    Grant.update(until=clock.today() - timedelta(days=1)).where(Grant.account == account("bart")).execute()
    assert bart.get("/rounds/series/").status_code == 403 and bart.get("/rounds/").status_code == 403
    assert who(bart) == "Bart" and rights("bart") == set()


def test_giving_it_again_puts_another_end(as_person):
    katrien = as_person("katrien")
    give(katrien, "jonas", "volunteer", "homework", "30/6/2027")
    assert rights("jonas") == {("volunteer", "homework", date(2027, 6, 30))}
    give(katrien, "jonas", "volunteer", "homework", "")
    assert rights("jonas") == {("volunteer", "homework", None)}


def test_managing_accounts_has_no_group(as_person):
    give(as_person("katrien"), "jonas", "admin", "homework")
    assert ("admin", "", None) in rights("jonas")
    assert as_person("jonas").get("/accounts/").status_code == 200


@pytest.mark.parametrize("role, group, until, field", [
    ("coordinator", "", "", "group"), ("volunteer", "nothing", "", "group"), ("", "homework", "", "role"),
    ("partner", "hand-in-hand", "", "role"), ("owner", "homework", "", "role"),
    ("volunteer", "homework", "23/11/2026", "until"), ("volunteer", "homework", "31/2/2026", "until"),
])
def test_what_is_wrong_is_told_beside_its_field(as_person, role, group, until, field):
    before = rights("rita")
    answer = give(as_person("katrien"), "rita", role, group, until)
    assert answer.status_code == 422 and f'id="{field}-err"' in answer.text
    assert rights("rita") == before


@pytest.mark.parametrize("name", ["rita", "bart", "annelies", "fatiha"])
def test_only_who_manages_the_accounts_gives_and_takes(as_person, name):
    before = rights("luc")
    browser = as_person(name)
    assert give(browser, "luc").status_code == closed_to(name)
    assert end(browser, "luc", "volunteer", "rounds").status_code == closed_to(name)
    assert rights("luc") == before


def test_nobody_gives_or_takes_their_own(as_person):
    katrien, before = as_person("katrien"), rights("katrien")
    assert give(katrien, "katrien", "coordinator", "dossiers").status_code == 403
    assert end(katrien, "katrien", "volunteer", "steering").status_code == 403
    assert end(katrien, "katrien", "admin", "").status_code == 403
    assert rights("katrien") == before


def test_the_pages_of_an_own_account_offer_nothing(as_person):
    page = as_person("katrien").get(f"/accounts/{account('katrien').id}").text.partition('id="content"')[2]
    assert "/rights" not in page and "/closing" not in page and "/letter" not in page


def test_a_right_of_somebody_else_cannot_be_ended_through_this_account(as_person):
    katrien = as_person("katrien")
    row = Grant.get(Grant.account == account("luc"))
    assert katrien.post(f"/accounts/{account('rita').id}/rights/{row.id}/end").status_code == 404
    assert katrien.post(f"/accounts/{account('katrien').id}/rights/{row.id}/end").status_code == 404
    assert Grant.get_by_id(row.id).ended_at is None


@pytest.mark.parametrize("path", ["/accounts/999", "/accounts/999/rights", "/accounts/999/rights/1/end",
                                  "/accounts/1/rights/999/end"])
def test_what_is_not_there(as_person, path):
    katrien = as_person("katrien")
    answer = katrien.get(path) if path == "/accounts/999" else katrien.post(path, {"role": "admin"})
    assert answer.status_code == 404


def test_ending_twice_is_ending_once(as_person):
    katrien = as_person("katrien")
    row = Grant.get(Grant.account == account("luc"))
    for _ in range(2):
        assert katrien.post(f"/accounts/{row.account_id}/rights/{row.id}/end").status_code == 303
    assert Act.select().where(Act.kind == "accounts.end_grant").count() == 1


def test_two_admins_cannot_end_each_other_at_the_same_moment(app):
    hugo = account("hugo")
    row = rules.grant(hugo, "admin", "", None, queries.viewer_of(account("katrien"), clock.today()), clock.now())
    katrien, other = (queries.viewer_of(account(name), clock.today()) for name in ("katrien", "hugo"))
    rules.end_grant(row, katrien, clock.now())
    with pytest.raises(Refused):  # Hugo's request was on its way with the rights of before
        rules.end_grant(Grant.get(Grant.account == account("katrien"), Grant.role == "admin"), other, clock.now())
    with pytest.raises(Refused):
        rules.close_account(account("katrien"), other, clock.now())
    assert queries.has_admin(clock.today()) and account("katrien").closed_at is None


def test_an_admin_whose_right_ran_out_manages_nothing(as_person):
    katrien = as_person("katrien")
    Grant.update(until=clock.today() - timedelta(days=1)).where(Grant.role == "admin").execute()
    assert katrien.get("/accounts/").status_code == 403
    assert not queries.has_admin(clock.today())


def test_a_closed_account_gets_no_right(app):
    luc = account("luc")
    rules.close_account(luc, queries.viewer_of(account("katrien"), clock.today()), clock.now())
    with pytest.raises(Refused):
        rules.grant(account("luc"), "volunteer", "rounds", None, Viewer(account=0), clock.now())


def test_the_rules_themselves_refuse_oneself(app):
    katrien = account("katrien")
    me = queries.viewer_of(katrien, clock.today())
    for verb in (lambda: rules.grant(katrien, "admin", "", None, me, clock.now()),
                 lambda: rules.close_account(katrien, me, clock.now())):
        with pytest.raises(NotAllowed):
            verb()


def test_the_rights_of_one_group_are_not_those_of_another(as_person):
    marijke = as_person("marijke")  # coordinates youth
    assert marijke.get("/rounds/series/").status_code == 403
    assert marijke.get("/accounts/").status_code == 403
