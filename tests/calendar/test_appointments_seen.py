"""Who sees an appointment, what its page and card say, and that a meeting is nowhere taken for work of a group."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from meetings import JAN_12, add, nl
from people import DEC_5, closed_to, seat, told, viewer

from wvg.base import clock
from wvg.base.errors import Unknown
from wvg.commons.planning import (
    queries_candidates,
    queries_cards,
    queries_people,
    rules,
    rules_assign,
    rules_reminders,
)
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.evening import queries as queries_evening
from wvg.commons.planning.models import Activity, Asking, Seat, SignUp
from wvg.commons.planning.team import queries as queries_team
from wvg.commons.planning.who_can import queries as queries_who_can
from wvg.commons.volunteers.models import Volunteer

NOV_25, DEC_1, WEEK = date(2026, 11, 25), date(2026, 12, 1), timedelta(weeks=1)
EVERYBODY = ("hugo", "katrien", "rita", "lotte", "bart", "fatiha")


def sees(name, row):
    try:
        return queries_cards.card(row.id, viewer(name), clock.local(clock.now()))
    except Unknown:
        return None


def place(row, position=1):
    return Seat.get(Seat.activity == row, Seat.position == position)


def put_on(name, row, by="hugo", position=1):
    rules_assign.assign(place(row, position).id, viewer(name).volunteer, viewer(by), clock.now(), "Zo afgesproken")


# Who sees what


@pytest.mark.parametrize("audience, those", [
    ("everyone", ["hugo", "katrien", "rita", "lotte", "bart"]),
    ("group", ["hugo", "katrien"]),
    ("those on it", ["hugo"]),
])
def test_each_sees_what_is_for_them(app, audience, those):
    row = add(audience=audience, places=2)
    assert [name for name in EVERYBODY if sees(name, row)] == those


def test_whoever_is_put_on_it_sees_it_and_is_told(app):
    row = add(audience="those on it", places=2, title="Gesprek")
    put_on("rita", row)
    assert [name for name in EVERYBODY if sees(name, row)] == ["hugo", "rita"]
    assert told("rita") == ["Hugo D. put you on the list: Gesprek, Tuesday 12 January."]
    rules.withdraw(place(row).id, viewer("rita"), clock.now())
    assert not sees("rita", row)


def test_who_does_not_see_it_cannot_take_a_place_on_it(as_person):
    row = add(audience="those on it", places=1)
    for name in ("katrien", "rita", "lotte"):
        assert as_person(name).post(f"/seats/{place(row).id}/sign-up").status_code == 404
    assert as_person("fatiha").post(f"/seats/{place(row).id}/sign-up").status_code == 404
    assert not SignUp.select().where(SignUp.activity == row).exists()
    of_group = add(places=1)
    assert as_person("rita").post(f"/seats/{place(of_group).id}/sign-up").status_code == 404
    assert as_person("katrien").post(f"/seats/{place(of_group).id}/sign-up").status_code == 303


PAGES = ("/activities/{}", "/activities/{}/change", "/activities/{}/cancellation")


def test_the_page_is_for_who_coordinates_its_group(as_person):
    closed, open_to_all = add(places=1), add(audience="everyone", places=1)
    for path in PAGES:
        assert as_person("hugo").get(path.format(closed.id)).status_code == 200
        assert as_person("lotte").get(path.format(closed.id)).status_code == 404, "does not see it"
        assert as_person("lotte").get(path.format(open_to_all.id)).status_code == 403, "sees it, but it is not hers"
        for name in ("katrien", "rita", "fatiha"):
            assert as_person(name).get(path.format(open_to_all.id)).status_code == closed_to(name)


# What its page and its card say


def plain(html):
    return " ".join(re.sub(r"(?s)<svg.*?</svg>|<[^>]+>", " ", html).split())


def test_the_page_of_a_meeting_reads_as_one(as_person):
    row = add(date=date(2026, 11, 24), end_date=date(2026, 11, 26), starts=None, ends=None, title="Studiedagen")
    page = as_person("hugo").get(f"/activities/{row.id}").text
    said = plain(page.partition("<main")[2].partition("</main>")[0])
    assert nl("%(first)s to %(last)s", first="dinsdag 24", last="donderdag 26 november 2026") in said
    assert "Stuurgroep" in said and 'class="tile S"' in page
    assert nl("No places: who wants to may come, without signing up.") in said
    assert nl("The volunteers of the group see this.") in said
    assert "ronde" not in said.lower() and "rit" not in said.lower().split()
    assert f"/calendar/day?day=2026-11-24#activity-{row.id}" in page and "/rounds/" not in page.partition("<main")[2]


def test_a_page_of_a_round_shows_its_group_too(as_person):
    number = seat("Broodronde", DEC_5, 1).activity_id
    page = as_person("bart").get(f"/activities/{number}").text
    assert 'class="tile R"' in page and "Rondes, <bdi>zaterdag 5 december 2026, 17.00 – 19.30" in page
    assert nl("Who may see it?") not in as_person("bart").get(f"/activities/{number}/change").text


def card(browser, row):
    """The card of an activity, as htmx gets it after a press that is refused or done."""
    return browser.htmx(f"/seats/{place(row).id}/sign-up").text


def test_the_card_shows_the_group_the_place_and_when(as_person):
    row = add(date=date(2027, 2, 27), end_date=date(2027, 3, 1), starts=time(10), ends=time(9), places=2,
              place="Zaal <1>", title="Weekend")
    shown = card(as_person("katrien"), row)
    assert 'class="tile S"' in shown and "Stuurgroep" in shown and "Zaal &lt;1&gt;" in shown
    assert "za 27 feb, 10.00 – ma 1 mrt, 9.00" in shown
    assert "/calendar/day?day=2027-02-27#activity-" in shown
    all_day = card(as_person("katrien"), add(starts=None, ends=None, places=1, audience="everyone"))
    assert "di 12 jan, " + nl("all day") in all_day


def test_a_card_without_places_says_that_nobody_has_to_sign_up(app):
    from flask import render_template

    for state, day, said in (("planned", JAN_12, True), ("cancelled", JAN_12, False), ("planned", DEC_1, False)):
        row = add(date=day)
        Activity.update(state=state, reason="Ziek").where(Activity.id == row.id).execute()
        now = datetime(2026, 12, 15, 9, tzinfo=UTC)
        with app.test_request_context():
            shown = render_template("planning/_activity.html", back="/", card=queries_cards.card(
                row.id, viewer("hugo"), clock.local(now)))
        assert (nl("You do not have to sign up.") in plain(shown)) is said, (state, day)
        assert "/attendance" not in shown and "/evening" not in shown


# Nowhere taken for a round


@pytest.fixture
def meeting(app):
    """A meeting of the rounds on Wednesday 25 November with three places; Rita and Godelieve are on it."""
    row = add(by="bart", group="rounds", title="Overleg ronde", date=NOV_25, places=3)
    for position, name in ((1, "rita"), (2, "godelieve")):
        put_on(name, row, "bart", position)
    return row


ROUNDS = ("/rounds/", "/rounds/?show=open", "/rounds/chat", "/rounds/roster?month=2026-11", "/rounds/attendance",
          "/rounds/hours", "/rounds/series/", "/rounds/counts", "/who-can/rounds", "/fill/rounds", "/rounds/sheets")


def test_no_page_of_the_rounds_shows_it(as_person, meeting):
    bart, looked = as_person("bart"), 0
    for path in ROUNDS:
        answer = bart.get(path)
        looked += answer.status_code == 200
        assert "Overleg" not in answer.text, path
    assert looked >= 7
    with clock.standing_still(datetime(2026, 11, 26, 9, tzinfo=UTC)):
        for path in ROUNDS:
            assert "Overleg" not in bart.get(path).text, path


def test_it_has_no_run(as_person, meeting):
    bart = as_person("bart")
    for path in ("/rounds/runs/{}", "/rounds/runs/{}/plan"):
        assert bart.get(path.format(meeting.id)).status_code == 404
    assert "/rounds/runs/" not in bart.get(f"/activities/{meeting.id}").text


def test_it_is_no_turn_and_makes_nobody_experienced(app, meeting):
    rita = Volunteer.get(Volunteer.first_name == "Rita")
    before = queries_people.turns_in_month(rita, NOV_25)
    put_off = SignUp.update(ended_at=clock.now(), end_reason="withdrew").where(SignUp.activity == meeting)
    assert before == SignUp.select().join(Activity).where(
        SignUp.volunteer == rita, SignUp.ended_at.is_null(), Activity.kind != "appointment",
        Activity.date.between(date(2026, 11, 1), date(2026, 11, 30))).count()
    found = {c.volunteer.id: c for c in queries_candidates.candidates(meeting, clock.today())[place(meeting, 3).id]}
    assert found[rita.id].turns == before
    put_off.execute()
    assert queries_people.turns_in_month(rita, NOV_25) == before
    mieke = Volunteer.get(Volunteer.first_name == "Mieke")
    for n in range(3):
        row = add(by="bart", group="rounds", date=NOV_25 + n * timedelta(days=1), places=1, title=f"Overleg {n}")
        put_on("mieke", row, "bart")
    later = date(2026, 12, 4)
    assert queries_people.is_new(mieke, later)
    assert mieke in queries_team.newcomers([mieke], later)
    number = seat("Broodronde", DEC_5, 1)
    (one,) = [c for c in queries_candidates.candidates(number.activity, later)[number.id] if c.volunteer == mieke]
    assert one.went == 0


def test_who_wants_to_go_twice_a_month_may_come_to_a_meeting_too(app, meeting):
    row = add(by="bart", group="rounds", date=date(2026, 12, 2), places=1, starts=time(9), ends=time(10))
    godelieve = Volunteer.get(Volunteer.first_name == "Godelieve")
    assert godelieve.max_per_month == 2
    said = [str(s) for s in rules_assign.assign_warnings(place(row), godelieve, clock.today())]
    assert not any("times a month" in s for s in said)
    assert not any(c.enough for c in queries_candidates.candidates(row, clock.today())[place(row).id])


def test_coming_to_a_meeting_makes_nobody_one_of_the_rounds(app):
    stranger = Volunteer.create(first_name="Vreemd", last_name="Eling", search="vreemd eling", made_at=clock.now())
    row = add(by="bart", group="rounds", audience="everyone", date=NOV_25, places=1)
    rules_assign.assign(place(row).id, stranger.id, viewer("bart"), clock.now(), "Komt ook")
    assert SignUp.select().where(SignUp.volunteer == stranger).exists()
    assert stranger not in queries_who_can.circle("rounds", clock.today())
    assert stranger.id not in [m.volunteer.id for m in queries_team.team("rounds", viewer("bart"), clock.today())]


def test_it_is_not_asked_who_can_and_not_swapped_with_a_round(app, meeting):
    asking = Asking.get()
    ask = queries_who_can.coming("rounds", NOV_25, asking.last_day)
    assert ask and meeting.id not in [a.id for a in ask]
    rita = SignUp.get(SignUp.activity == meeting, SignUp.seat == place(meeting, 1))
    others = queries_changes.to_swap_with(queries_changes.sign_up(rita.id, viewer("bart")), clock.local(clock.now()))
    assert {row.activity.kind for row in others} == {"appointment"}
    luc = SignUp.get(SignUp.seat == seat("Broodronde", DEC_5, 2), SignUp.ended_at.is_null())
    others = queries_changes.to_swap_with(queries_changes.sign_up(luc.id, viewer("bart")), clock.local(clock.now()))
    assert others and "appointment" not in {row.activity.kind for row in others}


def alarm(name):
    now = clock.local(clock.now())
    return [c.activity.title for c in queries_evening.short(
        queries_cards.cards(viewer(name), now, now.date(), now.date() + WEEK))]


def test_the_alarm_does_not_cry_for_a_meeting_but_does_when_nobody_comes_where_people_are_needed(app, meeting):
    add(date=NOV_25)
    assert alarm("hugo") == [] and "Overleg ronde" not in alarm("bart")
    add(date=NOV_25, places=2, title="Begeleiding")
    assert alarm("hugo") == ["Begeleiding"]
    Activity.update(minimum=3).where(Activity.title == "Vergadering").execute()
    assert alarm("hugo") == ["Begeleiding"], "without places there is nobody to miss"


def test_what_only_those_on_it_may_see_is_not_offered_for_the_group_chat(as_person):
    open_to_all, hugo = add(audience="group", places=2, title="Opendeur"), as_person("hugo")
    closed = add(audience="those on it", places=2, title="Gesprek")
    page = hugo.get(f"/activities/{open_to_all.id}/evening").text
    assert "Opendeur, di 12 jan, 19.30" in page.partition('id="chat-text"')[2]
    page = hugo.get(f"/activities/{closed.id}/evening").text
    assert "Gesprek" in page and 'id="chat-text"' not in page


def test_whoever_is_on_it_is_reminded_the_day_before(app, meeting):
    at_four = datetime(2026, 11, 24, 15, 5, tzinfo=UTC)
    SignUp.update(made_at=clock.now() - timedelta(days=2)).where(SignUp.activity == meeting).execute()
    add(date=NOV_25)
    with clock.standing_still(at_four):
        rules_reminders.remind(at_four)
        assert "Think of it: Overleg ronde, Wednesday 25 November, 19:30." in told("rita")
        assert not any("Vergadering" in said for said in [*told("hugo"), *told("katrien")])


def test_who_came_is_only_asked_where_there_are_places(as_person, meeting):
    other = add(by="bart", group="rounds", date=NOV_25, title="Zonder plaatsen")
    with clock.standing_still(datetime(2026, 11, 26, 9, tzinfo=UTC)):
        bart, rita = as_person("bart"), as_person("rita")
        assert bart.get(f"/activities/{meeting.id}/attendance").status_code == 200
        row = SignUp.get(SignUp.activity == meeting, SignUp.seat == place(meeting, 1))
        assert rita.post(f"/sign-ups/{row.id}/attendance", {"attendance": "came"}).status_code == 303
        assert SignUp.get_by_id(row.id).attendance == "came"
        assert bart.get(f"/activities/{other.id}/attendance").status_code == 404
        assert bart.get(f"/activities/{other.id}").status_code == 200


def test_today_shows_it_with_its_group_and_leads_to_the_calendar(as_person):
    row = add(date=date(2026, 11, 24), starts=time(9), ends=time(12), audience="everyone", places=1, title="Koffie")
    put_on("rita", row)
    page = as_person("rita").get("/").text
    assert "Koffie" in page and f"/calendar/day?day=2026-11-24#activity-{row.id}" in page
    assert nl("Look in the calendar") in page and nl("Look at the round") not in page
    empty = add(date=date(2026, 11, 24), starts=time(9), ends=time(12), title="Zonder")
    page = as_person("hugo").get("/").text
    assert "Zonder" in page and f"/activities/{empty.id}/attendance" not in page
