"""One or several dates do not go on, and one goes on after all."""

from datetime import date, timedelta

import pytest
from peewee import IntegrityError
from people import BREAD, DEC_5, DEC_12, DEC_19, NOV_28, activity, holder, lights_out, seat, told, viewer

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.messages.models import Message
from wvg.commons.planning import rules, rules_cancel, rules_changes, rules_leaving, rules_regulars, rules_undo
from wvg.commons.planning.models import Activity, SeriesSeat, SignUp
from wvg.commons.volunteers.models import Absence, Volunteer

DEC_26 = date(2026, 12, 26)


def cancel(*days, reason="Sneeuw", by="bart", now=None):
    rows = [activity(BREAD, day) for day in days]
    return rules_cancel.cancel({row.id: row.version for row in rows}, reason, viewer(by), now or clock.now())


def reinstate(day, by="bart", now=None):
    return rules_cancel.reinstate(activity(BREAD, day).id, viewer(by), now or clock.now())


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
    with pytest.raises(Refused, match="over"):
        cancel(DEC_12, date(2026, 11, 21))
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
    done = reinstate(DEC_5)
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
    reinstate(DEC_5)
    reinstate(DEC_19)
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
    reinstate(DEC_12)
    assert holder(seat(BREAD, DEC_12, 2)) == "Luc" and holder(seat(BREAD, DEC_12, 1)) == "Bart"


def test_a_date_in_doubt_comes_back_in_doubt(app):
    cancel(DEC_26)
    reinstate(DEC_26)
    row = activity(BREAD, DEC_26)
    assert (row.state, row.reason) == ("to confirm", "Dag na Kerstmis")


def test_what_goes_on_or_is_over_is_not_reinstated(app):
    with pytest.raises(Refused, match="settled already"):
        reinstate(DEC_5)
    cancel(NOV_28)
    with pytest.raises(Refused, match="over"):
        reinstate(NOV_28, now=clock.now() + timedelta(days=10))


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
    assert who.post(f"/activities/{row.id}/reinstatement").status_code in (403, 404)
    assert activity(BREAD, DEC_5).state == "planned"
    cancel(DEC_5)
    with pytest.raises(error):
        reinstate(DEC_5, by=name)


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
    assert f"/activities/{row.id}/reinstatement" in page
    assert bart.post(f"/activities/{row.id}/reinstatement").status_code == 303
    assert holder(seat(BREAD, DEC_5, 1)) == "Samir"
    assert bart.post(f"/activities/{row.id}/reinstatement").status_code == 409
    assert bart.get(f"/activities/{row.id}/reinstatement").status_code == 405


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
