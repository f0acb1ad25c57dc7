"""What is told by itself: the day before, and when a place opens shortly before it begins."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from people import BREAD, FOOD, NOV_28, activity, seat, told, viewer

from wvg.base import clock
from wvg.base.words import day_long
from wvg.commons.messages import queries as messages
from wvg.commons.messages import rules as message_rules
from wvg.commons.messages.models import Message
from wvg.commons.planning import notices, rules, rules_reminders, rules_undo
from wvg.commons.planning.away import rules_leaving
from wvg.commons.planning.models import Activity, Seat, SignUp
from wvg.commons.volunteers.models import Absence, Volunteer

NOV_25, NOV_26, NOV_27 = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)
SATURDAY_16_30 = datetime(2026, 11, 28, 15, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_told_yet(app):
    Message.delete().execute()
    Activity.update(state="cancelled").where(Activity.group == "homework").execute()


def at(hour, minute=0, day=date(2026, 11, 24)):
    """This hour on the wall in Brussels, as a moment."""
    return datetime.combine(day, time(hour, minute), clock.BRUSSELS).astimezone(UTC)


def remind(*when, **more):
    return rules_reminders.remind(at(*when, **more))


def kinds_of(name):
    return [message.kind for message, _ in messages.unread(viewer(name))]


# The day before


def test_the_day_before_from_four_o_clock_on_everybody_on_it_is_reminded_once(app):
    assert remind(15, 59) == 0 and told("samir") == []
    assert remind(16) == 3
    assert told("samir") == ["Think of it: Voedselronde, Wednesday 25 November, 13:30."]
    assert kinds_of("luc") == kinds_of("christine") == [notices.REMINDER] and kinds_of("rita") == []
    assert remind(16, 5) == remind(23) == remind(8, day=NOV_25) == 0


def test_who_read_it_is_not_reminded_again(app):
    remind(16)
    message_rules.seen(Message.get(Message.recipient == viewer("samir").volunteer).id, viewer("samir"), at(16, 1))
    assert remind(16, 5) == 0 and kinds_of("samir") == []


def test_a_machine_that_was_off_reminds_when_it_is_on_again_and_not_when_it_has_begun(app):
    assert remind(13, 29, day=NOV_25) == 3
    Message.delete().execute()
    assert remind(13, 30, day=NOV_25) == 0


def test_who_signs_up_after_that_hour_knows_it(app):
    wim = SignUp.get(SignUp.activity == activity(FOOD, NOV_25), SignUp.volunteer == viewer("luc").volunteer)
    SignUp.update(made_at=at(16, 1)).where(SignUp.id == wim.id).execute()
    assert remind(16, 5) == 2 and kinds_of("luc") == []


@pytest.mark.parametrize("state", ["cancelled", "skipped", "to confirm"])
def test_nobody_is_reminded_of_what_does_not_surely_go_on(app, state):
    Activity.update(state=state).where(Activity.id == activity(FOOD, NOV_25).id).execute()
    assert remind(16) == 0


def test_who_left_is_not_reminded_and_what_is_no_longer_so_goes(app):
    remind(16)
    with clock.standing_still(at(17)):
        rules.withdraw(seat(FOOD, NOV_25, 2).id, viewer("luc"), clock.now(), ill=True)
    assert remind(17, 5) == 0
    assert kinds_of("luc") == [] and notices.REMINDER in kinds_of("samir")
    assert remind(13, 31, day=NOV_25) == 0 and kinds_of("christine") == [notices.WITHDREW], "over, and nobody reads it"


def test_what_moves_to_another_day_is_reminded_again_for_that_day(app):
    remind(16)
    moved = activity(FOOD, NOV_25)
    Activity.update(date=NOV_26, end_date=NOV_26).where(Activity.id == moved.id).execute()
    assert remind(16, day=NOV_25) == 3
    samir = [m.details["day"]["date"] for m, _ in messages.unread(viewer("samir"))]
    assert samir.count("2026-11-26") == 1


def test_without_an_hour_it_says_all_day(app):
    Activity.update(starts=None, ends=None).where(Activity.id == activity(FOOD, NOV_25).id).execute()
    remind(16)
    assert told("samir") == ["Think of it: Voedselronde, Wednesday 25 November, all day."]


@pytest.mark.parametrize("sunday", [date(2026, 10, 25), date(2027, 3, 28)])
@pytest.mark.parametrize("starts", [time(2, 30), time(13, 30)])
def test_a_clock_change_reminds_nobody_twice_and_nobody_never(app, sunday, starts):
    """On the day itself and on the evening before; each quarter of an hour from Saturday noon to Sunday evening."""
    SignUp.update(ended_at=at(10), end_reason="withdrew").where(SignUp.ended_at.is_null()).execute()
    one = Activity.create(group="rounds", kind="bread", title="x", date=sunday, end_date=sunday, starts=starts)
    two = Activity.create(group="rounds", kind="bread", title="y", date=sunday + timedelta(days=1),
                          end_date=sunday + timedelta(days=1), starts=starts)
    for row in (one, two):
        place = Seat.create(activity=row, role=1, position=1)
        long_ago = at(10) - timedelta(days=400)
        SignUp.create(seat=place, activity=row, volunteer=viewer("rita").volunteer, made_at=long_ago)
    moment, reminded = at(12, day=sunday - timedelta(days=1)), []
    while moment < at(18, day=sunday):
        if rules_reminders.remind(moment):
            reminded.append(clock.local(moment))
        moment += timedelta(minutes=15)
    assert reminded == [datetime.combine(sunday - timedelta(days=1), time(16)), datetime.combine(sunday, time(16))]


# A place opens shortly before


def ill(name, day, position, title=BREAD, now=None):
    with clock.standing_still(now or clock.now()):
        return rules.withdraw(seat(title, day, position).id, viewer(name), clock.now(), ill=True)


def asked():
    """First names of those who are told that somebody is needed."""
    return sorted(row.recipient.first_name for row in Message.select().where(Message.kind == notices.NEEDED))


def test_a_place_that_opens_within_72_hours_is_told_to_those_who_may_take_it(app):
    ill("samir", NOV_25, 1, FOOD)
    names = asked()
    assert "Wim" in names, "he has a licence"
    assert "Rita" not in names and "Tesfay" not in names, "they have none"
    assert "Luc" not in names and "Samir" not in names and "Bart" not in names, "on it, ill, told otherwise"
    assert "Katrien" not in names and "Fatiha" not in names and "Marijke" not in names, "not of the rounds"
    assert told("wim") == ["Somebody is needed: Voedselronde, Wednesday 25 November."]


@pytest.mark.parametrize("columns", [{"max_per_month": 1}, {"left_on": date(2026, 11, 20)}])
def test_who_wants_no_more_or_has_left_is_not_asked(app, columns):
    Volunteer.update(**columns).where(Volunteer.first_name == "Wim").execute()
    ill("samir", NOV_25, 1, FOOD)
    assert "Wim" not in asked()


def test_who_is_away_or_busy_is_not_asked(app):
    Absence.create(volunteer=viewer("rita").volunteer, first_day=NOV_25, last_day=NOV_25, made_at=clock.now())
    ill("luc", NOV_25, 2, FOOD)
    assert "Rita" not in asked() and "Tesfay" in asked()


def test_earlier_than_72_hours_before_the_coordinator_has_the_time(app):
    ill("rita", NOV_28, 2)
    assert asked() == [] and told("bart"), "Saturday 17.00 is further away than that"
    Message.delete().execute()
    rules.sign_up(seat(BREAD, NOV_28, 2).id, viewer("godelieve"), clock.now())
    ill("godelieve", NOV_28, 2, now=at(17, day=NOV_25))
    assert "Luc" in asked()


def test_each_is_asked_once_for_the_same_day(app):
    ill("samir", NOV_25, 1, FOOD)
    before = asked()
    rules.sign_up(seat(FOOD, NOV_25, 1).id, viewer("wim"), clock.now())
    ill("wim", NOV_25, 1, FOOD)
    assert asked() == before


def test_undone_nobody_is_asked_any_more(app):
    done = ill("samir", NOV_25, 1, FOOD)
    assert asked()
    rules_undo.undo(done.act.id, viewer("samir"), clock.now())
    assert asked() == []


def test_when_it_is_taken_or_over_nobody_is_asked_any_more_but_who_had_a_mail_finds_why(app):
    ill("samir", NOV_25, 1, FOOD)
    Message.update(mailed_at=clock.now()).where(Message.recipient == viewer("wim").volunteer).execute()
    rules.sign_up(seat(FOOD, NOV_25, 1).id, viewer("ivan"), clock.now())
    rules_reminders.remind(at(11))
    assert asked() == ["Wim"]
    rules_reminders.remind(at(13, 31, day=NOV_25))
    assert asked() == []


def test_a_place_that_opens_because_somebody_stops_is_told_too(app):
    with clock.standing_still(SATURDAY_16_30 - timedelta(days=1)):
        rules_leaving.stop(viewer("rita").volunteer, viewer("katrien"), clock.now())
    assert "Tesfay" in asked() and "Rita" not in asked()


def test_what_has_begun_needs_nobody_any_more(app):
    ill("rita", NOV_28, 2, now=at(17, 10, day=NOV_28))
    assert asked() == []


def test_extra_places_and_what_is_for_those_on_it_ask_nobody(app):
    Seat.update(required=False).where(Seat.id == seat(FOOD, NOV_25, 2).id).execute()
    ill("luc", NOV_25, 2, FOOD)
    assert asked() == []
    Activity.update(audience="those on it").where(Activity.id == activity(FOOD, NOV_25).id).execute()
    ill("christine", NOV_25, 3, FOOD)
    assert asked() == []


def test_the_day_in_a_reminder_is_in_the_language_of_the_reader(as_person):
    Volunteer.update(language="fr").where(Volunteer.first_name == "Luc").execute()
    remind(16)
    with clock.standing_still(at(16, 1)):
        assert day_long(NOV_25, "fr") in as_person("luc").get("/").text
        assert day_long(NOV_25, "nl") in as_person("samir").get("/").text
