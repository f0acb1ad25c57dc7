"""A series changes from a day on: first what it would do, then doing it."""

import re
from collections import Counter
from datetime import date, time, timedelta

import pytest
from peewee import IntegrityError
from people import (
    BREAD,
    DEC_5,
    DEC_12,
    DEC_19,
    FEB_3,
    FOOD,
    WEEK,
    activity,
    call_off,
    eleven_sign_up,
    holder,
    lights_out,
    seat,
    told,
    viewer,
)

from wvg.base import clock
from wvg.base.errors import Invalid, Unknown
from wvg.commons.planning import dates, rules
from wvg.commons.planning.changes import rules_cancel, rules_from_here, rules_preview
from wvg.commons.planning.evening import queries as queries_evening
from wvg.commons.planning.models import Activity, Regular, Seat, Series, SeriesSeat, SignUp
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.planning.series import rules_regulars
from wvg.commons.volunteers.models import Absence, Volunteer

FEB_1, FEB_4 = date(2027, 2, 1), date(2027, 2, 4)
THURSDAYS = {"rule": dates.rule_text("weekly", weekdays=[3])}


def series(title=FOOD):
    return Series.get(Series.title == title)


def look(values, first_day=FEB_1, title=FOOD, by="bart"):
    return rules_preview.preview(series(title).id, first_day, values, viewer(by), clock.now())


def do(values, first_day=FEB_1, title=FOOD, by="bart", reason="Minder vraag"):
    plan = look(values, first_day, title, by)
    return rules_from_here.change_from_here(
        plan.series.id, first_day, values, viewer(by), plan.fingerprint, reason, clock.now()
    )


def typed(page):
    """What a browser would post of the form on this page, without its token."""
    found = []
    for tag in re.findall(r"<(?:input|button)[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = (re.search(r'type="([^"]+)"', tag) or ["", ""])[1]
        if name and name[1] not in ("csrf_token", "again", "back", "language") and (
            kind not in ("checkbox", "radio") or " checked" in tag
        ):
            found.append((name[1], value[1] if value else ""))
    for select in re.findall(r"<select.*?</select>", page, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', select)
        found.append((re.search(r'name="([^"]+)"', select)[1], chosen[1] if chosen else "1"))
    fields = {}
    for name, value in found:
        fields.setdefault(name, []).append(value)
    return fields


def test_the_food_round_moves_to_thursday_with_eleven_people_signed_up(as_person):
    before, bart, number = eleven_sign_up(), as_person("bart"), series().id
    assert len({who for _, who in before.values()}) == 11
    ids = {a.id: a.date for a in Activity.select().where(Activity.series == number, Activity.date >= FEB_1)}
    page = bart.get(f"/series/{number}/change").text
    fields = {**typed(page), "first_day": ["1/2/2027"], "weekdays": ["3"]}
    look = bart.post(f"/series/{number}/change", fields)
    assert look.status_code == 200 and "Samir A." in look.text and "Rita C." in look.text
    assert activity(FOOD, FEB_3) and told("samir") == [], "nothing is done yet"
    again = bart.post(f"/series/{number}/change", {**typed(look.text), "again": "1"})
    assert again.status_code == 200 and 'value="1/2/2027"' in again.text, "back to the form, as it was typed"
    answer = bart.post(f"/series/{number}/change", typed(look.text))
    assert answer.status_code == 303, answer.text
    new = Series.get(Series.previous == number)
    assert answer.location == f"/rounds/series/{new.id}" and bart.get(answer.location).status_code == 200
    moved = {a.id: a.date for a in Activity.select().where(Activity.id.in_(list(ids)))}
    assert set(moved) == set(ids) and {moved[n] - ids[n] for n in ids} == {timedelta(days=1)}
    rows = SignUp.select().where(SignUp.id.in_(list(before)), SignUp.ended_at.is_null())
    assert {row.id: (row.activity_id, row.volunteer_id) for row in rows} == before, "everybody stays where they were"
    people = Counter(who for _, who in before.values())
    for volunteer in people:
        name = Volunteer.get_by_id(volunteer).first_name.lower()
        if name != "bart":
            sentences = told(name)
            assert len(sentences) == 1 and "becomes Thursday" in sentences[0], (name, sentences)
    assert told("zeynep") == [] and told("bart") == []
    old = Series.get_by_id(number)
    assert old.last_day == date(2027, 1, 31) and new.first_day == FEB_1
    assert activity(FOOD, date(2027, 1, 27)).series_id == number


def test_a_second_time_counts_nobody_twice_and_the_dates_ahead_are_made(app):
    new, _ = do(THURSDAYS)
    horizon = Activity.select().where(Activity.series == new).order_by(Activity.date.desc()).first().date
    assert horizon >= date(2027, 12, 16)
    assert rules_series.extend(new, clock.now(), clock.today()) == 0
    assert rules_series.extend(Series.get_by_id(new.previous_id), clock.now(), clock.today()) == 0
    days = [a.date for a in Activity.select().where(Activity.title == FOOD, Activity.date >= FEB_1)]
    assert len(days) == len(set(days)) and {day.weekday() for day in days} == {3}


def test_only_other_hours_leaves_the_dates_and_tells_those_on_them(app):
    new, people = do({"starts": time(14), "ends": time(16, 30)}, date(2026, 12, 1))
    assert [v.first_name for v in people][:2] == ["Christine", "Godelieve"]
    assert activity(FOOD, date(2026, 12, 2)).starts == time(14)
    assert activity(FOOD, date(2026, 11, 25)).starts == time(13, 30), "what came before stays"
    assert told("tesfay") == [
        "Another day or hour: Voedselronde. Wednesday 2 December, 13:30 – 16:00 becomes Wednesday 2 December, "
        "14:00 – 16:30. You stay on the list."
    ]


def test_only_another_name_troubles_nobody(app):
    _, people = do({"title": "Soepronde", "minimum": 3}, date(2026, 12, 1))
    assert people == [] and told("tesfay") == []
    row = activity("Soepronde", date(2026, 12, 2))
    assert row.minimum == 3 and holder(seat("Soepronde", row.date, 3)) == "Tesfay"


def test_dates_that_have_no_place_any_more_are_cancelled_with_a_reason(app):
    every_other = {"rule": dates.rule_text("weekly", every=2, weekdays=[2])}
    plan = look(every_other, date(2026, 12, 1))
    assert [line.before.day for line in plan.goes[:2]] == [9, 23]
    assert plan.people and {v.first_name for v in plan.people} == {"Wim", "Samir", "Christine", "Mieke"}
    with pytest.raises(Invalid) as refused:
        do(every_other, date(2026, 12, 1), reason="")
    assert refused.value.field == "reason"
    do(every_other, date(2026, 12, 1))
    gone = Activity.get_by_id(plan.goes[1].activity.id)
    assert (gone.state, gone.reason) == ("cancelled", "Minder vraag")
    assert told("mieke") == ["Cancelled: Voedselronde, Wednesday 23 December. Minder vraag"]
    must_hear = queries_evening.evening(gone.id, viewer("bart"), clock.now()).to_tell
    assert "Mieke" in [v.first_name for v in must_hear]
    assert holder(seat(FOOD, date(2026, 12, 2), 1)) == "Wim"
    rules_cancel.confirm(gone.id, viewer("bart"), clock.now())
    assert holder(seat(FOOD, date(2026, 12, 23), 3)) == "Mieke", "one of them goes on after all"


def test_more_days_make_new_dates(app):
    new, people = do({"rule": dates.rule_text("weekly", weekdays=[2, 4])}, date(2026, 12, 1))
    assert people == []
    friday = activity(FOOD, date(2026, 12, 4))
    assert friday.series_id == new.id and Seat.select().where(Seat.activity == friday).count() == 3
    assert holder(seat(FOOD, date(2026, 12, 2), 3)) == "Tesfay"


def test_once_a_month_the_date_of_the_month_moves(app):
    title = "Babyronde"
    first = Activity.select().where(Activity.title == title, Activity.date > FEB_1).order_by(Activity.date).first()
    assert first.date == date(2027, 2, 6)
    do({"rule": dates.rule_text("nth_weekday", nth=3, weekdays=[4])}, FEB_1, title)
    assert Activity.get_by_id(first.id).date == date(2027, 2, 19)


def test_who_is_away_or_busy_on_the_new_day_is_marked_and_stays(app):
    luc, thursday = Volunteer.get(Volunteer.first_name == "Luc"), date(2026, 12, 17)
    Absence.create(volunteer=luc, first_day=thursday, last_day=thursday, made_at=clock.now())
    plan = look(THURSDAYS, date(2026, 12, 14))
    line = next(line for line in plan.lines if line.after == thursday)
    assert line.away == {luc.id} and line.busy == set()
    saturdays = {"rule": dates.rule_text("weekly", weekdays=[5]), "starts": time(18), "ends": time(20)}
    rules.sign_up(seat(FOOD, date(2026, 12, 16), 3).id, viewer("godelieve"), clock.now())
    line = next(line for line in look(saturdays, date(2026, 12, 14)).lines if line.after == DEC_19)
    assert line.busy == {Volunteer.get(Volunteer.first_name == "Godelieve").id}, "on the bread round of that evening"
    do(THURSDAYS, date(2026, 12, 14))
    assert holder(seat(FOOD, thursday, 2)) == "Luc" and "becomes Thursday 17 December" in told("luc")[0]


def test_a_holiday_on_the_new_day_is_asked_or_skipped_and_said(app):
    do({"rule": dates.rule_text("weekly", weekdays=[4]), "on_public": "skip"}, date(2026, 12, 21))
    christmas = activity(FOOD, date(2026, 12, 25))
    assert (christmas.state, christmas.reason) == ("skipped", "Kerstmis")
    assert told("mieke") == ["It does not go on: Voedselronde, Friday 25 December. Kerstmis"]
    assert holder(seat(FOOD, christmas.date, 3)) == "Mieke", "kept, for when it goes on after all"


def test_a_date_settled_by_hand_stays_as_it_was_settled(app):
    row = activity(FOOD, date(2026, 12, 23))
    call_off(row, "Kerstfeest")
    do(THURSDAYS, date(2026, 12, 21))
    found = Activity.get_by_id(row.id)
    assert (found.date, found.state, found.reason) == (row.date, "cancelled", "Kerstfeest")
    assert not Activity.select().where(Activity.title == FOOD, Activity.date == date(2026, 12, 24)).exists()


def test_regulars_go_along_every_second_time_still_theirs(app):
    place = SeriesSeat.get(SeriesSeat.series == series(), SeriesSeat.position == 2)
    rita = Volunteer.get(Volunteer.first_name == "Rita").id
    rules_regulars.make_regular(place.id, rita, 2, date(2027, 1, 6), date(2027, 1, 6), viewer("bart"), clock.now())

    def hers():
        mine = (SignUp.volunteer == rita) & SignUp.ended_at.is_null() & (SignUp.kind == "regular")
        return [r.activity.date for r in SignUp.select().join(Activity).where(mine).order_by(Activity.date)]

    before = hers()
    rules.withdraw(seat(FOOD, date(2027, 2, 17), 2).id, viewer("rita"), clock.now())
    new, _ = do(THURSDAYS)
    assert hers()[:4] == [date(2027, 1, 6), date(2027, 1, 20), FEB_4, date(2027, 3, 4)], "she left 17 February"
    weeks = [dates.week_of(day) for day in before if day != date(2027, 2, 17)]
    assert [dates.week_of(day) for day in hers()][:len(weeks)] == weeks, "the same weeks"
    old, follows = Regular.select().order_by(Regular.id)
    assert old.last_day == date(2027, 1, 31) and (follows.first_day, follows.anchor) == (FEB_1, old.anchor)
    rules_regulars.end_regular(follows.id, FEB_1, viewer("rita"), clock.now())
    assert hers() == [date(2027, 1, 6), date(2027, 1, 20)]


def test_a_series_that_has_not_begun_is_changed_itself(app):
    made = rules_series.make_series(
        {"group": "rounds", "kind": "food", "title": "Later", "rule": THURSDAYS["rule"], "first_day": FEB_1},
        [{"role": SeriesSeat.get().role_id, "required": True, "needs": []}], viewer("bart"), clock.now(), clock.today(),
    )
    changed, _ = do({"rule": dates.rule_text("weekly", weekdays=[4])}, date(2027, 1, 20), "Later")
    assert changed.id == made.id and not Series.select().where(Series.previous == made).exists()
    days = [a.date for a in Activity.select().where(Activity.series == made).order_by(Activity.date)]
    assert days[0] >= date(2027, 1, 20) and {day.weekday() for day in days} == {4}


def test_it_stops_on_a_last_day(app):
    do({"last_day": date(2027, 6, 30)})
    ahead = Activity.select().where(Activity.title == FOOD, Activity.date > date(2027, 6, 30))
    assert {a.state for a in ahead} == {"cancelled"}


@pytest.mark.parametrize(
    "values, first_day, field",
    [
        (THURSDAYS, date(2026, 11, 24), "first_day"), (THURSDAYS, date(2026, 1, 1), "first_day"), ({}, FEB_1, ""),
        ({"starts": time(16), "ends": time(15)}, FEB_1, "ends"), ({"last_day": date(2027, 1, 1)}, FEB_1, "last_day"),
    ],
)
def test_what_cannot_be_is_refused(app, values, first_day, field):
    with pytest.raises(Invalid) as refused:
        look(values, first_day)
    assert refused.value.field == field


def test_it_cannot_begin_after_the_end(app):
    do({"last_day": date(2027, 6, 30)})
    with pytest.raises(Invalid, match="stopped by then"):
        look(THURSDAYS, date(2027, 3, 1))


def test_somebody_signed_up_since_the_preview_and_nothing_is_done(as_person):
    bart, number = as_person("bart"), series().id
    page = bart.get(f"/series/{number}/change").text
    look = bart.post(f"/series/{number}/change", {**typed(page), "first_day": ["1/2/2027"], "weekdays": ["3"]})
    rules.sign_up(seat(FOOD, FEB_3, 2).id, viewer("rita"), clock.now())
    answer = bart.post(f"/series/{number}/change", typed(look.text))
    assert answer.status_code == 409 and "Rita C." in answer.text
    assert activity(FOOD, FEB_3) and told("rita") == []
    assert bart.post(f"/series/{number}/change", typed(answer.text)).status_code == 303, "now it was seen"
    assert holder(seat(FOOD, FEB_4, 2)) == "Rita" and len(told("rita")) == 1


def test_two_coordinators_at_once_the_second_sees_who_was_first(app):
    plan = look(THURSDAYS)
    rules_from_here.change_from_here(
        plan.series.id, FEB_1, THURSDAYS, viewer("bart"), plan.fingerprint, "", clock.now()
    )
    fridays = {"rule": dates.rule_text("weekly", weekdays=[4])}
    with pytest.raises(Invalid, match="stopped by then"):
        rules_from_here.change_from_here(
            plan.series.id, FEB_1, fridays, viewer("bart"), plan.fingerprint, "", clock.now()
        )
    before = date(2027, 1, 4)
    with pytest.raises(rules_from_here.Stale) as stale:
        rules_from_here.change_from_here(
            plan.series.id, before, fridays, viewer("bart"), plan.fingerprint, "", clock.now()
        )
    assert stale.value.plan.fingerprint != plan.fingerprint
    assert Series.select().where(Series.previous == plan.series.id).count() == 1


def test_a_fingerprint_of_nothing_does_nothing(as_person):
    bart, number = as_person("bart"), series().id
    page = bart.get(f"/series/{number}/change").text
    fields = {**typed(page), "first_day": ["1/2/2027"], "weekdays": ["3"], "fingerprint": "gelogen"}
    assert bart.post(f"/series/{number}/change", fields).status_code == 409
    assert activity(FOOD, FEB_3)


def test_what_is_typed_wrong_comes_back_as_typed(as_person):
    bart, number = as_person("bart"), series().id
    good = {**typed(bart.get(f"/series/{number}/change").text), "first_day": ["1/2/2027"], "title": ["Soep"]}
    for wrong, field in (
        ({"first_day": ["31/2"]}, "first_day"), ({"first_day": ["24/11/2026"]}, "first_day"),
        ({"title": [""]}, "title"),
        ({"weekdays": []}, "weekdays"), ({"pattern": ["dates"], "dates": [""]}, "dates"), ({"ends": ["1"]}, "ends"),
        ({"last_day": ["1/1/2027"]}, "last_day"), ({"minimum": ["99"]}, "minimum"), ({"reason": ["x" * 201]}, "reason"),
    ):
        answer = bart.post(f"/series/{number}/change", {**good, **wrong})
        assert answer.status_code == 422, wrong
        assert f'href="#{field}"' in answer.text and f'id="{field}"' in answer.text, wrong
        if field != "title":
            assert 'value="Soep"' in answer.text
    nothing = bart.post(f"/series/{number}/change", {**good, "title": [FOOD]})
    assert nothing.status_code == 422


def test_dates_that_go_ask_for_a_reason_on_the_preview(as_person):
    bart, number = as_person("bart"), series().id
    page = bart.get(f"/series/{number}/change").text
    look = bart.post(f"/series/{number}/change", {**typed(page), "first_day": ["1/12/2026"], "every": ["2"]})
    assert 'name="reason"' in look.text
    answer = bart.post(f"/series/{number}/change", typed(look.text))
    assert answer.status_code == 422 and 'href="#reason"' in answer.text
    answer = bart.post(f"/series/{number}/change", {**typed(answer.text), "reason": "Minder vraag"})
    assert answer.status_code == 303 and len(told("mieke")) == 1


@pytest.mark.parametrize("name", ["rita", "hugo", "katrien", "fatiha"])
def test_only_the_coordinator_of_the_group_may(app, as_person, name):
    number = series().id
    with pytest.raises(Unknown):
        look(THURSDAYS, by=name)
    who = as_person(name)
    assert who.get(f"/series/{number}/change").status_code in (403, 404)
    assert who.post(f"/series/{number}/change", {"first_day": "1/2/2027"}).status_code in (403, 404)


def test_unknown_numbers(as_person):
    bart = as_person("bart")
    assert bart.get("/series/999/change").status_code == 404
    assert bart.post("/series/999/change").status_code == 404
    for row in ("999999", "abc", str(activity(BREAD, DEC_5).id)):
        assert bart.get(f"/series/{series().id}/change?from={row}").status_code == 200


def test_from_a_date_on_is_its_week_but_not_a_date_before_it(as_person):
    bart = as_person("bart")
    row = activity(BREAD, DEC_12)
    assert 'value="7/12/2026"' in bart.get(f"/series/{row.series_id}/change?from={row.id}").text


def test_one_failure_halfway_leaves_all_as_it_was(app):
    count = Series.select().count()
    lights_out("activity", f"NEW.id = {activity(FOOD, FEB_3 + 3 * WEEK).id}")
    with pytest.raises(IntegrityError, match="lights out"):
        do(THURSDAYS)
    assert Series.select().count() == count and activity(FOOD, FEB_3) and told("samir") == []


def test_the_preview_takes_a_fixed_number_of_queries(app):
    from wvg.base.db import database

    statements = []

    def hook(event):
        statements.append(event.sql)

    database.obj.query_hooks.append(hook)
    try:
        look(THURSDAYS, date(2026, 12, 1))
        few = len(statements)
        eleven_sign_up()
        statements.clear()
        look(THURSDAYS, date(2026, 12, 1))
    finally:
        database.obj.query_hooks.remove(hook)
    assert len(statements) == few <= 12
