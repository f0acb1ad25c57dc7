"""Who coordinates a group adds an appointment: once or coming back, one day or several, with places or without."""

import re
import threading
from datetime import UTC, date, datetime, time, timedelta
from html import unescape

import pytest
from meetings import FEB_9, JAN_12, NEW, add, days, helper, made, nl, typed
from peewee import IntegrityError
from people import closed_to, viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed
from wvg.commons.audit.models import Act
from wvg.commons.planning.models import Activity, Role, Seat, Series, SeriesSeat

DAY = timedelta(days=1)


def count():
    return Activity.select().count(), Series.select().count(), Seat.select().count(), Act.select().count()


# Once


def test_hugo_adds_a_meeting(as_person):
    row = made(as_person("hugo"))
    assert (row.group, row.kind, row.title, row.date, row.end_date) == (
        "steering", "appointment", "Vergadering", JAN_12, JAN_12)
    assert (row.starts, row.ends, row.place, row.public_place) == (time(19, 30), time(21, 30), "Kantoor", "Kantoor")
    assert (row.audience, row.minimum, row.state, row.series_id, row.sequence) == ("group", 0, "planned", None, 0)
    assert not row.seats.count()
    act = Act.select().order_by(Act.id.desc()).get()
    assert (act.kind, act.by) == ("planning.make_appointment", viewer("hugo").account)


def test_the_form_proposes_the_day_on_which_the_button_was_pressed(as_person):
    hugo = as_person("hugo")
    page = hugo.get(NEW + "?day=2027-01-12").text
    assert 'value="12/1/2027"' in page and "/calendar/day?day=2027-01-12" in page
    assert 'type="radio" value="steering"' not in page and 'type="hidden" name="group" value="steering"' in page
    for day in ("2027-13-01", "", "morgen", "99999-01-01", "²"):
        assert hugo.get(NEW, query_string={"day": day}).status_code == 404


def test_who_coordinates_two_groups_chooses(as_person, app):
    from wvg.commons.accounts.models import Account, Grant

    Grant.create(account=Account.get(Account.user_name == "hugo"), role="coordinator", group="policy",
                 given_at=clock.now())
    hugo = as_person("hugo")
    page = hugo.get(NEW).text
    assert 'type="radio" value="steering"' in page and 'type="radio" value="policy"' in page
    assert 'value="rounds"' not in page
    bad = hugo.post(NEW, {name: value for name, value in typed().items() if name != "group"})
    assert bad.status_code == 422 and nl("Choose one.") in bad.text
    assert made(hugo, group="policy").group == "policy"


def test_all_day_and_over_the_end_of_a_month(as_person):
    row = made(as_person("hugo"), first_day="27/2/2027", end_day="1/3/2027", starts="", ends="")
    assert (row.date, row.end_date, row.starts, row.ends) == (date(2027, 2, 27), date(2027, 3, 1), None, None)
    page = as_person("hugo").get(f"/activities/{row.id}").text
    assert "zaterdag 27 februari" in page and "maandag 1 maart 2027" in page


def test_several_days_with_an_hour_on_the_first_and_the_last(as_person):
    row = made(as_person("hugo"), first_day="5/2/2027", end_day="7/2/2027", starts="18u", ends="9.00")
    assert (row.starts, row.ends) == (time(18), time(9))
    page = as_person("hugo").get(f"/activities/{row.id}").text
    assert "vrijdag 5 februari, 18.00" in page and "zondag 7 februari 2027, 9.00" in page


@pytest.mark.parametrize("day", ["28/3/2027", "31/10/2027"])
def test_an_hour_on_a_day_on_which_the_clock_changes_stays_what_was_typed(as_person, day):
    row = made(as_person("hugo"), first_day=day, starts="2.30", ends="3.30")
    assert (row.starts, row.ends) == (time(2, 30), time(3, 30))


def test_29_february_is_a_day_only_where_it_is_one(as_person):
    hugo = as_person("hugo")
    assert hugo.post(NEW, typed(first_day="29/2/2027")).status_code == 422
    assert made(hugo, first_day="29/2", form="other").date == date(2028, 2, 29)


def test_places(as_person):
    row = made(as_person("hugo"), places="3", role=str(Role.get(Role.key == "driver").id))
    seats = list(Seat.select().where(Seat.activity == row).order_by(Seat.position))
    assert [(s.position, s.role.key, s.required, s.state) for s in seats] == [
        (n, "driver", True, "open") for n in (1, 2, 3)]
    assert row.minimum == 1


def test_only_for_those_on_it(as_person):
    row = made(as_person("hugo"), audience="those on it", places="1", place="Bij de notaris")
    assert (row.audience, row.place, row.public_place) == ("those on it", "Bij de notaris", "")


@pytest.mark.parametrize("audience, seen", [
    ("everyone", "Kantoor, 2de verdieping"), ("group", "Kantoor, 2de verdieping"), ("those on it", ""),
])
def test_what_of_the_place_may_stand_in_telephones(app, audience, seen):
    assert add(audience=audience, places=1, place="Kantoor, 2de verdieping").public_place == seen
    series = add(audience=audience, places=1, place="Kantoor, 2de verdieping", rule="RRULE:FREQ=MONTHLY;BYDAY=2TU")
    assert {series.public_place, *(a.public_place for a in series.activities)} == {seen}


# Coming back


@pytest.mark.parametrize("more, rule, first, second", [
    ({"pattern": "weekly"}, "RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", JAN_12, JAN_12 + 7 * DAY),
    ({"pattern": "weekly", "every": "2", "weekdays": ["1", "3"]}, "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
     JAN_12, JAN_12 + 2 * DAY),
    ({"pattern": "nth_weekday"}, "RRULE:FREQ=MONTHLY;BYDAY=2TU", JAN_12, FEB_9),
    ({"pattern": "nth_weekday", "nth": "-1", "weekdays": ["6"], "first_day": "31/1/2027"},
     "RRULE:FREQ=MONTHLY;BYDAY=-1SU", date(2027, 1, 31), date(2027, 2, 28)),
    ({"pattern": "nth_weekday", "first_day": "29/1/2027"}, "RRULE:FREQ=MONTHLY;BYDAY=-1FR", date(2027, 1, 29),
     date(2027, 2, 26)),
    ({"pattern": "month_day"}, "RRULE:FREQ=MONTHLY;BYMONTHDAY=12", JAN_12, date(2027, 2, 12)),
    ({"pattern": "month_day", "first_day": "29/1/2027"}, "RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1",
     date(2027, 1, 29), date(2027, 2, 28)),
    ({"pattern": "dates", "dates": "9/2/2027, 16/3/2027"}, "RDATE:20270112,20270209,20270316", JAN_12, FEB_9),
])
def test_each_pattern_and_what_is_left_empty_is_as_the_first_day_says(as_person, more, rule, first, second):
    series = made(as_person("hugo"), **more)
    assert (series.rule, series.first_day, series.kind, series.group) == (rule, first, "appointment", "steering")
    assert days(series)[:2] == [first, second]


def test_until_a_date_and_not_on_holidays(as_person):
    series = made(as_person("hugo"), pattern="weekly", first_day="1/12/2026", last_day="15/1/2027", on_school="skip")
    states = {a.date: (a.state, a.reason) for a in series.activities}
    assert list(states) == [date(2026, 12, 1) + n * 7 * DAY for n in range(7)]
    assert states[date(2026, 12, 22)] == ("skipped", "Kerstvakantie") == states[date(2026, 12, 29)]
    assert states[date(2027, 1, 5)][0] == "planned"


def test_it_is_not_on_a_public_holiday_unless_somebody_says_so(as_person):
    hugo = as_person("hugo")
    page = hugo.get(NEW).text
    assert re.search(r'<input checked[^>]*name="on_public"[^>]*value="skip"', page)
    assert re.search(r'<input checked[^>]*name="on_school"[^>]*value="go"', page)
    row = Activity.get(Activity.series == made(hugo, pattern="month_day", first_day="25/12/2026"),
                       Activity.date == date(2026, 12, 25))
    assert row.state == "skipped"


def test_several_days_that_come_back_are_off_when_any_of_them_is_free(app):
    series = add(date=date(2026, 12, 11), end_date=date(2026, 12, 13), starts=None, ends=None, on_public="ask",
                 rule="RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", last_day=date(2026, 12, 31))
    states = {a.date: (a.state, a.end_date) for a in series.activities}
    assert states == {date(2026, 12, 11): ("planned", date(2026, 12, 13)),
                      date(2026, 12, 25): ("to confirm", date(2026, 12, 27))}
    on_thursday = add(date=date(2026, 12, 24), end_date=date(2026, 12, 26), starts=None, ends=None,
                      rule="RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TH", last_day=date(2026, 12, 24))
    assert [a.state for a in on_thursday.activities] == ["skipped"]


def test_its_dates_have_its_places_and_days(as_person):
    series = made(as_person("hugo"), pattern="nth_weekday", places="2", end_day="13/1/2027", starts="", ends="")
    assert (series.days, series.minimum) == (2, 1)
    assert SeriesSeat.select().where(SeriesSeat.series == series).count() == 2
    for row in series.activities:
        assert row.end_date == row.date + DAY and row.seats.count() == 2


def test_days_in_a_row_may_touch_but_not_overlap(app):
    weekly = {"rule": "RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", "starts": None, "ends": None}
    assert add(end_date=JAN_12 + 6 * DAY, **weekly).days == 7
    for rule, length in [
        (weekly["rule"], 8), ("RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TU,TH", 3), ("RRULE:FREQ=MONTHLY;BYDAY=2TU", 29),
        ("RRULE:FREQ=MONTHLY;BYMONTHDAY=12", 29), ("RDATE:20270112,20270115", 4),
    ]:
        with pytest.raises(Invalid, match="before it is over") as refused:
            add(**{**weekly, "rule": rule}, end_date=JAN_12 + (length - 1) * DAY)
        assert refused.value.field == "end_day"
        add(**{**weekly, "rule": rule}, end_date=JAN_12 + (length - 2) * DAY)


# What cannot be


NOT_THEN = "It does not come back on this day. Take another day, or change how often."
BAD = [
    ({"title": "  "}, "Fill this in."),
    ({"first_day": ""}, "Enter a date, for example 24/11/2026"),
    ({"first_day": "31/2/2027"}, "Enter a date, for example 24/11/2026"),
    ({"first_day": "23/11/2026"}, "This day has passed. Take a day from today on."),
    ({"first_day": "24/11/2026", "starts": "8.00", "ends": "9.00"}, "This hour has passed."),
    ({"end_day": "11/1/2027"}, "The last day must be after the first day."),
    ({"end_day": "13/3/2027"}, "Take %(n)s days at most."),
    ({"end_day": "13/1/2027", "ends": ""}, "Enter until what time on the last day. Or leave both times empty."),
    ({"ends": "19.30"}, "The end must be after the beginning."),
    ({"starts": "", "ends": "20.00"}, "The end must be after the beginning."),
    ({"starts": "25.00"}, "Enter a time, for example 18.30"),
    ({"places": "31"}, "Enter a number from 0 to 30."),
    ({"places": "-1"}, "Enter a number from 0 to 30."),
    ({"places": "1", "role": "999"}, "Choose one."),
    ({"audience": "those on it"}, "Only who is on the list may see it. So it needs at least one place."),
    ({"pattern": "weekly", "weekdays": ["2"]}, NOT_THEN),
    ({"pattern": "nth_weekday", "nth": "3"}, NOT_THEN),
    ({"pattern": "month_day", "day": "32"}, "Enter a number from 1 to 31."),
    ({"pattern": "dates"}, "Enter at least one date."),
    ({"pattern": "dates", "dates": "11/1/2027"}, "These dates must come after the first day."),
    ({"pattern": "weekly", "last_day": "11/1/2027"}, "The last day must be after the first day."),
    ({"pattern": "weekly", "end_day": "19/1/2027"}, "It comes back before it is over. Take fewer days."),
    ({"pattern": "weekly", "every": "0"}, "Enter a number from 1 to 52."),
]


@pytest.mark.parametrize("more, sentence", BAD, ids=[" ".join(f"{k}={v}"[:30] for k, v in m.items()) for m, _ in BAD])
def test_what_cannot_be_is_said_beside_its_field_and_all_that_was_typed_stays(as_person, more, sentence):
    before, fields = count(), typed(**{"place": "<Kelder> & \"zaal\"", "form": "b2", **more})
    answer = as_person("hugo").post(NEW, fields)
    page = unescape(answer.text)
    assert answer.status_code == 422 and count() == before
    assert nl(sentence, n=60) in page and 'class="errsum"' in page
    for name in ("title", "place", "first_day", "end_day", "starts", "ends", "places", "day", "dates", "last_day"):
        value = re.search(rf'<input[^>]*id="{name}"[^>]*?value="(.*?)">', page)[1]
        assert value == fields[name].strip(), name
    for name in ("pattern", "audience", "on_public", "on_school"):
        assert re.search(rf'<input checked[^>]*name="{name}"[^>]*value="{re.escape(fields[name])}"', page), name
    assert 'name="form" value="b2"' in page


PHONE, BIRTH = "This looks like a telephone number.", "This looks like a date of birth."
NATIONAL, ADDRESS = "This looks like a national number.", "This looks like an address."


@pytest.mark.parametrize("field, text, found", [
    ("title", "Met Fatma 0470 12 34 56", PHONE), ("title", "Ali, geboren 3/4/1985", BIRTH),
    ("title", "85.04.03-001.73", NATIONAL), ("title", "Naar Kerkstraat 5", ADDRESS),
    ("place", "Bel 0470 12 34 56", PHONE),
])
def test_what_seems_to_say_too_much_is_asked_about(as_person, field, text, found):
    hugo = as_person("hugo")
    answer = hugo.post(NEW, typed(**{field: text}))
    assert answer.status_code == 422 and nl(found) in answer.text and 'name="private_ok"' in answer.text
    assert made(hugo, **{field: text, "private_ok": "y"})


def test_the_address_of_a_hall_is_not_asked_about_but_that_of_somebody_at_home_is(as_person):
    hugo = as_person("hugo")
    assert made(hugo, place="Zaal De Kring, Kerkstraat 5").place == "Zaal De Kring, Kerkstraat 5"
    only = {"place": "Kerkstraat 5", "audience": "those on it", "places": "1", "form": "c3"}
    answer = hugo.post(NEW, typed(**only))
    assert answer.status_code == 422 and nl(ADDRESS) in answer.text
    assert made(hugo, **only, private_ok="y").public_place == ""


# Twice, halfway, and names


def test_the_same_form_sent_twice_makes_one_appointment(as_person):
    hugo = as_person("hugo")
    first = made(hugo)
    before = count()
    assert made(hugo).id == first.id and count() == before
    series = made(hugo, pattern="weekly", form="other")
    before = count()
    assert made(hugo, pattern="weekly", form="other").id == series.id and count() == before
    assert made(hugo, form="third").id != first.id, "another form makes another one, also when it says the same"
    numbers = [re.search(r'name="form" value="(\w+)"', hugo.get(NEW).text)[1] for _ in range(2)]
    assert len(set(numbers)) == 2 and len(numbers[0]) == 32


def test_a_form_that_is_pressed_eight_times_at_once_makes_one(as_person):
    hugo, before, answers, start = as_person("hugo"), count(), [], threading.Barrier(8)
    fields = {**typed(places="2"), "csrf_token": hugo.token()}
    cookie = hugo.client.get_cookie("wvg").value
    database.close()

    def press():
        client = hugo.app.test_client()
        client.set_cookie("wvg", cookie)
        start.wait()
        answers.append(client.post(NEW, data=fields))

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.connect()
    assert {answer.status_code for answer in answers} == {303} and len({a.location for a in answers}) == 1
    assert [after - was for was, after in zip(before, count(), strict=True)] == [1, 0, 2, 1]


def test_a_form_of_somebody_else_is_another_form(app):
    first = add(form="a1")
    second = add(by="lotte", group="policy", form="a1")
    assert second.id != first.id and second.group == "policy"
    assert add(form="").id != add(form="").id


def test_when_the_lights_go_out_nothing_was_made(app):
    before = count()
    database.execute_sql("CREATE TEMP TRIGGER lights_out BEFORE INSERT ON seat WHEN NEW.position = 2 "
                         "BEGIN SELECT RAISE(ABORT, 'lights out'); END")
    with pytest.raises(IntegrityError):
        add(places=2)
    assert count() == before


def test_names_with_quotes_and_tags_stay_what_they_are(as_person):
    title, hugo = "<b>Feest</b> \"&' {{7*7}} 🎉", as_person("hugo")
    row = made(hugo, title=title, pattern="nth_weekday")
    one = row.activities.get()
    for path in (f"/calendar/appointments/series/{row.id}", "/calendar/appointments/", f"/activities/{one.id}",
                 f"/activities/{one.id}/change", f"/activities/{one.id}/cancellation", f"/series/{row.id}/change"):
        page = hugo.get(path)
        assert page.status_code == 200 and "<b>Feest" not in page.text and title in unescape(page.text), path


# Who may not


@pytest.mark.parametrize("name", ["katrien", "rita", "fatiha"])
def test_only_who_coordinates_a_group_comes_there(as_person, name):
    who, before = as_person(name), count()
    for path in (NEW, "/calendar/appointments/"):
        assert who.get(path).status_code == closed_to(name)
    assert who.post(NEW, typed()).status_code == closed_to(name) and count() == before


@pytest.mark.parametrize("group", ["steering", "rounds", "nothing", ""])
def test_not_for_a_group_of_somebody_else(as_person, group):
    before = count()
    assert as_person("lotte").post(NEW, typed(group=group)).status_code == (403 if group else 422)
    assert count() == before
    with pytest.raises(NotAllowed):
        add(by="katrien")


def test_the_addresses_know_only_their_own_methods(as_person):
    hugo = as_person("hugo")
    assert hugo.post("/calendar/appointments/").status_code == 405
    assert hugo.post("/calendar/appointments/series/1").status_code == 405
    assert hugo.post(NEW, typed(), token="").status_code == 400


# What comes back


def test_what_comes_back_stands_on_one_page_with_its_next_date(as_person):
    hugo = as_person("hugo")
    assert nl("Nothing comes back here") in as_person("marijke").get("/calendar/appointments/").text
    add(), add(by="lotte", group="policy", title="Van Lotte", rule="RRULE:FREQ=MONTHLY;BYDAY=2TU")
    series = add(rule="RRULE:FREQ=MONTHLY;BYDAY=2TU", title="Maandvergadering")
    Activity.update(state="cancelled", reason="Ziek").where(
        Activity.series == series, Activity.date == JAN_12).execute()
    add(rule="RDATE:20270112", title="In twijfel")
    Activity.update(state="to confirm", reason="Staking").where(Activity.title == "In twijfel").execute()
    page = hugo.get("/calendar/appointments/").text
    assert "Maandvergadering" in page and f"/calendar/appointments/series/{series.id}" in page
    assert "elke tweede dinsdag van de maand" in page and "dinsdag 9 februari" in page
    assert "Van Lotte" not in page and "Stuurgroep" in page
    assert "Staking" in page.partition("Maandvergadering")[0], "what must be settled stands above"


def test_the_page_of_a_series_shows_its_dates_and_what_can_be_done(as_person):
    series = add(rule="RRULE:FREQ=MONTHLY;BYDAY=2TU", places=1)
    page = as_person("hugo").get(f"/calendar/appointments/series/{series.id}").text
    assert "di 12 jan" in page and "di 9 feb" in page and "19.30" in page
    assert f"/series/{series.id}/change" in page and f"/series/{series.id}/cancellation" in page
    assert "Vaste plaats" in page
    one = series.activities.get()
    assert f"/calendar/appointments/series/{series.id}" in as_person("hugo").get(f"/activities/{one.id}").text


def test_each_kind_of_series_has_its_own_page(as_person):
    meeting = add(by="bart", group="rounds", rule="RRULE:FREQ=MONTHLY;BYDAY=2TU")
    bread = Series.get(Series.title == "Broodronde")
    bart = as_person("bart")
    assert bart.get(f"/calendar/appointments/series/{meeting.id}").status_code == 200
    assert bart.get(f"/calendar/appointments/series/{bread.id}").status_code == 404
    assert bart.get(f"/rounds/series/{bread.id}").status_code == 200
    assert bart.get(f"/rounds/series/{meeting.id}").status_code == 404
    assert bart.get(f"/rounds/series/{meeting.id}/usual").status_code in (403, 404)
    assert as_person("hugo").get(f"/calendar/appointments/series/{meeting.id}").status_code == 404
    for number in (0, 999999999):
        assert bart.get(f"/calendar/appointments/series/{number}").status_code == 404


def test_it_is_extended_by_itself(app):
    from wvg.commons.planning.series import rules as rules_series

    series = add(rule="RRULE:FREQ=MONTHLY;BYDAY=2TU", end_date=JAN_12 + DAY, starts=None, ends=None, places=2)
    until = max(days(series))
    later = datetime(2027, 6, 1, 9, tzinfo=UTC)
    rules_series.extend_all(later, later.date())
    assert max(days(series)) > until
    last = series.activities.order_by(Activity.date.desc()).get()
    assert (last.end_date, last.seats.count(), last.kind) == (last.date + DAY, 2, "appointment")


def test_role_of_the_form_is_the_helper(as_person):
    page = as_person("hugo").get(NEW).text
    assert f'<option selected value="{helper()}">' in page


def test_a_series_that_would_keep_everybody_waiting_is_refused(as_person):
    hugo, before = as_person("hugo"), count()
    every_day = typed(pattern="weekly", weekdays=[str(n) for n in range(7)], first_day="1/12/2026")
    answer = hugo.post(NEW, {**every_day, "places": "30"})
    assert answer.status_code == 422 and count() == before
    assert nl("These are too many places on too many dates. Take fewer places, or until a nearer day.") in answer.text
    assert 'value="Vergadering"' in answer.text, "as typed"


def test_an_old_form_that_comes_back_for_something_new_makes_that_too(as_person):
    hugo = as_person("hugo")
    first, second = made(hugo, form="same1"), made(hugo, form="same1", title="Heel iets anders", first_day="13/1/2027")
    assert (first.title, second.title) == ("Vergadering", "Heel iets anders") and first.id != second.id
    assert made(hugo, form="same1").id == first.id
