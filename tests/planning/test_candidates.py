"""Who could take a seat, the best ones first, and why, in words."""

import re
from datetime import date, timedelta

import pytest
from peewee import fn
from people import BREAD, DEC_5, DEC_12, DEC_19, FOOD, NOV_28, activity, holder, live, seat, told, viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.planning import queries_candidates, queries_cards, rules
from wvg.commons.planning.models import Activity, Answer, Asking, Seat, SeatNeed, SignUp, Wish
from wvg.commons.planning.who_can import rules as rules_who_can
from wvg.commons.volunteers.models import (
    Absence,
    Availability,
    PaperKind,
    Skill,
    Volunteer,
    VolunteerSkill,
)

DEC_2, DEC_9 = date(2026, 12, 2), date(2026, 12, 9)
OPEN = (BREAD, DEC_12, 2)  # Bart drives; the other place asks for nothing


def number(name):
    return Volunteer.get(Volunteer.first_name == name).id


@pytest.fixture(autouse=True)
def nothing_said(app):
    Answer.delete().execute()


def say(name, answer):
    """Somebody answers the question of the demo, who can when, for 12 December."""
    rules_who_can.answer(
        Asking.get().id, {activity(BREAD, DEC_12).id: answer}, viewer(name.lower()), clock.now())


def people(place=OPEN):
    """Candidates for a place, best first."""
    found = seat(*place)
    return queries_candidates.candidates(found.activity, clock.today())[found.id]


def one(name, place=OPEN):
    return next(c for c in people(place) if c.volunteer.first_name == name)


def why(name, place=OPEN):
    return [str(sentence) for sentence in one(name, place).why()]


def names(found):
    return [c.volunteer.first_name for c in found]


def choice(typed=""):
    return queries_candidates.Choice(people(), typed)


def change(name, **values):
    Volunteer.update(**values).where(Volunteer.first_name == name).execute()


def sit(name, place, now=None):
    return SignUp.create(seat=place, activity=place.activity_id, volunteer=number(name), made_at=now or clock.now())


# What speaks for somebody and against them


def test_a_good_one_is_free_and_it_says_when_they_last_went(app):
    assert why("Christine") == ["free that day", "1 time in december"]
    SignUp.update(ended_at=clock.now(), end_reason="withdrew").where(
        SignUp.volunteer == number("Rita"), SignUp.activity.in_(
            Activity.select().where(Activity.date > clock.today()))).execute()
    assert why("Rita")[-1] == "went less than a week ago"


def test_who_never_went_is_said_so(app):
    assert why("Nadia")[-1] == "last went 2 weeks ago"
    SignUp.update(ended_at=clock.now(), end_reason="withdrew").where(SignUp.volunteer == number("Nadia")).execute()
    assert why("Nadia") == ["usually cannot then", "not gone in the past year"]


def test_this_month_is_called_this_month(app):
    assert why("Luc", (BREAD, NOV_28, 2))[-1] == "2 times this month"


def test_what_a_seat_asks_is_named(app):
    assert "with auto" in why("Wim", (BREAD, DEC_12, 1))
    assert one("Rita", (BREAD, DEC_12, 1)).blocked and why("Rita", (BREAD, DEC_12, 1))[0] == "only with: auto"


def test_a_need_that_only_warns_speaks_against(app):
    SeatNeed.create(seat=seat(*OPEN), skill=Skill.get(Skill.key == "first_aid"), blocks=False)
    assert one("Luc").against and any(sentence.startswith("without ") for sentence in why("Luc"))
    VolunteerSkill.create(volunteer=number("Luc"), skill=Skill.get(Skill.key == "first_aid"))
    assert not one("Luc").against and any(sentence.startswith("with ") for sentence in why("Luc"))


def test_a_paper_that_was_not_seen_blocks(app):
    SeatNeed.create(seat=seat(*OPEN), paper=PaperKind.get(PaperKind.key == "criminal_record"), blocks=True)
    assert one("Luc").blocked and choice().suggested == []


def test_busy_at_the_same_hours_and_not_at_others(app):
    other = activity(FOOD, DEC_9)
    sit("Rita", seat(FOOD, DEC_9, 2))
    assert one("Rita").free
    Activity.update(date=DEC_12, end_date=DEC_12).where(Activity.id == other.id).execute()
    assert one("Rita").free, "13.30 to 16 is over before 17"
    Activity.update(starts=None, ends=None).where(Activity.id == other.id).execute()
    assert why("Rita")[0] == "busy then" and one("Rita").against


def test_who_is_on_it_already_is_busy(app):
    assert why("Bart")[0] == "busy then"


def test_a_cancelled_date_keeps_nobody_busy(app):
    other = activity(FOOD, DEC_9)
    sit("Rita", seat(FOOD, DEC_9, 2))
    Activity.update(date=DEC_12, end_date=DEC_12, starts=None, ends=None, state="cancelled", reason="x").where(
        Activity.id == other.id).execute()
    assert one("Rita").free


@pytest.mark.parametrize(("first", "last", "away"), [(DEC_5, DEC_12, True), (DEC_12, DEC_19, True),
                                                     (DEC_5, date(2026, 12, 11), False)])
def test_away(app, first, last, away):
    Absence.create(volunteer=number("Rita"), first_day=first, last_day=last, made_at=clock.now())
    assert one("Rita").absent is away and (why("Rita")[0] == "away then") is away


@pytest.mark.parametrize(("said", "words", "against"), [
    ("yes", "said yes", False), ("rather not", "rather not", False), ("no", "said no", True)])
def test_what_they_said(app, said, words, against):
    say("Luc", said)
    assert why("Luc")[0] == words and one("Luc").against is against


def test_usually_cannot_then(app):
    Availability.delete().where(Availability.volunteer == number("Luc")).execute()
    assert one("Luc").usually is None
    Availability.create(volunteer=number("Luc"), weekday=5, part="evening")
    assert one("Luc").usually is True
    Availability.update(weekday=6).where(Availability.volunteer == number("Luc")).execute()
    assert one("Luc").usually is False and why("Luc")[0] == "usually cannot then"


def test_no_more_than_they_wish(app):
    assert one("Godelieve").enough and "no more than 2 a month" in why("Godelieve") and one("Godelieve").against
    change("Godelieve", max_per_month=3)
    assert not one("Godelieve").enough


def test_a_newcomer_is_shown_as_such_until_they_went_twice(app):
    assert "new" in why("Mieke")
    change("Luc", new_since=clock.today() - timedelta(weeks=3))
    went = SignUp.select().join(Activity).where(
        SignUp.volunteer == number("Luc"), Activity.date < clock.today(),
        Activity.date >= clock.today() - timedelta(weeks=3)).count()
    assert went == 1 and "new: went once" in why("Luc")
    change("Luc", new_since=clock.today() - timedelta(weeks=8))
    assert not any(sentence.startswith("new") for sentence in why("Luc"))


def test_who_went_often_long_ago_is_not_new_again(app):
    change("Mieke", new_since=clock.today() - timedelta(weeks=90))
    for weeks in (80, 81):
        day = clock.today() - timedelta(weeks=weeks)
        past = Activity.create(group="rounds", kind="bread", title=BREAD, date=day, end_date=day)
        sit("Mieke", Seat.create(activity=past, role=seat(BREAD, DEC_12, 1).role, position=1))
    assert not any(sentence.startswith("new") for sentence in why("Mieke"))


def test_two_newcomers_do_not_go_without_somebody_with_experience(app):
    assert not one("Mieke").alone, "Bart has experience"
    change("Bart", new_since=clock.today())
    assert one("Mieke").alone and "nobody with experience goes along" in why("Mieke")
    assert not one("Luc").alone


def test_the_food_round_does_not_ask_for_experience(app):
    change("Wim", new_since=clock.today())
    sit("Rita", seat(FOOD, DEC_9, 2))
    change("Rita", new_since=clock.today())
    assert not one("Mieke", (FOOD, DEC_9, 3)).alone


def test_a_wish_is_seen_from_both_sides_and_never_forced(app):
    before = names(people())
    wish = Wish.create(group="rounds", volunteer=number("Bart"), fellow=number("Luc"), made_at=clock.now())
    assert "likes to go with Bart" in why("Luc")
    assert set(names(people())) == set(before)
    Wish.update(volunteer=number("Luc"), fellow=number("Bart")).execute()
    assert one("Luc").likes == ["Bart"]
    Wish.update(group="homework").execute()
    assert one("Luc").likes == []
    Wish.update(group="rounds", ended_at=clock.now()).where(Wish.id == wish.id).execute()
    assert one("Luc").likes == []


def test_an_attendance_that_did_not_happen_is_no_turn(app):
    before = one("Luc", (BREAD, NOV_28, 2)).turns
    SignUp.update(attendance="did not come").where(
        SignUp.volunteer == number("Luc"),
        SignUp.activity.in_(Activity.select().where(Activity.date.between(date(2026, 11, 1), date(2026, 11, 23)))),
    ).execute()
    assert one("Luc", (BREAD, NOV_28, 2)).turns < before


# In which order


def only(*chosen):
    """Leave these volunteers, as alike as can be: no turns, nothing said, no limits."""
    SignUp.update(ended_at=clock.now(), end_reason="withdrew").where(SignUp.volunteer != number("Bart")).execute()
    Availability.delete().execute()
    Volunteer.update(left_on=clock.today()).where(Volunteer.first_name.not_in([*chosen, "Bart"])).execute()
    Volunteer.update(max_per_month=None, new_since=None).execute()


@pytest.mark.parametrize("better", ["free", "here", "said", "usually", "lately", "wish", "member"])
def test_each_reason_puts_the_other_one_first(app, better):
    only("Luc", "Rita")
    rita = number("Rita")
    assert names(people())[:2] == ["Luc", "Rita"], "all alike: by name"
    if better == "free":
        sit("Luc", seat(FOOD, DEC_9, 2))
        Activity.update(date=DEC_12, end_date=DEC_12, starts=None, ends=None).where(
            Activity.id == activity(FOOD, DEC_9).id).execute()
    elif better == "here":
        Absence.create(volunteer=number("Luc"), first_day=DEC_12, last_day=DEC_12, made_at=clock.now())
    elif better == "said":
        say("Rita", "yes")
    elif better == "usually":
        Availability.create(volunteer=rita, weekday=5, part="evening")
    elif better == "lately":
        sit("Luc", seat(FOOD, DEC_9, 2))
    elif better == "wish":
        Wish.create(group="rounds", volunteer=number("Bart"), fellow=rita, made_at=clock.now())
    else:
        Grant.delete().where(Grant.account == Account.get(Account.user_name == "luc")).execute()
    assert names(people())[:2] == ["Rita", "Luc"]


def test_who_said_rather_not_comes_after_who_said_nothing(app):
    only("Luc", "Rita")
    say("Luc", "rather not")
    assert names(people())[:2] == ["Rita", "Luc"]


def test_a_wish_does_not_go_before_a_turn_less(app):
    only("Luc", "Rita")
    sit("Luc", seat(FOOD, DEC_9, 2))
    Wish.create(group="rounds", volunteer=number("Bart"), fellow=number("Luc"), made_at=clock.now())
    assert names(people())[:2] == ["Rita", "Luc"]


def test_who_stopped_and_partners_are_not_in_it(app):
    change("Luc", left_on=clock.today())
    assert not {"Luc", "Fatiha"} & set(names(people()))


def test_three_are_suggested_and_those_against_or_outside_are_apart(app):
    found = choice()
    assert len(found.suggested) == 3
    assert not any(c.against or c.blocked or not c.member for c in found.suggested + found.others)
    assert "Godelieve" in names(found.against) and "Jonas" in names(found.outside)
    assert len(found.all) == len(
        found.suggested + found.others + found.against + found.outside + found.blocked)


@pytest.mark.parametrize(("typed", "expected"), [
    ("chr", ["Christine"]), ("hecke GOD", ["Godelieve"]), ("YILDIRIM", ["Zeynep"]), ("zzz", [])])
def test_a_few_letters_find_somebody(app, typed, expected):
    assert names(choice(typed).fit) == expected


def test_no_letters_find_everybody(app):
    assert len(choice("  ").fit) == len(choice().all) == 19


# How many questions it takes


def counted(ask):
    statements = []

    def hook(event):
        statements.append(event.sql)

    database.obj.query_hooks.append(hook)
    try:
        found = ask()
    finally:
        database.obj.query_hooks.remove(hook)
    return len(statements), found


def test_forty_volunteers_and_thirteen_weeks_take_as_many_queries_as_one_date(app):
    def dates():
        return list(Activity.select().where(
            Activity.group == "rounds", Activity.date.between(clock.today(), clock.today() + timedelta(weeks=13))))

    today = clock.today()
    few, _ = counted(lambda: queries_candidates.candidates(activity(BREAD, DEC_12), today))
    rows = [{"first_name": f"V{n}", "search": f"v{n}", "made_at": clock.now()} for n in range(20)]
    Volunteer.insert_many(rows).execute()
    first = Volunteer.select(fn.MIN(Volunteer.id)).where(Volunteer.first_name.startswith("V")).scalar()
    Wish.create(group="rounds", volunteer=first, fellow=number("Luc"), made_at=clock.now())
    everything = dates()
    many, found = counted(lambda: queries_candidates.candidates_of(everything, today))
    assert len(everything) >= 26 and len(found) >= 60 and min(map(len, found.values())) >= 39
    counted_why, _ = counted(lambda: [c.why() for row in found.values() for c in row])
    assert few - 1 == many == 11 and counted_why == 0, (few, many)  # one looks the activity up


def test_no_dates_no_questions(app):
    assert counted(lambda: queries_candidates.candidates_of([], clock.today())) == (0, {})


# On the page and in the panel of the board


def test_the_panel_of_the_board_is_asked_for_by_a_press(as_person):
    bart, place = as_person("bart"), seat(*OPEN)
    board = bart.get("/rounds/").text
    assert f'hx-get="/seats/{place.id}/assignment?' in board and f'id="pick-{place.id}"' in board
    assert "free that day" not in board and "vrij die dag" not in board
    part = bart.get(f"/seats/{place.id}/assignment", headers={"HX-Request": "true"})
    assert part.status_code == 200 and part.text.lstrip().startswith(f'<form class="pick__panel" id="pick-{place.id}"')
    assert part.text.count('type="radio"') == 3 and part.text.count(" checked") == 1


def test_the_panel_puts_somebody_on_the_list(as_person):
    place = seat(*OPEN)
    done = as_person("bart").htmx(f"/seats/{place.id}/assignment", {"volunteer": number("Luc")})
    assert done.status_code == 200 and f'id="activity-{place.activity_id}"' in done.text
    assert done.headers["HX-Trigger"] == "changed" and holder(place) == "Luc" and len(told("luc")) == 1


def test_the_panel_asks_for_a_reason_in_its_own_place(as_person):
    place = seat(*OPEN)
    bart = as_person("bart")
    refused = bart.htmx(f"/seats/{place.id}/assignment", {"volunteer": number("Godelieve")})
    assert refused.status_code == 422 and refused.headers["HX-Retarget"] == f"#pick-{place.id}"
    assert 'name="override"' in refused.text and "Godelieve" in refused.text and holder(place) is None
    again = {"volunteer": number("Godelieve"), "override": "mag"}
    assert bart.htmx(f"/seats/{place.id}/assignment", again).status_code == 200
    assert holder(place) == "Godelieve"


def test_the_panel_is_not_for_volunteers(as_person):
    place = seat(*OPEN)
    rita = as_person("rita")
    assert rita.get(f"/seats/{place.id}/assignment", headers={"HX-Request": "true"}).status_code == 403
    assert "assignment" not in rita.get("/rounds/").text


def test_searching_shows_only_who_fits_and_one_is_chosen_at_once(as_person):
    bart, place = as_person("bart"), seat(*OPEN)
    path = f"/seats/{place.id}/assignment"
    found = bart.post(path, {"name": "chr", "look": "yes"})
    assert found.status_code == 200 and found.text.count('type="radio"') == 1 and 'value="chr"' in found.text
    assert holder(place) is None
    assert bart.post(path, {"name": "zzz", "look": "yes"}).text.count('type="radio"') == 0
    assert bart.post(path, {"name": "chr"}).status_code == 303, "a name that only one has is enough"
    assert holder(place) == "Christine"


def test_a_name_that_many_have_is_not_enough(as_person):
    place = seat(*OPEN)
    assert as_person("bart").post(f"/seats/{place.id}/assignment", {"name": "a"}).status_code == 422
    assert live(place) is None


def test_searching_keeps_what_was_chosen_and_written(as_person):
    answer = as_person("bart").post(f"/seats/{seat(*OPEN).id}/assignment", {
        "name": "godel", "look": "yes", "volunteer": number("Godelieve"), "override": "mag een keer meer"})
    assert "mag een keer meer" in answer.text and " checked" in answer.text


# How often, on the board


def test_the_board_says_how_often_somebody_goes_only_to_who_coordinates(as_person):
    own, week = f'id="seat-{seat(BREAD, NOV_28, 2).id}"', "/rounds/?week=2026-W48"
    page = as_person("bart").get(week).text
    card = page[page.index(own):].partition("</li>")[0]
    assert "Rita" in card and re.search(r"\b3 (keer deze maand|times this month)", card), card
    page = as_person("luc").get(week).text
    assert own in page and "deze maand" not in page and "this month" not in page


def test_who_gave_up_counts_once_less(app):
    def turns():
        card = queries_cards.card(place.activity_id, viewer("bart"), clock.local(clock.now()))
        return str(card.turns.get(number("Godelieve")))

    place = seat(BREAD, DEC_19, 2)
    assert holder(place) == "Godelieve" and turns() == "2 times in december"
    rules.withdraw(seat(FOOD, DEC_2, 2).id, viewer("godelieve"), clock.now())
    assert turns() == "1 time in december"
