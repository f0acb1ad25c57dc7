"""What stands in a feed: one's own places, the groups one chose, and nothing that is not for whoever holds the file."""

from datetime import date, time, timedelta

import pytest
from door import in_english
from feeds import OWN, address, events, read, titles
from people import BREAD, DEC_5, DEC_12, FOOD, NOV_28, activity, call_off, seat, viewer

from wvg.base import clock
from wvg.commons.accounts import rules as accounts
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.calendar.feeds import queries_events
from wvg.commons.planning import rules, rules_undo
from wvg.commons.planning.changes import rules as rules_changes
from wvg.commons.planning.changes import rules_cancel
from wvg.commons.planning.models import Activity, Role, Seat, SignUp
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.volunteers.models import Volunteer

GROUP = "/calendar/feeds/groups/rounds"
THURSDAY = date(2026, 11, 26)


def add(title, day=THURSDAY, **values):
    """An activity of the youth group, with one seat of a driver."""
    values = {"group": "youth", "kind": "outing", "end_date": day, "audience": "everyone", **values}
    row = Activity.create(title=title, date=day, **values)
    Seat.create(activity=row, role=Role.get(Role.key == "driver"), position=1)
    return row


def put(name, row):
    """Put somebody on its first seat."""
    return SignUp.create(seat=Seat.get(Seat.activity == row), activity=row, volunteer=viewer(name).volunteer,
                         made_at=clock.now())


def later(**more):
    return clock.standing_still(clock.now() + timedelta(**more))


@pytest.fixture
def own(as_person):
    """Read somebody's own feed: own("rita", "rounds")."""
    def of(name, *also):
        browser = as_person(name)
        return browser.get(address(browser, OWN, also))

    return of


@pytest.fixture
def group_feed(as_person):
    browser = as_person("bart")
    path = address(browser, GROUP)
    return lambda: browser.get(path)


def test_ones_own_places_are_in_it_with_what_one_does(own):
    found = events(own("samir"))
    bread, food = found[activity(BREAD, DEC_5).id], found[activity(FOOD, date(2026, 11, 25)).id]
    assert str(bread["summary"]) == BREAD, "a place without a role says nothing"
    assert str(food["summary"]) == f"{FOOD} (chauffeur)"
    assert str(bread["location"]) == "Panos (demo)", "the place where one meets, without its street"
    assert bread["transp"] == "OPAQUE"
    mine = SignUp.select().join(Activity).where(
        SignUp.volunteer == viewer("samir").volunteer, SignUp.ended_at.is_null(),
        Activity.date >= clock.today() - timedelta(days=31))
    assert set(found) == {row.activity_id for row in mine}


def test_the_words_are_in_the_language_of_whose_it_is(own):
    Volunteer.update(language="en").where(Volunteer.first_name == "Samir").execute()
    assert f"{FOOD} (driver)" in titles(own("samir"))


def test_the_groups_that_one_chose_stand_in_it_and_take_no_time(own):
    found = events(own("rita", "rounds"))
    theirs = found[activity(BREAD, DEC_5).id]
    assert theirs["transp"] == "TRANSPARENT" and str(theirs["summary"]) == BREAD
    assert len(found) > 40
    assert found[activity(BREAD, NOV_28).id]["transp"] == "OPAQUE"


def test_of_a_group_one_is_not_of_only_what_is_for_everybody(own):
    add("Schaatsen", audience="everyone")
    add("Vergadering", audience="group")
    found = titles(own("rita", "youth"))
    assert "Schaatsen" in found and "Vergadering" not in found
    assert {"Schaatsen", "Vergadering"} <= titles(own("marijke", "youth"))


def test_what_is_only_for_those_on_it_is_named_by_its_group_and_is_nowhere_else(own, group_feed):
    hers = add("Naar dokter Peeters", group="visits", audience="those on it", place="Kerkstraat 1",
               public_place="Kerkstraat", starts=time(9), ends=time(10))
    rounds = add("Stille rit", group="rounds", audience="those on it", public_place="Kerkstraat")
    put("elira", hers)
    put("rita", rounds)
    event = events(own("elira", "visits"))[hers.id]
    assert str(event["summary"]) == "Begeleiding", "without its title, and without the role"
    assert "location" not in event
    assert str(events(own("rita"))[rounds.id]["summary"]) == "Rondes"
    # Bart coordinates and sees it on the page, and yet it is not his to carry about.
    for answer in (own("godelieve", "visits"), own("bart", "rounds"), group_feed()):
        assert hers.id not in events(answer) and rounds.id not in events(answer)
        assert b"Kerkstraat" not in answer.data and b"Peeters" not in answer.data


def test_a_group_has_a_feed_of_what_it_does_without_roles(group_feed):
    answer = group_feed()
    found = events(answer)
    assert {BREAD, FOOD, "Babyronde"} == {title.rpartition(": ")[2] for title in titles(answer)}
    assert all(event["transp"] == "TRANSPARENT" for event in found.values())
    assert add("Schaatsen").id not in events(group_feed())


def test_a_month_back_and_a_year_ahead(group_feed):
    today = clock.today()
    rows = {days: add(f"{days}", today + timedelta(days=days), group="rounds") for days in (-32, -31, 365, 366)}
    found = events(group_feed())
    assert [days for days, row in rows.items() if row.id in found] == [-31, 365]
    long = add("kamp", today - timedelta(days=40), end_date=today - timedelta(days=31), group="rounds")
    assert long.id in events(group_feed()), "its last day counts"


def test_what_was_called_off_stays_a_month(own, group_feed, as_person):
    in_english()
    row = activity(BREAD, NOV_28)
    path = address(rita := as_person("rita"))
    before = events(rita.get(path))[row.id]["sequence"]
    with later(minutes=5):
        call_off(row, "Bakker ziek")
        for event in (events(rita.get(path))[row.id], events(group_feed())[row.id]):
            assert event["status"] == "CANCELLED" and event["transp"] == "TRANSPARENT"
            assert str(event["summary"]) == "Does not go on: Broodronde"
            assert event["last-modified"].dt == clock.now()
            assert "Bakker" not in str(event)
        assert events(rita.get(path))[row.id]["sequence"] > before
    with later(days=30, minutes=4):
        assert row.id in events(rita.get(path))
    with later(days=30, minutes=6):
        assert row.id not in events(rita.get(path)) and row.id not in events(group_feed())


def test_who_gave_the_place_back_before_hears_nothing_of_it(as_person):
    rita, row = as_person("rita"), activity(BREAD, NOV_28)
    path = address(rita)
    rules.withdraw(seat(BREAD, NOV_28, 2).id, viewer("rita"), clock.now())
    assert row.id not in events(rita.get(path))
    call_off(row, "Bakker ziek")
    assert row.id not in events(rita.get(path))


def test_what_goes_on_after_all_is_there_again_for_who_is_back_on_it(as_person):
    rita, row = as_person("rita"), activity(BREAD, NOV_28)
    path = address(rita)
    call_off(row, "Bakker ziek")
    off = events(rita.get(path))[row.id]["sequence"]
    rules_cancel.confirm(row.id, viewer("bart"), clock.now())
    event = events(rita.get(path))[row.id]
    assert event["status"] == "CONFIRMED" and event["sequence"] > off


def test_who_did_not_come_back_on_what_goes_on_after_all_has_it_no_more(as_person):
    rita, row = as_person("rita"), activity(BREAD, NOV_28)
    path = address(rita)
    call_off(row, "Bakker ziek")
    Seat.update(state="removed").where(Seat.id == seat(BREAD, NOV_28, 2)).execute()
    rules_cancel.confirm(row.id, viewer("bart"), clock.now())
    assert row.id not in events(rita.get(path))


def test_what_never_was_to_go_on_is_not_there_but_what_is_skipped_later_is(group_feed):
    planned = add("Schaatsen", group="rounds")
    never = add("Feestdag", group="rounds", state="skipped", reason="Wapenstilstand")
    assert never.id not in events(group_feed())
    rules_series.set_state(planned, "skipped", "Gesloten", clock.now())
    assert events(group_feed())[planned.id]["status"] == "CANCELLED"


def test_a_date_in_doubt_says_so(group_feed):
    in_english()
    row = add("Schaatsen", group="rounds", state="to confirm")
    event = events(group_feed())[row.id]
    assert event["status"] == "TENTATIVE" and str(event["summary"]) == "Not sure yet: Schaatsen"


def test_another_role_moves_the_sequence_of_ones_own_and_so_does_undoing(as_person):
    samir, row, by = as_person("samir"), activity(FOOD, date(2026, 11, 25)), viewer("samir")
    path, driver, helper = address(samir), seat(FOOD, row.date, 1), seat(FOOD, row.date, 2)
    seen = [events(samir.get(path))[row.id]]
    with later(minutes=1):
        back = rules.withdraw(driver.id, by, clock.now())
        assert row.id not in events(samir.get(path))
    with later(minutes=2):
        rules_undo.undo(back.act.id, by, clock.now())
        seen.append(events(samir.get(path))[row.id])
    with later(minutes=3):
        rules.withdraw(driver.id, by, clock.now())
        rules.withdraw(helper.id, viewer("luc"), clock.now())
        rules.sign_up(helper.id, by, clock.now())
        seen.append(events(samir.get(path))[row.id])
    assert [str(e["summary"]) for e in seen] == [f"{FOOD} (chauffeur)", f"{FOOD} (chauffeur)", f"{FOOD} (helper)"]
    assert [e["sequence"] for e in seen] == sorted({e["sequence"] for e in seen})
    assert seen[2]["last-modified"].dt > seen[0]["last-modified"].dt


def test_each_change_of_a_date_moves_its_sequence_and_its_moment(as_person):
    bart = as_person("bart")
    path, row = address(bart, GROUP), activity(BREAD, DEC_12)
    seen = [events(bart.get(path))[row.id]]
    for minutes, change in enumerate([
        {"title": "Brood en koeken"}, {"starts": time(18), "ends": time(20)}, {"date": DEC_12 + timedelta(days=1)},
        {"place": "Kantoor, achteraan"},
    ], 1):
        with later(minutes=minutes):
            now = Activity.get_by_id(row.id)
            values = {name: getattr(now, name) for name in ("date", "starts", "ends", "place", "title", "minimum")}
            rules_changes.change_one(row.id, {**values, **change}, viewer("bart"), now.version, clock.now())
            seen.append(events(bart.get(path))[row.id])
    assert [e["sequence"] for e in seen] == sorted({e["sequence"] for e in seen})
    assert [e["last-modified"].dt for e in seen] == sorted({e["last-modified"].dt for e in seen})
    assert len({e["uid"] for e in seen}) == 1
    last = seen[-1]
    assert str(last["summary"]) == "Brood en koeken" and str(last["location"]) == "Kantoor"
    assert last["dtstart"].dt.isoformat() == "2026-12-13T18:00:00+01:00"


def test_rights_are_those_of_now(as_person):
    rita = as_person("rita")
    path = address(rita, OWN, ["rounds"])
    assert len(events(rita.get(path))) > 40
    account = Account.get(Account.user_name == "rita")
    Grant.create(account=account, role="volunteer", group="visits", given_at=clock.now())
    grant = Grant.get(Grant.account == account, Grant.group == "rounds")
    accounts.end_grant(grant, viewer("katrien"), clock.now())
    assert set(events(rita.get(path))) <= {row.activity_id for row in SignUp.select().where(
        SignUp.volunteer == account.volunteer_id)}, "what a group has for its own goes with the right"


def test_at_most_a_thousand_the_first_ones(group_feed):
    first = Activity.select().count() + 1000
    days = [clock.today() + timedelta(days=n % 300) for n in range(1100)]
    Activity.insert_many([
        {"id": first + n, "group": "rounds", "kind": "other", "title": f"Extra {n}", "date": day, "end_date": day}
        for n, day in enumerate(days)
    ]).execute()
    found = events(group_feed())
    assert len(found) == queries_events.MOST == 1000
    starts = [str(getattr(e["dtstart"].dt, "date", lambda e=e: e["dtstart"].dt)()) for e in found.values()]
    assert starts == sorted(starts), "in order of date"


def test_one_activity_can_be_taken_over_by_who_sees_it(as_person):
    row = activity(FOOD, date(2026, 11, 25))
    answer = as_person("samir").get(f"/calendar/activities/{row.id}.ics")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    event = read(answer.data)[row.id]
    assert str(event["summary"]) == f"{FOOD} (chauffeur)" and str(event["location"]) == "Kantoor"
    assert b"CALNAME" not in answer.data, "it is no calendar of its own"


def test_one_activity_that_is_not_theirs_to_see_is_not_there(as_person):
    hidden = add("Naar dokter Peeters", group="visits", audience="those on it", public_place="Kerkstraat")
    meeting = add("Vergadering", audience="group")
    rita = as_person("rita")
    for number in (hidden.id, meeting.id, 999_999):
        assert rita.get(f"/calendar/activities/{number}.ics").status_code == 404
    assert as_person("fatiha").get(f"/calendar/activities/{meeting.id}.ics").status_code == 404
    put("elira", hidden)
    answer = as_person("elira").get(f"/calendar/activities/{hidden.id}.ics")
    assert b"Peeters" not in answer.data and b"Kerkstraat" not in answer.data
    assert rita.post(f"/calendar/activities/{meeting.id}.ics").status_code == 405


def test_what_a_program_goes_by_only_ever_moves_forward(as_person, browser):
    """Signing up, withdrawing, undoing and looking for a substitute, an hour apart each."""
    place, luc, seen, feed = seat(BREAD, DEC_12, 2), viewer("luc"), [], address(as_person("luc"), OWN, ["rounds"])

    def look(hours, act):
        with later(hours=hours):
            act()
            event = events(browser.get(feed))[place.activity_id]
            seen.append((event["sequence"], event["last-modified"].dt))

    done = {}
    look(1, lambda: rules.sign_up(place.id, luc, clock.now()))
    look(2, lambda: done.update(act=rules.withdraw(place.id, luc, clock.now()).act))
    look(3, lambda: rules_undo.undo(done["act"].id, luc, clock.now()))
    look(4, lambda: rules.seek(place.id, luc, clock.now()))
    assert seen == sorted(seen) and len({sequence for sequence, _ in seen}) == len({at for _, at in seen}) == 4, seen
