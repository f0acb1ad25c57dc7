"""An appointment is changed: this one, or from here on, with a look at who is hit; cancelled, and on again."""

import re
from datetime import date, time, timedelta
from html import unescape

import pytest
from meetings import FEB_9, JAN_12, add, days, nl
from people import BREAD, DEC_5, activity, told, viewer

from wvg.base import clock
from wvg.base.errors import Invalid, Refused
from wvg.commons.audit.models import ActChange
from wvg.commons.planning import queries_people, rules, rules_assign
from wvg.commons.planning.changes import rules as rules_changes
from wvg.commons.planning.changes import rules_cancel, rules_from_here, rules_preview, rules_swap
from wvg.commons.planning.models import Activity, Role, Seat, Series, SeriesSeat, SignUp
from wvg.commons.planning.series import rules_closures, rules_regulars
from wvg.commons.volunteers.models import Absence

DAY = timedelta(days=1)
MONTHLY, MAR_9 = "RRULE:FREQ=MONTHLY;BYDAY=2TU", date(2027, 3, 9)
NAMES = ("date", "starts", "ends", "place", "title", "minimum", "audience")


def change(row, by="hugo", version=None, **more):
    row = Activity.get_by_id(row.id)
    values = {**{name: getattr(row, name) for name in NAMES}, **more}
    return rules_changes.change_one(row.id, values, viewer(by), version or row.version, clock.now())


def fresh(row):
    return row.__class__.get_by_id(row.id)


def put_on(name, row, position=1):
    seat = Seat.get(Seat.activity == row, Seat.position == position)
    rules_assign.assign(seat.id, viewer(name).volunteer, viewer("hugo"), clock.now(), "Zo afgesproken")


def typed(page):
    """What a browser would post of the main form on this page, without its token."""
    form = re.search(r'(?s)<form method="post" novalidate class="card.*?</form>', page)[0]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)[1]
        if name != "csrf_token" and ('type="radio"' not in tag and 'type="checkbox"' not in tag or " checked" in tag):
            fields.setdefault(name, []).append(unescape((re.search(r'value="([^"]*)"', tag) or ["", ""])[1]))
    for select in re.findall(r"(?s)<select.*?</select>", form):
        chosen = re.search(r'<option selected value="([^"]*)"', select)
        fields[re.search(r'name="([^"]+)"', select)[1]] = chosen[1] if chosen else "1"
    return fields


# This one


def weekend(**more):
    """Friday 5 February 18.00 to Sunday 7 February 16.00, with Katrien on it."""
    row = add(title="Weekend", date=date(2027, 2, 5), end_date=date(2027, 2, 7), starts=time(18), ends=time(16),
              places=2, **more)
    put_on("katrien", row)
    return row


def test_several_days_move_with_all_their_days_and_who_is_on_them_is_told(app):
    row = weekend()
    done = change(row, date=date(2027, 2, 26))
    found = fresh(row)
    assert (found.date, found.end_date, found.starts, found.ends) == (
        date(2027, 2, 26), date(2027, 2, 28), time(18), time(16))
    assert (found.sequence, found.version, found.changed_at) == (1, 2, clock.now())
    assert told("katrien")[0] == (
        "Another day or hour: Weekend. Friday 5 February, 18:00 – Sunday 7 February, 16:00, Kantoor becomes "
        "Friday 26 February, 18:00 – Sunday 28 February, 16:00, Kantoor. You stay on the list.")
    assert [str(w) for w in done.warnings] == ["We told Katrien."]


def test_a_day_longer_or_all_day_is_told_too(app):
    row = weekend()
    change(row, days=4)
    assert fresh(row).end_date == date(2027, 2, 8) and "Monday 8 February, 16:00" in told("katrien")[0]
    change(row, days=1, starts=None, ends=None)
    assert (fresh(row).end_date, fresh(row).starts) == (date(2027, 2, 5), None)
    assert "becomes Friday 5 February, all day, Kantoor" in told("katrien")[0]
    change(row, title="Andere naam", audience="everyone")
    assert len(told("katrien")) == 3, "a name and who sees it trouble nobody: put on it, and two changes"


@pytest.mark.parametrize("more, field, sentence", [
    ({"days": 61}, "days", "60 days at most"),
    ({"days": 3, "starts": time(18), "ends": None}, "ends", "until what time"),
    ({"days": 1, "starts": time(18), "ends": time(16)}, "ends", "after the beginning"),
    ({"date": date(2026, 11, 23)}, "date", "has passed"),
])
def test_what_cannot_be_is_refused(app, more, field, sentence):
    row = weekend()
    with pytest.raises(Invalid, match=sentence) as refused:
        change(row, **more)
    assert refused.value.field == field and fresh(row).version == row.version


def test_who_may_see_it_changes_what_stands_in_telephones(app):
    row = add(places=1)
    change(row, audience="those on it")
    assert (fresh(row).audience, fresh(row).public_place, fresh(row).place) == ("those on it", "", "Kantoor")
    change(row, place="Kerkstraat 5")
    assert fresh(row).public_place == ""
    change(row, audience="everyone")
    assert (fresh(row).public_place, fresh(row).sequence) == ("Kerkstraat 5", 3)
    before = ActChange.select().where(ActChange.table == "activity", ActChange.row == row.id).order_by(
        ActChange.id.desc()).get().before
    assert before["audience"] == "those on it", "what it was is kept"


def test_without_places_it_cannot_be_only_for_those_on_it(as_person):
    row, hugo = add(), as_person("hugo")
    with pytest.raises(Invalid, match="at least one place"):
        change(row, audience="those on it")
    fields = {**typed(hugo.get(f"/activities/{row.id}/change").text), "audience": "those on it"}
    answer = hugo.post(f"/activities/{row.id}/change", fields)
    assert answer.status_code == 422
    assert nl("Only who is on the list may see it. So it needs at least one place.") in answer.text
    assert fresh(row).audience == "group"


def test_the_form_as_it_stands_changes_nothing_and_keeps_the_length(as_person):
    row, hugo = weekend(), as_person("hugo")
    path = f"/activities/{row.id}/change"
    page = hugo.get(path).text
    fields = typed(page)
    assert (fields["days"], fields["audience"], fields["minimum"]) == (["3"], ["group"], ["1"])
    assert "Katrien L." in page, "who is hit"
    assert hugo.post(path, fields).status_code == 303 and fresh(row).version == row.version
    assert hugo.post(path, {**fields, "date": "26/2"}).status_code == 303
    assert (fresh(row).date, fresh(row).end_date) == (date(2027, 2, 26), date(2027, 2, 28))


def test_a_meeting_without_places_has_no_number_of_people_and_hits_nobody(as_person):
    row, hugo = add(), as_person("hugo")
    path = f"/activities/{row.id}/change"
    page = hugo.get(path).text
    assert 'name="minimum"' not in page
    assert nl("Nobody is on a list, so we tell nobody. The calendar shows it at once.") in unescape(page)
    assert hugo.post(path, {**typed(page), "starts": "20.00", "minimum": "9"}).status_code == 303
    assert (fresh(row).starts, fresh(row).minimum) == (time(20), 0)


@pytest.mark.parametrize("more, sentence", [
    ({"days": "0"}, "Enter a number from 1 to 60."), ({"days": "x"}, "Enter a number."),
    ({"days": ""}, "Fill this in."), ({"title": " "}, "Fill this in."),
    ({"title": "Bel 0470 12 34 56"}, "This looks like a telephone number."),
    ({"place": "Bel 0470 12 34 56"}, "This looks like a telephone number."),
    ({"audience": "those on it", "place": "Kerkstraat 5"}, "This looks like an address."),
])
def test_bad_input_comes_back_as_it_was_typed(as_person, more, sentence):
    row, hugo = weekend(), as_person("hugo")
    path = f"/activities/{row.id}/change"
    fields = {**typed(hugo.get(path).text), "place": "<b>\"'", **more}
    answer = hugo.post(path, fields)
    assert answer.status_code == 422 and nl(sentence) in unescape(answer.text)
    for name in more:
        assert typed(answer.text)[name] == [more[name].strip()]
    assert fresh(row).version == row.version


def test_two_tabs_the_second_sees_what_the_first_did(as_person):
    row, hugo = weekend(), as_person("hugo")
    path = f"/activities/{row.id}/change"
    fields = typed(hugo.get(path).text)
    assert hugo.post(path, {**fields, "title": "Eerste"}).status_code == 303
    answer = hugo.post(path, {**fields, "title": "Tweede", "audience": "everyone", "days": "5"})
    assert answer.status_code == 409 and "Eerste" in answer.text
    assert {name: typed(answer.text)[name] for name in ("title", "audience", "days")} == {
        "title": ["Tweede"], "audience": ["everyone"], "days": ["5"]}
    assert (fresh(row).title, fresh(row).audience) == ("Eerste", "group")


def test_a_round_keeps_its_form(as_person):
    row, bart = activity(BREAD, DEC_5), as_person("bart")
    path = f"/activities/{row.id}/change"
    fields = typed(bart.get(path).text)
    assert not {"days", "audience", "private_ok"} & fields.keys()
    assert bart.post(path, {**fields, "audience": "everyone", "days": "3", "title": "Bel 0470 12 34 56"}
                     ).status_code == 303
    assert (fresh(row).audience, fresh(row).end_date, fresh(row).title) == ("group", DEC_5, "Bel 0470 12 34 56")


# Places


def test_a_meeting_gets_a_place_and_loses_it_again(as_person):
    row, hugo = add(), as_person("hugo")
    role = Role.get(Role.key == "helper").id
    assert f'<option selected value="{role}">' in hugo.get(f"/activities/{row.id}").text
    assert hugo.post(f"/activities/{row.id}/seats", {"role": role, "required": "y"}).status_code == 303
    seat = Seat.get(Seat.activity == row)
    assert fresh(row).minimum == 1
    put_on("katrien", row)
    assert hugo.post(f"/seats/{seat.id}/removal").status_code == 303
    assert (fresh(row).minimum, Seat.get_by_id(seat.id).state) == (0, "removed")
    assert "Hugo D. took your place away: Vergadering, Tuesday 12 January." in told("katrien")


def test_the_last_place_stays_when_only_those_on_it_may_see_it(app):
    row = add(places=2, audience="those on it")
    seats = list(Seat.select().where(Seat.activity == row).order_by(Seat.position))
    rules_swap.remove_seat(seats[0].id, viewer("hugo"), clock.now())
    with pytest.raises(Refused, match="at least one place"):
        rules_swap.remove_seat(seats[1].id, viewer("hugo"), clock.now())
    assert Seat.get_by_id(seats[1].id).state == "open"


# Cancelled, and on again


def test_it_is_cancelled_with_the_reason_and_goes_on_again(as_person):
    row, hugo = weekend(), as_person("hugo")
    path = f"/activities/{row.id}/cancellation"
    assert "Katrien L." in hugo.get(path).text, "who is hit"
    bad = hugo.post(path, {"dates": f"{row.id}.{row.version}", "reason": ""})
    assert bad.status_code == 422
    assert hugo.post(path, {"dates": f"{row.id}.{row.version}", "reason": "Zaal <niet> vrij"}).status_code == 303
    assert (fresh(row).state, fresh(row).reason, fresh(row).sequence) == ("cancelled", "Zaal <niet> vrij", 1)
    assert told("katrien")[0] == "Cancelled: Weekend, Friday 5 February. Zaal <niet> vrij"
    assert "Zaal &lt;niet&gt; vrij" in hugo.get(f"/activities/{row.id}").text
    assert hugo.post(f"/activities/{row.id}/confirmation").status_code == 303
    assert fresh(row).state == "planned" and SignUp.select().where(
        SignUp.activity == row, SignUp.ended_at.is_null()).count() == 1


def test_a_meeting_without_places_is_cancelled_too(as_person):
    row, hugo = add(), as_person("hugo")
    hugo.post(f"/activities/{row.id}/cancellation", {"dates": f"{row.id}.1", "reason": "Ziek"})
    page = hugo.get(f"/activities/{row.id}").text
    assert fresh(row).state == "cancelled" and f"/activities/{row.id}/evening" not in page
    assert nl("The calendar shows it at once. Nobody is on a list.") in unescape(page)
    assert hugo.get(f"/activities/{row.id}/evening").status_code == 200


def test_dates_of_a_series_are_cancelled_together_and_one_comes_back_to_its_page(as_person):
    series, hugo = add(rule=MONTHLY), as_person("hugo")
    rows = list(series.activities.order_by(Activity.date).limit(2))
    answer = hugo.post(f"/series/{series.id}/cancellation", {
        "dates": [f"{row.id}.{row.version}" for row in rows], "reason": "Zomer"})
    assert answer.status_code == 303 and answer.location == f"/calendar/appointments/series/{series.id}"
    assert {fresh(row).state for row in rows} == {"cancelled"}


def test_who_may_not_change_it(as_person):
    row, series = add(audience="everyone", places=1), add(rule=MONTHLY)
    for name, status in (("katrien", 403), ("rita", 403), ("fatiha", 404), ("lotte", 403)):
        who = as_person(name)
        for path in ("change", "cancellation", "confirmation", "seats"):
            assert who.post(f"/activities/{row.id}/{path}", {}).status_code == status, (name, path)
    for name, status in (("lotte", 404), ("katrien", 403)):
        for path in ("change", "cancellation"):
            assert as_person(name).get(f"/series/{series.id}/{path}").status_code == status
    assert fresh(row).version == 1


# From here on


def look(series, first_day, **values):
    return rules_preview.preview(series.id, first_day, values, viewer("hugo"), clock.now())


def do(series, first_day, reason="Te druk", **values):
    plan = look(series, first_day, **values)
    return rules_from_here.change_from_here(
        series.id, first_day, values, viewer("hugo"), plan.fingerprint, reason, clock.now()
    )[0]


def test_another_hour_from_march_on_with_a_look_at_who_is_hit(as_person):
    series, hugo = add(rule=MONTHLY, places=2), as_person("hugo")
    ids = {row.date: row.id for row in series.activities}
    put_on("katrien", Activity.get_by_id(ids[MAR_9]))
    path = f"/series/{series.id}/change"
    page = hugo.get(f"{path}?from={ids[MAR_9]}").text
    fields = {**typed(page), "starts": "20.00", "ends": "22.00"}
    assert fields["first_day"] == ["8/3/2027"] and fields["days"] == ["1"] and fields["audience"] == ["group"]
    shown = hugo.post(path, fields)
    assert shown.status_code == 200 and "Katrien L." in shown.text
    assert fresh(series).last_day is None, "nothing yet"
    finger = re.search(r'name="fingerprint" value="(\w+)"', shown.text)[1]
    answer = hugo.post(path, {**fields, "fingerprint": finger})
    new = Series.get(Series.previous == series)
    assert answer.status_code == 303 and answer.location == f"/calendar/appointments/series/{new.id}"
    assert (new.kind, new.starts, new.group, new.first_day) == ("appointment", time(20), "steering", date(2027, 3, 8))
    hours = {row.date: row.starts for row in Activity.select().where(Activity.id.in_(list(ids.values())))}
    assert hours == {day: time(20) if day >= MAR_9 else time(19, 30) for day in ids}
    assert any("Tuesday 9 March, 20:00 – 22:00" in said for said in told("katrien"))


def test_several_days_and_all_day_from_here_on(app):
    series = add(rule=MONTHLY, end_date=JAN_12 + DAY, starts=None, ends=None, places=1)
    put_on("katrien", series.activities.where(Activity.date == MAR_9).get())
    plan = look(series, date(2027, 2, 1), days=3)
    assert {line.what for line in plan.lines if line.activity} == {"changes"} and len(plan.people) == 1
    new = do(series, date(2027, 2, 1), days=3)
    assert {(row.end_date - row.date).days for row in new.activities} == {2}
    assert "Tuesday 9 March – Wednesday 10 March becomes Tuesday 9 March – Thursday 11 March" in told("katrien")[0]
    back = do(new, date(2027, 3, 1), days=1, starts=time(9), ends=time(12))
    assert {(row.date == row.end_date, row.starts) for row in back.activities} == {(True, time(9))}
    moved = do(back, date(2027, 4, 1), rule="RRULE:FREQ=MONTHLY;BYDAY=2WE", days=2, starts=None, ends=None)
    assert {row.date.weekday() for row in moved.activities} == {2}
    assert {(row.end_date - row.date).days for row in moved.activities} == {1}


@pytest.mark.parametrize("values, field", [
    ({"days": 61}, "days"), ({"days": 29}, "days"), ({"days": 2, "starts": time(9), "ends": None}, "ends"),
    ({"audience": "those on it"}, "audience"), ({"starts": time(9), "ends": time(8)}, "ends"),
])
def test_what_cannot_be_from_here_on(app, values, field):
    series = add(rule=MONTHLY)
    with pytest.raises(Invalid) as refused:
        look(series, date(2027, 2, 1), **values)
    assert refused.value.field == field


def test_who_may_see_it_from_here_on_and_a_date_that_was_made_private_stays_so(app):
    series = add(rule=MONTHLY, places=1)
    private, moved = (series.activities.where(Activity.date == day).get() for day in (FEB_9, MAR_9))
    change(private, audience="those on it", place="Bij Hugo")
    change(moved, date=MAR_9 + DAY)
    new = do(series, date(2027, 2, 1), audience="everyone", place="Grote zaal, Dok 3")
    assert (fresh(private).audience, fresh(private).public_place) == ("those on it", "")
    assert (fresh(moved).audience, fresh(moved).date) == ("everyone", MAR_9 + DAY)
    others = [row for row in new.activities if row.id not in (private.id, moved.id)]
    assert {(row.audience, row.public_place) for row in others} == {("everyone", "Grote zaal, Dok 3")}
    closed = do(new, date(2027, 2, 2), audience="those on it")
    assert {row.public_place for row in closed.activities} == {""} == {closed.public_place}
    assert {row.audience for row in closed.activities} == {"those on it"}


def test_without_places_the_look_says_that_nobody_is_told(as_person):
    series, hugo = add(rule=MONTHLY), as_person("hugo")
    path = f"/series/{series.id}/change"
    page = hugo.get(path).text
    assert 'name="minimum"' not in page
    shown = hugo.post(path, {**typed(page), "first_day": "1/2/2027", "starts": "20.00"})
    assert shown.status_code == 200
    assert nl("Nobody is on a list, so we tell nobody. The calendar shows it at once.") in unescape(shown.text)
    finger = re.search(r'name="fingerprint" value="(\w+)"', shown.text)[1]
    fields = {**typed(page), "first_day": "1/2/2027", "starts": "20.00", "fingerprint": finger}
    do(series, date(2027, 2, 1), title="Iemand was sneller")
    assert hugo.post(path, fields).status_code == 422, "it has stopped by then: somebody was faster"
    assert not Series.select().where(Series.starts == time(20)).exists()


def test_somebody_signed_up_since_the_look_so_it_is_shown_again(as_person):
    series, hugo = add(rule=MONTHLY, places=1), as_person("hugo")
    path = f"/series/{series.id}/change"
    fields = {**typed(hugo.get(path).text), "first_day": "1/2/2027", "starts": "20.00"}
    shown = hugo.post(path, fields).text
    assert "Katrien L." not in shown
    seat = Seat.get(Seat.activity == series.activities.where(Activity.date == MAR_9).get())
    rules.sign_up(seat.id, viewer("katrien"), clock.now())
    again = hugo.post(path, {**fields, "fingerprint": re.search(r'fingerprint" value="(\w+)"', shown)[1]})
    assert again.status_code == 409 and "Katrien L." in again.text


def test_what_seems_to_say_too_much_is_asked_about_here_too(as_person):
    series, hugo = add(rule=MONTHLY), as_person("hugo")
    path = f"/series/{series.id}/change"
    fields = {**typed(hugo.get(path).text), "first_day": "1/2/2027", "title": "Bel 0470 12 34 56"}
    bad = hugo.post(path, fields)
    assert bad.status_code == 422 and 'name="private_ok"' in bad.text
    shown = hugo.post(path, {**fields, "private_ok": "y"})
    assert shown.status_code == 200 and 'name="private_ok" value="y"' in shown.text, "and it is not asked again"


def test_a_series_of_the_rounds_keeps_its_form(as_person):
    number = Series.get(Series.title == BREAD).id
    fields = typed(as_person("bart").get(f"/series/{number}/change").text)
    assert not {"days", "audience", "private_ok"} & fields.keys() and fields["minimum"] == ["2"]


# Busy


@pytest.mark.parametrize("starts, ends, busy", [(time(14), time(15), True), (time(16), time(18), False),
                                                (None, None, True)])
def test_on_the_last_day_somebody_is_busy_until_it_ends(app, starts, ends, busy):
    row = weekend()
    other = Activity(date=date(2027, 2, 7), end_date=date(2027, 2, 7), starts=starts, ends=ends)
    assert queries_people.hours_overlap(row, other) is busy is queries_people.hours_overlap(other, row)


def test_who_is_busy_on_the_last_day_of_the_new_days_is_shown(app):
    series = add(rule=MONTHLY, places=1, starts=None, ends=None)
    put_on("katrien", series.activities.where(Activity.date == MAR_9).get())
    other = add(date=MAR_9 + 2 * DAY, places=1)
    put_on("katrien", other)
    plan = look(series, date(2027, 3, 1), days=3)
    (line,) = [line for line in plan.lines if line.before == MAR_9]
    assert line.busy == {viewer("katrien").volunteer}


def test_a_day_on_which_everything_is_closed_holds_up_all_of_it(app):
    row = weekend()
    rules_closures.close({"first_day": date(2027, 2, 7), "last_day": date(2027, 2, 7), "scope": "group",
                          "of": "steering", "reason": "Verkiezingen", "policy": "skip"}, viewer("hugo"), clock.now())
    assert (fresh(row).state, fresh(row).reason) == ("skipped", "Verkiezingen")
    assert told("katrien")[0].startswith("It does not go on: Weekend, Friday 5 February.")
    later = add(rule="RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=FR", date=date(2027, 2, 5), end_date=date(2027, 2, 7),
                starts=None, ends=None)
    assert later.activities.order_by(Activity.date).get().state == "skipped", "also when it is made afterwards"
    rules_cancel.confirm(row.id, viewer("hugo"), clock.now())
    assert fresh(row).state == "planned" and days(later)[0] == date(2027, 2, 5)


def test_nobody_sits_on_a_date_of_several_days_of_which_one_is_missed(app):
    series = add(rule="RRULE:FREQ=MONTHLY;BYDAY=2TU", end_date=JAN_12 + timedelta(days=2), places=1, starts=None,
                 ends=None)
    katrien = viewer("katrien").volunteer
    Absence.create(volunteer=katrien, first_day=FEB_9 + timedelta(days=1), last_day=FEB_9 + timedelta(days=1),
                   made_at=clock.now())
    rules_regulars.make_regular(SeriesSeat.get(SeriesSeat.series == series).id, katrien, 1, JAN_12, JAN_12,
                                viewer("hugo"), clock.now())
    hers = SignUp.select().where(SignUp.volunteer == katrien, SignUp.regular.is_null(False))
    on = [row.activity.date for row in hers]
    assert JAN_12 in on and FEB_9 not in on


def test_from_here_on_a_date_without_a_place_stays_as_visible_as_it_was(app):
    series = add(rule="RRULE:FREQ=MONTHLY;BYDAY=2TU", places=1)
    bare = Activity.get(Activity.series == series, Activity.date == FEB_9)
    Seat.update(state="removed").where(Seat.activity == bare).execute()
    values = {"audience": "those on it"}
    plan = rules_preview.preview(series.id, JAN_12, values, viewer("hugo"), clock.now())
    rules_from_here.change_from_here(series.id, JAN_12, values, viewer("hugo"), plan.fingerprint, "", clock.now())
    seen = {a.date: a.audience for a in Activity.select().where(Activity.title == "Vergadering")}
    assert seen[JAN_12] == "those on it" and seen[FEB_9] == "group"


def test_what_is_under_way_is_still_found_with_its_series(as_person):
    series = add(rule="RRULE:FREQ=MONTHLY;BYDAY=2TU", end_date=JAN_12 + timedelta(days=3), starts=None, ends=None)
    row = Activity.get(Activity.series == series, Activity.date == JAN_12)
    with clock.standing_still(clock.now() + timedelta(days=51)):  # Thursday 14 January
        hugo = as_person("hugo")
        assert f"/activities/{row.id}" in hugo.get(f"/calendar/appointments/series/{series.id}").text


def test_a_meeting_of_the_rounds_in_doubt_is_no_round_in_doubt(as_person):
    row = add(by="bart", group="rounds", title="Overleg")
    Activity.update(state="to confirm", reason="Staking").where(Activity.id == row.id).execute()
    bart = as_person("bart")
    assert "Overleg" not in bart.get("/rounds/series/").text and "Overleg" not in bart.get("/rounds/handover").text
    assert "Overleg" in bart.get("/calendar/appointments/").text
