"""Saying when one is away, and settling the places one has then."""

from datetime import date, timedelta

import pytest
from peewee import IntegrityError
from people import BREAD, DEC_5, DEC_12, FOOD, NOV_28, activity, holder, lights_out, live, seat, told, viewer

from wvg.base import clock
from wvg.base.errors import Invalid, Unknown
from wvg.commons.audit.models import Act
from wvg.commons.home import queries as home
from wvg.commons.planning import queries_cards, rules
from wvg.commons.planning.away import rules_absences
from wvg.commons.planning.models import SignUp
from wvg.commons.planning.queries_people import is_absent
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.volunteers.models import Absence

NOV_24, NOV_25 = date(2026, 11, 24), date(2026, 11, 25)


def away(name):
    """(first, last) of the absences of somebody, in order."""
    rows = Absence.select().where(Absence.volunteer == viewer(name).volunteer).order_by(Absence.first_day)
    return [(row.first_day, row.last_day) for row in rows]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("30/12", "4/1", (date(2026, 12, 30), date(2027, 1, 4))), ("morgen", "", (NOV_25, NOV_25)),
        ("vandaag", "vandaag", (NOV_24, NOV_24)), ("24 november 2026", "1er déc.", (NOV_24, date(2026, 12, 1))),
        ("2028-02-29", "", (date(2028, 2, 29), date(2028, 2, 29))),
        ("1-11-28", "20-11-28", (date(2028, 11, 1), date(2028, 11, 20))),
    ],
)
def test_days_are_typed_as_people_write_them(as_person, first, last, expected):
    answer = as_person("lotte").post("/me/absences", {"first_day": first, "last_day": last})
    assert answer.status_code == 303 and answer.location == "/me/absences"
    assert away("lotte") == [expected]


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("", "", "first_day"), ("", "25/11", "first_day"), ("31/2", "", "first_day"), ("soon", "", "first_day"),
        ("25/11", "soon", "last_day"), ("23/11/2026", "", "first_day"), ("23/11/2026", "30/11/2026", "first_day"),
        ("30/11/2026", "29/11/2026", "last_day"), ("25/11", "25/11/2062", "last_day"), ("25/11/2062", "", "first_day"),
        ("31/12/9999", "31/12/9999", "first_day"), ("25/11", "31/12/9999", "last_day"), ("1/1/0001", "", "first_day"),
    ],
)
def test_days_that_cannot_be_come_back_as_typed(as_person, first, last, field):
    answer = as_person("rita").post("/me/absences", {"first_day": first, "last_day": last})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text and f'value="{first}"' in answer.text and f'value="{last}"' in answer.text
    assert away("rita") == []


def test_who_has_places_then_is_asked_once_for_all_of_them(as_person):
    luc = as_person("luc")
    answer = luc.post("/me/absences", {"first_day": "25/11", "last_day": "12/12"})
    number = Absence.get().id
    assert answer.status_code == 303 and answer.location == f"/me/absences/{number}"
    page = luc.get(answer.location).text
    assert page.count("<li><span class=\"tile R\"") == 2, "the food round of tomorrow and the bread round of 5 December"
    assert f'action="/me/absences/{number}/substitute"' in page
    assert f'action="/me/absences/{number}/withdrawal"' in page
    assert "badge--swap" in page, "for the second one a substitute is looked for already"
    assert holder(seat(FOOD, NOV_25, 2)) == "Luc", "nothing chosen, nothing done"
    assert f'href="/me/absences/{number}"' in luc.get("/me/absences").text, "it can be settled later"


def test_looking_for_a_substitute_for_all_of_them(as_person):
    samir = as_person("samir")
    samir.post("/me/absences", {"first_day": "25/11", "last_day": "31/12"})
    number = Absence.get().id
    mine = list(SignUp.select().where(SignUp.volunteer == viewer("samir").volunteer, SignUp.ended_at.is_null()))
    answer = samir.post(f"/me/absences/{number}/substitute")
    assert answer.status_code == 303 and answer.location == "/me/absences"
    seeking = [row for row in mine if SignUp.get_by_id(row.id).seeking_since]
    assert sorted(row.activity.date for row in seeking) == [NOV_25, DEC_5, date(2026, 12, 23)]
    assert all(SignUp.get_by_id(row.id).ended_at is None for row in mine)
    came_first = told("bart")[-1]
    assert told("bart") == [
        "Samir A. looks for a substitute: Voedselronde, Wednesday 23 December.",
        "Samir A. looks for a substitute: Broodronde, Saturday 5 December.",
        "Samir A. looks for a substitute: Voedselronde, Wednesday 25 November.", came_first,
    ]
    assert f'href="/me/absences/{number}"' not in samir.get("/me/absences").text
    acts = Act.select().count()
    assert samir.post(f"/me/absences/{number}/substitute").status_code == 303
    assert Act.select().count() == acts and len(told("bart")) == 4, "twice is once"


def test_being_taken_off_all_of_them(as_person):
    samir = as_person("samir")
    samir.post("/me/absences", {"first_day": "25/11", "last_day": "6/12"})
    number = Absence.get().id
    assert samir.post(f"/me/absences/{number}/withdrawal").status_code == 303
    assert holder(seat(FOOD, NOV_25, 1)) is None and holder(seat(BREAD, DEC_5, 1)) is None
    assert SignUp.get(SignUp.seat == seat(BREAD, DEC_5, 1)).end_reason == "withdrew"
    assert holder(seat(FOOD, date(2026, 12, 23), 1)) == "Samir", "after the absence"
    assert len(told("bart")) == 3, "that he is away, and each place"
    assert samir.get(f"/me/absences/{number}").status_code == 200


def test_a_round_that_is_not_sure_yet_can_only_be_left(as_person):
    rules_series.set_state(activity(BREAD, NOV_28), "to confirm", "", clock.now())
    rita = as_person("rita")
    rita.post("/me/absences", {"first_day": "25/11", "last_day": "29/11"})
    number = Absence.get().id
    assert holder(seat(BREAD, NOV_28, 2)) == "Rita"
    page = rita.get(f"/me/absences/{number}").text
    assert "/substitute" not in page and "/withdrawal" in page
    assert rita.post(f"/me/absences/{number}/substitute").status_code == 303
    assert live(seat(BREAD, NOV_28, 2)).seeking_since is None
    rita.post(f"/me/absences/{number}/withdrawal")
    assert holder(seat(BREAD, NOV_28, 2)) is None


def test_what_is_over_today_is_not_asked_about(app):
    rita, late = viewer("rita"), clock.now().replace(day=28, hour=22)
    rules_absences.be_away(NOV_28, NOV_28, rita, clock.now())
    number = Absence.get().id
    assert rules_absences.withdraw(number, rita, late) == 0
    assert holder(seat(BREAD, NOV_28, 2)) == "Rita"


def test_absences_that_touch_become_one(app):
    rita, now, day = viewer("rita"), clock.now(), timedelta(days=1)
    for first, last in [(DEC_5, DEC_5 + day), (DEC_12, DEC_12 + day), (date(2027, 1, 1), date(2027, 1, 2))]:
        assert rules_absences.be_away(first, last, rita, now)[1] is False
    absence, joined = rules_absences.be_away(DEC_5 + 2 * day, DEC_12 - day, rita, now)
    assert joined and (absence.first_day, absence.last_day) == (DEC_5, DEC_12 + day)
    assert away("rita") == [(DEC_5, DEC_12 + day), (date(2027, 1, 1), date(2027, 1, 2))]
    rules_absences.be_away(DEC_5, None, rita, now)
    assert len(away("rita")) == 2, "inside one that is there, or pressed twice"
    assert away("luc") == [] and rules_absences.be_away(DEC_5, None, viewer("luc"), now)[1] is False


def test_an_absence_is_taken_back(as_person):
    rita = as_person("rita")
    rita.post("/me/absences", {"first_day": "28/11", "last_day": ""})
    number = Absence.get().id
    assert is_absent(viewer("rita").volunteer, activity(BREAD, NOV_28))
    assert f'action="/me/absences/{number}/removal"' in rita.get("/me/absences").text
    assert rita.post(f"/me/absences/{number}/removal").status_code == 303
    assert away("rita") == [] and holder(seat(BREAD, NOV_28, 2)) == "Rita"
    assert rita.post(f"/me/absences/{number}/removal").status_code == 404


@pytest.mark.parametrize("name", ["luc", "bart", "katrien", "fatiha"])
def test_an_absence_is_nobody_elses(as_person, name):
    as_person("rita").post("/me/absences", {"first_day": "28/11", "last_day": ""})
    number = Absence.get().id
    other = as_person(name)
    assert other.get(f"/me/absences/{number}").status_code == 404
    for verb in ("substitute", "withdrawal", "removal"):
        assert other.post(f"/me/absences/{number}/{verb}").status_code == 404
        assert other.get(f"/me/absences/{number}/{verb}").status_code == 405
        assert other.htmx(f"/me/absences/{number}/{verb}").status_code == 404
    assert away("rita") == [(NOV_28, NOV_28)] and holder(seat(BREAD, NOV_28, 2)) == "Rita"


def test_who_is_not_signed_in_is_sent_to_the_door(browser):
    for path in ("/me/absences", "/me/absences/1"):
        assert "/sign-in" in browser.get(path).location


def test_one_place_that_cannot_be_left_leaves_everything_as_it_was(app):
    samir, now = viewer("samir"), clock.now()
    rules_absences.be_away(NOV_25, DEC_5, samir, now)
    lights_out("sign_up", f"NEW.seat_id = {seat(BREAD, DEC_5, 1).id}")
    with pytest.raises(IntegrityError, match="lights out"):
        rules_absences.withdraw(Absence.get().id, samir, now)
    assert holder(seat(FOOD, NOV_25, 1)) == "Samir" and len(told("bart")) == 1, "only that he is away"


def test_the_rule_itself_refuses_what_the_form_would(app):
    for first, last in [(NOV_24 - timedelta(days=1), None), (DEC_5, NOV_28), (date.max, date.max)]:
        with pytest.raises(Invalid):
            rules_absences.be_away(first, last, viewer("rita"), clock.now())
    with pytest.raises(Unknown):
        rules_absences.be_there(999, viewer("rita"), clock.now())


def test_who_coordinates_hears_of_it_and_sees_it_on_the_board(as_person):
    samir, bart = as_person("samir"), as_person("bart")
    samir.post("/me/absences", {"first_day": "1/12", "last_day": "6/12"})
    assert told("bart") == ["Samir A. is away, Tuesday 1 December to Sunday 6 December. Still on the list then: 1."]
    place = seat(BREAD, DEC_5, 1)
    card = queries_cards.card(place.activity_id, viewer("bart"), clock.local(clock.now()))
    assert [p.away for p in card.places] == [True, False]
    of_place = f'id="seat-{place.id}"'
    page = bart.get("/rounds/?week=2026-W49").text
    assert "dan weg" in page[page.index(of_place):][:1500]
    page = as_person("rita").get("/rounds/?week=2026-W49").text
    assert "dan weg" not in page[page.index(of_place):][:1500], "only who coordinates"
    samir.post(f"/me/absences/{Absence.get().id}/removal")
    assert told("bart")[0] == "Samir A. is not away after all, Tuesday 1 December to Sunday 6 December."


def test_nobody_is_asked_to_come_on_a_day_away_or_for_what_they_gave_back(as_person):
    def asked():
        found = home.today(viewer("rita"), clock.local(clock.now()))
        return {card.activity.date for card, _ in found.needed}

    assert {DEC_5, DEC_12} <= asked()
    rules_absences.be_away(DEC_5, DEC_5, viewer("rita"), clock.now())
    place = seat(BREAD, DEC_12, 2)
    rules.sign_up(place.id, viewer("rita"), clock.now())
    rules.withdraw(place.id, viewer("rita"), clock.now(), ill=True)
    assert not {DEC_5, DEC_12} & asked()
