"""Every week until a holiday: what is full waits, the rest is booked, and it is said."""

from datetime import date, datetime, timedelta

import pytest
from people import told, viewer
from places import (
    DEC_1,
    DEC_2,
    DEC_3,
    DEC_8,
    DEC_17,
    LEDEBERG,
    NOV_25,
    NOV_26,
    VISSEN,
    book,
    child,
    empty,
    group,
    pupil,
    session,
    state,
)
from tutoring import DEC_15

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.messages.models import Message
from wvg.commons.planning import dates
from wvg.commons.planning.changes import rules_from_here, rules_preview
from wvg.groups.homework import notices
from wvg.groups.homework.booking import queries_weekly, rules, rules_answer, rules_lapse, rules_said, rules_weekly
from wvg.groups.homework.models import Booking, Enrolment
from wvg.groups.homework.pupils import queries_one
from wvg.groups.homework.sessions import rules_places

TUESDAY, WEDNESDAY = 1, 2


def enrol(child, by="marijke", weekdays=(TUESDAY,), first=DEC_1, last=DEC_17, title=VISSEN):
    return rules_weekly.enrol(group(title).id, child.id, list(weekdays), first, last, viewer(by), clock.now())


def test_one_full_date_does_not_keep_the_others_back(app):
    row = empty(DEC_8, 1, 0)
    book(row, child("Ada"))
    _made, bookings = enrol(child("Bea"))
    assert [one.state for one in bookings] == ["confirmed", "waiting", "confirmed"]
    assert str(rules_said.said(bookings, group())) == "Bea: 2 confirmed (1/12, 15/12), 1 waits (8/12 is full)."


def test_a_request_for_many_dates_is_answered_in_one_press_and_told_once(app):
    for day in (DEC_1, DEC_8):
        empty(day, 2, 0)
    made, bookings = enrol(child("Ada", "fatiha"), "fatiha", last=DEC_8)
    assert [one.state for one in bookings] == ["asked", "asked"]
    assert str(rules_said.said(bookings, group())) == "Ada: 2 asked (1/12, 8/12), WVG answers."
    assert told("marijke") == [
        "Hand in Hand (demo) asks for places: Huiswerk De Vissen, Tuesday 1 December, Tuesday 8 December."]
    rules_answer.confirm(bookings[0].id, viewer("marijke"), clock.now())
    assert len(told("marijke")) == 1, "one date is still asked for"
    assert len(rules_answer.confirm_all(made.id, viewer("marijke"), clock.now())) == 1
    assert told("marijke") == [], "what needs no answer any more is put away"
    assert {state(one) for one in bookings} == {"confirmed"}
    assert told("fatiha")[::-1] == [
        f"WVG confirmed places that you asked for: Huiswerk De Vissen, Tuesday {n} December." for n in (1, 8)]
    messages = Message.select().where(Message.kind == notices.CONFIRMED).order_by(Message.id.desc()).limit(2)
    assert [row.details["path"] for row in messages][::-1] == [
        f"/homework/sessions/{session(day).activity_id}" for day in (DEC_1, DEC_8)], "there it stands"
    with pytest.raises(Refused):
        rules_answer.confirm_all(made.id, viewer("marijke"), clock.now())


def test_the_answer_to_many_dates_is_told_once(app):
    for day in (DEC_1, DEC_8):
        empty(day, 2, 0)
    made, _bookings = enrol(child("Ada", "fatiha"), "fatiha", last=DEC_8)
    rules_answer.confirm_all(made.id, viewer("marijke"), clock.now())
    assert told("fatiha") == [
        "WVG confirmed places that you asked for: Huiswerk De Vissen, Tuesday 1 December, Tuesday 8 December."]


def test_or_declined_in_one_press(app):
    for day in (DEC_1, DEC_8):
        empty(day, 2, 0)
    made, bookings = enrol(child("Ada", "fatiha"), "fatiha", last=DEC_8)
    rules_answer.confirm(bookings[0].id, viewer("marijke"), clock.now())
    rules_answer.decline_all(made.id, "Geen begeleiders", viewer("marijke"), clock.now())
    assert [state(one) for one in bookings] == ["confirmed", "declined"]


def test_a_date_that_passed_without_an_answer_does_not_keep_the_others_back(app, as_person):
    for day in (DEC_1, DEC_8, DEC_15):
        empty(day, 2, 0)
    made, bookings = enrol(child("Ada", "fatiha"), "fatiha", last=DEC_15)
    with clock.standing_still(datetime(2026, 12, 1, 18, tzinfo=clock.BRUSSELS)):
        assert "1 December" not in as_person("marijke").get(f"/homework/enrolments/{made.id}/decline").text
        rules_answer.decline(bookings[1].id, "Vol", viewer("marijke"), clock.now())
        rules_answer.confirm_all(made.id, viewer("marijke"), clock.now())
    assert [state(one) for one in bookings] == ["asked", "declined", "confirmed"]


def test_a_date_that_was_booked_once_is_taken_along_and_stops_with_the_rest(app):
    ada = child("Ada")
    once = book(session(DEC_1), ada)
    made, bookings = enrol(ada)
    assert bookings[0].id == once.id and len(bookings) == 3
    ended = rules_weekly.stop(made.id, made.version, DEC_1, "", viewer("marijke"), clock.now())
    assert ended == 3 and state(once) == "cancelled"


def test_what_the_other_side_booked_stays_theirs(app):
    theirs = book(session(DEC_8), pupil("Sara"), "fatiha")
    once = Booking.select().where(Booking.session == session(DEC_8), Booking.pupil == pupil("Sara"),
                                  Booking.state == "confirmed").get()
    Booking.update(enrolment=None).where(Booking.id == once.id).execute()
    Enrolment.update(ended_at=clock.now()).where(Enrolment.pupil == pupil("Sara")).execute()
    made, _bookings = enrol(pupil("Sara"))
    assert rules_weekly.stop(made.id, made.version, DEC_1, "", viewer("marijke"), clock.now()) == 0
    assert theirs.id == once.id and state(once) == "confirmed"


def test_it_stops_from_a_day_on_and_the_other_side_is_told_once(app):
    made, bookings = enrol(child("Ada", "fatiha"), "fatiha")
    with pytest.raises(Invalid):
        rules_weekly.stop(made.id, made.version, DEC_8, "", viewer("marijke"), clock.now())
    assert rules_weekly.stop(made.id, made.version, DEC_8, "Verhuist", viewer("marijke"), clock.now()) == 2
    assert [state(one) for one in bookings] == ["confirmed", "cancelled", "cancelled"]
    assert told("fatiha") == [
        "WVG cancelled places: Huiswerk De Vissen, Tuesday 8 December, Tuesday 15 December."]
    assert Enrolment.get_by_id(made.id).last_day == DEC_8 - timedelta(days=1)
    with pytest.raises((Refused, Invalid)):
        rules_weekly.stop(made.id, made.version, DEC_1, "Weer", viewer("marijke"), clock.now())


def test_what_stops_later_can_still_stop_earlier(app):
    ada = child("Ada")
    made, bookings = enrol(ada)
    rules_weekly.stop(made.id, made.version, DEC_15, "", viewer("marijke"), clock.now())
    ((shown, days),) = queries_one.one(ada.id, viewer("marijke"), clock.today()).weekly
    assert (shown.last_day, days) == (DEC_15 - timedelta(days=1), [TUESDAY])
    assert rules_weekly.stop(made.id, shown.version, DEC_1, "", viewer("marijke"), clock.now()) == 2
    assert {state(one) for one in bookings} == {"cancelled"} and Enrolment.get_by_id(made.id).ended_at


def test_when_nothing_is_left_of_it_the_pupil_can_come_every_week_again(app):
    ada = child("Ada")
    made, bookings = enrol(ada)
    for one in bookings:
        rules.cancel(one.id, "", viewer("marijke"), clock.now())
    assert queries_one.one(ada.id, viewer("marijke"), clock.today()).weekly == []
    again, rows = enrol(ada)
    assert len(rows) == 3 and Enrolment.get_by_id(made.id).ended_at
    rules.cancel(rows[0].id, "", viewer("marijke"), clock.now())
    with pytest.raises(Refused, match="already"):
        enrol(ada)
    assert Enrolment.get_by_id(again.id).ended_at is None


def test_when_the_days_of_the_group_change_those_of_the_pupil_do(app):
    ada = child("Ada")
    enrol(ada)
    series = group().series_id
    other = {"rule": dates.rule_text("weekly", every=1, weekdays=[0, 3])}
    plan = rules_preview.preview(series, DEC_1, other, viewer("marijke"), clock.now())
    rules_from_here.change_from_here(series, DEC_1, other, viewer("marijke"), plan.fingerprint, "Zaal bezet",
                                     clock.now())
    ((_week, days),) = queries_one.one(ada.id, viewer("marijke"), clock.today()).weekly
    assert TUESDAY not in days
    with pytest.raises(Refused, match="already"):
        enrol(ada, weekdays=days)


def offered_on_three_days():
    """Bea waits on three Tuesdays that Ada has; then there is a place more."""
    for day in (DEC_1, DEC_8, DEC_15):
        empty(day, 1, 0)
    for day in (DEC_3, date(2026, 12, 10)):
        empty(day, 1, 0)
    enrol(child("Ada"))
    made, rows = enrol(child("Bea"))
    assert [one.state for one in rows] == ["waiting"] * 3
    rules_places.for_a_while(group().id, DEC_1, DEC_15, 2, 0, viewer("marijke"), clock.now())
    assert [state(one) for one in rows] == ["offered"] * 3
    return made, rows


def offers():
    return [one for one in told("marijke") if "came free" in one]


def test_places_that_come_free_in_one_act_are_told_once_and_taken_in_one_press(app, as_person):
    made, rows = offered_on_three_days()
    assert offers() == ["A place came free for a pupil who waits. Say if they come: Huiswerk De Vissen, "
                        "Tuesday 1 December, Tuesday 8 December, Tuesday 15 December."]
    rules_answer.say_no(rows[0].id, viewer("marijke"), clock.now())
    assert len(offers()) == 1, "two days still wait"
    marijke = as_person("marijke")
    assert f"/homework/enrolments/{made.id}/yes" in marijke.get("/homework/questions").text
    assert as_person("jonas").post(f"/homework/enrolments/{made.id}/yes").status_code == 403
    assert as_person("fatiha").post(f"/homework/enrolments/{made.id}/no").status_code == 404
    assert marijke.post(f"/homework/enrolments/{made.id}/yes").status_code == 303
    assert [state(one) for one in rows] == ["cancelled", "confirmed", "confirmed"] and offers() == []
    for what in ("yes", "no"):
        assert marijke.post(f"/homework/enrolments/{made.id}/{what}").status_code == 409
        assert marijke.post(f"/homework/enrolments/9999/{what}").status_code == 404


def test_or_left_in_one_press(app, as_person):
    made, rows = offered_on_three_days()
    assert as_person("marijke").post(f"/homework/enrolments/{made.id}/no").status_code == 303
    assert [state(one) for one in rows] == ["cancelled"] * 3


def test_places_that_nobody_took_in_time_are_told_once(app):
    _made, rows = offered_on_three_days()
    with clock.standing_still(clock.now() + timedelta(days=2)):
        assert rules_lapse.lapse(clock.now()) == 3
        assert [one for one in told("marijke") if "in time" in one] == [
            "Nobody said yes in time, so the place went on: Huiswerk De Vissen, "
            "Tuesday 1 December, Tuesday 8 December, Tuesday 15 December."]
    assert [state(one) for one in rows] == ["cancelled"] * 3


def test_two_stop_it_at_once_and_the_second_hears_it(app):
    made, _bookings = enrol(child("Ada"))
    rules_weekly.stop(made.id, made.version, DEC_8, "", viewer("marijke"), clock.now())
    with pytest.raises(Refused):
        rules_weekly.stop(made.id, made.version, DEC_1, "", viewer("marijke"), clock.now())


def test_what_cannot_be(app):
    ada = child("Ada")
    enrol(ada)
    with pytest.raises(Refused, match="already"):
        enrol(ada)
    with pytest.raises(Invalid):
        enrol(ada, weekdays=(5,))
    with pytest.raises(Invalid):
        enrol(ada, weekdays=())
    with pytest.raises(Invalid):
        enrol(ada, first=DEC_8, last=DEC_1)


def test_who_may_not(app):
    made, _bookings = enrol(child("Ada"), title=LEDEBERG, weekdays=(WEDNESDAY,), first=NOV_25)
    for name in ("fatiha", "rita", "katrien"):
        with pytest.raises(Unknown):
            enrol(pupil("Sara"), name, (WEDNESDAY,), title=LEDEBERG)
        with pytest.raises(Unknown):
            rules_weekly.stop(made.id, made.version, DEC_2, "x", viewer(name), clock.now())
    with pytest.raises(Unknown):
        rules_weekly.stop(9, 1, DEC_2, "x", viewer("marijke"), clock.now())
    with pytest.raises(Unknown):
        rules_answer.confirm_all(9, viewer("marijke"), clock.now())
    theirs, _rows = enrol(child("Bea", "fatiha"), "fatiha")
    with pytest.raises(NotAllowed):
        rules_answer.confirm_all(theirs.id, viewer("jonas"), clock.now())


def test_a_pupil_that_stopped_is_not_booked(app):
    from wvg.groups.homework.pupils import rules as rules_pupils

    ada = child("Ada")
    _made, bookings = enrol(ada)
    rules_pupils.stop(ada.id, ada.version, "Verhuist", viewer("marijke"), clock.now())
    assert {state(one) for one in bookings} == {"cancelled"}
    with pytest.raises(Refused, match="come any more"):
        book(session(NOV_26), ada)
    with pytest.raises(Refused, match="come any more"):
        enrol(ada)
    assert not Booking.select().where(Booking.pupil == ada, Booking.state == "confirmed").exists()


def test_until_the_next_holidays():
    found = queries_weekly.until_holidays(date(2026, 11, 24), date(2027, 6, 30), "nl")
    assert [day for _name, day in found] == [
        date(2026, 12, 20), date(2027, 2, 7), date(2027, 3, 28), date(2027, 6, 30)]
    assert found[-1][0] is None
    assert queries_weekly.until_holidays(date(2026, 11, 24), date(2027, 1, 10), "en")[0][0] != found[0][0]


def test_a_long_school_holiday_is_the_same_one_for_all(app):
    christmas = (date(2026, 12, 21), date(2027, 1, 3))
    for first, last in ((DEC_1, date(2026, 12, 21)), (date(2027, 1, 3), date(2027, 1, 10)), christmas):
        ((_name, *found),) = dates.long_school_holidays(first, last)
        assert tuple(found) == christmas
    assert dates.long_school_holidays(DEC_1, date(2026, 12, 20)) == []
    assert dates.long_school_holidays(date(2027, 5, 3), date(2027, 5, 30)) == [], "Ascension is short"
