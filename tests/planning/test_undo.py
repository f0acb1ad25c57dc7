"""Undo: one's own single act, until the next day, while all is as it left it."""

from datetime import date, timedelta

import pytest
from people import BREAD, DEC_5, DEC_12, NOV_28, holder, live, seat, told, viewer

from wvg.base import clock
from wvg.base.errors import NotAllowed, Refused, Unknown
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.audit.models import Act
from wvg.commons.messages import rules as messages
from wvg.commons.messages.models import Message
from wvg.commons.planning import rules, rules_assign, rules_undo
from wvg.commons.volunteers.models import Volunteer

NOV_21 = date(2026, 11, 21)


def test_signing_up_is_undone(app):
    place = seat(BREAD, DEC_12, 2)
    done = rules.sign_up(place.id, viewer("rita"), clock.now())
    undone, activity = rules_undo.undo(done.act.id, viewer("rita"), clock.now())
    assert str(undone.sentence) == "That has been undone." and activity.id == place.activity_id
    assert holder(place) is None
    rules.sign_up(place.id, viewer("rita"), clock.now())
    assert holder(place) == "Rita", "and it can be taken again"


def test_giving_back_is_undone_and_the_message_is_gone(app):
    place = seat(BREAD, NOV_28, 2)
    done = rules.withdraw(place.id, viewer("rita"), clock.now(), ill=True)
    rules_undo.undo(done.act.id, viewer("rita"), clock.now())
    assert holder(place) == "Rita"
    assert told("bart") == []


def test_who_read_the_message_is_told_again(app):
    done = rules.withdraw(seat(BREAD, NOV_28, 2).id, viewer("rita"), clock.now())
    messages.seen(Message.get(Message.act == done.act).id, viewer("bart"), clock.now())
    rules_undo.undo(done.act.id, viewer("rita"), clock.now())
    assert told("bart") == ["This was undone, it is as it was before: Broodronde, Saturday 28 November."]


def test_taking_over_is_undone_and_the_first_one_looks_again(app):
    place = seat(BREAD, DEC_5, 2)
    since = live(place).seeking_since
    done = rules.take_over(place.id, viewer("rita"), clock.now())
    rules_undo.undo(done.act.id, viewer("rita"), clock.now())
    assert holder(place) == "Luc" and live(place).seeking_since == since


def test_looking_for_a_substitute_is_undone(app):
    place = seat(BREAD, NOV_28, 2)
    done = rules.seek(place.id, viewer("rita"), clock.now())
    rules_undo.undo(done.act.id, viewer("rita"), clock.now())
    assert live(place).seeking_since is None


def test_undoing_twice_is_undoing_once(app):
    place = seat(BREAD, DEC_12, 2)
    done = rules.sign_up(place.id, viewer("rita"), clock.now())
    rules_undo.undo(done.act.id, viewer("rita"), clock.now())
    rules.sign_up(place.id, viewer("godelieve"), clock.now())
    rules_undo.undo(done.act.id, viewer("rita"), clock.now())
    assert holder(place) == "Godelieve"


def test_what_changed_since_is_not_undone(app):
    place = seat(BREAD, NOV_28, 2)
    done = rules.withdraw(place.id, viewer("rita"), clock.now())
    rules.sign_up(place.id, viewer("godelieve"), clock.now())
    with pytest.raises(Refused, match="something changed after it"):
        rules_undo.undo(done.act.id, viewer("rita"), clock.now())
    assert holder(place) == "Godelieve"
    again = rules.seek(place.id, viewer("godelieve"), clock.now())
    rules.withdraw(place.id, viewer("godelieve"), clock.now())
    with pytest.raises(Refused, match="something changed after it"):
        rules_undo.undo(again.act.id, viewer("godelieve"), clock.now())


def test_undo_works_until_the_next_day(app):
    done = rules.sign_up(seat(BREAD, DEC_12, 2).id, viewer("rita"), clock.now())
    with pytest.raises(Refused, match="no longer"):
        rules_undo.undo(done.act.id, viewer("rita"), clock.now() + timedelta(days=2))
    rules_undo.undo(done.act.id, viewer("rita"), clock.now() + timedelta(days=1))
    assert holder(seat(BREAD, DEC_12, 2)) is None


def test_what_is_over_is_not_undone(app):
    friday = clock.now() + timedelta(days=3)
    done = rules.withdraw(seat(BREAD, NOV_28, 2).id, viewer("rita"), friday)
    with pytest.raises(Refused, match="This is over"):
        rules_undo.undo(done.act.id, viewer("rita"), friday + timedelta(days=1, hours=12))


def test_nobody_undoes_what_somebody_else_did(app, as_person):
    place = seat(BREAD, DEC_12, 2)
    done = rules.sign_up(place.id, viewer("rita"), clock.now())
    for name in ("bart", "godelieve"):
        with pytest.raises(Unknown):
            rules_undo.undo(done.act.id, viewer(name), clock.now())
    assert as_person("godelieve").htmx(f"/acts/{done.act.id}/undo").status_code == 404
    assert as_person("rita").post("/acts/999999/undo").status_code == 404
    assert as_person("rita").get(f"/acts/{done.act.id}/undo").status_code == 405
    assert holder(place) == "Rita"


def test_too_late_is_a_sentence_with_and_without_htmx(as_person):
    rita, place = as_person("rita"), seat(BREAD, NOV_28, 2)
    done = rules.withdraw(place.id, viewer("rita"), clock.now())
    rules.sign_up(place.id, viewer("godelieve"), clock.now())
    for post in (rita.htmx, rita.post):
        assert post(f"/acts/{done.act.id}/undo").status_code == 409


def test_who_no_longer_coordinates_undoes_nothing_that_was_done_for_others(app):
    place = seat(BREAD, DEC_12, 2)
    done = rules_assign.assign(place.id, viewer("rita").volunteer, viewer("bart"), clock.now())
    Grant.update(ended_at=clock.now()).where(Grant.account == viewer("bart").account).execute()
    with pytest.raises(NotAllowed):
        rules_undo.undo(done.act.id, viewer("bart"), clock.now())
    assert holder(place) == "Rita"


@pytest.mark.parametrize("how", ["all came", "instead"])
def test_who_no_longer_coordinates_undoes_no_ticks(as_person, how):
    ivan, place = live(seat(BREAD, NOV_21, 1)), seat(BREAD, NOV_21, 2)
    account = Account.get(Account.user_name == "mieke")
    own = Grant.create(account=account, role="coordinator", group="rounds", given_at=clock.now())
    mieke = as_person("mieke")
    if how == "all came":
        mieke.post(f"/activities/{ivan.activity_id}/attendance")
    else:
        mieke.post(f"/seats/{place.id}/attendance", {"volunteer": viewer("mieke").volunteer})
    act = Act.select().order_by(Act.id.desc()).get()
    assert act.by == account.id
    Grant.update(ended_at=clock.now()).where(Grant.id == own.id).execute()
    assert mieke.post(f"/acts/{act.id}/undo").status_code == 403
    assert live(seat(BREAD, NOV_21, 2)).attendance == "came"


def test_who_stopped_is_not_put_back(app):
    place = seat(BREAD, NOV_28, 2)
    done = rules.withdraw(place.id, viewer("bart"), clock.now())
    Volunteer.update(left_on=clock.today()).where(Volunteer.first_name == "Rita").execute()
    with pytest.raises(Refused):
        rules_undo.undo(done.act.id, viewer("bart"), clock.now())
    assert holder(place) is None


def test_who_is_not_of_the_group_hears_that_they_were_on_a_list_for_a_moment(app):
    place = seat(BREAD, DEC_12, 2)
    for name, sentences in (("rita", []), ("elira", [
        "This was undone, it is as it was before: Broodronde, Saturday 12 December.",
        "Bart D. put you on the list: Broodronde, Saturday 12 December.",
    ])):
        done = rules_assign.assign(place.id, viewer(name).volunteer, viewer("bart"), clock.now(), "even kijken")
        rules_undo.undo(done.act.id, viewer("bart"), clock.now())
        assert told(name) == sentences
