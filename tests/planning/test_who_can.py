"""Who can when: a coordinator asks, each volunteer answers, somebody keys in the rest."""

from datetime import date, timedelta

import pytest
from people import BREAD, DEC_12, DEC_19, FOOD, activity, call_off, holder, seat, told, viewer

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.audit.models import Act
from wvg.commons.messages import queries as messages
from wvg.commons.messages.models import Message
from wvg.commons.planning import rules
from wvg.commons.planning.away import rules_merge
from wvg.commons.planning.changes import rules as rules_changes
from wvg.commons.planning.models import Answer, Asking, Seat
from wvg.commons.planning.who_can import queries
from wvg.commons.planning.who_can import queries_overview as overviews
from wvg.commons.planning.who_can import rules as rules_who_can
from wvg.commons.volunteers.models import Absence, Availability, Volunteer, VolunteerSkill
from wvg.commons.volunteers.rules import add

FEB_1, APR_30 = date(2027, 2, 1), date(2027, 4, 30)
NOV_27, NOV_28, NOV_30 = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 30)
LATER = timedelta(days=1)


def number(name):
    return Volunteer.get(Volunteer.first_name == name).id


def open_one():
    """What Bart asks in the demo: 7 December to 31 January, by 29 November."""
    return Asking.get()


def ask(first=FEB_1, last=APR_30, deadline=date(2026, 12, 6), by="bart", group="rounds"):
    return rules_who_can.ask(group, first, last, deadline, viewer(by), clock.now())


def say_yes(name, *activities, answer="yes", now=None, by=None):
    return rules_who_can.answer(
        open_one().id, {a.id: answer for a in activities}, viewer(by or name), now or clock.now(),
        number(name.capitalize()) if by else None,
    )


def answers(name):
    rows = Answer.select().where(Answer.volunteer == number(name), Answer.asking == open_one())
    return {row.activity_id: row.answer for row in rows}


def lines(name):
    return {
        (line.activity.title, line.activity.date): line
        for line in queries.lines(open_one(), number(name), clock.local(clock.now()))
    }


# Asking


def test_bart_asks_and_each_volunteer_of_the_rounds_is_told(app):
    asking = ask()
    said = "Bart D. asks when you can, from Monday 1 February to Friday 30 April. Answer by Sunday 6 December."
    for name in ("rita", "wim", "tesfay"):
        assert told(name) == [said]
    for name in ("bart", "hugo", "katrien", "fatiha", "zeynep"):
        assert told(name) == []
    assert Act.get(Act.kind == "who_can.ask", Act.at == clock.now()).by == viewer("bart").account
    assert asking.ended_at is None


@pytest.mark.parametrize("name", ["rita", "katrien", "hugo", "fatiha"])
def test_only_the_coordinator_of_the_group_may_ask(app, name):
    with pytest.raises(NotAllowed):
        ask(by=name)


@pytest.mark.parametrize(("days", "field"), [
    ({"first": date(2026, 11, 23)}, "first_day"), ({"last": date(2027, 1, 31)}, "last_day"),
    ({"last": date(2027, 8, 2)}, "last_day"), ({"deadline": date(2026, 11, 23)}, "deadline"),
    ({"deadline": date(2027, 5, 1)}, "deadline"), ({"first": FEB_1, "last": FEB_1}, "last_day"),
])
def test_days_that_cannot_be_are_refused_beside_their_field(app, days, field):
    with pytest.raises(Invalid) as refused:
        ask(**days)
    assert refused.value.field == field
    assert Asking.select().count() == 1


def test_the_same_days_are_not_asked_twice_while_it_is_open(app):
    with pytest.raises(Refused, match="You asked this already for Monday 7 December to Sunday 31 January"):
        ask(first=date(2027, 1, 31))
    ask()
    with pytest.raises(Refused, match="already"):
        ask()
    rules_who_can.end(open_one().id, viewer("bart"), clock.now())
    ask(first=date(2027, 1, 4), last=date(2027, 1, 31))


def test_another_group_may_ask_about_the_same_days(app):
    with pytest.raises(Invalid, match="no dates"):
        ask(by="hugo", group="steering")


def test_pressing_twice_at_once_makes_one(app, monkeypatch):
    asking = ask()
    looks = iter([None, asking])
    monkeypatch.setattr(queries, "overlapping", lambda *_: next(looks))
    with pytest.raises(Refused, match="already"):
        ask()
    assert Asking.select().count() == 2


# Answering


def test_rita_answers_and_can_change_it_until_the_deadline(app):
    bread, food = activity(BREAD, DEC_12), activity(FOOD, date(2026, 12, 16))
    done = say_yes("rita", bread, food)
    assert str(done.sentence) == "Thank you. Bart knows now when you can."
    assert answers("Rita") == {bread.id: "yes", food.id: "yes"}, "what she left empty stays unanswered"
    say_yes("rita", food, answer="rather not", now=clock.now() + timedelta(days=5))
    assert answers("Rita") == {bread.id: "yes", food.id: "rather not"}
    assert queries.said(bread)[number("Rita")] == "yes"


def test_the_same_answer_again_writes_nothing_down(app):
    say_yes("rita", activity(BREAD, DEC_12))
    acts = Act.select().count()
    say_yes("rita", activity(BREAD, DEC_12))
    assert Act.select().count() == acts and len(answers("Rita")) == 1


def test_after_the_deadline_a_volunteer_is_sent_to_the_coordinator_who_can_still_write_it_down(app):
    late = clock.now() + timedelta(days=6)
    with pytest.raises(Refused, match="until Sunday 29 November. Tell Bart"):
        say_yes("rita", activity(BREAD, DEC_12), now=late)
    say_yes("rita", activity(BREAD, DEC_12), now=late, by="bart")
    row = Answer.get(Answer.volunteer == number("Rita"))
    assert row.answer == "yes" and row.by == viewer("bart").account
    assert Act.get(Act.kind == "who_can.answer", Act.at == late).on_behalf_of == number("Rita")


def test_on_the_last_evening_in_ghent_it_is_not_late(app):
    say_yes("rita", activity(BREAD, DEC_12), now=clock.now() + timedelta(days=5, hours=13, minutes=59))  # 23.59
    with pytest.raises(Refused):
        say_yes("rita", activity(BREAD, DEC_19), now=clock.now() + timedelta(days=5, hours=14, minutes=1))


def test_who_coordinates_another_group_or_none_cannot_answer_for_somebody_else(app):
    with pytest.raises(NotAllowed):
        say_yes("luc", activity(BREAD, DEC_12), by="rita")
    for name in ("hugo", "katrien", "fatiha"):
        with pytest.raises(Unknown):
            say_yes("luc", activity(BREAD, DEC_12), by=name)
    with pytest.raises(Unknown):
        say_yes("zeynep", activity(BREAD, DEC_12), by="bart")


def test_dates_that_are_over_skipped_or_of_another_time_are_refused_and_nothing_is_kept(app):
    good, skipped = activity(BREAD, DEC_12), activity(BREAD, DEC_19)
    call_off(skipped, "strike")
    for other in (skipped, activity(BREAD, NOV_28)):
        with pytest.raises(Refused, match="One of these dates"):
            say_yes("rita", good, other)
    assert answers("Rita") == {}
    with pytest.raises(Refused, match="One of these dates"):
        say_yes("rita", good, now=clock.now() + timedelta(days=19), by="bart")


@pytest.mark.parametrize("sent", [{}, {1: "perhaps"}])
def test_nothing_or_nonsense_is_not_an_answer(app, sent):
    with pytest.raises(Invalid, match="at least one date"):
        rules_who_can.answer(open_one().id, sent, viewer("rita"), clock.now())


def test_saying_no_where_one_is_on_the_list_says_what_to_do(app):
    bread = activity(BREAD, DEC_12)
    rules.sign_up(seat(BREAD, DEC_12, 2).id, viewer("rita"), clock.now())
    done = say_yes("rita", bread, answer="no")
    assert [str(s) for s in done.warnings] == [
        "Note: still on the list for Saturday 12 December. Use ‘I can't make it’ there."
    ]
    assert holder(seat(BREAD, DEC_12, 2)) == "Rita"
    rules.seek(seat(BREAD, DEC_12, 2).id, viewer("rita"), clock.now())
    assert say_yes("rita", bread, answer="no").warnings == []


def test_answering_puts_the_message_away(app):
    mine = Message.select().where(Message.recipient == number("Rita"), Message.kind.startswith("planning.who_can"))
    assert mine.get().seen_at is None
    say_yes("rita", activity(BREAD, DEC_12))
    assert mine.get().seen_at == clock.now()
    others = Message.select().where(Message.recipient == number("Nadia"), Message.seen_at.is_null())
    assert others.exists()


# What is filled in beforehand


def test_what_is_known_is_filled_in_beforehand_but_not_stored(app):
    volunteer, jan_13 = number("Rita"), date(2027, 1, 13)
    Availability.delete().where(Availability.volunteer == volunteer).execute()
    assert {(line.known, line.why) for line in lines("Rita").values()} == {(None, "")}
    Availability.create(volunteer=volunteer, weekday=5, part="evening")
    Absence.create(volunteer=volunteer, first_day=DEC_19, last_day=date(2026, 12, 27), made_at=clock.now())
    rules.sign_up(seat(FOOD, jan_13, 2).id, viewer("rita"), clock.now())
    rules.sign_up(seat(FOOD, date(2026, 12, 30), 2).id, viewer("rita"), clock.now())
    rules.seek(seat(FOOD, date(2026, 12, 30), 2).id, viewer("rita"), clock.now())
    found = {key: (line.known, line.why) for key, line in lines("Rita").items()}
    assert found[BREAD, DEC_12] == ("yes", "usually")
    assert found[BREAD, DEC_19] == ("no", "away")
    assert found[FOOD, jan_13] == ("yes", "on it")
    assert found[FOOD, date(2026, 12, 30)] == ("no", "seeking")
    assert found[FOOD, date(2026, 12, 9)] == (None, "usually not")
    assert answers("Rita") == {}


def test_what_was_said_before_is_filled_in_and_the_latest_asking_counts(app):
    bread = activity(BREAD, DEC_12)
    say_yes("rita", bread, answer="no")
    say_yes("nadia", bread, answer="no")
    rules_who_can.end(open_one().id, viewer("bart"), clock.now())
    again = ask(first=DEC_12, last=DEC_19)
    line = queries.lines(again, number("Rita"), clock.local(clock.now()))[0]
    assert (line.said, line.known, line.why) == (None, "no", "before")
    rules_who_can.answer(again.id, {bread.id: "yes"}, viewer("rita"), clock.now())
    said = queries.said(bread)
    assert said[number("Rita")] == "yes" and said[number("Nadia")] == "no"
    assert queries.said_of([bread, activity(BREAD, NOV_28)])[activity(BREAD, NOV_28).id] == {}


# Who, and what it leaves open


def test_the_circle_is_who_has_the_right_and_who_goes_along_without_an_account(app):
    jeanne = add({"first_name": "Jeanne"}, viewer("katrien"), clock.now())
    add({"first_name": "Albert"}, viewer("katrien"), clock.now())
    from wvg.commons.planning import rules_assign

    rules_assign.assign(seat(BREAD, DEC_12, 2).id, jeanne.id, viewer("bart"), clock.now())
    rules_assign.assign(seat(FOOD, date(2026, 12, 9), 2).id, number("Lotte"), viewer("bart"), clock.now())
    names = [v.first_name for v in queries.circle("rounds", clock.today())]
    assert "Jeanne" in names and "Rita" in names
    assert not {"Albert", "Lotte", "Hugo", "Fatiha"} & set(names)
    Volunteer.update(left_on=clock.today()).where(Volunteer.first_name == "Rita").execute()
    assert "Rita" not in [v.first_name for v in queries.circle("rounds", clock.today())]


def overview():
    return overviews.overview(open_one(), viewer("bart"), clock.local(clock.now()))


def date_of(day, title=BREAD):
    return next(d for d in overview().dates if (d.activity.title, d.activity.date) == (title, day))


def test_those_who_said_nothing_come_first(app):
    rows = [row.volunteer.first_name for row in overview().rows]
    assert rows[:4] == ["Ivan", "Nadia", "Rita", "Tesfay"]
    say_yes("rita", activity(BREAD, DEC_12))
    assert [v.first_name for v in overview().silent] == ["Ivan", "Nadia", "Tesfay"]


def test_what_it_leaves_open_looks_at_who_may_take_which_place(app):
    day = date(2027, 1, 16)
    Answer.delete().where(Answer.activity == activity(BREAD, day)).execute()
    assert [p.seat.position for p in date_of(day).open] == [1, 2]
    say_yes("rita", activity(BREAD, day))
    assert [p.seat.position for p in date_of(day).open] == [1], "place 1 is only with a car"
    say_yes("nadia", activity(BREAD, day))
    assert [p.seat.position for p in date_of(day).open] == [1]
    say_yes("ivan", activity(BREAD, day))
    assert date_of(day).open == []
    assert date_of(day).counts == {"yes": 3, "rather not": 0, "no": 0}
    say_yes("rita", activity(BREAD, day), answer="rather not")
    say_yes("nadia", activity(BREAD, day), answer="no")
    assert [p.seat.position for p in date_of(day).open] == [2]


def test_the_one_with_the_car_is_not_used_up_on_a_place_for_anybody(app):
    day = date(2027, 1, 16)
    Answer.delete().where(Answer.activity == activity(BREAD, day)).execute()
    # The place for anybody comes first now, and Ivan with his car comes before Tesfay by number or after: both fit.
    Seat.update(position=3).where(Seat.id == seat(BREAD, day, 1).id).execute()
    for name in ("ivan", "tesfay"):
        say_yes(name, activity(BREAD, day))
    assert date_of(day).open == []
    VolunteerSkill.delete().where(VolunteerSkill.volunteer == number("Ivan")).execute()
    assert len(date_of(day).open) == 1


def test_who_sits_there_is_not_counted_twice(app):
    day = date(2027, 1, 16)
    Answer.delete().where(Answer.activity == activity(BREAD, day)).execute()
    rules.sign_up(seat(BREAD, day, 1).id, viewer("ivan"), clock.now())
    say_yes("ivan", activity(BREAD, day))
    assert [p.seat.position for p in date_of(day).open] == [2]


def test_answers_follow_a_volunteer_who_was_entered_twice(app):
    twin = add({"first_name": "Ritaa", "last_name": "Coppens"}, viewer("katrien"), clock.now())
    bread, food = activity(BREAD, DEC_12), activity(FOOD, date(2026, 12, 16))
    say_yes("rita", bread)
    for a in (bread, food):
        Answer.create(asking=open_one(), volunteer=twin, activity=a, answer="no", made_at=clock.now())
    rules_merge.merge(number("Rita"), twin.id, viewer("katrien"), clock.now())
    assert answers("Rita") == {bread.id: "yes", food.id: "no"}


# Reminding and ending


def test_who_has_not_answered_is_reminded_once_a_day(app):
    assert rules_who_can.remind(open_one().id, viewer("bart"), clock.now()) == 4
    assert told("rita") == ["Bart D. would like to hear when you can. Answer by Sunday 29 November."]
    assert told("luc") == [] == told("bart")
    assert Message.select().where(
        Message.recipient == number("Rita"), Message.kind == "planning.who_can", Message.seen_at.is_null()
    ).count() == 0, "one message to read, not two"
    with pytest.raises(Refused, match="told today"):
        rules_who_can.remind(open_one().id, viewer("bart"), clock.now())
    assert rules_who_can.remind(open_one().id, viewer("bart"), clock.now() + LATER) == 4


def test_nobody_is_reminded_on_the_day_of_asking_after_the_deadline_or_when_all_have_answered(app):
    with pytest.raises(Refused, match="told today"):
        rules_who_can.remind(ask().id, viewer("bart"), clock.now())
    with pytest.raises(Refused, match="time to answer is over"):
        rules_who_can.remind(open_one().id, viewer("bart"), clock.now() + timedelta(days=6))
    for name in ("rita", "nadia", "ivan", "tesfay"):
        say_yes(name, activity(BREAD, DEC_12))
    with pytest.raises(Refused, match="Everybody has answered"):
        rules_who_can.remind(open_one().id, viewer("bart"), clock.now())


def test_after_the_end_nobody_answers_and_what_was_said_stays(app):
    say_yes("rita", activity(BREAD, DEC_12))
    for _ in range(2):
        rules_who_can.end(open_one().id, viewer("bart"), clock.now())
    for by in (None, "bart"):
        with pytest.raises(Refused, match="This is over"):
            say_yes("rita", activity(BREAD, DEC_19), by=by)
    assert queries.said(activity(BREAD, DEC_12))[number("Rita")] == "yes"
    assert not Message.select().where(Message.kind == "planning.who_can", Message.seen_at.is_null()).exists()
    assert Act.select().where(Act.kind == "who_can.end").count() == 1


@pytest.mark.parametrize("rule", [rules_who_can.remind, rules_who_can.end])
def test_only_the_coordinator_reminds_and_ends(app, rule):
    with pytest.raises(NotAllowed):
        rule(open_one().id, viewer("rita"), clock.now())
    for name in ("hugo", "katrien", "fatiha"):
        with pytest.raises(Unknown):
            rule(open_one().id, viewer(name), clock.now())
    with pytest.raises(Unknown):
        rule(999999, viewer("bart"), clock.now())
    assert open_one().ended_at is None and open_one().reminded_at is None


# Waiting on Today


def test_what_waits_for_me_is_gone_when_i_answered_or_it_is_too_late(app):
    def waits(name, days=0):
        told = messages.unread(viewer(name))
        return [str(said) for row, said in told if queries.waits(row, clock.today() + timedelta(days=days))]

    assert waits("rita") == [
        "Bart D. asks when you can, from Monday 7 December to Sunday 31 January. Answer by Sunday 29 November."
    ]
    assert waits("rita", 5) and not waits("rita", 6)
    assert not waits("luc") and not waits("hugo") and not waits("fatiha")
    say_yes("rita", activity(BREAD, DEC_12), by="bart")
    assert not waits("rita")
    rules_who_can.end(open_one().id, viewer("bart"), clock.now())
    assert not waits("nadia")


def test_it_stands_on_top_of_today_until_it_is_too_late_and_then_can_be_put_away(as_person):
    assert as_person("rita").get("/").text.count("/who-can/1/answers") == 1
    with clock.standing_still(clock.now() + timedelta(days=6)):
        page = as_person("rita").get("/").text
    assert "/who-can/1/answers" not in page and "vraagt wanneer je kan" in page


def test_who_is_away_does_not_count_as_yes(app):
    say_yes("rita", activity(BREAD, DEC_12))
    assert queries.said(activity(BREAD, DEC_12))[number("Rita")] == "yes"
    Absence.create(volunteer=number("Rita"), first_day=DEC_12, last_day=DEC_12, made_at=clock.now())
    assert queries.said(activity(BREAD, DEC_12))[number("Rita")] == "no"
    assert date_of(DEC_12).counts["no"] >= 1
    rita = next(row for row in overview().rows if row.volunteer.first_name == "Rita")
    assert rita.said[activity(BREAD, DEC_12).id] == "no"


def test_an_answer_does_not_move_along_to_another_day(app):
    row = activity(BREAD, DEC_12)
    say_yes("rita", row)
    values = {name: getattr(row, name) for name in ("starts", "ends", "place", "title", "minimum")}
    rules_changes.change_one(row.id, {**values, "date": DEC_12 + LATER}, viewer("bart"), row.version, clock.now())
    assert queries.said(row) == {}


def test_one_finds_back_what_one_said_until_it_is_too_late(as_person):
    say_yes("rita", activity(BREAD, DEC_12))
    rita = as_person("rita")
    assert '/who-can/mine' in rita.get("/me").text and "/who-can/1/answers" in rita.get("/who-can/mine").text
    with clock.standing_still(clock.now() + timedelta(days=6)):
        assert "/who-can/1/answers" not in as_person("rita").get("/who-can/mine").text
