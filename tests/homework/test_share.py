"""Each side books at once within its own share; above it the other side says yes or no."""

import pytest
from people import told, viewer
from places import DEC_1, LEDEBERG, NOV_25, VISSEN, book, child, empty, group, on_list, pupil, session, state

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.planning.models import SignUp
from wvg.groups.homework.booking import rules, rules_answer
from wvg.groups.homework.models import Booking, BookingStep, HomeworkSession


def test_within_its_share_each_side_books_at_once(app):
    row = empty(places=2, share=1)
    assert book(row, child("Ada")).state == "confirmed"
    assert book(row, child("Bea", "fatiha"), "fatiha").state == "confirmed"
    assert told("marijke") == told("fatiha") == []


def test_above_its_share_a_side_asks_and_the_other_is_told(app):
    row = empty(places=2, share=1)
    book(row, child("Ada", "fatiha"), "fatiha")
    assert book(row, child("Bea", "fatiha"), "fatiha").state == "asked"
    assert told("marijke") == [
        "Hand in Hand (demo) asks for places: Huiswerk De Vissen, Tuesday 1 December."]


def test_the_other_side_gives_the_place_or_says_why_not(app):
    row = empty(places=3, share=1)
    book(row, child("Ada", "fatiha"), "fatiha")
    yes, no = book(row, child("Bea", "fatiha"), "fatiha"), book(row, child("Cis", "fatiha"), "fatiha")
    rules_answer.confirm(yes.id, viewer("marijke"), clock.now())
    with pytest.raises(Invalid):
        rules_answer.decline(no.id, "", viewer("marijke"), clock.now())
    rules_answer.decline(no.id, "De juf is ziek", viewer("marijke"), clock.now())
    assert (state(yes), state(no)) == ("confirmed", "declined")
    last = BookingStep.get(BookingStep.booking == no, BookingStep.state == "declined")
    assert last.opened() == {"reason": "De juf is ziek"}
    assert told("fatiha")[::-1] == [
        "WVG confirmed places that you asked for: Huiswerk De Vissen, Tuesday 1 December.",
        "WVG cannot give places that you asked for: Huiswerk De Vissen, Tuesday 1 December.",
    ]


def test_it_goes_both_ways(app):
    row = empty(places=2, share=1)
    book(row, child("Ada"))
    asked = book(row, child("Bea"))
    assert asked.state == "asked"
    with pytest.raises(NotAllowed):
        rules_answer.confirm(asked.id, viewer("marijke"), clock.now())
    with pytest.raises(NotAllowed):
        rules_answer.confirm(asked.id, viewer("jonas"), clock.now())
    assert rules_answer.confirm(asked.id, viewer("fatiha"), clock.now()).state == "confirmed"


def test_a_tutor_answers_nothing_for_us(app):
    row = empty(places=2, share=1)
    book(row, child("Ada", "fatiha"), "fatiha")
    asked = book(row, child("Bea", "fatiha"), "fatiha")
    for answer in (lambda: rules_answer.confirm(asked.id, viewer("jonas"), clock.now()),
                   lambda: rules_answer.decline(asked.id, "nee", viewer("jonas"), clock.now())):
        with pytest.raises(NotAllowed):
            answer()


def test_two_answer_at_once_and_the_second_hears_it_kindly(app):
    row = empty(places=2, share=1)
    book(row, child("Ada", "fatiha"), "fatiha")
    asked = book(row, child("Bea", "fatiha"), "fatiha")
    rules_answer.confirm(asked.id, viewer("marijke"), clock.now())
    with pytest.raises(Refused, match="meantime"):
        rules_answer.confirm(asked.id, viewer("marijke"), clock.now())
    with pytest.raises(Refused):
        rules_answer.decline(asked.id, "nee", viewer("marijke"), clock.now())
    assert state(asked) == "confirmed"


def test_what_was_asked_for_waits_when_the_last_place_goes_in_the_order_of_asking(app):
    row = empty(places=2, share=1)
    book(row, child("Ada", "fatiha"), "fatiha")
    book(row, child("Bea", "fatiha"), "fatiha")
    book(row, child("Cis"))
    book(row, child("Dan"))
    assert on_list(row) == [("Ada", "confirmed"), ("Bea", "waiting"), ("Cis", "confirmed"), ("Dan", "waiting")]


def test_booking_twice_is_booking_once(app):
    row, ada = empty(), child("Ada")
    assert book(row, ada).id == book(row, ada).id
    assert Booking.select().where(Booking.session == row).count() == 1


def test_who_may_not(app):
    ada = child("Ada")
    with pytest.raises(Unknown):  # katrien and rita see no session
        rules.book(session(DEC_1).activity_id, ada.id, viewer("katrien"), clock.now())
    with pytest.raises(Unknown):
        rules.book(session(DEC_1).activity_id, ada.id, viewer("rita"), clock.now())
    with pytest.raises(Unknown):  # the partner sees no session of De Ledeberg
        rules.book(session(NOV_25, LEDEBERG).activity_id, pupil("Sara").id, viewer("fatiha"), clock.now())
    with pytest.raises(Unknown):  # nor a pupil that comes to nothing they share
        rules.book(session(DEC_1).activity_id, pupil("Arben").id, viewer("fatiha"), clock.now())
    with pytest.raises(Unknown):
        rules.book(session(DEC_1).activity_id, 1, viewer("marijke"), clock.now())


def test_a_tutor_books_in_the_groups_that_they_are_on(app, as_person):
    number = session(NOV_25, LEDEBERG).activity_id
    path = f"/homework/sessions/{number}/booking"
    assert as_person("jonas").get(path).status_code == 200
    sessions = HomeworkSession.select(HomeworkSession.activity).where(HomeworkSession.group == group(LEDEBERG))
    SignUp.update(ended_at=clock.now(), end_reason="withdrew").where(
        SignUp.volunteer == viewer("jonas").volunteer, SignUp.ended_at.is_null(), SignUp.activity.in_(sessions),
    ).execute()
    jonas = as_person("jonas")
    assert jonas.get(path).status_code == 403
    assert jonas.post(path, {"pupil": pupil("Arben").id, "often": "once"}).status_code == 403
    assert jonas.get(f"/homework/pupils/{pupil('Arben').id}").status_code == 404
    assert VISSEN in jonas.get(f"/homework/sessions/{session(DEC_1).activity_id}/booking").text


def test_a_session_that_does_not_go_on_or_is_over_takes_nobody(app):
    row, ada = empty(), child("Ada")
    row.activity.state = "cancelled"
    row.activity.save()
    with pytest.raises(Refused, match="go on"):
        book(row, ada)
    over = session(DEC_1.replace(month=11, day=19))
    with pytest.raises(Refused, match="over"):
        book(over, ada)
