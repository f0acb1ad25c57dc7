"""Signing up, looking at the families and undoing it is giving the place back: others hear of it."""

from datetime import UTC, datetime, timedelta

import pytest
from people import BREAD, NOV_28, holder, seat, told, viewer
from runs import path, plan

from wvg.base import clock
from wvg.base.errors import Refused
from wvg.commons.audit.models import Act
from wvg.commons.planning import rules, rules_undo
from wvg.commons.planning.models import SignUp
from wvg.groups.rounds.run import queries_seen, rules_seen

FRIDAY = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


@pytest.fixture
def friday(app):
    """Friday morning: the families of the round of tomorrow can be seen by those who go."""
    plan()
    with clock.standing_still(FRIDAY):
        yield app


def samir_signs_up():
    return rules.sign_up(seat(BREAD, NOV_28, 1).id, viewer("samir"), clock.now()).act


def undo(act, name="samir"):
    return rules_undo.undo(act.id, viewer(name), clock.now())[0]


def reason():
    rows = SignUp.select().where(SignUp.seat == seat(BREAD, NOV_28, 1)).order_by(SignUp.id.desc())
    return rows.first().end_reason


def test_who_looked_is_taken_to_have_been_on_it(friday, as_person):
    act, samir = samir_signs_up(), as_person("samir")
    assert samir.get(path()).status_code == 200
    assert samir.post(f"/acts/{act.id}/undo").status_code in (200, 303)
    assert holder(seat(BREAD, NOV_28, 1)) is None and reason() == "withdrew"
    cannot = "Samir A. cannot come: Broodronde, Saturday 28 November. The place is open again."
    assert cannot in told("bart") and cannot in told("rita")
    assert Act.get(Act.kind == "planning.withdraw").id == Act.get_by_id(act.id).undone_by_id
    assert samir.get(path()).status_code == 404


def test_who_did_not_look_leaves_no_message(friday):
    undo(samir_signs_up())
    assert reason() == "undone"
    assert not [sentence for sentence in told("bart") if "Samir" in sentence]


def test_pressing_twice_is_pressing_once(friday, as_person):
    act, samir = samir_signs_up(), as_person("samir")
    samir.get(path())
    undo(act)
    assert str(undo(act).sentence) == "That has been undone."
    assert Act.select().where(Act.kind == "planning.withdraw").count() == 1


def test_what_others_looked_at_or_long_before_does_not_count(friday, as_person):
    as_person("rita").get(path())
    act = samir_signs_up()
    as_person("samir").get(path())
    Act.update(at=clock.now() - timedelta(hours=2)).where(
        Act.kind == "run.seen", Act.by == viewer("samir").account
    ).execute()
    undo(act)
    assert reason() == "undone"


def test_looking_a_while_before_is_not_written_down_again_and_counts(friday, as_person):
    first, samir = samir_signs_up(), as_person("samir")
    samir.get(path())
    undo(first)
    with clock.standing_still(FRIDAY + timedelta(minutes=30)):
        second = samir_signs_up()
        as_person("samir").get(path())
        undo(second)
    assert reason() == "withdrew"
    assert queries_seen.WRITTEN == rules_seen.AGAIN


def test_who_coordinates_sees_them_anyhow(friday, monkeypatch):
    monkeypatch.setattr(rules_undo, "looked", [lambda account, activity, since: True])
    place = seat(BREAD, NOV_28, 2)
    rules.withdraw(place.id, viewer("rita"), clock.now())
    act = rules.sign_up(place.id, viewer("bart"), clock.now()).act
    undo(act, "bart")
    assert SignUp.select().where(SignUp.seat == place).order_by(SignUp.id.desc()).first().end_reason == "undone"


def test_a_place_taken_over_is_given_back_with_its_own_button(friday, as_person):
    place = seat(BREAD, NOV_28, 2)
    rules.seek(place.id, viewer("rita"), clock.now())
    act = rules.take_over(place.id, viewer("luc"), clock.now()).act
    as_person("luc").get(path())
    with pytest.raises(Refused, match="Use the buttons on the board"):
        undo(act, "luc")
    assert holder(place) == "Luc"
