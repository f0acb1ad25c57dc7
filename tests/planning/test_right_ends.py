"""A right in a group is taken back: the places ahead in it open, the fixed ones end, what was kept goes."""

from datetime import date, timedelta

import pytest
from peewee import IntegrityError
from people import BREAD, DEC_5, FOOD, NOV_28, activity, holder, lights_out, live, seat, told, viewer

from wvg.base import clock
from wvg.commons.accounts import rules as accounts
from wvg.commons.accounts.models import Account, Grant, KeptForm
from wvg.commons.audit.models import Act
from wvg.commons.planning import rules_assign
from wvg.commons.planning.away import rules_leaving
from wvg.commons.planning.models import Activity, Regular, SeriesSeat, SignUp
from wvg.commons.volunteers.models import Volunteer

NOV_25, DEC_23 = date(2026, 11, 25), date(2026, 12, 23)


def account(name):
    return Account.get(Account.user_name == name)


def right(name, role="volunteer", group="rounds"):
    return Grant.get(
        Grant.account == account(name), Grant.role == role, Grant.group == group, Grant.ended_at.is_null()
    )


def take_back(name, role="volunteer", group="rounds"):
    accounts.end_grant(right(name, role, group), viewer("katrien"), clock.now())


def test_places_ahead_open_and_the_coordinator_is_told(app):
    live_before = SignUp.select().where(SignUp.volunteer == account("samir").volunteer, SignUp.ended_at.is_null())
    before = live_before.count()
    take_back("samir")
    for place in (seat(FOOD, NOV_25, 1), seat(BREAD, DEC_5, 1), seat(FOOD, DEC_23, 1)):
        assert holder(place) is None and SignUp.get(SignUp.seat == place).end_reason == "withdrew"
    assert live_before.count() == before - 3, "where Samir went stays"
    assert told("bart") == [
        "Samir A. has stopped. Places that are open again: 3. The first one: Voedselronde, Wednesday 25 November."
    ]
    act = Act.get(Act.kind == "leaving.leave_group")
    assert act.by == account("katrien").id and act.on_behalf_of == account("samir").volunteer_id
    volunteer = Volunteer.get_by_id(account("samir").volunteer_id)
    assert volunteer.left_on is None and account("samir").closed_at is None


def test_by_the_button_of_the_administrator_too(as_person):
    katrien, row = as_person("katrien"), right("rita")
    for _ in range(2):
        assert katrien.post(f"/accounts/{row.account_id}/rights/{row.id}/end").status_code == 303
    assert holder(seat(BREAD, NOV_28, 2)) is None
    assert Act.select().where(Act.kind == "leaving.leave_group").count() == 1


def test_a_fixed_place_ends_in_this_group_only(app):
    samir, made = account("samir").volunteer_id, []
    for title in (BREAD, FOOD):
        series = activity(title, NOV_28 if title == BREAD else NOV_25).series
        place = SeriesSeat.select().where(SeriesSeat.series == series).order_by(SeriesSeat.position.desc()).first()
        made.append(Regular.create(series_seat=place, volunteer=samir, first_day=NOV_28, anchor=NOV_28))
    made[1].series_seat.series.group = "visits"
    made[1].series_seat.series.save()
    Activity.update(group="visits").where(Activity.title == FOOD).execute()
    take_back("samir")
    here, elsewhere = (Regular.get_by_id(row.id) for row in made)
    assert (here.ended_at, here.ended_by) == (clock.now(), account("katrien").id)
    assert elsewhere.ended_at is None
    assert holder(seat(BREAD, DEC_5, 1)) is None and holder(seat(FOOD, NOV_25, 1)) == "Samir"


def test_with_another_right_in_the_group_the_places_stay(app):
    rules_assign.assign(seat(BREAD, NOV_28, 1).id, account("bart").volunteer_id, viewer("bart"), clock.now(), "ja")
    take_back("bart", "coordinator")
    assert holder(seat(BREAD, NOV_28, 1)) == "Bart"
    take_back("bart")
    assert holder(seat(BREAD, NOV_28, 1)) is None


def test_a_right_that_ran_out_does_not_keep_the_places(app):
    katrien, rita = viewer("katrien"), account("rita")
    accounts.grant(rita, "coordinator", "rounds", clock.today(), katrien, clock.now())
    Grant.update(until=clock.today() - timedelta(days=1)).where(
        Grant.account == rita, Grant.role == "coordinator"
    ).execute()
    take_back("rita")
    assert holder(seat(BREAD, NOV_28, 2)) is None


def test_another_end_for_the_same_right_changes_nothing(app):
    accounts.grant(account("rita"), "volunteer", "rounds", DEC_5, viewer("katrien"), clock.now())
    assert holder(seat(BREAD, NOV_28, 2)) == "Rita"


@pytest.mark.parametrize("how", ["deputy", "theirs", "close"])
def test_a_deputy_without_another_right_leaves_the_places_too(app, how):
    accounts.deputise(account("rita"), "rounds", DEC_5, viewer("bart"), clock.now())
    take_back("rita")
    assert holder(seat(BREAD, NOV_28, 2)) == "Rita", "a deputy still belongs to the group"
    if how == "deputy":
        accounts.end_deputy(right("rita", "coordinator"), viewer("bart"), clock.now())
    elif how == "theirs":
        take_back("bart", "coordinator")
    else:
        accounts.close_account(account("bart"), viewer("katrien"), clock.now())
    assert holder(seat(BREAD, NOV_28, 2)) is None


def test_a_form_that_was_kept_goes_and_that_of_others_stays(app):
    for name in ("rita", "luc"):
        accounts.keep_form(account(name).id, "/me", [["first_name", name]], clock.now())
    take_back("rita")
    assert [kept.account_id for kept in KeptForm.select()] == [account("luc").id]


def test_who_has_a_right_is_never_taken_off_this_way(app):
    rita = account("rita").volunteer_id
    assert rules_leaving.leave_group(rita, "rounds", viewer("wim"), clock.now()) == 0
    assert holder(seat(BREAD, NOV_28, 2)) == "Rita"


def test_all_of_it_or_nothing(app):
    row = live(seat(BREAD, NOV_28, 2))
    lights_out("sign_up")
    with pytest.raises(IntegrityError):
        take_back("rita")
    assert right("rita").ended_at is None and live(seat(BREAD, NOV_28, 2)) == row
