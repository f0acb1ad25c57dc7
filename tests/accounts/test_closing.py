"""Closing an account: everything of it goes in one act, and nothing of it works at the next request."""

import pytest
from door import account, another, enter, who
from people import closed_to, viewer

from wvg.base import clock
from wvg.base.access import Viewer
from wvg.base.errors import Refused
from wvg.base.words import say
from wvg.commons.accounts import queries, rules, rules_codes
from wvg.commons.accounts.models import Grant, KeptForm, Session, StartCode
from wvg.commons.audit.models import Act
from wvg.commons.planning.models import Activity, SignUp


def close(browser, name="luc"):
    return browser.post(f"/accounts/{account(name).id}/closing")


def seats_ahead(name):
    return SignUp.select().join(Activity).where(
        SignUp.volunteer == account(name).volunteer, SignUp.ended_at.is_null(), Activity.date > clock.today()).count()


def test_the_page_before_it_names_what_goes_and_changes_nothing(as_person):
    page = as_person("katrien").get(f"/accounts/{account('bart').id}/closing")
    assert page.status_code == 200 and page.text.count("<li><div><b>") == 5  # with his two rights
    assert account("bart").closed_at is None


def test_a_live_cookie_is_refused_at_the_very_next_request(as_person):
    luc = as_person("luc")
    assert who(luc) == "Luc"
    answer = close(as_person("katrien"))
    assert answer.status_code == 303 and answer.location == "/accounts/"
    assert luc.get("/").status_code == 303
    assert luc.get("/rounds/", headers={"HX-Request": "true"}).status_code == 401
    assert enter(another(luc), "luc").status_code == 422


def test_a_session_that_began_at_the_same_moment_is_refused_too(as_person):
    close(as_person("katrien"))
    assert as_person("luc").get("/").status_code == 303


def test_sessions_codes_forms_and_rights_end_in_one_act(as_person):
    luc = account("luc")
    as_person("luc")
    rules.keep_form(luc.id, "/me", [["first_name", "Luc"]], clock.now())
    code, _ = rules_codes.start_code(luc, Viewer(), clock.now())
    close(as_person("katrien"))
    assert not Session.select().where(Session.account == luc, Session.ended_at.is_null()).exists()
    assert not StartCode.select().where(StartCode.account == luc).exists()
    assert not KeptForm.select().where(KeptForm.account == luc).exists()
    assert not Grant.select().where(Grant.account == luc, Grant.ended_at.is_null()).exists()
    assert Grant.select().where(Grant.account == luc).exists()  # ended, not deleted
    assert account("luc").password_hash is None
    act = Act.get(Act.kind == "accounts.close")
    assert act.by == account("katrien").id and act.on_behalf_of == luc.volunteer_id


def test_the_places_ahead_open(as_person):
    assert seats_ahead("luc") > 0
    close(as_person("katrien"))
    assert seats_ahead("luc") == 0


def test_what_goes_wrong_above_leaves_everything_as_it_was(app, monkeypatch):
    def refuse(volunteer, by, now):
        assert account("luc").closed_at is not None  # in the same transaction
        raise Refused(say("Not now."))

    monkeypatch.setattr(rules, "when_closing", [*rules.when_closing, refuse])
    before = seats_ahead("luc")
    with pytest.raises(Refused):
        rules.close_account(account("luc"), viewer("katrien"), clock.now())
    assert account("luc").closed_at is None and account("luc").password_hash
    assert seats_ahead("luc") == before > 0
    assert queries.grants_of(account("luc"), clock.today())


def test_closing_twice_is_closing_once(as_person):
    katrien = as_person("katrien")
    assert [close(katrien).status_code for _ in range(2)] == [303, 303]
    assert Act.select().where(Act.kind == "accounts.close").count() == 1


def test_nobody_closes_their_own(as_person):
    katrien = as_person("katrien")
    assert close(katrien, "katrien").status_code == 403
    assert account("katrien").closed_at is None and who(katrien) == "Katrien"


@pytest.mark.parametrize("name", ["rita", "bart", "fatiha"])
def test_only_who_manages_the_accounts(as_person, name):
    assert close(as_person(name)).status_code == closed_to(name)
    assert account("luc").closed_at is None


def test_who_comes_back_gets_a_new_letter_and_no_rights(as_person):
    katrien, luc = as_person("katrien"), account("luc")
    close(katrien)
    assert katrien.get(f"/accounts/{luc.id}").status_code == 200
    answer = katrien.post(f"/accounts/{luc.id}/letter")
    assert answer.status_code == 200 and 'class="letter"' in answer.text
    back = account("luc")
    assert back.closed_at is None and back.password_hash is None and not queries.grants_of(back, clock.today())
    assert Act.select().where(Act.kind == "accounts.open_again").exists()


def test_who_stopped_must_be_brought_back_first(as_person):
    katrien, luc = as_person("katrien"), account("luc")
    katrien.post(f"/volunteers/{luc.volunteer_id}/stop")
    assert account("luc").closed_at is not None
    assert katrien.post(f"/accounts/{luc.id}/letter").status_code == 409
    assert account("luc").closed_at is not None and not StartCode.select().exists()
