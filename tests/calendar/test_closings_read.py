"""Closing days from a calendar file: looked at, read in as one act, read again, and taken back as one act."""

import os
import re
import threading
from datetime import date, time, timedelta

import pytest
from closings import DEC_15, DEC_22, ROUNDS, act_of, calendar, closed, event, read_in, statements, take_back
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import NOW, running, send, text_of
from peewee import IntegrityError
from people import BREAD, DEC_5, DEC_12, activity, call_off, closed_to, lights_out, live, seat, told, viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import NotAllowed, Refused, Unknown
from wvg.commons.accounts import rules as accounts
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.audit import rules as audit
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.calendar.closings import queries, rules
from wvg.commons.messages.models import Message
from wvg.commons.planning import dates
from wvg.commons.planning import rules as planning
from wvg.commons.planning.changes import rules_cancel
from wvg.commons.planning.models import Activity, Closure, Role, SeriesSeat, SignUp
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.planning.series import rules_closures, rules_regulars
from wvg.commons.volunteers.models import Volunteer

ROOM = "Zaal, Dampoort"
TALK = "Praattafel"
EXAMPLES = int(os.environ.get("WVG_EXAMPLES", "30"))
DAY = timedelta(days=1)


@pytest.fixture
def talk(app):
    """Talking every Tuesday in a room, with Rita always and Luc on two dates."""
    make_talk()


def make_talk():
    role = Role.get(Role.key == "helper").id
    series = rules_series.make_series(
        {"group": "rounds", "kind": "other", "title": TALK, "place": ROOM, "starts": time(18), "ends": time(20),
         "rule": dates.rule_text("weekly", weekdays=[1]), "first_day": clock.today()},
        [{"role": role, "required": True, "needs": []}] * 2, viewer("bart"), clock.now(), clock.today(),
    )
    first = SeriesSeat.get(SeriesSeat.series == series, SeriesSeat.position == 1)
    day = date(2026, 12, 1)
    rules_regulars.make_regular(first.id, viewer("rita").volunteer, 1, day, day, viewer("bart"), clock.now())
    for day in (DEC_15, DEC_22):
        planning.sign_up(seat(TALK, day, 2).id, viewer("luc"), clock.now())
    Message.delete().execute()


def state(day, title=TALK):
    row = activity(title, day)
    return row.state, row.reason


def everything():
    return [list(table.select().dicts()) for table in (Closure, Activity, SignUp, Act, ActChange, Message)]


WHAT = {"what": f"place rounds {ROOM}", "policy": "skip"}


def test_the_room_is_closed_by_file_on_another_day_then_and_taken_back(as_person, talk):
    Volunteer.update(language="en").execute()
    bart, before = as_person("bart"), everything()
    page = send(bart, "/calendar/closings/file", file=calendar(event("1@zaal", DEC_15)), **WHAT)
    assert page.status_code == 200 and everything() == before, "looking changes nothing"
    assert "1 new, 0 changed, 0 taken away, 0 the same." in page.text and "1 date does not go on." in page.text
    assert "<bdi>Luc</bdi>, <bdi>Rita</bdi>" in page.text
    answer = send(bart, "/calendar/closings/file/all", text=text_of(page), **WHAT)
    assert answer.status_code == 303 and answer.location == "/calendar/closings/"
    assert state(DEC_15) == ("skipped", "Verbouwing") and state(DEC_22) == ("planned", "")
    off = f"It does not go on: {TALK}, Tuesday 15 December. Verbouwing"
    assert told("rita") == told("luc") == [off] and told("bart") == []
    first = act_of("1@zaal")
    assert {c.table for c in ActChange.select().where(ActChange.act == first)} == {"closure", "activity"}
    page = bart.get("/calendar/closings/").text
    assert "Read on Tuesday 24 November by Bart: 1 closing" in page

    page = send(bart, "/calendar/closings/file", file=calendar(event("1@zaal", DEC_22)), **WHAT)
    assert "0 new, 1 changed, 0 taken away, 0 the same." in page.text
    assert "1 date does not go on. 1 date goes on again." in " ".join(page.text.split())
    send(bart, "/calendar/closings/file/all", text=text_of(page), **WHAT)
    assert state(DEC_15) == ("planned", "") and state(DEC_22) == ("skipped", "Verbouwing")
    on = f"It goes on: {TALK}, Tuesday 15 December."
    assert sorted(told("rita")) == sorted([off, on, off.replace("15", "22")])
    assert live(seat(TALK, DEC_15, 1)).volunteer.first_name == "Rita"

    second = act_of("1@zaal")
    page = bart.get("/calendar/closings/").text
    assert page.count('action="/calendar/closings/readings/') == 1 and f"/readings/{second}/removal" in page
    answer = bart.post(f"/calendar/closings/readings/{second}/removal", {"back": "/rounds/series/"})
    assert answer.status_code == 303 and answer.location == "/rounds/series/"
    assert closed() == {"1@zaal": (DEC_15, DEC_15, "Verbouwing")} and act_of("1@zaal") == first
    assert state(DEC_15) == ("skipped", "Verbouwing") and state(DEC_22) == ("planned", "")
    assert told("luc").count(on.replace("15", "22")) == 1 and told("luc").count(off) == 2
    again, count = bart.post(f"/calendar/closings/readings/{second}/removal"), Act.select().count()
    assert again.status_code == 409 and "taken back already" in again.text and Act.select().count() == count
    assert bart.post(f"/calendar/closings/readings/{first}/removal").status_code == 303
    assert closed() == {} and state(DEC_15) == state(DEC_22) == ("planned", "")
    assert Act.get_by_id(first).undone_by.kind == "planning.take_back_file"


def test_reading_the_same_again_changes_nothing(as_person, talk):
    read_in(event("1", DEC_15), event("2", DEC_22, DEC_22 + DAY))
    before = everything()
    same = calendar(event("1", DEC_15), event("2", DEC_22, DEC_22 + DAY))
    page = send(as_person("bart"), "/calendar/closings/file", file=same, what="group rounds", policy="skip")
    assert page.status_code == 200 and "btn--main" not in page.text.split("<main")[1].split("</main")[0]
    found = read_in(event("1", DEC_15), event("2", DEC_22, DEC_22 + DAY))
    assert len(found.same) == 2 and found.lines == [] and everything() == before


def test_another_reason_or_another_answer_is_a_change(app, talk):
    read_in(event("1", DEC_15))
    found = read_in(event("1", DEC_15, reason="Feest"))
    assert len(found.changed) == 1 and state(DEC_15) == ("skipped", "Feest")
    assert len(told("rita")) == 1, "for Rita nothing has changed"
    read_in(event("1", DEC_15, reason="Feest"), what={**ROUNDS, "policy": "ask"})
    assert state(DEC_15) == ("to confirm", "Feest")
    assert told("rita")[0] == f"It may go on after all: {TALK}, Tuesday 15 December."


def test_what_is_closed_keeps_its_own_numbers(app, talk):
    read_in(event("1", DEC_15))
    read_in(event("1", DEC_22), what={"scope": "place", "group": "rounds", "of": ROOM, "policy": "skip"})
    assert closed(scope="group") == {"1": (DEC_15, DEC_15, "Verbouwing")}
    assert closed(scope="place") == {"1": (DEC_22, DEC_22, "Verbouwing")}


def test_what_was_cancelled_in_the_file_opens_again_and_what_is_missing_stays(app, talk):
    read_in(event("1", DEC_15), event("2", DEC_22), event("3", DEC_5))
    gone = event("1", DEC_15, more="STATUS:CANCELLED")
    found = read_in(gone, event("9", DEC_5, more="STATUS:CANCELLED"), event("3", DEC_5))
    assert [line.old.uid for line in found.gone] == ["1"] and [row.uid for row in found.missing] == ["2"]
    assert [str(why) for _, why in found.unread] == ["It does not go on, and was not closed here."]
    assert set(closed()) == {"2", "3"} and state(DEC_15) == ("planned", "") and state(DEC_22)[0] == "skipped"
    act = Act.select().order_by(Act.id.desc()).get()
    files, _ = queries.listed(viewer("bart"), clock.now())
    assert [len(one.lines) for one in files] == [0, 2], "it took something away, and can be taken back too"
    take_back(act.id)
    assert set(closed()) == {"1", "2", "3"} and state(DEC_15) == ("skipped", "Verbouwing")


def test_nobody_gets_twenty_messages(app, talk):
    days = [date(2026, 12, 1) + n * DAY for n in range(60)]
    read_in(*(event(str(n), day, reason=f"Reden {n % 2}") for n, day in enumerate(days)))
    said = told("rita")
    assert len(said) == len({line.split(",")[0] for line in said}) and len(told("luc")) == len({*told("luc")})
    mine = next(line for line in said if TALK in line)
    assert mine == (f"It does not go on: {TALK}, " + ", ".join(
        f"Tuesday {day.day} {day:%B}" for day in days if day.weekday() == 1) + ". Reden 0, Reden 1")


def test_one_reading_is_one_act_and_all_or_nothing(app, talk):
    before, acts = everything(), Act.select().count()
    lights_out("activity", f"OLD.date = '{DEC_22}'")
    with pytest.raises(IntegrityError):
        read_in(event("1", DEC_15), event("2", DEC_22))
    assert everything() == before
    database.execute_sql("DROP TRIGGER lights_out")
    read_in(event("1", DEC_15), event("2", DEC_22))
    assert Act.select().count() == acts + 1
    lights_out("activity", f"OLD.date = '{DEC_22}'")
    before = everything()
    with pytest.raises(IntegrityError):
        take_back(act_of("1"))
    assert everything() == before


def test_two_who_read_the_same_file_at_once_close_each_day_once(app, talk):
    found, start = [], threading.Barrier(2)

    def read():
        start.wait()
        try:
            with clock.standing_still(NOW):
                found.append(read_in(event("1", DEC_15), event("2", DEC_22)))
        finally:
            database.close()

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(one.new) for one in found) == [0, 2] and Closure.select().where(Closure.uid != "").count() == 2
    assert len(told("rita")) == 1


def test_the_same_number_cannot_be_closed_twice(app):
    read_in(event("1", DEC_15))
    with pytest.raises(IntegrityError):
        Closure.create(first_day=DEC_15, last_day=DEC_15, scope="group", of="rounds", reason="x", uid="1")


# Taking back


def test_what_was_opened_by_hand_meanwhile_stays_open(app, talk):
    read_in(event("1", DEC_15), event("2", DEC_22))
    act = act_of("1")
    rules_closures.open_again(Closure.get(Closure.uid == "1").id, viewer("bart"), clock.now())
    assert take_back(act) == 1 and closed() == {}
    with pytest.raises(Refused):
        take_back(act)


def test_when_all_of_it_was_opened_by_hand_nothing_more_happens(app, talk):
    read_in(event("1", DEC_15))
    act = act_of("1")
    rules_closures.open_again(Closure.get(Closure.uid == "1").id, viewer("bart"), clock.now())
    assert queries.listed(viewer("bart"), clock.now())[0] == []
    said = told("rita")
    with pytest.raises(NotAllowed):
        take_back(act, "lotte")
    assert take_back(act) == 0 and told("rita") == said


def test_in_whatever_order_they_are_taken_back(app, talk):
    before = state(DEC_15), state(DEC_22)
    for order in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)):
        acts = []
        for day in (DEC_15, DEC_22, DEC_15):
            read_in(event("1", day, reason=f"Reden {len(acts)}"))
            acts.append(act_of("1"))
        for number in order:
            take_back(acts[number])
            with pytest.raises(Refused):
                take_back(acts[number])
        assert closed() == {} and (state(DEC_15), state(DEC_22)) == before, order


def test_what_was_settled_by_hand_since_stays_so(app, talk):
    read_in(event("1", DEC_15), event("2", DEC_22))
    call_off(goes_on(DEC_15), "Te koud")
    take_back(act_of("1"))
    assert state(DEC_15) == ("cancelled", "Te koud") and state(DEC_22) == ("planned", "")


def goes_on(day):
    row = activity(TALK, day)
    rules_cancel.confirm(row.id, viewer("bart"), clock.now())
    return Activity.get_by_id(row.id)


def test_what_was_settled_before_the_file_is_as_it_was_then(app, talk):
    rules_closures.close({"first_day": DEC_15, "last_day": DEC_15, "scope": "group", "of": "rounds", "reason": "Eerst",
                          "policy": "ask"}, viewer("bart"), clock.now())
    goes_on(DEC_15)
    read_in(event("1", DEC_15))
    assert state(DEC_15) == ("skipped", "Verbouwing")
    take_back(act_of("1"))
    assert state(DEC_15) == ("planned", ""), "somebody had said so"


def test_only_who_may_open_each_takes_it_back(app, as_person, talk):
    read_in(event("1", DEC_15))
    act = act_of("1")
    for name in ("rita", "fatiha"):
        with pytest.raises(Unknown):
            take_back(act, name)
        assert as_person(name).post(f"/calendar/closings/readings/{act}/removal").status_code == closed_to(name)
    for name in ("lotte", "katrien"):
        with pytest.raises(NotAllowed):
            take_back(act, name)
    lotte = as_person("lotte")
    assert lotte.post(f"/calendar/closings/readings/{act}/removal").status_code == 403
    assert "Verbouwing" not in lotte.get("/calendar/closings/").text
    made = Act.get(Act.kind == "planning.make_series").id
    for number in (999999, made):
        assert as_person("bart").post(f"/calendar/closings/readings/{number}/removal").status_code == 404
    assert as_person("bart").get(f"/calendar/closings/readings/{act}/removal").status_code == 405
    assert state(DEC_15)[0] == "skipped"
    account = Account.get(Account.user_name == "lotte")
    accounts.grant(account, "coordinator", "rounds", None, viewer("katrien"), clock.now())
    take_back(act, "lotte")
    assert state(DEC_15) == ("planned", "")


def test_who_lost_the_right_does_not_take_back_what_they_read(app, talk):
    read_in(event("1", DEC_15))
    act, grant = act_of("1"), Grant.get(Grant.role == "coordinator", Grant.group == "rounds")
    accounts.end_grant(grant, viewer("katrien"), clock.now())
    with pytest.raises((NotAllowed, Unknown)):
        take_back(act)
    assert state(DEC_15)[0] == "skipped"


def test_a_reading_that_is_over_is_not_on_the_list(app, talk):
    read_in(event("1", DEC_15))
    with clock.standing_still(clock.now() + timedelta(days=40)):
        assert queries.listed(viewer("bart"), clock.now())[0] == []


# The pages


def test_what_is_wrong_is_a_sentence_and_what_was_chosen_stays(as_person):
    bart = as_person("bart")
    good = calendar(event("1", DEC_15))
    for content, more in (
        (b"", {}), (b"voornaam;naam", {}), (bytes(range(256)), {}), (b"\x81\x8d", {}), ("x" * 600_000, {}),
        (calendar(*(event(str(n), DEC_15) for n in range(401))), {}), (good, {"what": "place rounds elsewhere"}),
        (good, {"what": "partner"}), (good, {"what": "group youth"}), (good, {"policy": "x"}),
    ):
        chosen = {"what": "group rounds", "policy": "ask", **more}
        page = send(bart, "/calendar/closings/file", file=content, **chosen)
        assert page.status_code == 422 and 'class="errsum"' in page.text, more
        if not more:
            assert 'id="file-err"' in page.text and re.search(r"<input checked[^>]+ value=.ask.", page.text)
        text = content if isinstance(content, str) else content.decode("latin-1")
        if len(text) < 400_000:
            answer = send(bart, "/calendar/closings/file/all", text=text, **chosen)
            assert answer.status_code == 422 and 'class="errsum"' in answer.text
    for data in ({}, {"file": "text", "what": "group rounds"}):
        page = bart.post("/calendar/closings/file", data)
        assert page.status_code == 422 and 'class="errsum"' in page.text
    assert closed() == {}
    big = send(bart, "/calendar/closings/file", file=b"BEGIN:VCALENDAR\n" + b"X" * 2_100_000, what="group rounds")
    assert big.status_code == 413


def test_titles_with_quotes_and_tags_are_only_words_and_come_back_the_same(as_person):
    bart, title = as_person("bart"), "D'Hondt \"<b>x</b>\" & co"
    page = send(bart, "/calendar/closings/file", file=calendar(event("<1>\"@x", DEC_12, reason=title)), **{
        "what": "partner", "partner": "School \"<i>\"", "policy": "skip"})
    assert page.status_code == 200 and "<b>x" not in page.text and "<i>" not in page.text
    answer = send(bart, "/calendar/closings/file/all", text=text_of(page), what="partner", partner="School \"<i>\"",
                  policy="skip")
    assert answer.status_code == 303
    row = Closure.get(Closure.uid != "")
    assert (row.uid, row.reason, row.scope, row.of) == ("<1>\"@x", title, "partner", "School \"<i>\"")
    assert activity(BREAD, DEC_12).state == "planned" and "<b>x" not in bart.get("/calendar/closings/").text


def test_the_longest_file_goes_through_both_pages(as_person):
    bart = as_person("bart")
    events = [event(f"{n}@" + "x" * 240, DEC_5 + n * DAY, reason="é" * 500, more="DESCRIPTION:" + "x" * 3000)
              for n in range(400)]
    page = send(bart, "/calendar/closings/file", file=calendar(*events), what="group rounds", policy="ask")
    assert page.status_code == 200
    answer = send(bart, "/calendar/closings/file/all", text=text_of(page), what="group rounds", policy="ask")
    assert answer.status_code == 303 and len(closed()) == 400


def test_a_file_for_everything_is_for_who_manages_the_house(as_person):
    Activity.create(group="policy", kind="meeting", title="Overleg", date=DEC_15, end_date=DEC_15)
    bart, before = as_person("bart"), everything()
    what, text = {"what": "everything", "policy": "skip"}, calendar(event("1", DEC_15))
    page = send(bart, "/calendar/closings/file", file=text, **what)
    assert page.status_code == 422 and 'href="#what"' in page.text and everything() == before
    answer = send(bart, "/calendar/closings/file/all", text=text, **what)
    assert answer.status_code == 422 and everything() == before


def test_looking_takes_a_fixed_number_of_queries(app, talk):
    def asked(n):
        text = calendar(*(event(str(k), DEC_5 + k * DAY) for k in range(n)))
        with statements() as sql:
            rules.look(text, ROUNDS, viewer("bart"), clock.now())
        return len(sql)

    few = asked(10)
    assert asked(300) == few <= 16
    read_in(*(event(str(k), DEC_5 + k * DAY) for k in range(0, 200, 2)))
    assert asked(300) == asked(20)


# Whatever was there before


@pytest.fixture(scope="module")
def house(templates, tmp_path_factory):
    with clock.standing_still(NOW), running(templates["demo"], tmp_path_factory.mktemp("closings")) as app:
        make_talk()
        yield app


def picture():
    """What every date is, and who sits where."""
    dates = {a.id: (a.state, a.reason, a.date) for a in Activity.select()}
    seats = {(s.seat_id, s.volunteer_id) for s in SignUp.select().where(SignUp.ended_at.is_null())}
    return dates, seats, {(c.scope, c.of, c.uid, c.first_day, c.last_day, c.reason, c.policy) for c in Closure.select()}


days = st.builds(lambda n: date(2026, 11, 20) + n * DAY, st.integers(0, 60))
of = st.sampled_from([("group", "rounds"), ("place", ROOM), ("partner", "School")])
events = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(days, st.integers(0, 12), st.sampled_from(["Dicht", "Feest"]), st.booleans()),
    max_size=5,
)


def file_of(found):
    return [event(uid, first, first + n * DAY, reason, "STATUS:CANCELLED" if off else "")
            for uid, (first, n, reason, off) in found.items()]


def a_step(data, acts):
    """Something that somebody does before the file is read."""
    what = data.draw(st.sampled_from(["close", "open", "confirm", "cancel", "file", "back", "sign up", "loose"]))
    bart, now = viewer("bart"), clock.now()
    if what == "close":
        first, (scope, which) = max(data.draw(days), clock.today()), data.draw(of)
        rules_closures.close(
            {"first_day": first, "last_day": first + data.draw(st.integers(0, 9)) * DAY, "scope": scope, "of": which,
             "group": "rounds" if scope == "place" else "",
             "reason": data.draw(st.sampled_from(["Dicht", "Feest", "Hand"])),
             "policy": data.draw(st.sampled_from(["skip", "ask"]))}, bart, now)
    elif what == "open":
        rows = list(Closure.select())
        rules_closures.open_again(data.draw(st.sampled_from(rows)).id, bart, now)
    elif what == "file":
        a_file(data, acts)
    elif what == "back" and acts:
        rules.take_back(data.draw(st.sampled_from(acts)), bart, now)
    elif what == "loose":
        day = data.draw(days)
        row = Activity.create(group="rounds", kind="other", title="Los", place=ROOM, date=day,
                              end_date=day + data.draw(st.integers(0, 3)) * DAY)
        audit.record("planning.make_one", bart, now, [(row, data.draw(st.sampled_from([None, {"form": "1"}])))])
    else:
        days_of_it = Activity.date.between(date(2026, 11, 25), date(2027, 1, 20))
        rows = list(Activity.select().where(days_of_it, Activity.group == "rounds"))
        row = data.draw(st.sampled_from(rows))
        if what == "confirm":
            rules_cancel.confirm(row.id, bart, now)
        elif what == "cancel":
            rules_cancel.cancel({row.id: row.version}, "Te koud", bart, now)
        else:
            seats = sorted(row.seats, key=lambda seat: seat.id)
            if seats:
                planning.sign_up(data.draw(st.sampled_from(seats)).id, viewer("samir"), now)


def a_file(data, acts):
    scope, which = data.draw(of)
    what = {"scope": scope, "of": which, "group": "rounds" if scope == "place" else "",
            "policy": data.draw(st.sampled_from(["skip", "ask"]))}
    last = Act.select().order_by(Act.id.desc()).get().id
    if rules.read_in(calendar(*file_of(data.draw(events))), what, viewer("bart"), clock.now()).lines:
        acts.append(Act.get(Act.id > last).id)
        return acts[-1]
    return None


@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_closing_by_a_file_and_taking_it_back_leaves_everything_as_it_was(house, data):
    with database.atomic() as all_of_it:
        try:
            acts = []
            for _ in range(data.draw(st.integers(0, 6))):
                try:
                    a_step(data, acts)
                except Refused:
                    pass
            before = picture()
            try:
                number = a_file(data, acts)
            except Refused:
                assert picture() == before
                return
            if number is None:
                assert picture() == before
                return
            take_back(number)
            assert picture() == before
            with pytest.raises(Refused):
                take_back(number)
            assert picture() == before
        finally:
            all_of_it.rollback()
