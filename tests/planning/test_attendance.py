"""Afterwards: who came, who did not, who came instead."""

import threading
from datetime import date, datetime, time, timedelta

import pytest
from people import BREAD, DEC_5, FOOD, NOV_28, activity, closed_to, holder, live, seat, told, viewer

from wvg import demo
from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import NotAllowed, Refused, Unknown
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.audit.models import Act
from wvg.commons.planning import queries_people, rules, rules_undo
from wvg.commons.planning.afterwards import rules_attendance
from wvg.commons.planning.away import rules_leaving
from wvg.commons.planning.changes import rules_cancel
from wvg.commons.planning.models import Activity, Seat, SignUp
from wvg.commons.volunteers import rules as volunteers

# Bart and Rita; Samir, Rita and Christine; Ivan and Luc
NOV_14, NOV_18, NOV_21 = date(2026, 11, 14), date(2026, 11, 18), date(2026, 11, 21)


def at(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), clock.BRUSSELS)


def came(title, day, position):
    return live(seat(title, day, position)).attendance


def state(title=BREAD, day=NOV_21):
    return activity(title, day).state


def press(browser, number, attendance, how="post", **more):
    return getattr(browser, how)(f"/sign-ups/{number}/attendance", {"attendance": attendance, **more})


def test_bart_ticks_one_after_the_other_and_the_round_is_done(as_person):
    bart = as_person("bart")
    ivan, luc = live(seat(BREAD, NOV_21, 1)), live(seat(BREAD, NOV_21, 2))
    answer = press(bart, ivan.id, "came", back="/rounds/attendance")
    assert answer.status_code == 303
    assert answer.location == f"/rounds/attendance#attendance-{activity(BREAD, NOV_21).id}"
    assert came(BREAD, NOV_21, 1) == "came" and state() == "planned", "of Luc nothing is said yet"
    press(bart, luc.id, "did not come")
    assert came(BREAD, NOV_21, 2) == "did not come" and state() == "done"
    assert holder(seat(BREAD, NOV_21, 2)) == "Luc", "he stays on the list of that day"


def test_a_second_press_takes_it_back(as_person):
    bart, row = as_person("bart"), live(seat(BREAD, NOV_21, 1))
    bart.post(f"/activities/{row.activity_id}/attendance")
    assert state() == "done"
    page = bart.get(f"/activities/{row.activity_id}/attendance").text
    assert page.count('value="unknown" aria-pressed="true"') == 2, "the pressed buttons take back"
    press(bart, row.id, "unknown")
    assert came(BREAD, NOV_21, 1) == "unknown" and state() == "planned"


def test_pressing_the_same_twice_says_it_once(app):
    row, bart = live(seat(BREAD, NOV_21, 1)), viewer("bart")
    assert rules_attendance.tick(row.id, "came", bart, clock.now()).act
    acts = Act.select().count()
    assert rules_attendance.tick(row.id, "came", bart, clock.now()).act is None
    assert Act.select().count() == acts and came(BREAD, NOV_21, 1) == "came"


def test_all_came_in_one_tap_and_what_was_said_before_stays(as_person):
    bart, number = as_person("bart"), activity(FOOD, NOV_18).id
    press(bart, live(seat(FOOD, NOV_18, 2)).id, "did not come")
    assert bart.post(f"/activities/{number}/attendance").status_code == 303
    assert [came(FOOD, NOV_18, n) for n in (1, 2, 3)] == ["came", "did not come", "came"]
    assert state(FOOD, NOV_18) == "done"
    assert bart.post(f"/activities/{number}/attendance").status_code == 303, "nobody is left: nothing happens"


def test_all_came_is_undone_from_the_message(as_person):
    bart, number = as_person("bart"), activity(FOOD, NOV_18).id
    press(bart, live(seat(FOOD, NOV_18, 2)).id, "did not come")
    page = bart.post(f"/activities/{number}/attendance", follow_redirects=True).text
    act = Act.select().order_by(Act.id.desc()).get()
    assert f'action="/acts/{act.id}/undo"' in page
    assert bart.post(f"/acts/{act.id}/undo").status_code == 303
    assert [came(FOOD, NOV_18, n) for n in (1, 2, 3)] == ["unknown", "did not come", "unknown"]
    assert state(FOOD, NOV_18) == "planned"


def test_undo_is_refused_when_somebody_said_something_else_since(app):
    row = live(seat(BREAD, NOV_21, 1))
    act = rules_attendance.tick(row.id, "came", viewer("bart"), clock.now()).act
    rules_attendance.tick(row.id, "did not come", viewer("luc"), clock.now())
    with pytest.raises(Refused, match="something changed"):
        rules_undo.undo(act.id, viewer("bart"), clock.now())
    with pytest.raises(Unknown):
        rules_undo.undo(act.id, viewer("luc"), clock.now())
    assert came(BREAD, NOV_21, 1) == "did not come"


def test_somebody_else_came_is_excused_told_and_can_be_undone(as_person):
    bart, place = as_person("bart"), seat(BREAD, NOV_21, 2)
    luc = live(place)
    page = bart.get(f"/seats/{place.id}/attendance").text
    assert "Luc G." in page and ">Ivan Dimitrov<" not in page, "who is on it already cannot come instead"
    answer = bart.post(f"/seats/{place.id}/attendance", {"volunteer": viewer("samir").volunteer})
    assert answer.status_code == 303
    row = live(place)
    assert (row.volunteer.first_name, row.kind, row.attendance, row.replaces_id) == (
        "Samir", "substitute", "came", luc.id)
    old = SignUp.get_by_id(luc.id)
    assert (old.end_reason, old.attendance) == ("taken over", "excused")
    assert told("luc") == ["Samir A. takes over: Broodronde, Saturday 21 November."] and told("samir") == []
    act = Act.select().order_by(Act.id.desc()).get()
    bart.post(f"/acts/{act.id}/undo")
    assert holder(place) == "Luc" and live(place).attendance == "unknown" and told("luc") == []


def test_somebody_came_on_a_place_that_stood_open(app):
    with clock.standing_still(at(DEC_5, 9)):
        rules.withdraw(seat(BREAD, DEC_5, 2).id, viewer("luc"), clock.now())
    with clock.standing_still(at(DEC_5, 20)):
        rules_attendance.came_instead(seat(BREAD, DEC_5, 2).id, viewer("rita").volunteer, viewer("bart"), clock.now())
    assert holder(seat(BREAD, DEC_5, 2)) == "Rita" and came(BREAD, DEC_5, 2) == "came"


@pytest.mark.parametrize("who", ["", "999999", "katten", "ivan", "gone", "fatiha"])
def test_a_name_that_cannot_be_comes_back_with_a_sentence(as_person, who):
    bart, place = as_person("bart"), seat(BREAD, NOV_21, 2)
    if who == "gone":
        rules_leaving.stop(viewer("tesfay").volunteer, viewer("katrien"), clock.now())
        who = viewer("tesfay").volunteer
    who = viewer(who).volunteer if who in ("ivan", "fatiha") else who
    answer = bart.post(f"/seats/{place.id}/attendance", {"volunteer": who})
    assert answer.status_code == 422 and 'href="#volunteer"' in answer.text
    assert holder(place) == "Luc"


def test_those_on_it_tick_their_own_round(as_person):
    luc, row = as_person("luc"), live(seat(BREAD, NOV_21, 1))
    page = luc.get(f"/activities/{row.activity_id}/attendance")
    assert page.status_code == 200 and f'action="/sign-ups/{row.id}/attendance"' in page.text
    assert f"/seats/{row.seat_id}/attendance" not in page.text, "another name is for coordinators"
    assert press(luc, row.id, "did not come").status_code == 303
    assert came(BREAD, NOV_21, 1) == "did not come"
    assert luc.post(f"/activities/{row.activity_id}/attendance").status_code == 303
    assert state() == "done"
    assert luc.post(f"/seats/{row.seat_id}/attendance", {"volunteer": viewer("rita").volunteer}).status_code == 403


@pytest.mark.parametrize(
    ("name", "code"),
    [("rita", 403), ("jonas", 404), ("hugo", 404), ("katrien", 404), ("fatiha", 404), (None, 303)],
)
def test_nobody_else_does(as_person, browser, name, code):
    person, row = as_person(name) if name else browser, live(seat(BREAD, NOV_21, 1))
    assert person.get(f"/activities/{row.activity_id}/attendance").status_code == code
    answers = [
        person.post(f"/activities/{row.activity_id}/attendance"), press(person, row.id, "came"),
        person.post(f"/seats/{row.seat_id}/attendance", {"volunteer": 9}),
    ]
    assert all(answer.status_code in (code, 303 if name is None else closed_to(name)) for answer in answers)
    assert press(person, row.id, "came", "htmx").status_code == (401 if name is None else code)
    assert came(BREAD, NOV_21, 1) == "unknown" and state() == "planned"


def test_who_was_replaced_no_longer_ticks(app):
    place = seat(BREAD, NOV_21, 2)
    rules_attendance.came_instead(place.id, viewer("samir").volunteer, viewer("bart"), clock.now())
    with pytest.raises(NotAllowed):
        rules_attendance.all_came(place.activity_id, viewer("luc"), clock.now())


def test_unknown_numbers_wrong_words_and_wrong_methods(as_person):
    bart, row = as_person("bart"), live(seat(BREAD, NOV_21, 1))
    for path in ("/activities/99999/attendance", "/sign-ups/99999/attendance", "/seats/99999/attendance"):
        assert bart.post(path, {"attendance": "came"}).status_code == 404
    assert bart.get("/activities/99999/attendance").status_code == 404
    assert bart.get(f"/sign-ups/{row.id}/attendance").status_code == 405
    for word in ("", "excused", "maybe", "came'; --"):
        assert press(bart, row.id, word).status_code == 422
    assert bart.post(f"/sign-ups/{row.id}/attendance").status_code == 422
    assert came(BREAD, NOV_21, 1) == "unknown"


def test_ticking_begins_when_the_round_begins(app):
    row, number = live(seat(BREAD, NOV_28, 2)), activity(BREAD, NOV_28).id
    with clock.standing_still(at(NOV_28, 16, 59)), pytest.raises(Refused, match="not begun"):
        rules_attendance.tick(row.id, "came", viewer("rita"), clock.now())
    with clock.standing_still(at(NOV_28, 17)):
        rules.sign_up(seat(BREAD, NOV_28, 1).id, viewer("samir"), clock.now())
        rules_attendance.all_came(number, viewer("rita"), clock.now())
        assert state(BREAD, NOV_28) == "done"
        with pytest.raises(Refused, match="over"):
            rules.withdraw(row.seat_id, viewer("rita"), clock.now())
        with pytest.raises(Refused, match="ticked who came"):
            rules_cancel.cancel({number: activity(BREAD, NOV_28).version}, "Sneeuw", viewer("bart"), clock.now())
    assert state(BREAD, NOV_28) == "done"


def test_who_is_alone_does_not_close_a_day_that_has_places_left(app):
    number, row = activity(BREAD, NOV_28).id, live(seat(BREAD, NOV_28, 2))
    Activity.update(starts=None, ends=None).where(Activity.id == number).execute()
    with clock.standing_still(at(NOV_28, 0, 1)):
        rules_attendance.tick(row.id, "came", viewer("rita"), clock.now())
        assert state(BREAD, NOV_28) == "planned"
        rules.sign_up(seat(BREAD, NOV_28, 1).id, viewer("samir"), clock.now())
        rules_attendance.tick(live(seat(BREAD, NOV_28, 1)).id, "came", viewer("samir"), clock.now())
        assert state(BREAD, NOV_28) == "done", "nobody is needed any more"


def test_after_its_hours_a_day_with_places_left_is_done(app):
    row = live(seat(BREAD, NOV_28, 2))
    with clock.standing_still(at(NOV_28, 23)):
        rules_attendance.tick(row.id, "came", viewer("rita"), clock.now())
        assert state(BREAD, NOV_28) == "done"


def test_long_ago_only_the_coordinator_says_who_came(as_person):
    bart, luc, ivan = as_person("bart"), as_person("luc"), live(seat(BREAD, NOV_21, 1))
    number = ivan.activity_id

    def on(day):
        Activity.update(date=day, end_date=day).where(Activity.id == number).execute()

    on(date(2026, 10, 27))
    assert press(luc, ivan.id, "came").status_code == 303, "four weeks"
    on(date(2026, 10, 26))
    assert press(luc, ivan.id, "did not come").status_code == 409
    assert luc.post(f"/activities/{number}/attendance").status_code == 409
    act = Act.select().order_by(Act.id.desc()).get()
    assert luc.post(f"/acts/{act.id}/undo").status_code == 409
    assert SignUp.get_by_id(ivan.id).attendance == "came"
    assert press(bart, ivan.id, "did not come").status_code == 303


def test_before_it_began_the_page_says_so_and_offers_nothing(as_person):
    page = as_person("bart").get(f"/activities/{activity(BREAD, NOV_28).id}/attendance").text
    assert "/sign-ups/" not in page


def test_what_did_not_go_on_is_not_ticked(as_person):
    row = live(seat(BREAD, NOV_21, 1))
    Activity.update(state="skipped", reason="Sneeuw").where(Activity.id == row.activity_id).execute()
    bart = as_person("bart")
    assert press(bart, row.id, "came").status_code == 409
    assert bart.post(f"/activities/{row.activity_id}/attendance").status_code == 409
    assert "/sign-ups/" not in bart.get(f"/activities/{row.activity_id}/attendance").text
    assert state() == "skipped"


def test_a_press_on_an_old_page_hears_that_somebody_else_sits_there(as_person):
    bart, place = as_person("bart"), seat(BREAD, NOV_21, 2)
    luc = live(place)
    bart.post(f"/seats/{place.id}/attendance", {"volunteer": viewer("samir").volunteer})
    assert press(bart, luc.id, "came").status_code == 409
    assert SignUp.get_by_id(luc.id).attendance == "excused"


def test_twenty_people_press_all_came_at_once(app):
    number, bart, start, wrong = activity(FOOD, NOV_18).id, viewer("bart"), threading.Barrier(20), []
    acts = Act.select().count()
    database.close()

    def all_came():
        start.wait()
        try:
            with database.connection_context():
                rules_attendance.all_came(number, bart, clock.now())
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=all_came) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.connect()
    assert not wrong and state(FOOD, NOV_18) == "done"
    assert Act.select().count() == acts + 1, "the first one said it, the others found it said"


def test_with_htmx_only_the_card_comes_with_a_message(as_person):
    bart, row = as_person("bart"), live(seat(BREAD, NOV_21, 1))
    answer = press(bart, row.id, "came", "htmx", back="/rounds/attendance")
    assert answer.status_code == 200 and "<html" not in answer.text
    assert answer.text.lstrip().startswith(f'<section class="card" id="attendance-{row.activity_id}"')
    assert 'id="message"' in answer.text and "Ivan D." in answer.text
    assert "autofocus" in answer.text and 'value="/rounds/attendance"' in answer.text


def test_the_list_of_past_rounds(as_person):
    bart = as_person("bart")
    page = bart.get("/rounds/attendance").text
    assert page.count('id="attendance-') >= 7
    assert page.index(f'id="attendance-{activity(BREAD, NOV_21).id}"') < page.index(
        f'id="attendance-{activity(BREAD, NOV_14).id}"'), "the last one first"
    assert f'id="attendance-{activity(BREAD, NOV_28).id}"' not in page
    bart.post(f"/activities/{activity(BREAD, NOV_21).id}/attendance")
    page = bart.get("/rounds/attendance").text
    assert f'id="attendance-{activity(BREAD, NOV_21).id}"' not in page
    assert f'href="/activities/{activity(BREAD, NOV_21).id}/attendance"' in page
    assert 'href="/rounds/attendance"' in bart.get("/rounds/").text
    rita = as_person("rita")
    assert rita.get("/rounds/attendance").status_code == 403
    assert 'href="/rounds/attendance"' not in rita.get("/rounds/").text


def test_the_board_leads_to_it_for_those_who_may(as_person):
    number = activity(BREAD, NOV_21).id
    for name, there in (("bart", True), ("luc", True), ("rita", False)):
        page = as_person(name).get("/rounds/?week=2026-W47").text
        assert (f'href="/activities/{number}/attendance"' in page) is there
    as_person("bart").post(f"/activities/{number}/attendance")
    page = as_person("rita").get("/rounds/?week=2026-W47").text
    assert f'class="round round--past" id="activity-{number}"' in page and "Ivan D." in page


def test_today_leads_to_it_from_the_beginning_on(as_person):
    number = activity(FOOD, date(2026, 11, 25)).id
    for hour, there in ((12, False), (14, True), (20, True)):
        with clock.standing_still(at(date(2026, 11, 25), hour)):
            assert (f'href="/activities/{number}/attendance"' in as_person("luc").get("/").text) is there
            assert f'href="/activities/{number}/attendance"' not in as_person("wim").get("/").text


def test_a_name_with_tags_and_quotes_is_only_a_name(as_person):
    person = volunteers.add({"first_name": '<b id="x">"O\'', "last_name": "<script>"}, viewer("katrien"), clock.now())
    bart, place = as_person("bart"), seat(BREAD, NOV_21, 2)
    assert '<b id="x">' not in bart.get(f"/seats/{place.id}/attendance").text
    bart.post(f"/seats/{place.id}/attendance", {"volunteer": person.id})
    for path in (f"/activities/{place.activity_id}/attendance", "/rounds/attendance"):
        page = bart.get(path).text
        assert '<b id="x">' not in page and "&lt;b id=" in page


def test_who_did_not_come_is_still_new(app):
    mieke = viewer("mieke").volunteer
    with clock.standing_still(at(DEC_5, 12)):
        for day in (date(2026, 11, 25), date(2026, 12, 2)):
            place = Seat.get(Seat.activity == activity(FOOD, day), Seat.position == 2)
            SignUp.update(ended_at=clock.now(), end_reason="undone").where(
                SignUp.seat == place, SignUp.ended_at.is_null()).execute()
            row = SignUp.create(seat=place, activity=place.activity_id, volunteer=mieke, made_at=clock.now())
        person = row.volunteer
        assert not queries_people.is_new(person, DEC_5), "two turns, and nobody ticked: she came"
        rules_attendance.tick(row.id, "did not come", viewer("bart"), clock.now())
        assert queries_people.is_new(person, DEC_5)


def test_a_coordinator_of_another_group_has_no_say(app):
    account = Account.get(Account.user_name == "hugo")
    Grant.create(account=account, role="volunteer", group="rounds", given_at=clock.now())
    hugo, place = demo.viewer("hugo", clock.today()), seat(BREAD, NOV_21, 1)
    for verb in (
        lambda: rules_attendance.tick(live(place).id, "came", hugo, clock.now()),
        lambda: rules_attendance.all_came(place.activity_id, hugo, clock.now()),
        lambda: rules_attendance.came_instead(place.id, viewer("rita").volunteer, hugo, clock.now()),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_the_pages_take_the_same_queries_however_long_the_list(as_person):
    statements = []
    hook = lambda event: statements.append(event.sql)  # noqa: E731
    bart = as_person("bart")
    database.obj.query_hooks.append(hook)
    try:
        def count():
            statements.clear()
            assert bart.get("/rounds/attendance").status_code == 200
            return len([sql for sql in statements if sql.startswith("SELECT")])

        few = count()
        for n in range(40):
            day = clock.today() - timedelta(days=1 + n % 20)
            one = Activity.create(group="rounds", kind="food", title=f"Extra {n}", date=day, end_date=day)
            place = Seat.create(activity=one, role=1, position=1)
            SignUp.create(seat=place, activity=one, volunteer=1 + n % 15, made_at=clock.now())
        assert count() == few <= 8
    finally:
        database.obj.query_hooks.remove(hook)
