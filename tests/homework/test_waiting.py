"""The waiting list: in the order of asking; a place that comes free is held until somebody says yes."""

from datetime import date, datetime, timedelta

import pytest
from people import told, viewer
from places import DEC_1, DEC_3, LEDEBERG, NOV_25, book, child, empty, on_list, room, session, state

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.planning.models import Activity
from wvg.groups.homework.booking import queries, queries_questions, rules, rules_answer, rules_lapse
from wvg.groups.homework.models import BookingStep
from wvg.groups.homework.shared.queries import first

OURS = (NOV_25, 2, 0, LEDEBERG)  # all places are ours


def cancel(booking, by="marijke", reason="Ziek"):
    return rules.cancel(booking.id, reason, viewer(by), clock.now())


def test_a_place_that_comes_free_is_held_for_the_first_who_must_say_yes(app):
    row = empty(*OURS)
    first, _second, third, fourth = (book(row, child(name)) for name in ("Ada", "Bea", "Cis", "Dan"))
    assert (third.state, fourth.state) == ("waiting", "waiting")
    cancel(first)
    assert on_list(row) == [("Bea", "confirmed"), ("Cis", "offered"), ("Dan", "waiting")]
    assert told("marijke") == [
        "A place came free for a pupil who waits. Say if they come: Huiswerk De Ledeberg, Wednesday 25 November."]
    assert book(row, child("Eva")).state == "waiting", "the held place is given to nobody else"
    assert rules_answer.say_yes(third.id, viewer("marijke"), clock.now()).state == "confirmed"
    assert [step.state for step in third.steps.order_by(BookingStep.at)] .count("offered") == 1
    with pytest.raises(Refused):
        rules_answer.say_yes(third.id, viewer("marijke"), clock.now())


def test_who_says_no_leaves_it_to_the_next(app):
    row = empty(*OURS)
    first, _second, third, fourth = (book(row, child(name)) for name in ("Ada", "Bea", "Cis", "Dan"))
    cancel(first)
    rules_answer.say_no(third.id, viewer("marijke"), clock.now())
    assert on_list(row) == [("Bea", "confirmed"), ("Dan", "offered")]
    assert state(third) == "cancelled"
    with pytest.raises(NotAllowed):
        rules_answer.say_yes(fourth.id, viewer("jonas"), clock.now())


def test_a_place_comes_free_for_the_side_whose_it_is(app):
    row = empty(DEC_1, 2, 1)
    book(row, child("Ada"))
    theirs = book(row, child("Bea", "fatiha"), "fatiha")
    book(row, child("Cis"))  # waits longer, above our share
    book(row, child("Dan", "fatiha"), "fatiha")
    cancel(theirs, "fatiha")
    assert on_list(row) == [("Ada", "confirmed"), ("Cis", "waiting"), ("Dan", "offered")]


def test_what_the_other_side_does_not_need_is_asked_for(app):
    row = empty(DEC_1, 2, 1)
    book(row, child("Ada"))
    theirs = book(row, child("Bea", "fatiha"), "fatiha")
    third = book(row, child("Cis"))
    cancel(theirs, "fatiha")
    assert on_list(row) == [("Ada", "confirmed"), ("Cis", "asked")]
    assert "WVG asks for places: Huiswerk De Vissen, Tuesday 1 December." in told("fatiha")
    rules_answer.confirm(third.id, viewer("fatiha"), clock.now())
    assert on_list(row) == [("Ada", "confirmed"), ("Cis", "confirmed")]


def test_when_a_request_is_declined_the_next_is_asked_for(app):
    row = empty(DEC_1, 2, 1)
    book(row, child("Ada"))
    asked, waits = book(row, child("Bea")), book(row, child("Cis"))
    assert (asked.state, waits.state) == ("asked", "waiting")
    rules_answer.decline(asked.id, "Voor ons eigen kind", viewer("fatiha"), clock.now())
    assert (state(asked), state(waits)) == ("declined", "asked")


def test_who_asked_above_the_share_gets_the_place_of_its_own_side_that_comes_free(app):
    row = empty(DEC_1, 3, 1)
    first = book(row, child("Ada"))
    book(row, child("Bea"))
    asked = book(row, child("Cis"))
    assert asked.state == "asked"
    cancel(first)
    assert state(asked) == "offered"


def test_a_cancelled_date_says_why_to_the_other_side(app):
    row = empty(DEC_1, 2, 1)
    theirs = book(row, child("Ada", "fatiha"), "fatiha")
    with pytest.raises(Invalid):
        cancel(theirs, reason="")
    cancel(theirs, reason="De juf is ziek")
    assert told("fatiha") == ["WVG cancelled places: Huiswerk De Vissen, Tuesday 1 December."]
    with pytest.raises(Refused, match="meantime"):
        cancel(theirs)
    own = book(row, child("Bea"))
    cancel(own, reason="")
    with pytest.raises(Unknown):
        cancel(book(session(NOV_25, LEDEBERG), child("Cis")), "fatiha")


def at(moment):
    return clock.standing_still(datetime.fromisoformat(moment).replace(tzinfo=clock.BRUSSELS))


def offered(day):
    """A place that came free now, held for Cis; Dan is next."""
    row = empty(day, 2, 0)
    made = [book(row, child(name)) for name in ("Ada", "Bea", "Cis", "Dan")]
    cancel(made[0])
    return row, made[2], made[3]


def test_after_two_days_without_an_answer_the_place_goes_on(app):
    row, third, fourth = offered(DEC_3)
    with clock.standing_still(clock.now() + timedelta(hours=47)):
        assert rules_lapse.lapse(clock.now()) == 0
    with clock.standing_still(clock.now() + timedelta(hours=48)):
        assert rules_lapse.lapse(clock.now()) == 1
        assert rules_lapse.lapse(clock.now()) == 0
        assert (state(third), state(fourth)) == ("cancelled", "offered")
        assert "Nobody said yes in time, so the place went on: Huiswerk De Vissen, Thursday 3 December." in told(
            "marijke")
    last = third.steps.order_by(BookingStep.at.desc()).get()
    assert (last.state, last.by, last.side) == ("cancelled", None, "us")
    assert room(row).all_taken == 2


def test_or_the_evening_before(app):
    with at("2026-11-29T12:00"):
        _row, third, fourth = offered(DEC_1)
    with at("2026-11-30T17:59"):
        assert rules_lapse.lapse(clock.now()) == 0
    with at("2026-11-30T18:00"):
        assert rules_lapse.lapse(clock.now()) == 1
    assert state(fourth) == "offered"
    with at("2026-12-01T15:00"):
        assert rules_lapse.lapse(clock.now()) == 0, "what came free so late is held until the session"
        rules_answer.say_yes(fourth.id, viewer("marijke"), clock.now())


def test_what_does_not_go_on_keeps_its_list(app):
    row, third, _fourth = offered(DEC_3)
    Activity.update(state="cancelled").where(Activity.id == row.activity_id).execute()
    with clock.standing_still(clock.now() + timedelta(days=3)):
        assert rules_lapse.lapse(clock.now()) == 0
    assert state(third) == "offered"


def test_who_has_what_to_answer_is_counted(app):
    before = {name: queries.waits_for(viewer(name), clock.local(clock.now())) for name in ("marijke", "fatiha")}
    row = empty(DEC_1, 2, 1)
    book(row, child("Ada"))
    book(row, child("Bea"))
    us, them = (queries.waits_for(viewer(name), clock.local(clock.now())) for name in ("marijke", "fatiha"))
    assert (them.to_answer - before["fatiha"].to_answer, us.asked - before["marijke"].asked, us.offered) == (1, 1, 0)
    assert queries.waits_for(viewer("jonas"), clock.local(clock.now())) == queries.Waits()
    assert queries.waits_for(viewer("katrien"), clock.local(clock.now())) == queries.Waits()


def test_what_is_over_waits_for_nobody(app, as_person):
    row = empty(date(2026, 11, 24), 2, 1)  # today, until 17.45
    book(row, child("Ada"))
    asked = book(row, child("Bea"))

    def waits():
        at = clock.local(clock.now())
        shown = queries_questions.questions(viewer("fatiha"), at)[0]
        return (queries.waits_for(viewer("fatiha"), at).to_answer, sum(len(one.bookings) for one in shown),
                sum(len(one.bookings) for one in first(viewer("fatiha"), clock.now()).asked))

    before = waits()
    assert asked.state == "asked" and len(set(before)) == 1
    with at("2026-11-24T17:45"):
        assert waits() == tuple(n - 1 for n in before)
