"""Giving a place back: at once, or when somebody takes over."""

from datetime import timedelta

import pytest
from people import BREAD, DEC_5, DEC_12, NOV_28, holder, live, seat, told, viewer

from wvg.base import clock
from wvg.base.errors import NotAllowed, Refused, Unknown
from wvg.commons.planning import rules
from wvg.commons.planning.models import SignUp


def test_who_is_ill_is_off_at_once_and_the_place_is_open(app):
    place = seat(BREAD, NOV_28, 2)
    done = rules.withdraw(place.id, viewer("rita"), clock.now(), ill=True)
    assert holder(place) is None
    row = SignUp.get(SignUp.seat == place)
    assert (row.end_reason, row.ended_at) == ("ill", clock.now()), "ended, never deleted"
    assert str(done.sentence) == "You are no longer on the list for Saturday 28 November."


def test_the_coordinator_and_who_is_on_it_are_told_and_named(app):
    rules.sign_up(seat(BREAD, NOV_28, 1).id, viewer("samir"), clock.now())
    done = rules.withdraw(seat(BREAD, NOV_28, 2).id, viewer("rita"), clock.now(), ill=True)
    sentence = "Rita C. cannot come: Broodronde, Saturday 28 November. The place is open again."
    assert told("bart") == [sentence] and told("samir") == [sentence]
    # Whoever takes a place and leaves it at once must not go away with the numbers of all.
    assert [str(w) for w in done.warnings] == ["We told Bart: 0400 00 00 02.", "We told Samir."]
    assert told("rita") == [] and told("godelieve") == []


def test_who_comes_and_goes_twenty_five_times_is_one_message(app):
    place, rita = seat(BREAD, DEC_12, 2), viewer("rita")
    for _ in range(25):
        rules.sign_up(place.id, rita, clock.now())
        rules.withdraw(place.id, rita, clock.now())
    assert len(told("bart")) == 1
    rules.sign_up(place.id, viewer("luc"), clock.now())
    rules.withdraw(place.id, viewer("luc"), clock.now())
    assert len(told("bart")) == 2, "of somebody else it is another one"


def test_who_looks_for_a_substitute_stays_on_the_list(app):
    place = seat(BREAD, NOV_28, 2)
    done = rules.seek(place.id, viewer("rita"), clock.now())
    assert holder(place) == "Rita" and live(place).seeking_since == clock.now()
    assert str(done.sentence) == "We are asking who can take over. Until then you stay on the list."
    assert told("bart") == ["Rita C. looks for a substitute: Broodronde, Saturday 28 November."]
    assert rules.seek(place.id, viewer("rita"), clock.now()).act is None, "twice is once"
    assert len(told("bart")) == 1


def test_who_comes_after_all_is_no_longer_looked_for(app):
    place = seat(BREAD, DEC_5, 2)
    rules.come_after_all(place.id, viewer("luc"), clock.now())
    assert live(place).seeking_since is None
    assert told("bart")[0] == "Luc G. comes after all: Broodronde, Saturday 5 December."
    with pytest.raises(Refused):
        rules.take_over(place.id, viewer("rita"), clock.now())


def test_after_the_round_nobody_comes_after_all(app):
    with clock.standing_still(clock.now() + timedelta(days=12)), pytest.raises(Refused, match="over"):
        rules.come_after_all(seat(BREAD, DEC_5, 2).id, viewer("luc"), clock.now())


def test_somebody_takes_over(app):
    place = seat(BREAD, DEC_5, 2)
    done = rules.take_over(place.id, viewer("rita"), clock.now())
    assert holder(place) == "Rita"
    row = live(place)
    assert (row.kind, row.replaces.volunteer.first_name, row.replaces.end_reason) == ("substitute", "Luc", "taken over")
    assert str(done.sentence) == "You take over from Luc G.: Broodronde, Saturday 5 December."
    assert told("luc") == ["Rita C. takes over: Broodronde, Saturday 5 December."]


def test_only_one_takes_over_and_the_other_hears_it(app):
    place = seat(BREAD, DEC_5, 2)
    rules.take_over(place.id, viewer("rita"), clock.now())
    assert rules.take_over(place.id, viewer("rita"), clock.now()).act is None, "twice is once"
    with pytest.raises(Refused, match="Rita was just a little faster"):
        rules.take_over(place.id, viewer("godelieve"), clock.now())


def test_nobody_takes_over_from_who_does_not_look_for_it(app):
    with pytest.raises(Refused):
        rules.take_over(seat(BREAD, NOV_28, 2).id, viewer("godelieve"), clock.now())


def test_nobody_takes_over_from_themselves(app):
    with pytest.raises(Refused, match="your own place"):
        rules.take_over(seat(BREAD, DEC_5, 2).id, viewer("luc"), clock.now())


def test_an_open_place_is_not_taken_over(app):
    with pytest.raises(Refused, match="open now"):
        rules.take_over(seat(BREAD, DEC_12, 2).id, viewer("rita"), clock.now())


def test_a_substitute_needs_what_the_place_needs(app):
    place = seat(BREAD, DEC_5, 1)
    rules.seek(place.id, viewer("samir"), clock.now())
    with pytest.raises(Refused, match="Only with: auto"):
        rules.take_over(place.id, viewer("godelieve"), clock.now())


@pytest.mark.parametrize("verb", [rules.withdraw, rules.seek, rules.come_after_all])
def test_nobody_gives_back_the_place_of_somebody_else(app, verb):
    with pytest.raises(NotAllowed):
        verb(seat(BREAD, NOV_28, 2).id, viewer("godelieve"), clock.now())
    with pytest.raises(Unknown):
        verb(seat(BREAD, NOV_28, 2).id, viewer("fatiha"), clock.now())


def test_the_coordinator_does_it_for_who_telephones(app):
    place = seat(BREAD, NOV_28, 2)
    done = rules.withdraw(place.id, viewer("bart"), clock.now(), ill=True)
    assert holder(place) is None
    assert str(done.sentence) == "Rita C. is off the list for Saturday 28 November."
    assert told("rita") == ["Bart D. took you off the list: Broodronde, Saturday 28 November."]
    assert done.act.on_behalf_of == viewer("rita").volunteer


def test_an_empty_place_cannot_be_given_back(app):
    with pytest.raises(Refused, match="Nobody is on this place"):
        rules.withdraw(seat(BREAD, DEC_12, 2).id, viewer("rita"), clock.now())


def test_what_is_over_stays_as_it_was(app):
    later = clock.now() + timedelta(days=5)
    for verb in (rules.withdraw, rules.seek):
        with pytest.raises(Refused, match="This is over"):
            verb(seat(BREAD, NOV_28, 2).id, viewer("rita"), later)


def test_somebody_else_gets_403_and_an_unknown_place_404(as_person):
    godelieve, place = as_person("godelieve"), seat(BREAD, NOV_28, 2)
    for verb in ("withdrawal", "substitute", "coming"):
        for post in (godelieve.post, godelieve.htmx):
            assert post(f"/seats/{place.id}/{verb}").status_code == 403
            assert post(f"/seats/999999/{verb}").status_code == 404
        assert godelieve.get(f"/seats/{place.id}/{verb}").status_code == 405
    assert holder(place) == "Rita"


def test_the_buttons_on_the_board_work_with_and_without_htmx(as_person):
    rita, place = as_person("rita"), seat(BREAD, NOV_28, 2)
    assert rita.htmx(f"/seats/{place.id}/substitute").status_code == 200
    assert rita.post(f"/seats/{place.id}/coming").status_code == 303
    assert rita.htmx(f"/seats/{place.id}/withdrawal").status_code == 200
    assert holder(place) is None
    assert as_person("godelieve").post(f"/seats/{seat(BREAD, DEC_5, 2).id}/take-over").status_code == 303
