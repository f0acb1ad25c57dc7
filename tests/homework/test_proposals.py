"""One side proposes another hour or room, the other approves; only then it changes, and those on it are told."""

from datetime import date, time, timedelta
from threading import Barrier, Thread

import pytest
from peewee import IntegrityError
from people import lights_out, told, viewer
from vissen import DEC_1, DEC_3, DEC_8, DEC_10, LEDEBERG, NOV_24, NOV_26, group, on, session

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.partners.models import Location, Partner
from wvg.commons.planning.changes import rules as rules_one
from wvg.commons.planning.changes import rules_cancel
from wvg.commons.planning.models import Activity
from wvg.groups.homework.models import HomeworkGroup, HomeworkSession, Proposal
from wvg.groups.homework.sessions import rules_changes

FIVE, HALF_PAST_SIX = time(17), time(18, 30)


def room(name="Buurtlokaal De Vissen"):
    return Location.get(Location.name == name)


def values(**more):
    return {"starts": FIVE, "ends": HALF_PAST_SIX, "location": room().id, "why": "", **more}


def once(day=DEC_3, by="fatiha", **more):
    return rules_changes.propose_once(session(day).activity_id, values(**more), viewer(by), clock.now())


def from_day(day=DEC_8, by="fatiha", **more):
    return rules_changes.propose_from(group().id, day, values(**more), viewer(by), clock.now())


def approve(row, by="marijke", answer="", version=None, fingerprint=""):
    return rules_changes.approve(row.id, answer, version or row.version, viewer(by), clock.now(), fingerprint)


def now_is(day):
    a = session(day).activity
    return a.starts, a.ends, a.place


def test_fatiha_proposes_another_hour_for_one_session_and_marijke_says_yes(as_person):
    fatiha, marijke = as_person("fatiha"), as_person("marijke")
    path = f"/homework/sessions/{session(DEC_3).activity_id}/proposal"
    assert fatiha.get(path).status_code == 200
    typed = {"starts": "17", "ends": "18.30", "location": room().id, "why": "Het lokaal is bezet."}
    answer = fatiha.post(path, typed)
    row = Proposal.get()
    assert answer.status_code == 303 and answer.location == f"/homework/proposals/{row.id}"
    assert told("marijke") == ["Hand in Hand (demo) proposes a change: Huiswerk De Vissen. "
                               "Thursday 3 December: 17:00 – 18:30, Buurtlokaal De Vissen."]
    assert now_is(DEC_3)[0] == time(16, 15), "nothing changed yet"
    page = marijke.get(answer.location).text
    assert "Het lokaal is bezet." in page and "Jonas B." in page and "Fatiha B." in page and "/approval" in page
    assert "/approval" not in fatiha.get(answer.location).text and "/taking-back" in fatiha.get(answer.location).text
    assert marijke.post(f"{answer.location}/approval", {"version": row.version}).status_code == 303
    assert now_is(DEC_3) == (FIVE, HALF_PAST_SIX, room().place) and now_is(DEC_10)[0] == time(16, 15)
    assert on(DEC_3) == ["Jonas", "Zeynep"] and any("17:00" in sentence for sentence in told("jonas"))
    assert told("marijke") == [], "her question is answered"
    assert told("fatiha") == ["WVG answered your proposal: Huiswerk De Vissen. The answer is yes. It is changed."]
    row = Proposal.get()
    assert (row.state, row.decided_by) == ("approved", viewer("marijke").account) and row.decided_at == clock.now()
    page = fatiha.get(answer.location).text
    assert "Marijke T." in page and "/taking-back" not in page


def test_marijke_proposes_another_room_from_a_day_on_and_fatiha_says_yes(as_person):
    marijke, fatiha = as_person("marijke"), as_person("fatiha")
    ours = room("Lokaal De Ledeberg")
    typed = {"first_day": "8/12/2026", "starts": "17", "ends": "18.30", "location": ours.id, "why": ""}
    answer = marijke.post(f"/homework/groups/{group().id}/proposal", typed)
    row = Proposal.get()
    assert answer.status_code == 303 and told("fatiha") and not told("marijke")
    old = group().series_id
    assert fatiha.post(f"{answer.location}/approval", {"version": row.version, "answer": "Goed."}).status_code == 303
    assert now_is(DEC_3) == (time(16, 15), time(17, 45), room().place)
    assert now_is(DEC_8) == now_is(date(2027, 6, 29)) == (FIVE, HALF_PAST_SIX, ours.place)
    assert session(DEC_8).activity.public_place == "Lokaal De Ledeberg"
    found = HomeworkGroup.get_by_id(row.group_id)
    assert found.location_id == ours.id and found.series_id != old, "the group follows the newest series"
    assert HomeworkSession.select().join(Activity).where(
        HomeworkSession.group == found, Activity.series == found.series_id).count() > 40
    assert any("Another day or hour" in sentence for sentence in told("jonas"))
    assert any("answered your proposal" in sentence for sentence in told("marijke"))
    assert Proposal.get().answer == "Goed." and fatiha.get("/homework/?week=2026-W50").status_code == 200


def test_before_she_approves_marijke_sees_which_dates_change_and_who_is_told(as_person):
    row = from_day(DEC_8)
    page = as_person("marijke").get(f"/homework/proposals/{row.id}").text
    assert "dinsdag 8 december 2026" in page and "dinsdag 1 december" not in page and "Zeynep Y." in page
    assert 'name="fingerprint"' in page and 'name="fingerprint"' not in as_person("fatiha").get(
        f"/homework/proposals/{row.id}").text


def test_what_changed_since_the_preview_is_shown_again_first(as_person):
    row, marijke = from_day(), as_person("marijke")
    path = f"/homework/proposals/{row.id}"
    seen = marijke.get(path).text.split('name="fingerprint" value="')[1].split('"')[0]
    a = session(DEC_10).activity
    other = {"date": a.date, "starts": a.starts, "ends": a.ends, "place": "Elders", "title": a.title}
    rules_one.change_one(a.id, other, viewer("marijke"), a.version, clock.now())
    answer = marijke.post(f"{path}/approval", {"version": row.version, "fingerprint": seen})
    assert answer.status_code == 409 and Proposal.get().state == "asked" and now_is(DEC_8)[0] == time(16, 15)
    fresh = answer.text.split('name="fingerprint" value="')[1].split('"')[0]
    assert marijke.post(f"{path}/approval", {"version": row.version, "fingerprint": fresh}).status_code == 303
    assert now_is(DEC_8)[0] == FIVE and now_is(DEC_10)[2] == "Elders", "changed by hand: stays"


def test_declining_says_why_and_changes_nothing(as_person):
    row, marijke = once(), as_person("marijke")
    path = f"/homework/proposals/{row.id}/decline"
    assert marijke.post(path, {"version": row.version, "answer": ""}).status_code == 422
    assert marijke.post(path, {"version": row.version, "answer": "Dan is de school nog bezig."}).status_code == 303
    assert now_is(DEC_3)[0] == time(16, 15) and Proposal.get().state == "declined"
    assert told("fatiha") == ["WVG answered your proposal: Huiswerk De Vissen. The answer is no."]
    assert "Dan is de school nog bezig." in as_person("fatiha").get(f"/homework/proposals/{row.id}").text
    assert marijke.post(path, {"version": row.version, "answer": "Nee."}).status_code == 409


def test_who_proposed_can_take_it_back_until_it_is_answered(as_person):
    row, fatiha = once(), as_person("fatiha")
    path = f"/homework/proposals/{row.id}/taking-back"
    assert as_person("marijke").post(path, {"version": row.version}).status_code == 403, "it is not hers"
    assert fatiha.post(path, {"version": row.version}).status_code == 303
    assert Proposal.get().state == "taken back" and told("marijke") == [], "nobody has to answer any more"
    assert fatiha.post(path, {"version": row.version}).status_code == 409
    with pytest.raises(Refused):
        approve(Proposal.get())


def test_nobody_answers_a_proposal_of_their_own_side(as_person):
    theirs, ours = once(), once(DEC_10, by="marijke")
    assert as_person("fatiha").post(f"/homework/proposals/{theirs.id}/approval", {"version": 1}).status_code == 404
    assert as_person("marijke").post(f"/homework/proposals/{ours.id}/approval", {"version": 1}).status_code == 403
    assert as_person("marijke").post(f"/homework/proposals/{ours.id}/decline",
                                     {"version": 1, "answer": "Nee"}).status_code == 403


def test_who_may_not(as_person):
    row = once()
    number, activity = group().id, session(DEC_3).activity_id
    pages = ["/homework/proposals", f"/homework/proposals/{row.id}", f"/homework/groups/{number}/proposal",
             f"/homework/sessions/{activity}/proposal"]
    for path in pages:
        assert as_person("jonas").get(path).status_code == 403, path
        assert as_person("rita").get(path).status_code == 403, path
        assert as_person("katrien").get(path).status_code == 403, path
        assert as_person("marijke").get(path).status_code == 200, path
        assert as_person("fatiha").get(path).status_code == 200, path
    ours = group(LEDEBERG)
    own = session(NOV_24 + timedelta(days=1), LEDEBERG).activity_id
    fatiha = as_person("fatiha")
    assert fatiha.get(f"/homework/groups/{ours.id}/proposal").status_code == 404
    assert fatiha.get(f"/homework/sessions/{own}/proposal").status_code == 404
    for name in ("marijke", "fatiha"):
        for path in ("/homework/proposals/999", "/homework/groups/999/proposal", "/homework/sessions/999/proposal"):
            assert as_person(name).get(path).status_code == 404
        for verb in ("approval", "decline", "taking-back"):
            assert as_person(name).post(f"/homework/proposals/999/{verb}").status_code == 404
            assert as_person(name).get(f"/homework/proposals/{row.id}/{verb}").status_code == 405
    with pytest.raises(NotAllowed):
        once(by="jonas")
    with pytest.raises(NotAllowed):
        rules_changes.propose_from(ours.id, DEC_8, values(), viewer("marijke"), clock.now())
    with pytest.raises(Unknown):
        rules_changes.propose_from(ours.id, DEC_8, values(), viewer("fatiha"), clock.now())


def test_another_partner_sees_nothing_of_it(as_person):
    row = once()
    Partner.create(key="anders", name="Anders", made_at=clock.now())
    Grant.update(group="anders").where(Grant.account == viewer("fatiha").account).execute()
    fatiha = as_person("fatiha")
    assert fatiha.get(f"/homework/proposals/{row.id}").status_code == 404
    assert f"/homework/proposals/{row.id}" not in fatiha.get("/homework/proposals").text


def test_what_cannot_be_proposed(as_person):
    a = session(DEC_3).activity
    other = Location.create(partner=Partner.create(key="x", name="X", made_at=clock.now()), name="Van een ander")
    gone = Location.create(name="Vroeger", ended_on=date(2026, 1, 1))
    for more, field in (
        ({"location": 0}, "location"), ({"location": other.id}, "location"), ({"location": gone.id}, "location"),
        ({"ends": time(16)}, "ends"), ({"starts": a.starts, "ends": a.ends}, ""),
    ):
        with pytest.raises(Invalid) as invalid:
            once(**more)
        assert invalid.value.field == field
    for day in (NOV_24, date(2020, 1, 1), date(2027, 7, 1)):
        with pytest.raises(Invalid) as invalid:
            from_day(day)
        assert invalid.value.field == "first_day"
    with pytest.raises(Refused, match="over"):
        once(NOV_24 - timedelta(days=7))
    rules_cancel.cancel({a.id: a.version}, "Ziek", viewer("marijke"), clock.now())
    with pytest.raises(Refused, match="does not go on"):
        once()
    fatiha, path = as_person("fatiha"), f"/homework/groups/{group().id}/proposal"
    typed = {"first_day": "8/12/2026", "starts": "17", "ends": "18.30", "location": room().id, "why": "Zo."}
    for more in ({"first_day": ""}, {"starts": ""}, {"ends": "soon"}, {"location": "x"}, {"why": "y" * 201},
                 {"why": "Bel 0470 12 34 56"}):
        answer = fatiha.post(path, {**typed, **more})
        assert answer.status_code == 422 and 'class="errsum"' in answer.text, more
    assert not Proposal.select().exists()


def test_when_the_coordinator_who_proposed_it_stopped_the_partner_hears_so(as_person):
    row = from_day(by="marijke")
    Grant.update(ended_at=clock.now()).where(
        Grant.account == viewer("marijke").account, Grant.role == "coordinator", Grant.group == "homework").execute()
    answer = as_person("fatiha").post(f"/homework/proposals/{row.id}/approval", {"version": row.version})
    assert answer.status_code == 409 and Proposal.get().state == "asked" and now_is(DEC_8)[0] == time(16, 15)
    Account.update(closed_at=clock.now()).where(Account.id == row.by).execute()
    with pytest.raises(Refused):
        approve(row, by="fatiha")


def test_an_answer_that_comes_too_late_for_the_date_is_refused_in_words(app):
    row = once(NOV_26)
    late = clock.now() + timedelta(days=4)
    with pytest.raises(Refused, match="over"):
        rules_changes.approve(row.id, "", row.version, viewer("marijke"), late)
    row = from_day(DEC_1, by="marijke")
    with pytest.raises(Refused, match="tomorrow"):
        rules_changes.approve(row.id, "", row.version, viewer("fatiha"), clock.now() + timedelta(days=10))
    assert {one.state for one in Proposal.select()} == {"asked"}


def test_when_it_fails_halfway_it_still_waits_for_an_answer(app):
    row = from_day()
    lights_out("activity", f"NEW.id = {session(DEC_10).activity_id}")
    with pytest.raises(IntegrityError):
        approve(row)
    assert Proposal.get().state == "asked" and now_is(DEC_8)[0] == time(16, 15) and told("fatiha") == []


def test_an_old_page_answers_nothing(app):
    row = once()
    with pytest.raises(Refused):
        approve(row, version=7)
    assert Proposal.get().state == "asked"


def test_of_two_answers_at_once_only_one_counts(app):
    row, barrier, outcomes = from_day(), Barrier(2), []

    def answer(verb):
        with database.connection_context():
            barrier.wait()
            try:
                verb()
                outcomes.append("done")
            except Refused:
                outcomes.append("refused")

    marijke, now = viewer("marijke"), clock.now()
    database.close()
    threads = [Thread(target=answer, args=(verb,)) for verb in (
        lambda: rules_changes.approve(row.id, "", row.version, marijke, now),
        lambda: rules_changes.decline(row.id, "Nee.", row.version, marijke, now),
    )]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.connect(reuse_if_open=True)
    assert sorted(outcomes) == ["done", "refused"]
    state = Proposal.get().state
    assert (now_is(DEC_8)[0] == FIVE) == (state == "approved") and state in ("approved", "declined")


def test_a_second_change_from_a_day_before_the_first_is_asked_for_a_later_day(app):
    approve(from_day(DEC_10))
    with pytest.raises(Invalid) as invalid:
        from_day(DEC_8, starts=time(16))
    assert "10 December" in str(invalid.value.sentence)
    assert from_day(DEC_10 + timedelta(days=7), starts=time(16)).id


def test_the_list_leads_fatiha_to_a_proposal_for_each_shared_group_and_takes_fixed_queries(as_person):
    fatiha, statements, counts = as_person("fatiha"), [], []
    database.obj.query_hooks.append(lambda event: statements.append(event.sql))
    for more in range(0, 25, 24):
        for n in range(more):
            once(DEC_3, starts=time(17, n))
        statements.clear()
        page = fatiha.get("/homework/proposals").text
        counts.append(len(statements))
    database.obj.query_hooks.pop()
    assert f'href="/homework/groups/{group().id}/proposal"' in page and page.count("/homework/proposals/") == 24
    assert f'href="/homework/groups/{group(LEDEBERG).id}/proposal"' not in page
    assert counts[0] == counts[1] <= 8


def test_fatiha_proposes_rooms_of_hers_and_shared_ones_and_is_shown_no_other(as_person):
    ours, path = room("Lokaal De Ledeberg"), f"/homework/groups/{group().id}/proposal"
    assert ours.name in as_person("marijke").get(path).text
    page = as_person("fatiha").get(path).text
    assert room().place in page and ours.name not in page
    with pytest.raises(Invalid) as invalid:
        once(location=ours.id)
    assert invalid.value.field == "location"
    HomeworkGroup.update(location=ours).where(HomeworkGroup.id == group().id).execute()
    assert ours.name in as_person("fatiha").get(path).text, "we work there together"


@pytest.mark.parametrize("propose", [once, from_day])
def test_two_presses_at_once_are_one_proposal(app, propose):
    barrier, outcomes = Barrier(2), []

    def press():
        with database.connection_context():
            barrier.wait()
            try:
                propose()
                outcomes.append("done")
            except Refused:
                outcomes.append("refused")

    database.close()
    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.connect(reuse_if_open=True)
    assert sorted(outcomes) == ["done", "refused"] and Proposal.select().count() == 1
    assert propose(starts=time(16)).id, "another one is another one"
