"""The partner offers one of its people for a place of a tutor; the coordinator of WVG says yes or no."""

from datetime import timedelta

import pytest
from people import told, viewer
from vissen import DEC_3, LEDEBERG, NOV_24, NOV_25, NOV_26, on, seats, who

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.accounts.models import Grant
from wvg.commons.partners.models import Partner, PartnerPerson
from wvg.commons.planning import rules, rules_assign
from wvg.commons.planning.models import Activity, SignUp
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.homework.models import TutorOffer
from wvg.groups.homework.sessions import rules_tutors

REASON = "Het uittreksel komt morgen."


def offer(name="Nora", day=NOV_26, position=3, by="fatiha"):
    return rules_tutors.offer(seats(day)[position - 1].id, who(name).id, viewer(by), clock.now())


def accept(row, override="", by="marijke"):
    return rules_tutors.accept(row.id, override, viewer(by), clock.now())


def test_fatiha_offers_nora_for_an_open_place_and_marijke_says_yes(as_person):
    fatiha, marijke, seat = as_person("fatiha"), as_person("marijke"), seats(NOV_26)[2]
    path = f"/homework/seats/{seat.id}/offer"
    assert f'href="{path}"' in fatiha.get("/homework/").text
    page = fatiha.get(path).text
    assert "Nora Claes" in page and "Stijn Maes" in page and "Fatiha Benali" in page and "Rita" not in page
    answer = fatiha.post(path, {"volunteer": who("Nora").id})
    row = TutorOffer.get()
    assert answer.status_code == 303 and answer.location == f"/homework/offers/{row.id}"
    assert told("marijke") == ["Hand in Hand (demo) offers a tutor: Huiswerk De Vissen, Thursday 26 November."]
    assert on(NOV_26) == ["Jonas", "Zeynep"]
    assert f"/homework/offers/{row.id}" in marijke.get("/homework/proposals").text
    assert "Nora Claes" in marijke.get(answer.location).text
    assert marijke.post(f"{answer.location}/acceptance").status_code == 303
    assert on(NOV_26) == ["Jonas", "Zeynep", "Nora"]
    sign_up = SignUp.get(SignUp.seat == seat)
    assert (sign_up.kind, sign_up.by, sign_up.override) == ("substitute", viewer("marijke").account, "")
    assert told("fatiha") == ["WVG says yes to the tutor that you offered: Huiswerk De Vissen, Thursday 26 November."]
    row = TutorOffer.get()
    assert (row.state, row.decided_by) == ("accepted", viewer("marijke").account)
    assert "Marijke T." in fatiha.get(answer.location).text


def test_a_tutor_who_looked_for_a_substitute_is_off_and_hears_so(as_person):
    rules.seek(seats(NOV_26)[0].id, viewer("jonas"), clock.now())
    assert f"/homework/seats/{seats(NOV_26)[0].id}/offer" in as_person("fatiha").get("/homework/").text
    accept(offer(position=1))
    assert on(NOV_26) == ["Nora", "Zeynep"]
    ended = SignUp.get(SignUp.seat == seats(NOV_26)[0], SignUp.volunteer == who("Jonas"))
    assert ended.end_reason == "taken over" and ended.seeking_since is None
    assert told("jonas") == ["Nora C. takes over: Huiswerk De Vissen, Thursday 26 November."]


def test_without_the_extract_marijke_says_why(as_person):
    row, marijke = offer("Stijn"), as_person("marijke")
    path = f"/homework/offers/{row.id}/acceptance"
    answer = marijke.post(path)
    assert answer.status_code == 422 and 'name="override"' in answer.text and "596.2" in answer.text
    page = marijke.get(path.removesuffix("/acceptance")).text
    assert 'name="override"' in page and "596.2" in page, "asked at once"
    assert on(NOV_26) == ["Jonas", "Zeynep"] and TutorOffer.get().state == "asked"
    assert marijke.post(path, {"override": "x" * 300}).status_code == 422
    assert marijke.post(path, {"override": REASON}).status_code == 303
    assert on(NOV_26) == ["Jonas", "Zeynep", "Stijn"] and SignUp.get(SignUp.seat == seats(NOV_26)[2]).override == REASON
    assert REASON in marijke.get(path.removesuffix("/acceptance")).text


def test_fatiha_reads_of_whom_the_extract_was_not_seen(as_person):
    page = as_person("fatiha").get(f"/homework/seats/{seats(NOV_26)[2].id}/offer").text
    assert "Stijn Maes (596.2 nog niet gezien)" in page and "Nora Claes (" not in page


def test_marijke_says_no_and_fatiha_takes_one_back(as_person):
    row, other = offer(), offer("Stijn")
    marijke, fatiha = as_person("marijke"), as_person("fatiha")
    assert marijke.post(f"/homework/offers/{row.id}/decline").status_code == 303
    assert fatiha.post(f"/homework/offers/{other.id}/taking-back").status_code == 303
    assert [one.state for one in TutorOffer.select().order_by(TutorOffer.id)] == ["declined", "taken back"]
    assert on(NOV_26) == ["Jonas", "Zeynep"] and "WVG says no" in told("fatiha")[0]
    for verb in ("decline", "acceptance"):
        assert marijke.post(f"/homework/offers/{row.id}/{verb}").status_code == 409
    assert fatiha.post(f"/homework/offers/{row.id}/taking-back").status_code == 409
    assert fatiha.get(f"/homework/offers/{row.id}").status_code == 200


def test_somebody_who_took_the_place_meanwhile_was_faster(as_person):
    row = offer()
    rules_assign.assign(seats(NOV_26)[2].id, who("Stijn").id, viewer("marijke"), clock.now(), REASON)
    answer = as_person("marijke").post(f"/homework/offers/{row.id}/acceptance")
    assert answer.status_code == 409 and on(NOV_26) == ["Jonas", "Zeynep", "Stijn"]
    assert TutorOffer.get().state == "asked", "it can still be declined"
    with pytest.raises(Refused, match="Stijn was just a little faster"):
        accept(row)


def test_who_is_on_the_list_meanwhile_is_not_put_there_twice(app):
    row = offer()
    rules_assign.assign(seats(NOV_26)[3].id, who("Nora").id, viewer("marijke"), clock.now())
    with pytest.raises(Refused, match="already"):
        accept(row)
    assert on(NOV_26) == ["Jonas", "Zeynep", "Nora"] and TutorOffer.get().state == "asked"


def test_of_two_answers_the_first_one_counts(app):
    row = offer()
    accept(row)
    with pytest.raises(Refused):
        accept(row)
    with pytest.raises(Refused):
        rules_tutors.decline(row.id, viewer("marijke"), clock.now())
    assert on(NOV_26) == ["Jonas", "Zeynep", "Nora"]


def test_whom_and_for_what_the_partner_cannot_offer(as_person):
    for name in ("Rita", "Jonas", "Marijke"):
        with pytest.raises(Invalid):
            offer(name)
    with pytest.raises(Refused, match="faster"):
        offer(position=1)
    offer()
    with pytest.raises(Refused, match="already"):
        offer()
    with pytest.raises(Invalid):
        offer("Nora", NOV_24, 4)
    with pytest.raises(Unknown):
        rules_tutors.offer(seats(NOV_25, LEDEBERG)[2].id, who("Nora").id, viewer("fatiha"), clock.now())
    with pytest.raises(Refused, match="over"):
        offer("Stijn", NOV_24 - timedelta(days=7), 4)
    Volunteer.update(left_on=NOV_24).where(Volunteer.id == who("Stijn")).execute()
    with pytest.raises(Invalid):
        offer("Stijn")
    fatiha, path = as_person("fatiha"), f"/homework/seats/{seats(DEC_3)[2].id}/offer"
    for typed in ({}, {"volunteer": ""}, {"volunteer": "x"}, {"volunteer": who("Rita").id}):
        assert fatiha.post(path, typed).status_code == 422
    assert TutorOffer.select().count() == 1


def test_a_session_that_does_not_go_on_takes_nobody(app):
    row = offer()
    Activity.update(state="cancelled", reason="Ziek").where(Activity.id == seats(NOV_26)[0].activity_id).execute()
    with pytest.raises(Refused):
        offer("Stijn")
    with pytest.raises(Refused):
        accept(row)


def test_who_stopped_since_is_not_put_on_the_list(app):
    row = offer()
    Volunteer.update(left_on=NOV_24).where(Volunteer.id == who("Nora")).execute()
    with pytest.raises(Refused):
        accept(row)


def test_who_may_not(as_person):
    row = offer()
    seat, ledeberg = seats(DEC_3)[2].id, seats(NOV_25, LEDEBERG)[2].id
    for name in ("jonas", "rita", "katrien"):
        browser = as_person(name)
        assert browser.get(f"/homework/offers/{row.id}").status_code == 403
        assert browser.get(f"/homework/seats/{seat}/offer").status_code == 403
        for verb in ("acceptance", "decline", "taking-back"):
            assert browser.post(f"/homework/offers/{row.id}/{verb}").status_code == 403
    fatiha, marijke = as_person("fatiha"), as_person("marijke")
    assert marijke.get(f"/homework/seats/{seat}/offer").status_code == 403, "she assigns"
    assert fatiha.post(f"/homework/offers/{row.id}/acceptance").status_code == 404
    assert fatiha.post(f"/homework/offers/{row.id}/decline").status_code == 404
    assert marijke.post(f"/homework/offers/{row.id}/taking-back").status_code == 403
    assert fatiha.get(f"/homework/seats/{ledeberg}/offer").status_code == 404
    assert fatiha.get("/homework/seats/1/offer").status_code == 404, "a place of a round"
    for browser in (fatiha, marijke):
        assert browser.get("/homework/offers/999").status_code == 404
        assert browser.get("/homework/seats/999999/offer").status_code == 404
        for verb in ("acceptance", "decline", "taking-back"):
            assert browser.post(f"/homework/offers/999/{verb}").status_code == 404
            assert browser.get(f"/homework/offers/{row.id}/{verb}").status_code == 405
    with pytest.raises(NotAllowed):
        accept(row, by="fatiha")
    assert TutorOffer.get().state == "asked"


def test_another_partner_sees_no_offer_and_offers_nobody_of_this_one(as_person):
    row = offer()
    other = Partner.create(key="anders", name="Anders", made_at=clock.now())
    PartnerPerson.create(partner=other, volunteer=who("Rita"), made_at=clock.now())
    Grant.update(group="anders").where(Grant.account == viewer("fatiha").account).execute()
    fatiha = as_person("fatiha")
    assert fatiha.get(f"/homework/offers/{row.id}").status_code == 404
    assert fatiha.get(f"/homework/seats/{seats(DEC_3)[2].id}/offer").status_code == 404
    assert f"/homework/offers/{row.id}" not in fatiha.get("/homework/proposals").text
