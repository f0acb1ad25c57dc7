"""Nobody comes back on a list by an undo, or a date that goes on after all, without a right to it any more."""

from datetime import timedelta

import pytest
from people import BREAD, DEC_5, DEC_12, NOV_28, activity, call_off, holder, seat, told, viewer

from wvg.base import clock
from wvg.base.errors import Refused
from wvg.commons.accounts import rules as accounts
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.planning import rules, rules_assign, rules_undo
from wvg.commons.planning.changes import rules_cancel
from wvg.commons.planning.models import Activity
from wvg.commons.volunteers.models import Volunteer


def take_back(name):
    row = Grant.get(Grant.account == Account.get(Account.user_name == name), Grant.group == "rounds")
    accounts.end_grant(row, viewer("katrien"), clock.now())


def run_out(name):
    """The last day of all rights of somebody was yesterday."""
    account = Account.get(Account.user_name == name)
    Grant.update(until=clock.today() - timedelta(days=1)).where(Grant.account == account).execute()


def confirm(day):
    return rules_cancel.confirm(activity(BREAD, day).id, viewer("bart"), clock.now())


def somebody():
    """A volunteer who has no account."""
    return Volunteer.create(first_name="Greet", last_name="Maes", search="greet maes", made_at=clock.now())


@pytest.mark.parametrize("how", [take_back, run_out])
def test_rita_gives_back_loses_her_right_and_cannot_undo(app, how):
    place = seat(BREAD, NOV_28, 2)
    done = rules.withdraw(place.id, viewer("rita"), clock.now())
    how("rita")
    with pytest.raises(Refused):
        rules_undo.undo(done.act.id, viewer("rita"), clock.now())
    assert holder(place) is None


def test_with_a_right_in_another_group_the_button_does_not_help_either(as_person):
    accounts.grant(Account.get(Account.user_name == "rita"), "volunteer", "homework", None, viewer("katrien"),
                   clock.now())
    place, browser = seat(BREAD, NOV_28, 2), as_person("rita")
    done = rules.withdraw(place.id, viewer("rita"), clock.now())
    take_back("rita")
    answer = browser.post(f"/acts/{done.act.id}/undo")
    assert answer.status_code in (303, 409) and holder(place) is None
    Activity.update(audience="everyone").where(Activity.id == place.activity_id).execute()
    rules_undo.undo(done.act.id, viewer("rita"), clock.now())
    assert holder(place) == "Rita", "what is for everyone she may still take"


def test_for_everyone_is_not_for_whoever_has_no_right_at_all(app):
    place = seat(BREAD, NOV_28, 2)
    Activity.update(audience="everyone").where(Activity.id == place.activity_id).execute()
    done = rules.withdraw(place.id, viewer("rita"), clock.now())
    run_out("rita")
    with pytest.raises(Refused):
        rules_undo.undo(done.act.id, viewer("rita"), clock.now())


def test_rita_undoes_a_take_over_but_luc_has_no_right_any_more(app):
    place = seat(BREAD, DEC_5, 2)
    done = rules.take_over(place.id, viewer("rita"), clock.now())
    take_back("luc")
    with pytest.raises(Refused):
        rules_undo.undo(done.act.id, viewer("rita"), clock.now())
    assert holder(place) == "Rita"


def test_bart_cannot_put_rita_back_by_an_undo(app):
    done = rules.withdraw(seat(BREAD, NOV_28, 2).id, viewer("bart"), clock.now())
    take_back("rita")
    with pytest.raises(Refused):
        rules_undo.undo(done.act.id, viewer("bart"), clock.now())


def test_what_rita_undoes_without_coming_back_goes_on(app):
    place = seat(BREAD, DEC_12, 2)
    done = rules.sign_up(place.id, viewer("rita"), clock.now())
    run_out("rita")
    rules_undo.undo(done.act.id, viewer("rita"), clock.now())
    assert holder(place) is None


def test_who_has_no_account_comes_back_as_before(app):
    place, greet = seat(BREAD, DEC_12, 2), somebody()
    rules_assign.assign(place.id, greet.id, viewer("bart"), clock.now(), "ja")
    done = rules.withdraw(place.id, viewer("bart"), clock.now())
    rules_undo.undo(done.act.id, viewer("bart"), clock.now())
    assert holder(place) == "Greet"
    call_off(activity(BREAD, DEC_12), "Sneeuw")
    confirm(DEC_12)
    assert holder(place) == "Greet"


@pytest.mark.parametrize("how", ["take_back", "run_out", "close"])
def test_a_cancelled_date_goes_on_without_who_has_no_right_any_more(app, how):
    call_off(activity(BREAD, DEC_5), "Sneeuw")
    if how == "close":
        accounts.close_account(Account.get(Account.user_name == "luc"), viewer("katrien"), clock.now())
    else:
        globals()[how]("luc")
    before = told("luc")
    confirm(DEC_5)
    assert holder(seat(BREAD, DEC_5, 2)) is None and holder(seat(BREAD, DEC_5, 1)) == "Samir"
    assert told("luc") == before, "nor does Luc hear of it"
