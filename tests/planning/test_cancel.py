"""One or several dates do not go on, and one goes on after all."""

from datetime import date, timedelta

import pytest
from peewee import IntegrityError
from people import BREAD, DEC_5, DEC_12, DEC_19, NOV_28, activity, holder, lights_out, live, seat, told, viewer

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.audit import rules as audit
from wvg.commons.messages.models import Message
from wvg.commons.planning import rules, rules_undo
from wvg.commons.planning.afterwards import queries_hours, rules_attendance
from wvg.commons.planning.away import rules_leaving
from wvg.commons.planning.changes import rules as rules_changes
from wvg.commons.planning.changes import rules_cancel
from wvg.commons.planning.models import Activity, SeriesSeat, SignUp
from wvg.commons.planning.series import rules_regulars
from wvg.commons.volunteers.models import Absence, Volunteer

DEC_26, NOV_21 = date(2026, 12, 26), date(2026, 11, 21)


def cancel(*days, reason="Sneeuw", by="bart", now=None):
    rows = [activity(BREAD, day) for day in days]
    return rules_cancel.cancel({row.id: row.version for row in rows}, reason, viewer(by), now or clock.now())


def confirm(day, by="bart", now=None):
    return rules_cancel.confirm(activity(BREAD, day).id, viewer(by), now or clock.now())


def test_one_date_is_cancelled_and_those_on_it_are_told(app):
    done = cancel(DEC_5)
    row = activity(BREAD, DEC_5)
    assert (row.state, row.reason, row.sequence) == ("cancelled", "Sneeuw", 1)
    assert holder(seat(BREAD, DEC_5, 1)) is None
    assert {s.end_reason for s in SignUp.select().where(SignUp.activity == row)} == {"cancelled"}
    for name in ("samir", "luc"):
        assert told(name) == ["Cancelled: Broodronde, Saturday 5 December. Sneeuw"]
    assert told("rita") == [] and [str(w) for w in done.warnings] == ["We told Luc.", "We told Samir."]


def test_several_dates_are_one_message_a_person(app):
    rules.sign_up(seat(BREAD, DEC_12, 2).id, viewer("luc"), clock.now())
    done = cancel(DEC_5, DEC_12, DEC_19)
    assert str(done.sentence) == "3 dates are cancelled."
    assert told("luc") == ["Cancelled: Broodronde, Saturday 5 December, Saturday 12 December. Sneeuw"]
    assert told("bart") == [], "who did it knows"


def test_no_reason_or_no_date_is_refused(app):
    with pytest.raises(Invalid) as refused:
        cancel(DEC_5, reason="")
    assert refused.value.field == "reason"
    with pytest.raises(Invalid) as refused:
        cancel()
    assert refused.value.field == "dates" and activity(BREAD, DEC_5).state == "planned"


def test_one_date_that_is_old_leaves_all_as_they_were(app):
    rows = [activity(BREAD, day) for day in (DEC_5, DEC_12)]
    Activity.update(version=9).where(Activity.id == rows[1].id).execute()
    with pytest.raises(Refused, match="changed in the meantime"):
        rules_cancel.cancel({row.id: row.version for row in rows}, "Sneeuw", viewer("bart"), clock.now())
    assert activity(BREAD, DEC_5).state == "planned" and told("samir") == []
    rules_attendance.all_came(activity(BREAD, NOV_21).id, viewer("bart"), clock.now())
    with pytest.raises(Refused, match="ticked"):
        cancel(DEC_12, NOV_21)
    assert activity(BREAD, DEC_12).state == "planned"


def test_one_failure_halfway_leaves_all_as_they_were(app):
    lights_out("activity", f"NEW.id = {activity(BREAD, DEC_12).id}")
    with pytest.raises(IntegrityError, match="lights out"):
        cancel(DEC_5, DEC_12)
    assert activity(BREAD, DEC_5).state == "planned" and holder(seat(BREAD, DEC_5, 1)) == "Samir"


def test_cancelling_twice_is_refused_kindly(app):
    cancel(DEC_5)
    with pytest.raises(Refused, match="does not go on"):
        cancel(DEC_5)
    assert len(told("samir")) == 1


def test_it_goes_on_after_all_and_everybody_is_back(app):
    before = {row.id: row.seeking_since for row in SignUp.select().where(SignUp.activity == activity(BREAD, DEC_5))}
    cancel(DEC_5)
    done = confirm(DEC_5)
    assert str(done.sentence) == "It goes on after all. 2 people are on the list again."
    row = activity(BREAD, DEC_5)
    assert (row.state, row.reason) == ("planned", "")
    assert holder(seat(BREAD, DEC_5, 1)) == "Samir" and holder(seat(BREAD, DEC_5, 2)) == "Luc"
    assert {s.id for s in SignUp.select().where(SignUp.activity == row)} == set(before), "the same rows"
    assert told("samir")[0] == (
        "It goes on after all, and you are on the list again: Broodronde, Saturday 5 December."
    )


def test_who_cannot_come_any_more_is_not_put_back(app):
    luc = Volunteer.get(Volunteer.first_name == "Luc")
    cancel(DEC_5, DEC_19)
    Absence.create(volunteer=luc, first_day=DEC_5, last_day=DEC_5, made_at=clock.now())
    rules_leaving.stop(Volunteer.get(Volunteer.first_name == "Wim").id, viewer("katrien"), clock.now())
    confirm(DEC_5)
    confirm(DEC_19)
    assert holder(seat(BREAD, DEC_5, 1)) == "Samir" and holder(seat(BREAD, DEC_5, 2)) is None
    assert told("luc")[0] == "It goes on: Broodronde, Saturday 5 December."
    assert holder(seat(BREAD, DEC_19, 1)) is None and holder(seat(BREAD, DEC_19, 2)) == "Godelieve"


def test_who_left_a_fixed_place_meanwhile_stays_off_and_who_has_it_now_is_on(app):
    place = SeriesSeat.get(SeriesSeat.series == activity(BREAD, NOV_28).series_id, SeriesSeat.position == 2)
    rita, luc = (Volunteer.get(Volunteer.first_name == name).id for name in ("Rita", "Luc"))
    rules_regulars.make_regular(place.id, rita, 1, DEC_12, DEC_12, viewer("bart"), clock.now())
    cancel(DEC_12)
    rules_regulars.end_regular(1, clock.today(), viewer("rita"), clock.now())
    rules_regulars.make_regular(place.id, luc, 1, DEC_12, DEC_12, viewer("bart"), clock.now())
    assert holder(seat(BREAD, DEC_12, 2)) is None, "not on what is cancelled"
    confirm(DEC_12)
    assert holder(seat(BREAD, DEC_12, 2)) == "Luc" and holder(seat(BREAD, DEC_12, 1)) == "Bart"


def test_a_date_that_was_in_doubt_goes_on_for_sure(app):
    cancel(DEC_26)
    confirm(DEC_26)
    row = activity(BREAD, DEC_26)
    assert (row.state, row.reason) == ("planned", "")


def test_a_change_from_here_on_meanwhile_does_not_keep_people_off(app):
    cancel(DEC_19)
    row = activity(BREAD, DEC_19)
    before = {"title": "Broodronde", "state": "cancelled", "reason": "Sneeuw"}
    with clock.standing_still(clock.now() + timedelta(minutes=5)):
        audit.record("planning.change_from_here", viewer("bart"), clock.now(), [(row, before)])
        confirm(DEC_19)
    assert activity(BREAD, DEC_19).state == "planned" and holder(seat(BREAD, DEC_19, 1)) == "Wim"


def test_what_goes_on_or_is_long_over_is_not_confirmed(app):
    with pytest.raises(Refused, match="settled already"):
        confirm(DEC_5)
    cancel(NOV_28)
    with pytest.raises(Refused, match="over"):
        confirm(NOV_28, now=clock.now() + timedelta(days=65))
    assert activity(BREAD, NOV_28).state == "cancelled"


# Afterwards


def hours():
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    found = queries_hours.of_group("rounds", first, last, viewer("bart"), clock.local(clock.now()))
    return {row.volunteer.first_name: row.turns for row in found.rows}


def test_what_did_not_go_on_counts_no_hours_and_nobody_is_told(app):
    on_it, before = holder(seat(BREAD, NOV_21, 2)), hours()
    done = cancel(NOV_21)
    assert activity(BREAD, NOV_21).state == "cancelled" and done.warnings == []
    assert hours().get(on_it, 0) == before[on_it] - 1 and told(on_it.lower()) == []


def test_that_is_taken_back_without_a_word_and_it_counts_again(app):
    before = hours()
    cancel(NOV_21)
    confirm(NOV_21)
    assert hours() == before and told("luc") == []


def test_of_one_that_is_over_and_one_to_come_only_the_second_is_told(app):
    rules.sign_up(seat(BREAD, DEC_12, 2).id, viewer("luc"), clock.now())
    cancel(NOV_21, DEC_12)
    assert told("luc") == ["Cancelled: Broodronde, Saturday 12 December. Sneeuw"]


def test_what_is_ticked_or_long_over_is_not_cancelled(app):
    row = live(seat(BREAD, NOV_21, 2))
    rules_attendance.tick(row.id, "came", viewer("bart"), clock.now())
    with pytest.raises(Refused, match="ticked who came"):
        cancel(NOV_21)
    rules_attendance.tick(row.id, "unknown", viewer("bart"), clock.now())
    with pytest.raises(Refused, match="over"):
        cancel(NOV_21, now=clock.now() + timedelta(days=58))
    cancel(NOV_21, now=clock.now() + timedelta(days=57))
    with pytest.raises(Refused, match="did not go on"):
        cancel(NOV_21)


def test_bart_says_afterwards_that_it_did_not_go_on(as_person):
    bart, row = as_person("bart"), activity(BREAD, NOV_21)
    link = f"/activities/{row.id}/cancellation?back="
    for path in (f"/activities/{row.id}/attendance", "/rounds/attendance"):
        assert link + path in bart.get(path).text
    assert link not in as_person("luc").get(f"/activities/{row.id}/attendance").text
    page = bart.get(link + "/rounds/attendance").text
    assert 'name="back" value="/rounds/attendance"' in page and page.count('name="dates"') == 1
    fields = {"dates": f"{row.id}.{row.version}", "reason": "Sneeuw", "back": "/rounds/attendance"}
    assert bart.post(f"/activities/{row.id}/cancellation", fields).location == "/rounds/attendance"
    assert link not in bart.get("/rounds/attendance").text
    page = bart.get(f"/activities/{row.id}").text
    assert f"/activities/{row.id}/confirmation" in page and f"/activities/{row.id}/evening" not in page


def test_a_reason_that_is_known_stands_there_and_one_comes_back_where_one_was(as_person):
    bart, row = as_person("bart"), activity(BREAD, DEC_26)
    path, board = f"/activities/{row.id}/cancellation", "/rounds/?week=2026-W52"
    assert f"{path}?back=" in bart.get(board).text
    page = bart.get(path, query_string={"back": board}).text
    assert 'value="Dag na Kerstmis"' in page and f'name="back" value="{board}"' in page
    fields = {"dates": f"{row.id}.{row.version}", "reason": "Dag na Kerstmis"}
    assert bart.post(path, {**fields, "reason": "", "back": board}).text.count('value="Dag na Kerstmis"') == 0
    assert bart.post(path, {**fields, "back": board}).location == board
    confirm(DEC_26)
    row = activity(BREAD, DEC_26)
    fields["dates"] = f"{row.id}.{row.version}"
    assert bart.post(path, {**fields, "back": "https://evil.example/"}).location == f"/activities/{row.id}"


@pytest.mark.parametrize("state", ["cancelled", "skipped"])
def test_who_must_still_be_told_is_one_press_away(as_person, state):
    bart, row = as_person("bart"), activity(BREAD, DEC_5)
    Activity.update(state=state, reason="Sneeuw").where(Activity.id == row.id).execute()
    for path in (f"/activities/{row.id}", "/rounds/?week=2026-W49"):
        assert f'href="/activities/{row.id}/evening"' in bart.get(path).text, path
    assert f"/activities/{row.id}/evening" not in as_person("rita").get("/rounds/?week=2026-W49").text


def test_cancelling_is_not_undone_by_half(app):
    cancel(DEC_5)
    act = Message.get(Message.kind == "planning.cancelled").act
    with pytest.raises(Refused, match="cannot be undone with one press"):
        rules_undo.undo(act.id, viewer("bart"), clock.now())
    assert activity(BREAD, DEC_5).state == "cancelled"


def test_an_older_act_on_a_cancelled_date_is_not_undone(app):
    done = rules.withdraw(seat(BREAD, DEC_5, 1).id, viewer("samir"), clock.now())
    cancel(DEC_5)
    with pytest.raises(Refused):
        rules_undo.undo(done.act.id, viewer("samir"), clock.now())
    assert holder(seat(BREAD, DEC_5, 1)) is None


@pytest.mark.parametrize("name, error", [("rita", NotAllowed), ("hugo", Unknown)])
def test_only_the_coordinator_of_the_group_may(app, as_person, name, error):
    row = activity(BREAD, DEC_5)
    with pytest.raises(error):
        cancel(DEC_5, by=name)
    who = as_person(name)
    fields = {"dates": f"{row.id}.{row.version}", "reason": "Kaping"}
    for path in (f"/activities/{row.id}/cancellation", f"/series/{row.series_id}/cancellation"):
        assert who.get(path).status_code in (403, 404)
        assert who.post(path, fields).status_code in (403, 404)
    assert who.post(f"/activities/{row.id}/confirmation").status_code in (403, 404)
    assert activity(BREAD, DEC_5).state == "planned"
    cancel(DEC_5)
    with pytest.raises(error):
        confirm(DEC_5, by=name)


def test_bart_cancels_on_the_page_and_takes_it_back(as_person):
    bart, row = as_person("bart"), activity(BREAD, DEC_5)
    path, other = f"/activities/{row.id}/cancellation", activity(BREAD, DEC_12)
    page = bart.get(path).text
    assert f'value="{row.id}.{row.version}" checked' in page and f'value="{other.id}.{other.version}">' in page
    answer = bart.post(path, {"dates": [f"{row.id}.{row.version}"], "reason": ""})
    assert answer.status_code == 422 and 'href="#reason"' in answer.text
    assert bart.post(path, {"reason": "Sneeuw"}).status_code == 422
    for wrong in ("999999.1", "abc", "1", f"{row.id}", "-1.1"):
        assert bart.post(path, {"dates": [wrong], "reason": "Sneeuw"}).status_code in (404, 409), wrong
    both = [f"{row.id}.{row.version}", f"{other.id}.{other.version}"]
    assert bart.post(path, {"dates": both, "reason": "Sneeuw"}).status_code == 303
    assert activity(BREAD, DEC_5).state == activity(BREAD, DEC_12).state == "cancelled"
    again = bart.post(path, {"dates": both, "reason": "Sneeuw"})
    assert again.status_code == 409 and "Sneeuw" in again.text
    page = bart.get(f"/activities/{row.id}").text
    assert f"/activities/{row.id}/confirmation" in page
    assert bart.post(f"/activities/{row.id}/confirmation").status_code == 303
    assert holder(seat(BREAD, DEC_5, 1)) == "Samir"
    assert bart.post(f"/activities/{row.id}/confirmation").status_code == 409
    assert bart.get(f"/activities/{row.id}/confirmation").status_code == 405


def test_dates_are_chosen_from_the_page_of_the_round(as_person):
    bart, row = as_person("bart"), activity(BREAD, DEC_19)
    path = f"/series/{row.series_id}/cancellation"
    assert f'href="{path}"' in bart.get(f"/rounds/series/{row.series_id}").text
    assert bart.get(path).text.count("checked") == 0
    answer = bart.post(path, {"dates": [f"{row.id}.{row.version}"], "reason": "Sneeuw"})
    assert answer.status_code == 303 and answer.location == f"/rounds/series/{row.series_id}"
    assert activity(BREAD, DEC_19).state == "cancelled"
    assert bart.get("/series/999/cancellation").status_code == 404


def test_somebody_changed_it_while_the_page_stood_open(as_person):
    bart, row = as_person("bart"), activity(BREAD, DEC_5)
    kept = {name: getattr(row, name) for name in ("date", "starts", "ends", "place", "title", "minimum")}
    rules_changes.change_one(row.id, {**kept, "minimum": 1}, viewer("bart"), row.version, clock.now())
    answer = bart.post(
        f"/activities/{row.id}/cancellation", {"dates": [f"{row.id}.{row.version}"], "reason": "Sneeuw"}
    )
    assert answer.status_code == 409 and f'value="{row.id}.{row.version + 1}" checked' in answer.text
    assert 'value="Sneeuw"' in answer.text, "one press more and it is done"
