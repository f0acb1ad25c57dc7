"""A session loses its last tutor while pupils come: both sides are told once, and never wrongly."""

from people import told, viewer
from playhouse.test_utils import count_queries
from tutoring import DEC_15, DEC_17, LEDEBERG, ROOM, activity, later, pupil, session

from wvg.base import clock
from wvg.commons.accounts import rules as accounts
from wvg.commons.accounts.models import Account
from wvg.commons.messages.models import Message
from wvg.commons.planning import rules, rules_assign, rules_undo
from wvg.commons.planning.away import rules_absences
from wvg.commons.planning.changes import rules_cancel
from wvg.commons.planning.models import Activity, Seat, SignUp
from wvg.groups.homework.booking import rules as rules_booking
from wvg.groups.homework.closing import rules as rules_closing
from wvg.groups.homework.during import rules_in_need
from wvg.groups.homework.models import Booking

KIND = "homework.in_need"
SAID = "There is no tutor, and pupils are coming: Huiswerk De Vissen, Thursday 17 December."


def seat(name, day=DEC_17):
    return SignUp.get(SignUp.activity == activity(day), SignUp.volunteer == viewer(name).volunteer,
                      SignUp.ended_at.is_null()).seat_id


def leave(name, day=DEC_17):
    return rules.withdraw(seat(name, day), viewer(name), clock.now())


def in_need(day=DEC_17, **more):
    return session(day, **more).in_need_since


def heard(name):
    return [line for line in told(name) if line == SAID]


def test_when_the_last_one_leaves_both_sides_are_told(app):
    leave("jonas")
    assert in_need() is None and heard("marijke") == []
    leave("zeynep")
    assert in_need() == clock.now()
    assert heard("marijke") == heard("fatiha") == [SAID]


def test_undoing_it_leaves_no_wrong_message(app):
    leave("jonas")
    done = leave("zeynep")
    rules_undo.undo(done.act.id, viewer("zeynep"), clock.now())
    assert in_need() is None and heard("marijke") == heard("fatiha") == []


def test_who_read_it_hears_that_there_is_a_tutor_again(app):
    leave("jonas")
    leave("zeynep")
    Message.update(seen_at=clock.now()).where(
        Message.kind == KIND, Message.recipient == viewer("fatiha").volunteer).execute()
    rules.sign_up(Seat.get(Seat.activity == activity(DEC_17), Seat.position == 1).id, viewer("jonas"), clock.now())
    assert in_need() is None and heard("marijke") == []
    assert "There is a tutor again: Huiswerk De Vissen, Thursday 17 December." in told("fatiha")
    assert not any("tutor again" in line for line in told("marijke"))


def test_taking_over_is_never_a_session_without_a_tutor(app):
    leave("zeynep")
    rules.seek(seat("jonas"), viewer("jonas"), clock.now())
    rules.take_over(seat("jonas"), viewer("zeynep"), clock.now())
    assert in_need() is None and heard("marijke") == []
    rules_assign.assign(seat("zeynep"), viewer("jonas").volunteer, viewer("marijke"), clock.now())
    assert in_need() is None and heard("fatiha") == []
    assert not Message.select().where(Message.kind == KIND).exists()


def test_without_pupils_nobody_is_told(app):
    Booking.update(state="cancelled").where(Booking.session == session(DEC_17)).execute()
    leave("jonas")
    leave("zeynep")
    assert in_need() is None and heard("marijke") == []


def test_a_cancelled_session_is_not_in_need(app):
    row = activity(DEC_17)
    rules_cancel.cancel({row.id: row.version}, "ziek", viewer("marijke"), clock.now())
    assert in_need() is None and heard("fatiha") == []


def test_leaving_all_places_of_an_absence_tells_once_a_session(app):
    for row in SignUp.select().where(SignUp.volunteer == viewer("zeynep").volunteer, SignUp.ended_at.is_null()):
        if row.activity.date in (DEC_15, DEC_17):
            rules.withdraw(row.seat_id, viewer("zeynep"), clock.now())
    absence, _ = rules_absences.be_away(DEC_15, DEC_17, viewer("jonas"), clock.now())
    rules_absences.withdraw(absence.id, viewer("jonas"), clock.now())
    assert heard("marijke") == [SAID]
    assert [row.activity for row in Message.select().where(Message.kind == KIND)].count(activity(DEC_15).id) == 0


def test_who_stops_leaves_sessions_in_need_and_each_is_told_once(app):
    for row in SignUp.select().where(SignUp.volunteer == viewer("zeynep").volunteer, SignUp.ended_at.is_null()):
        if row.activity.title == LEDEBERG and row.activity.date > clock.today():
            rules.withdraw(row.seat_id, viewer("zeynep"), clock.now())
    account = Account.get(Account.user_name == "jonas")
    accounts.close_account(account, viewer("katrien"), clock.now())
    told_of = [row.activity for row in Message.select().where(
        Message.kind == KIND, Message.recipient == viewer("marijke").volunteer)]
    assert told_of and len(told_of) == len(set(told_of))


def test_the_tick_clears_what_is_well_again(app):
    leave("jonas")
    leave("zeynep")
    assert rules_in_need.clear(clock.now()) == 0
    ended = SignUp.get(SignUp.activity == activity(DEC_17), SignUp.volunteer == viewer("jonas").volunteer)
    SignUp.update(ended_at=None, end_reason="").where(SignUp.id == ended.id).execute()
    assert rules_in_need.clear(clock.now()) == 1 and in_need() is None and heard("marijke") == []
    assert rules_in_need.clear(later(days=40)) == 0


def closing():
    return rules_closing.close({"place": ROOM, "first_day": DEC_17, "last_day": DEC_17, "reason": "lek"},
                               viewer("marijke"), clock.now())[0]


def test_a_room_that_is_closed_and_opened_leaves_it_in_need(app):
    leave("jonas")
    leave("zeynep")
    closed = closing()
    assert rules_in_need.clear(clock.now()) == 0
    rules_closing.open_again(closed.id, viewer("marijke"), clock.now())
    assert rules_in_need.clear(clock.now()) == rules_in_need.find(later(days=10)) == 0
    assert in_need() is not None and heard("fatiha") == [SAID]


def test_a_pupil_who_is_booked_where_no_tutor_is_is_told_of_once(app):
    Booking.update(state="cancelled").where(Booking.session == session(DEC_17)).execute()
    leave("jonas")
    leave("zeynep")
    rules_booking.book(activity(DEC_17).id, pupil("Amina").id, viewer("marijke"), clock.now())
    assert rules_in_need.find(clock.now()) == 0, "that is more than two weeks ahead"
    with clock.standing_still(later(days=10)):
        assert rules_in_need.find(clock.now()) == 1 and rules_in_need.find(clock.now()) == 0
        assert heard("marijke") == heard("fatiha") == [SAID] and in_need() == clock.now()
        rules.sign_up(Seat.get(Seat.activity == activity(DEC_17), Seat.position == 1).id, viewer("jonas"), clock.now())
        assert in_need() is None and heard("marijke") == []


def test_in_the_demo_nothing_is_in_need(app):
    assert rules_in_need.find(clock.now()) == 0


def test_a_place_of_another_group_costs_no_search(app):
    row = SignUp.select(SignUp, Activity).join(Activity).where(Activity.group == "rounds").first()
    with count_queries() as counted:
        rules_in_need.left(row, clock.now())
        rules_in_need.seated(row, clock.now())
    assert counted.count == 0


def test_no_child_is_named(app):
    leave("jonas")
    leave("zeynep")
    rows = Message.select().where(Message.kind == KIND)
    assert rows and not any(name in str(row.details) for row in rows for name in ("Amina", "Elena"))
