"""A session that goes on again, and dates that were made later: the tick does what could not be done before."""

from datetime import UTC, date, datetime, timedelta

import pytest
from people import told, viewer
from places import (
    DEC_1,
    DEC_8,
    DEC_17,
    LEDEBERG,
    book,
    child,
    empty,
    group,
    on_list,
    pupil,
    session,
    state,
)
from tutoring import DEC_15, ROOM

from wvg.base import clock
from wvg.commons.planning.models import Activity
from wvg.commons.planning.series import rules as rules_series
from wvg.groups.homework.booking import queries_weekly, rules, rules_catch_up, rules_lapse, rules_weekly
from wvg.groups.homework.closing import rules as rules_closing
from wvg.groups.homework.models import LIVE, Booking, Enrolment, HomeworkSession
from wvg.groups.homework.pupils import queries_one
from wvg.groups.homework.sessions import rules_extra

TUESDAY, WEDNESDAY = 1, 2


@pytest.fixture(autouse=True)
def no_other_comes_every_week(app):
    Enrolment.update(ended_at=clock.now()).execute()


def close(day=DEC_8):
    closure, _off = rules_closing.close(
        {"place": ROOM, "first_day": day, "last_day": day, "reason": "Lek"}, viewer("marijke"), clock.now())
    return closure


def open_again(closure):
    rules_closing.open_again(closure.id, viewer("marijke"), clock.now())


def catch_up():
    return rules_catch_up.catch_up(clock.now())


def enrol(pupil, by="marijke", last=DEC_17):
    return rules_weekly.enrol(group().id, pupil.id, [TUESDAY], DEC_1, last, viewer(by), clock.now())[0]


def dates_of(enrolment):
    """The days of a weekly booking that it has a place on, or waits for one."""
    return [one.session.activity.date for one in Booking.select().where(
        Booking.enrolment == enrolment, Booking.state.in_(LIVE)).order_by(Booking.session)]


def test_who_waited_has_the_place_that_came_free_while_the_room_was_closed(app):
    row = empty(DEC_8, 1, 0)
    first, _second = book(row, child("Ada")), book(row, child("Bea"))
    closure = close()
    rules.cancel(first.id, "", viewer("marijke"), clock.now())
    assert catch_up() == 0 and on_list(row) == [("Bea", "waiting")]
    open_again(closure)
    assert catch_up() == 1 and catch_up() == 0
    assert on_list(row) == [("Bea", "offered")]


def test_or_the_places_that_were_added_while_it_was_closed(app):
    row = empty(DEC_8, 1, 0)
    book(row, child("Ada"))
    book(row, child("Bea"))
    closure = close()
    HomeworkSession.update(places=2).where(HomeworkSession.id == row.id).execute()
    open_again(closure)
    catch_up()
    assert on_list(row) == [("Ada", "confirmed"), ("Bea", "offered")]


def test_a_place_is_held_anew_when_the_room_opens(app):
    row = empty(DEC_15, 1, 0)
    first, second = book(row, child("Ada")), book(row, child("Bea"))
    rules.cancel(first.id, "", viewer("marijke"), clock.now())
    closure, opened = close(DEC_15), clock.now() + timedelta(days=3)
    with clock.standing_still(opened):
        catch_up()
        open_again(closure)
        catch_up()
        assert rules_lapse.lapse(clock.now()) == 0 and state(second) == "offered"
    with clock.standing_still(opened + timedelta(days=2)):
        catch_up()
        assert rules_lapse.lapse(clock.now()) == 1


def test_who_comes_every_week_comes_too_when_a_closed_day_opens(app):
    closure = close()
    made = enrol(child("Ada"))
    assert dates_of(made) == [DEC_1, DEC_15]
    catch_up()
    assert DEC_8 not in dates_of(made)
    open_again(closure)
    assert catch_up() == 1 and catch_up() == 0
    assert dates_of(made) == [DEC_1, DEC_8, DEC_15]
    last = Booking.select().where(Booking.enrolment == made).order_by(Booking.id.desc()).get()
    assert (last.session_id, last.steps.get().by, last.steps.get().side) == (session(DEC_8).id, None, "us")


def test_who_waited_goes_before_who_comes_every_week(app):
    row = empty(DEC_8, 1, 0)
    first = book(row, child("Ada"))
    book(row, child("Bea"))
    closure = close()
    enrol(child("Cis"))
    rules.cancel(first.id, "", viewer("marijke"), clock.now())
    open_again(closure)
    assert catch_up() == 2 and on_list(row) == [("Bea", "offered"), ("Cis", "waiting")]


def test_what_was_cancelled_for_a_date_is_not_put_back(app):
    ada = child("Ada")
    closure = close()
    made = enrol(ada)
    open_again(closure)
    by_hand = book(session(DEC_8), ada, "marijke")
    assert catch_up() == 0
    for day in (DEC_1, DEC_8):
        row = Booking.get(Booking.pupil == ada, Booking.session == session(day))
        with clock.standing_still(clock.now() + timedelta(minutes=1)):
            rules.cancel(row.id, "", viewer("marijke"), clock.now())
    assert catch_up() == 0 and dates_of(made) == [DEC_15] and state(by_hand) == "cancelled"


def test_nor_after_it_ended_but_for_who_comes_again_it_is_booked(app):
    closure, ada = close(DEC_15), child("Ada")
    made = enrol(ada)
    rules_weekly.stop(made.id, made.version, DEC_1, "", viewer("marijke"), clock.now())
    open_again(closure)
    assert catch_up() == 0 and dates_of(made) == []
    closure = close(DEC_15)
    with clock.standing_still(clock.now() + timedelta(minutes=1)):
        again = enrol(ada)
        open_again(closure)
        assert catch_up() == 1 and dates_of(again) == [DEC_1, DEC_8, DEC_15]


def test_what_was_cancelled_before_it_was_made_does_not_count(app):
    ada = child("Ada")
    once = book(session(DEC_8), ada)
    rules.cancel(once.id, "", viewer("marijke"), clock.now())
    closure = close()
    with clock.standing_still(clock.now() + timedelta(minutes=1)):
        made = enrol(ada)
        open_again(closure)
        assert catch_up() == 1 and dates_of(made) == [DEC_1, DEC_8, DEC_15]


def test_an_extra_session_is_for_who_is_booked_in_it(app):
    made = enrol(child("Ada"), last=date(2027, 1, 3))
    rules_extra.add_session(group().id, {
        "date": date(2026, 12, 22), "starts": datetime(2026, 12, 22, 9).time(),
        "ends": datetime(2026, 12, 22, 11).time(), "places": 8, "share": 4}, viewer("marijke"), clock.now())
    assert catch_up() == 0 and dates_of(made)[-1] == DEC_15


def test_above_the_share_it_is_asked_for_in_one_message(app):
    closures = [close(day) for day in (DEC_8, DEC_15)]
    enrol(child("Ada", "fatiha"), "fatiha")
    for one in closures:
        open_again(one)
    for day in (DEC_8, DEC_15):
        empty(day, 2, 0)
    before = told("marijke")
    assert catch_up() == 2
    assert [one for one in told("marijke") if one not in before] == [
        "Hand in Hand (demo) asks for places: Huiswerk De Vissen, Tuesday 8 December, Tuesday 15 December."]


def test_dates_that_are_made_later_are_booked_when_they_are_there(app):
    spring = datetime(2027, 4, 6, 9, tzinfo=UTC)
    with clock.standing_still(spring):
        new = rules_extra.next_year(group(LEDEBERG).id, viewer("marijke"), clock.now())
        made, rows = rules_weekly.enrol(new.id, pupil("Arben").id, [WEDNESDAY], date(2027, 9, 1), date(2028, 6, 30),
                                        viewer("marijke"), clock.now())
        assert rows[-1].session.activity.date < date(2028, 6, 1)
    with clock.standing_still(spring + timedelta(days=120)):
        rules_series.extend_all(clock.now(), clock.today())
        assert catch_up() > 0 and catch_up() == 0
        last = Activity.select().join(HomeworkSession, on=HomeworkSession.activity == Activity.id).where(
            HomeworkSession.group == new, Activity.state == "planned").order_by(Activity.date.desc()).get()
        assert dates_of(made)[-1] == last.date == date(2028, 6, 28)


def test_a_date_that_was_moved_by_hand_does_not_bring_its_new_weekday_along(app):
    ada = child("Ada")
    made = enrol(ada)
    Activity.update(date=date(2026, 12, 9), end_date=date(2026, 12, 9)).where(
        Activity.id == session(DEC_8).activity_id).execute()
    assert queries_weekly.days_of([made], clock.today()) == {made.id: {TUESDAY}}
    assert catch_up() == 0
    ((_week, days),) = queries_one.one(ada.id, viewer("marijke"), clock.today()).weekly
    assert days == [TUESDAY]
