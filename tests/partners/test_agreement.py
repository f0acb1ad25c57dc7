"""What was agreed is written down by either side, and stands when both said so."""

from datetime import date

import pytest
from people import told, viewer

from wvg.base import clock
from wvg.base.errors import Invalid, Refused
from wvg.commons.partners import queries, rules, rules_agreement
from wvg.commons.partners.models import Partner, PartnerAgreement


def partner():
    return Partner.get(Partner.key == "hand-in-hand")


def row():
    return queries.agreement(partner())


def change(by, **values):
    return rules_agreement.change(partner().id, row().version, values, viewer(by), clock.now())


def test_whoever_changes_it_agrees_and_the_other_must_say_so_again(app):
    change("fatiha", snack="Soep")
    assert row().snack == "Soep" and row().theirs_by == viewer("fatiha").account and row().ours_at is None
    assert told("marijke") == ["Hand in Hand (demo) changed the agreement. Read it, and say if you agree."]
    rules_agreement.agree(partner().id, row().version, viewer("marijke"), clock.now())
    assert row().ours_by == viewer("marijke").account and row().theirs_at is not None
    change("marijke", key="Bij de conciërge")
    assert row().theirs_at is None and row().ours_at is not None
    assert "WVG changed" in told("fatiha")[0]


def test_nothing_different_is_nothing_done(app):
    version = row().version
    change("fatiha", snack=row().snack)
    assert row().version == version and row().ours_at is not None and told("marijke") == []


def test_agreeing_twice_is_agreeing_once_and_tells_once(app):
    change("fatiha", snack="Soep")
    for _ in range(2):
        rules_agreement.agree(partner().id, row().version, viewer("marijke"), clock.now())
    assert len(told("fatiha")) == 1


def test_nobody_agrees_with_what_they_did_not_read(as_person):
    read = row().version
    change("fatiha", snack="Soep")
    answer = as_person("marijke").post(f"/partners/{partner().id}/agreement/agree", {"version": read})
    assert answer.status_code == 409 and "Soep" in answer.text
    assert row().ours_at is None


def test_two_who_change_it_at_once_lose_nothing(as_person):
    marijke, read = as_person("marijke"), row().version
    change("fatiha", snack="Soep van Fatiha")
    form = {name: getattr(row(), name) for name in ("hours", "key", "closing", "photo", "phones", "consent")}
    answer = marijke.post(f"/partners/{partner().id}/agreement/change",
                          {**form, "snack": "Fruit van Marijke", "renew_on": "30/6/2027", "version": read})
    assert answer.status_code == 409 and "Soep van Fatiha" in answer.text and "Fruit van Marijke" in answer.text
    assert row().snack == "Soep van Fatiha"
    again = marijke.post(f"/partners/{partner().id}/agreement/change",
                         {**form, "snack": "Fruit van Marijke", "renew_on": "30/6/2027", "version": row().version})
    assert again.status_code == 303 and row().snack == "Fruit van Marijke"


def test_the_first_one_who_writes_it_down_is_the_first(app):
    PartnerAgreement.delete().execute()
    assert row().version == 0
    rules_agreement.change(partner().id, 0, {"hours": "Dinsdag"}, viewer("fatiha"), clock.now())
    with pytest.raises(Refused):
        rules_agreement.change(partner().id, 0, {"hours": "Woensdag"}, viewer("marijke"), clock.now())
    assert row().hours == "Dinsdag" and PartnerAgreement.select().count() == 1


def test_an_agreement_that_is_not_there_cannot_be_agreed_with(app):
    PartnerAgreement.delete().execute()
    with pytest.raises(Refused):
        rules_agreement.agree(partner().id, 0, viewer("fatiha"), clock.now())


def test_it_is_renewed_on_a_day_to_come(as_person):
    with pytest.raises(Invalid):
        change("marijke", renew_on=date(2026, 11, 23))
    answer = as_person("fatiha").post(f"/partners/{partner().id}/agreement/change",
                                      {"renew_on": "gisteren", "version": row().version, "hours": "Getypt"})
    assert answer.status_code == 422 and "gisteren" in answer.text and "Getypt" in answer.text


def test_both_sides_read_the_same_page(as_person):
    for name in ("fatiha", "marijke", "katrien"):
        page = as_person(name).get(f"/partners/{partner().id}/agreement")
        assert page.status_code == 200 and "Geen noten" in page.text and "Fatiha B." in page.text
    other = rules.add({"name": "Ander", "phone": None, "email": None}, viewer("marijke"), clock.now())
    fatiha = as_person("fatiha")
    for path in ("agreement", "agreement/change"):
        assert fatiha.get(f"/partners/{other.id}/{path}").status_code == 404
    assert fatiha.post(f"/partners/{other.id}/agreement/agree", {"version": "0"}).status_code == 404
