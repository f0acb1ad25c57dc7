"""Access of a partner ends on 31 October after the school year, unless it is renewed; people are reminded once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from people import told, viewer

from wvg import tick
from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.accounts import queries as accounts
from wvg.commons.accounts import rules as accounts_rules
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.messages import rules as messages
from wvg.commons.messages.models import Message
from wvg.commons.partners import queries_access, rules_access, rules_reminders
from wvg.commons.partners import rules as rules_partners
from wvg.commons.partners.models import Partner, PartnerAgreement
from wvg.commons.volunteers import rules as volunteers


def partner():
    return Partner.get(Partner.key == "hand-in-hand")


def at(day):
    return clock.standing_still(datetime(day.year, day.month, day.day, 10, tzinfo=UTC))


def of_fatiha():
    return Grant.get(Grant.role == "partner", Grant.ended_at.is_null())


def somebody():
    """A volunteer with an account that may do nothing yet."""
    row = volunteers.add({"first_name": "Els", "last_name": "Proef"}, viewer("katrien"), clock.now())
    return accounts_rules.open_account(row, "els", viewer("katrien"), clock.now())


@pytest.mark.parametrize(("day", "until"), [
    (date(2026, 11, 24), date(2027, 10, 31)), (date(2026, 9, 1), date(2027, 10, 31)),
    (date(2027, 8, 31), date(2027, 10, 31)), (date(2027, 1, 1), date(2027, 10, 31)),
    (date(2027, 9, 1), date(2028, 10, 31)),
])
def test_it_ends_on_the_31st_of_october_after_the_school_year(day, until):
    assert queries_access.until(day) == until


def test_in_the_demo_it_ends_too(app):
    assert of_fatiha().until == date(2027, 10, 31)


def test_an_admin_gives_it_on_the_page_of_the_partner(as_person):
    els, katrien = somebody(), as_person("katrien")
    assert "Els Proef" in katrien.get(f"/partners/{partner().id}").text
    answer = katrien.post(f"/partners/{partner().id}/access", {"account": str(els.id)})
    assert answer.status_code == 303
    (grant,) = accounts.grants_of(els, clock.today())
    assert (grant.role, grant.group, grant.until) == ("partner", "hand-in-hand", date(2027, 10, 31))
    assert katrien.post(f"/partners/{partner().id}/access", {"account": str(els.id)}).status_code == 422, "has it"
    assert viewer("els").outside


def test_who_helps_us_does_not_speak_for_a_partner_by_a_slip(app):
    with pytest.raises(Invalid):
        rules_access.give(partner().id, viewer("rita").account, viewer("katrien"), clock.now())


def test_only_who_manages_the_accounts_gives_and_ends_it(as_person):
    els, path = somebody(), f"/partners/{partner().id}/access"
    for name, status in (("marijke", 403), ("rita", 403), ("fatiha", 404)):
        assert as_person(name).post(path, {"account": str(els.id)}).status_code == status
        assert as_person(name).post(f"{path}/{of_fatiha().id}/end").status_code == status
    assert as_person("katrien").post(f"{path}/{of_fatiha().id}/end").status_code == 303
    assert viewer("fatiha").grants == frozenset()
    assert as_person("katrien").post(f"{path}/999999/end").status_code == 404


def test_nobody_gives_it_to_themselves(app):
    with pytest.raises(NotAllowed):
        accounts_rules.speak_for(Account.get_by_id(viewer("katrien").account), "hand-in-hand", date(2027, 10, 31),
                                 viewer("katrien"), clock.now())


def test_from_june_on_a_coordinator_renews_it_for_one_year_once(as_person):
    path = f"/partners/{partner().id}/access/{of_fatiha().id}/renewal"
    with at(date(2027, 5, 31)):
        assert as_person("marijke").post(path).status_code == 409 and of_fatiha().until == date(2027, 10, 31)
        page = as_person("marijke").get(f"/partners/{partner().id}").text
        assert "renewal" not in page and "vanaf 1 juni 2027" in page
    with at(date(2027, 6, 1)):
        assert as_person("fatiha").post(path).status_code == 404
        assert as_person("jonas").post(path).status_code == 403
        assert path in as_person("marijke").get(f"/partners/{partner().id}").text
        marijke = as_person("marijke")
        assert marijke.post(path).status_code == 303
        assert of_fatiha().until == date(2028, 10, 31)
        assert "31/10/2028" in marijke.get(f"/partners/{partner().id}").text, "with the year"
        with pytest.raises(Refused):
            rules_access.renew(partner().id, of_fatiha().id, viewer("marijke"), clock.now())
    with at(date(2028, 10, 31)):
        assert viewer("fatiha").partner == "hand-in-hand"


def test_when_it_has_run_out_the_account_can_do_nothing_more(as_person):
    grant = of_fatiha()
    with at(date(2027, 10, 31)):
        assert as_person("fatiha").get("/homework/shared").status_code == 200
    with at(date(2027, 11, 1)):
        fatiha = as_person("fatiha")
        for path in ("/homework/shared", "/homework/", f"/partners/{partner().id}",
                     f"/partners/{partner().id}/agreement"):
            assert fatiha.get(path).status_code in (403, 404), path
        with pytest.raises(Unknown):
            rules_access.renew(partner().id, grant.id, viewer("marijke"), clock.now())
        rules_access.give(partner().id, viewer("fatiha").account, viewer("katrien"), clock.now())
        assert viewer("fatiha").partner == "hand-in-hand" and of_fatiha().until == date(2028, 10, 31)


def test_six_weeks_before_it_ends_people_are_told_once(app):
    ends = "The access of Hand in Hand (demo) ends on Sunday 31 October. Renew it, or let it end."
    with at(date(2027, 9, 18)):
        rules_reminders.remind(clock.now())
        assert ends not in told("marijke")
    with at(date(2027, 9, 19)):
        assert rules_reminders.remind(clock.now()) == 1
        for name in ("marijke", "katrien"):
            assert told(name) == [ends], name
        assert told("bart") == told("fatiha") == []
    with at(date(2027, 10, 1)):
        assert rules_reminders.remind(clock.now()) == 0


def test_six_weeks_before_the_agreement_ends_people_are_told_once_for_each_day(app):
    with at(date(2027, 5, 18)):
        assert rules_reminders.remind(clock.now()) == 0
    with at(date(2027, 5, 19)):
        assert tick.once(app)["partners to renew"] == 1
        assert told("marijke")[0].startswith("The agreement with Hand in Hand (demo) ends on Wednesday 30 June")
        assert rules_reminders.remind(clock.now()) == 0
        PartnerAgreement.update(renew_on=date(2027, 6, 1)).execute()
        assert rules_reminders.remind(clock.now() + timedelta(days=1)) == 1


def unread(name):
    return [row.kind for row in Message.select().where(
        Message.recipient == viewer(name).volunteer, Message.seen_at.is_null())]


@pytest.fixture
def hears(app):
    """Fatiha and Marijke are told something of homework support, of partners and of the rounds."""
    Message.delete().execute()
    for kind in ("homework.asked", "partners.changed", "planning.assigned"):
        messages.tell([viewer(name).volunteer for name in ("fatiha", "marijke")], kind, clock.now(), title="t", who="w",
                      days="d")


@pytest.mark.parametrize("how", ["access", "partner", "account page", "by itself"])
def test_with_the_access_goes_what_was_told(app, hears, how):
    katrien, now = viewer("katrien"), clock.now()
    if how == "access":
        rules_access.end(partner().id, of_fatiha().id, katrien, now)
    elif how == "partner":
        rules_partners.end(partner().id, katrien, now)
    elif how == "account page":
        accounts_rules.end_grant(of_fatiha(), katrien, now)
    else:
        Grant.update(until=date(2026, 11, 23)).where(Grant.role == "partner").execute()
    assert tick.once(app)["told who spoke for a partner"] == (2 if how in ("account page", "by itself") else 0)
    assert unread("fatiha") == ["planning.assigned"]
    assert {"homework.asked", "partners.changed"} <= set(unread("marijke"))


def test_who_has_no_right_any_more_reads_no_message_on_today(as_person, hears):
    Grant.update(until=date(2026, 11, 23)).where(Grant.role == "partner").execute()
    page = as_person("fatiha").get("/")
    assert page.status_code == 200 and "/seen" not in page.text and "/homework/" not in page.text


def test_who_speaks_for_another_partner_since_keeps_what_was_told(app, hears):
    other = rules_partners.add({"name": "Ander", "phone": None, "email": None}, viewer("katrien"), clock.now())
    fatiha = of_fatiha()
    accounts_rules.speak_for(fatiha.account, other.key, None, viewer("katrien"), clock.now())
    rules_access.end(partner().id, fatiha.id, viewer("katrien"), clock.now())
    assert len(unread("fatiha")) == 3


@pytest.mark.parametrize("role", ["volunteer", "coordinator"])
def test_nobody_is_of_a_group_that_works_with_partners_and_speaks_for_one(as_person, role):
    els, katrien, now = somebody(), viewer("katrien"), clock.now()
    accounts_rules.speak_for(els, partner().key, None, katrien, now)
    answer = as_person("katrien").post(f"/accounts/{els.id}/rights", {"role": role, "group": "homework"})
    assert answer.status_code == 409 and "errsum" in answer.text
    accounts_rules.grant(els, role, "rounds", None, katrien, now)
    accounts_rules.end_grant(of_els(els), katrien, now)
    accounts_rules.grant(els, role, "homework", None, katrien, now)
    with pytest.raises(Refused):
        accounts_rules.speak_for(els, partner().key, None, katrien, now)
    assert {(row.role, row.group) for row in accounts.grants_of(els, clock.today())} == {
        (role, "rounds"), (role, "homework")}


def of_els(account):
    return Grant.get(Grant.account == account, Grant.role == "partner")
