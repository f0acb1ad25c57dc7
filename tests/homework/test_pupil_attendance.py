"""Who came: one press a pupil, one for all, and who is there without a place."""

import pytest
from people import told, viewer
from places import book, child, empty, state
from tutoring import DEC_15, LEDEBERG, TODAY, WEDNESDAY, activity, booking, later, page_of, pupil, session

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.audit.models import ActChange
from wvg.commons.planning.models import Activity
from wvg.groups.homework.during import rules_attendance as rules
from wvg.groups.homework.models import Booking, BookingStep, HomeworkSession


def said(name, day=TODAY):
    return booking(name, day).attendance


@pytest.mark.parametrize("name", ["jonas", "marijke", "fatiha"])
def test_one_press_says_that_a_pupil_is_there(as_person, name):
    answer = as_person(name).post(f"/homework/bookings/{booking('Amina').id}/attendance", {"attendance": "late"})
    assert answer.status_code == 303 and answer.location.startswith(f"{page_of()}/attendance#pupil-")
    row = booking("Amina")
    assert (row.attendance, row.attended_by, row.attended_at) == ("late", viewer(name).account, clock.now())


def test_pressing_again_takes_it_back(as_person):
    jonas, row = as_person("jonas"), booking("Amina")
    jonas.post(f"/homework/bookings/{row.id}/attendance", {"attendance": "absent"})
    assert 'value="unknown absent"' in jonas.get(f"{page_of()}/attendance").text
    jonas.post(f"/homework/bookings/{row.id}/attendance", {"attendance": "unknown absent"})
    row = booking("Amina")
    assert (row.attendance, row.attended_by, row.attended_at, row.version) == ("unknown", None, None, 3)


def test_with_htmx_the_rows_come_back_with_the_focus_where_it_was(as_person):
    row = booking("Amina")
    answer = as_person("jonas").htmx(f"/homework/bookings/{row.id}/attendance", {"attendance": "excused"})
    assert answer.status_code == 200 and "<html" not in answer.text
    assert answer.text.count("autofocus") == 1
    button = answer.text.split("autofocus")[0].rsplit("<button", 1)[1]
    assert 'aria-pressed="true"' in button and "mark--excused" in button


def test_everyone_is_here_leaves_what_was_said(as_person):
    jonas = as_person("jonas")
    jonas.post(f"/homework/bookings/{booking('Amina').id}/attendance", {"attendance": "absent"})
    jonas.post(f"{page_of()}/attendance")
    assert [said(name) for name in ("Amina", "Dawit", "Elena", "Sara", "Yusuf")] == ["absent"] + ["present"] * 4
    assert "4 van 5" in jonas.get(f"{page_of()}/attendance").text or "4 of 5" in jonas.get(
        f"{page_of()}/attendance").text


def test_of_two_tutors_the_last_press_is_right_and_is_seen(as_person):
    row = booking("Amina")
    as_person("jonas").post(f"/homework/bookings/{row.id}/attendance", {"attendance": "absent"})
    answer = as_person("zeynep").htmx(f"/homework/bookings/{row.id}/attendance", {"attendance": "late"})
    assert answer.status_code == 200 and said("Amina") == "late"
    assert "Zeynep" in as_person("jonas").get(f"{page_of()}/attendance").text


def test_not_before_its_day_and_a_week_after_it(app):
    row, jonas = booking("Amina", DEC_15), viewer("jonas")
    with pytest.raises(Refused):
        rules.tick(row.id, "present", jonas, clock.now())
    for days, who, right in ((21, "jonas", True), (28, "jonas", True), (29, "marijke", True), (81, "marijke", True),
                             (82, "marijke", False)):
        if right:
            rules.tick(row.id, "present" if days % 2 else "late", viewer(who), later(days=days))
        else:
            with pytest.raises(Refused):
                rules.tick(row.id, "absent", viewer(who), later(days=days))
    with pytest.raises((Refused, Unknown)):
        rules.tick(row.id, "absent", jonas, later(days=29))
    with pytest.raises(Refused):
        rules.tick(row.id, "absent", viewer("fatiha"), later(days=29))


def test_who_may_not(as_person):
    path = f"/homework/bookings/{booking('Amina').id}/attendance"
    for name, status in (("rita", 403), ("katrien", 403)):
        assert as_person(name).post(path, {"attendance": "present"}).status_code == status
    other = f"/homework/bookings/{booking('Arben', WEDNESDAY, LEDEBERG).id}/attendance"
    assert as_person("fatiha").post(other, {"attendance": "present"}).status_code == 404
    assert as_person("jonas").post("/homework/bookings/999999/attendance", {"attendance": "present"}).status_code == 404
    assert as_person("jonas").post("/homework/bookings/999999/attendance", {}).status_code == 404
    assert as_person("jonas").post(path, {"attendance": "asleep"}).status_code == 422
    assert as_person("jonas").get(path).status_code == 405
    assert said("Amina") == "unknown"


def test_a_tutor_of_the_group_who_is_not_on_that_session_does_not_tick(app):
    from wvg.commons.planning import rules as planning
    from wvg.commons.planning.models import Seat, SignUp

    seat = SignUp.get(SignUp.activity == activity(), SignUp.volunteer == viewer("zeynep").volunteer).seat
    planning.withdraw(Seat.get_by_id(seat).id, viewer("zeynep"), clock.now())
    with pytest.raises(NotAllowed):
        rules.tick(booking("Amina").id, "present", viewer("zeynep"), clock.now())


def test_what_does_not_go_on_has_nobody(app):
    Activity.update(state="skipped", reason="x").where(Activity.id == activity().id).execute()
    with pytest.raises(Refused):
        rules.all_here(activity().id, viewer("jonas"), clock.now())


def test_a_pupil_who_comes_without_a_place_is_added_and_present(as_person):
    row = booking("Dawit")
    Booking.update(state="cancelled").where(Booking.id == row.id).execute()
    jonas = as_person("jonas")
    assert "Dawit" in jonas.get(f"{page_of()}/attendance").text
    jonas.post(f"{page_of()}/walk-in", {"pupil": row.pupil_id})
    row = booking("Dawit")
    assert (row.state, row.attendance, row.side) == ("confirmed", "present", "us")
    jonas.post(f"{page_of()}/walk-in", {"pupil": row.pupil_id})
    assert Booking.select().where(Booking.pupil == row.pupil_id, Booking.session == row.session,
                                  Booking.state == "confirmed").count() == 1


def test_who_waited_and_is_there_gets_the_place(app):
    row = booking("Sara")
    Booking.update(state="waiting", offered_at=clock.now()).where(Booking.id == row.id).execute()
    rules.walk_in(activity().id, row.pupil_id, viewer("jonas"), clock.now())
    row = booking("Sara")
    assert (row.state, row.offered_at, row.attendance, row.side) == ("confirmed", None, "present", "them")


def without_a_place(name, **places):
    """A pupil whose booking of today is cancelled, in a session with these places."""
    row = booking(name)
    Booking.update(state="cancelled").where(Booking.id == row.id).execute()
    HomeworkSession.update(**places).where(HomeworkSession.id == row.session_id).execute()
    return row


def test_when_it_is_full_a_tutor_lets_one_in_and_a_partner_does_not(as_person):
    row = without_a_place("Dawit", places=4)
    with clock.standing_still(later(hours=7)):
        refused = as_person("fatiha").post(f"{page_of()}/walk-in", {"pupil": row.pupil_id})
        assert refused.status_code == 409 and "Dawit" in refused.text
        assert as_person("jonas").post(f"{page_of()}/walk-in", {"pupil": row.pupil_id}).status_code == 303
    assert said("Dawit") == "present"


def test_a_partner_lets_in_from_the_start_on(app):
    row = without_a_place("Sara", places=8, share=4)
    with pytest.raises(Refused):
        rules.walk_in(activity().id, row.pupil_id, viewer("fatiha"), later(hours=6, minutes=14))
    rules.walk_in(activity().id, row.pupil_id, viewer("fatiha"), later(hours=6, minutes=15))
    now = booking("Sara")
    assert (now.side, now.state, now.attendance) == ("them", "confirmed", "present")
    step = BookingStep.select().where(BookingStep.booking == now).get()
    assert (step.side, step.by) == ("them", viewer("fatiha").account)


def test_a_partner_does_not_go_over_its_share(app):
    row = without_a_place("Sara", places=8, share=1)
    with pytest.raises(Refused):
        rules.walk_in(activity().id, row.pupil_id, viewer("fatiha"), later(hours=7))
    HomeworkSession.update(places=4, share=4).where(HomeworkSession.id == session().id).execute()
    with pytest.raises(Refused):
        rules.walk_in(activity().id, row.pupil_id, viewer("fatiha"), later(hours=7))
    assert booking("Sara").state == "cancelled"


@pytest.mark.parametrize("state", ["asked", "waiting"])
def test_a_partner_does_not_answer_its_own_question(app, state):
    row = booking("Sara")
    Booking.update(state=state).where(Booking.id == row.id).execute()
    with pytest.raises(Refused):
        rules.walk_in(activity().id, row.pupil_id, viewer("fatiha"), later(hours=7))
    assert booking("Sara").state == state


def test_a_partner_lets_in_for_whom_a_place_is_held(app):
    row = booking("Sara")
    Booking.update(state="waiting", offered_at=clock.now()).where(Booking.id == row.id).execute()
    rules.walk_in(activity().id, row.pupil_id, viewer("fatiha"), later(hours=7))
    assert (booking("Sara").state, booking("Sara").offered_at) == ("confirmed", None)


def test_who_is_let_in_leaves_no_question_open(app):
    row = empty(TODAY, places=2, share=1)
    first, second = child("Bo", by="fatiha"), child("Lo", by="fatiha")
    book(row, first, by="fatiha")
    asked = book(row, second, by="fatiha")
    assert state(asked) == "asked" and len(told("marijke")) == 1
    rules.walk_in(row.activity_id, second.id, viewer("jonas"), later(hours=7))
    assert state(asked) == "confirmed" and told("marijke") == []


def test_when_the_last_place_goes_to_who_is_there_who_asked_waits(app):
    row = empty(TODAY, places=2, share=1)
    book(row, child("Bo", by="fatiha"), by="fatiha")
    asked = book(row, child("Lo", by="fatiha"), by="fatiha")
    rules.walk_in(row.activity_id, pupil("Dawit").id, viewer("jonas"), later(hours=7))
    assert state(asked) == "waiting"


def test_a_pupil_of_another_group_is_not_added(as_person):
    jonas = as_person("jonas")
    assert jonas.post(f"{page_of()}/walk-in", {"pupil": pupil("Arben").id}).status_code == 422
    assert jonas.post(f"{page_of()}/walk-in", {"pupil": ""}).status_code == 422
    with pytest.raises(Invalid):
        rules.walk_in(activity().id, pupil("Lea").id + 1, viewer("jonas"), clock.now())


def test_the_record_says_who_and_nothing_of_a_child(app):
    rules.tick(booking("Amina").id, "late", viewer("jonas"), clock.now())
    change = ActChange.select().order_by(ActChange.id.desc()).first()
    assert (change.table, change.before) == ("booking", {"attendance": "unknown", "version": 1})
