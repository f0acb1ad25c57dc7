"""A series and its dates: made ahead, holidays and closures judged, never twice."""

from datetime import date, time, timedelta

import pytest
from people import BREAD, DEC_12, activity, call_off, seat, told, viewer

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.planning import dates, rules
from wvg.commons.planning.changes import rules_cancel
from wvg.commons.planning.models import Activity, Regular, Role, Seat, SeatNeed, Series, SeriesSeat, SignUp
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.planning.series import rules_closures
from wvg.commons.volunteers.models import Absence, Skill, Volunteer

TODAY = date(2026, 11, 24)


def values(**more):
    return {
        "group": "rounds", "kind": "bread", "title": "Proefronde", "place": "Bakkerij", "public_place": "Bakkerij",
        "rule": dates.rule_text("weekly", weekdays=[5]), "starts": time(17), "ends": time(19, 30),
        "first_day": TODAY, **more,
    }


def one_seat(**more):
    return {"role": Role.get(Role.key == "helper").id, "required": True, "needs": [], **more}


def make(seats=None, by="bart", **more):
    seats = [one_seat()] if seats is None else seats
    return rules_series.make_series(values(**more), seats, viewer(by), clock.now(), TODAY)


def state(series, day):
    row = Activity.get(Activity.series == series, Activity.date == day)
    return row.state, row.reason


def test_dates_are_made_thirteen_months_ahead(app):
    series = make()
    days = [a.date for a in Activity.select().where(Activity.series == series).order_by(Activity.date)]
    assert days[0] == date(2026, 11, 28) and days[-1] == date(2027, 12, 18)
    assert all((b - a).days == 7 for a, b in zip(days, days[1:], strict=False)), "a skipped date is a row too"


def test_extending_again_changes_nothing_and_days_later_adds_one(app):
    series = make()
    before = Activity.select().where(Activity.series == series).count()
    assert rules_series.extend(series, clock.now(), TODAY) == 0
    assert rules_series.extend(series, clock.now(), TODAY + timedelta(days=3)) == 1
    assert Activity.select().where(Activity.series == series).count() == before + 1
    assert rules_series.extend_all(clock.now(), TODAY + timedelta(days=7)) > 0, "the others too"
    assert rules_series.extend_all(clock.now(), TODAY + timedelta(days=7)) == 0


def test_seats_and_needs_come_with_every_date(app):
    car = Skill.get(Skill.key == "car")
    series = make([one_seat(needs=[{"skill": car.id, "blocks": True}]), one_seat(required=False)])
    row = Activity.get(Activity.series == series)
    seats = list(Seat.select().where(Seat.activity == row).order_by(Seat.position))
    assert [s.required for s in seats] == [True, False]
    assert [n.skill_id for n in SeatNeed.select().where(SeatNeed.seat == seats[0])] == [car.id]


@pytest.mark.parametrize(
    "policy, expected", [("ask", "to confirm"), ("skip", "skipped"), ("go", "planned")]
)
def test_a_public_holiday_on_a_saturday(app, policy, expected):
    series = make(on_public=policy)
    assert state(series, date(2027, 5, 1))[0] == expected
    assert state(series, date(2027, 12, 11)) == ("planned", "")
    if policy != "go":
        assert state(series, date(2027, 5, 1))[1] == "Dag van de Arbeid"


def test_the_26th_of_december_is_no_public_holiday_but_a_school_holiday(app):
    assert state(make(on_public="skip", on_school="go"), date(2026, 12, 26))[0] == "planned"
    assert state(make(on_public="go", on_school="ask", title="Andere"), date(2026, 12, 26)) == (
        "to confirm", "Kerstvakantie"
    )


def test_first_of_may_follows_the_policy_for_public_holidays(app):
    assert state(make(on_public="go", on_school="skip"), date(2027, 5, 1))[0] == "planned"


def test_five_o_clock_stays_five_o_clock_over_the_clock_change(app):
    sundays = make(rule=dates.rule_text("weekly", weekdays=[6]))
    for day in (date(2027, 3, 28), date(2027, 10, 31)):
        row = Activity.get(Activity.series == sundays, Activity.date == day)
        assert (row.starts, row.ends) == (time(17), time(19, 30))
    night = make(rule=dates.rule_text("weekly", weekdays=[6]), starts=time(2, 30), ends=time(3, 30), title="Nacht")
    assert Activity.get(Activity.series == night, Activity.date == date(2027, 3, 28)).starts == time(2, 30)


def test_week_53_and_the_turn_of_the_year(app):
    every_other = make(rule=dates.rule_text("weekly", every=2, weekdays=[5]), first_day=date(2026, 12, 19))
    days = [a.date for a in Activity.select().where(Activity.series == every_other).order_by(Activity.date)]
    assert days[:3] == [date(2026, 12, 19), date(2027, 1, 2), date(2027, 1, 16)]


def test_a_regular_sits_every_second_time_but_not_while_away(app):
    series = make()
    helper = SeriesSeat.get(SeriesSeat.series == series)
    luc = Volunteer.get(Volunteer.first_name == "Luc")
    Regular.create(series_seat=helper, volunteer=luc, first_day=TODAY, every=2, anchor=date(2026, 11, 28))
    Absence.create(volunteer=luc, first_day=date(2028, 1, 8), last_day=date(2028, 1, 9), made_at=clock.now())
    rules_series.extend(series, clock.now(), TODAY + timedelta(days=60))
    rows = SignUp.select(SignUp, Activity).join(Activity).where(Activity.series == series).order_by(Activity.date)
    assert [r.activity.date for r in rows] == [
        date(2027, 12, 25), date(2028, 1, 22), date(2028, 2, 5), date(2028, 2, 19)
    ], "not on 8 January: Luc is away"
    assert {r.kind for r in rows} == {"regular"}


def test_extending_never_puts_back_who_withdrew(app):
    series = make(last_day=date(2026, 12, 31))
    helper = SeriesSeat.get(SeriesSeat.series == series)
    luc = Volunteer.get(Volunteer.first_name == "Luc")
    regular = Regular.create(series_seat=helper, volunteer=luc, first_day=TODAY, every=1, anchor=TODAY)
    row = Activity.get(Activity.series == series, Activity.date == date(2026, 12, 5))
    place = Seat.get(Seat.activity == row)
    SignUp.create(seat=place, activity=row, volunteer=luc, kind="regular", regular=regular, made_at=clock.now())
    rules.withdraw(place.id, viewer("luc"), clock.now())
    rules_series.extend(series, clock.now(), TODAY)
    assert not SignUp.select().where(SignUp.seat == place, SignUp.ended_at.is_null()).exists()


def test_only_a_coordinator_of_the_group_makes_a_series(app):
    for name in ("rita", "hugo", "katrien"):
        with pytest.raises(NotAllowed):
            make(by=name)


@pytest.mark.parametrize(
    "more, field",
    [({"ends": time(16)}, "ends"), ({"starts": None}, "ends"), ({"last_day": date(2026, 1, 1)}, "last_day")],
)
def test_what_runs_backwards_is_refused(app, more, field):
    with pytest.raises(Invalid) as refused:
        make(**more)
    assert refused.value.field == field


def test_a_series_needs_a_place_that_must_be_filled(app):
    with pytest.raises(Invalid):
        make(seats=[one_seat(required=False)])
    assert not Series.select().where(Series.title == "Proefronde").exists()


def test_a_date_in_doubt_goes_on_or_does_not_and_people_are_told(app):
    row = activity(BREAD, date(2026, 12, 26))
    assert row.state == "to confirm"
    rules_cancel.confirm(row.id, viewer("bart"), clock.now())
    assert activity(BREAD, date(2026, 12, 26)).state == "planned"
    rules.sign_up(seat(BREAD, date(2026, 12, 26), 2).id, viewer("rita"), clock.now())
    with pytest.raises(Refused):
        rules_cancel.confirm(row.id, viewer("bart"), clock.now())
    call_off(row, "De bakker is ziek")
    changed = activity(BREAD, date(2026, 12, 26))
    assert (changed.state, changed.reason) == ("cancelled", "De bakker is ziek")
    assert (changed.version, changed.sequence) == (3, 2)
    assert told("rita") == ["Cancelled: Broodronde, Saturday 26 December. De bakker is ziek"]
    rules_cancel.confirm(row.id, viewer("bart"), clock.now())
    assert told("rita")[0] == "It goes on after all, and you are on the list again: Broodronde, Saturday 26 December."


def test_a_holiday_that_goes_on_after_all_tells_those_on_it(app):
    row = activity(BREAD, DEC_12)
    rules.sign_up(seat(BREAD, DEC_12, 2).id, viewer("rita"), clock.now())
    rules_series.set_state(row, "skipped", "Feest", clock.now())
    done = rules_cancel.confirm(row.id, viewer("bart"), clock.now())
    assert str(done.sentence) == "It goes on: Broodronde, Saturday 12 December."
    assert told("rita") == ["It goes on: Broodronde, Saturday 12 December."] and told("bart") == []


def test_only_the_coordinator_confirms(app, as_person):
    row = activity(BREAD, date(2026, 12, 26))
    for name in ("rita", "hugo"):
        with pytest.raises((NotAllowed, Unknown)):
            rules_cancel.confirm(row.id, viewer(name), clock.now())
        assert as_person(name).post(f"/activities/{row.id}/confirmation").status_code in (403, 404)
    bart = as_person("bart")
    assert bart.post("/activities/999999/confirmation").status_code == 404
    assert bart.get(f"/activities/{row.id}/confirmation").status_code == 405
    answer = bart.post(f"/activities/{row.id}/confirmation", {"back": "//evil.example"})
    assert answer.status_code == 303 and answer.location == f"/activities/{row.id}"
    assert activity(BREAD, date(2026, 12, 26)).state == "planned"


def test_a_closure_skips_what_it_reaches_and_nothing_else(app):
    rules.sign_up(seat(BREAD, DEC_12, 2).id, viewer("rita"), clock.now())
    closure = {"first_day": DEC_12, "last_day": DEC_12, "scope": "place", "group": "rounds",
               "of": activity(BREAD, DEC_12).place, "reason": "Verbouwing", "policy": "skip"}
    _, hit = rules_closures.close(closure, viewer("bart"), clock.now())
    assert hit == 1 and activity(BREAD, DEC_12).state == "skipped"
    assert told("rita") == ["It does not go on: Broodronde, Saturday 12 December. Verbouwing"]
    assert activity("Voedselronde", date(2026, 12, 9)).state == "planned"
    with pytest.raises(Invalid):
        rules_closures.close({**closure, "last_day": TODAY}, viewer("bart"), clock.now())
    with pytest.raises(NotAllowed):
        rules_closures.close(closure, viewer("rita"), clock.now())
