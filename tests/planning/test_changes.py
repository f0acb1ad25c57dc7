"""A coordinator changes one date: its day, hours, place, name or minimum; and a place more or less."""

import re
from datetime import date, time

import pytest
from peewee import IntegrityError
from people import BREAD, DEC_5, DEC_12, FOOD, NOV_28, activity, holder, lights_out, live, seat, told, viewer

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.audit.models import Act
from wvg.commons.planning import dates
from wvg.commons.planning.changes import rules as rules_changes
from wvg.commons.planning.changes import rules_from_here, rules_preview, rules_swap
from wvg.commons.planning.models import Activity, Role, Seat, SignUp

DEC_4, NOV_21, NOV_30 = date(2026, 12, 4), date(2026, 11, 21), date(2026, 11, 30)
NAMES = ("date", "starts", "ends", "place", "title", "minimum")


def values(row, **more):
    return {**{name: getattr(row, name) for name in NAMES}, **more}


def change(row, by="bart", version=None, now=None, **more):
    number = row if isinstance(row, int) else row.id
    found = Activity.get_or_none(Activity.id == number) or activity(BREAD, DEC_5)
    return rules_changes.change_one(
        number, values(found, **more), viewer(by), found.version if version is None else version, now or clock.now()
    )


def typed(row, **more):
    return {
        "date": row.date.strftime("%d/%m/%Y"), "starts": "17.00", "ends": "19.30", "place": row.place,
        "title": row.title, "minimum": row.minimum, "version": row.version, **more,
    }


def test_those_on_it_stay_and_are_told_once(app):
    row = activity(BREAD, DEC_5)
    done = change(row, date=DEC_4, starts=time(18), ends=time(20), place="Gembloux, Brugse Poort")
    found = Activity.get_by_id(row.id)
    assert (found.date, found.end_date, found.starts, found.original_date) == (DEC_4, DEC_4, time(18), DEC_5)
    assert found.detached and (found.version, found.sequence) == (row.version + 1, row.sequence + 1)
    assert found.public_place == "Gembloux", "the wall sees no more than it did"
    assert holder(seat(BREAD, DEC_4, 1)) == "Samir" and holder(seat(BREAD, DEC_4, 2)) == "Luc"
    for name in ("samir", "luc"):
        assert told(name) == [
            "Another day or hour: Broodronde. Saturday 5 December, 17:00 – 19:30, Panos (demo), Veldstraat becomes "
            "Friday 4 December, 18:00 – 20:00, Gembloux, Brugse Poort. You stay on the list."
        ]
    assert told("bart") == [] and told("rita") == []
    assert [str(w) for w in done.warnings] == ["We told Luc.", "We told Samir."]


def test_another_name_or_minimum_troubles_nobody(app):
    row = activity(BREAD, DEC_5)
    change(row, title="Broodronde (feest)", minimum=3)
    found = Activity.get_by_id(row.id)
    assert (found.title, found.minimum, found.detached) == ("Broodronde (feest)", 3, False)
    assert told("samir") == []


def test_what_stays_the_same_is_no_change(app):
    row, acts = activity(BREAD, DEC_5), Act.select().count()
    assert str(change(row).sentence) == "Nothing was changed."
    assert Activity.get_by_id(row.id).version == row.version and Act.select().count() == acts


@pytest.mark.parametrize(
    "more, field",
    [
        ({"ends": time(16)}, "ends"), ({"starts": None}, "ends"), ({"date": NOV_21}, "date"),
        ({"date": date(2026, 11, 24), "starts": time(8), "ends": time(9)}, "starts"),
    ],
)
def test_what_cannot_be_is_refused(app, more, field):
    row = activity(BREAD, DEC_5)
    with pytest.raises(Invalid) as refused:
        change(row, **more)
    assert refused.value.field == field and Activity.get_by_id(row.id).version == row.version


def test_no_date_that_is_past_or_cancelled_is_touched(app):
    with pytest.raises(Refused, match="over"):
        change(activity(BREAD, NOV_21), date=DEC_4)
    Activity.update(state="cancelled", reason="Sneeuw").where(Activity.id == activity(BREAD, DEC_5).id).execute()
    with pytest.raises(Refused, match="does not go on"):
        change(activity(BREAD, DEC_5), date=DEC_4)
    after = clock.now().replace(day=28, hour=19)
    with pytest.raises(Refused, match="over"):
        change(activity(BREAD, NOV_28), now=after, title="Te laat")


def test_another_day_settles_a_date_that_was_in_doubt(app):
    row = activity(BREAD, date(2026, 12, 26))
    change(row, date=date(2026, 12, 27))
    assert Activity.get_by_id(row.id).state == "planned"


def test_two_coordinators_at_once_the_second_hears_who_was_first(app, as_person):
    from wvg.commons.accounts.models import Account, Grant

    wim = Account.get(Account.user_name == "wim")
    Grant.create(account=wim, role="coordinator", group="rounds", given_at=clock.now())
    row = activity(BREAD, DEC_5)
    change(row, "wim", title="Van Wim")
    with pytest.raises(Refused, match="Wim R. changed this in the meantime"):
        change(row, version=row.version, title="Van Bart")
    bart = as_person("bart")
    page = bart.post(f"/activities/{row.id}/change", typed(row, title="Van Bart"))
    assert page.status_code == 409 and "Van Bart" in page.text, "as typed"
    assert "Van Wim" in page.text, "and as it is now"
    assert activity("Van Wim", DEC_5)
    fresh = re.search(r'name="version"[^>]*value="(\d+)"', page.text)[1]
    assert bart.post(f"/activities/{row.id}/change", typed(row, title="Van Bart", version=fresh)).status_code == 303
    assert activity("Van Bart", DEC_5)


@pytest.mark.parametrize("name, error", [("rita", NotAllowed), ("hugo", Unknown), ("fatiha", Unknown)])
def test_only_the_coordinator_of_the_group_may(app, as_person, name, error):
    row, place = activity(BREAD, DEC_5), seat(BREAD, DEC_5, 1)
    with pytest.raises(error):
        change(row, name, title="Kaping")
    with pytest.raises((NotAllowed, Unknown)):
        rules_swap.add_seat(row.id, place.role_id, True, viewer(name), clock.now())
    with pytest.raises((NotAllowed, Unknown)):
        rules_swap.remove_seat(place.id, viewer(name), clock.now())
    who = as_person(name)
    assert who.get(f"/activities/{row.id}").status_code in (403, 404)
    assert who.get(f"/activities/{row.id}/change").status_code in (403, 404)
    assert who.post(f"/activities/{row.id}/change", typed(row, title="Kaping")).status_code in (403, 404)
    assert who.post(f"/activities/{row.id}/seats", {"role": place.role_id}).status_code in (403, 404)
    assert who.post(f"/seats/{place.id}/removal").status_code in (403, 404)
    assert Activity.get_by_id(row.id).version == row.version


def test_numbers_of_nothing_are_unknown(as_person):
    bart = as_person("bart")
    for path in ("/activities/999999", "/activities/999999/change"):
        assert bart.get(path).status_code == 404
    for path in ("/activities/999999/change", "/activities/999999/seats", "/seats/999999/removal"):
        assert bart.post(path).status_code == 404
    number = activity(BREAD, DEC_5).id
    assert bart.get(f"/activities/{number}/seats").status_code == 405
    assert bart.post(f"/activities/{number}").status_code == 405


def test_the_page_of_a_date_shows_people_and_telephone_numbers(as_person):
    row = activity(BREAD, DEC_5)
    page = as_person("bart").get(f"/activities/{row.id}").text
    assert "Samir Al-Khatib" in page and 'href="tel:+32400000006"' in page and "badge--swap" in page
    for verb in ("change", "cancellation", "seats"):
        assert f"/activities/{row.id}/{verb}" in page
    assert f"/series/{row.series_id}/change?from={row.id}" in page
    past = as_person("bart").get(f"/activities/{activity(BREAD, NOV_21).id}").text
    assert "/change" not in past and "/removal" not in past and "/swap" not in past


def test_bart_changes_a_date_on_its_page(as_person):
    bart, row = as_person("bart"), activity(BREAD, DEC_5)
    path = f"/activities/{row.id}/change"
    assert 'value="05/12/2026"' in bart.get(path).text.replace('value="5/12/2026"', 'value="05/12/2026"')
    for wrong in ({"date": "31/2"}, {"date": ""}, {"starts": "half"}, {"ends": "16"}, {"title": ""},
                  {"minimum": "x"}, {"minimum": "99"}, {"date": "1/1/2020"}):
        answer = bart.post(path, typed(row, **wrong))
        assert answer.status_code == 422 and 'class="errsum"' in answer.text, wrong
    answer = bart.post(path, typed(row, starts="18u"))
    assert answer.status_code == 303 and answer.location == f"/activities/{row.id}"
    assert activity(BREAD, DEC_5).starts == time(18) and len(told("samir")) == 1


@pytest.mark.parametrize("version", ["", "abc", "-1", "999999999999"])
def test_a_version_that_is_none_is_an_old_one(as_person, version):
    row = activity(BREAD, DEC_5)
    answer = as_person("bart").post(f"/activities/{row.id}/change", typed(row, title="Anders", version=version))
    assert answer.status_code == 409 and Activity.get_by_id(row.id).title == BREAD


def test_a_date_changed_by_hand_is_not_moved_from_here_on(app):
    row = activity(BREAD, DEC_12)
    change(row, date=date(2026, 12, 13))
    series, now = row.series, clock.now()
    friday = {"rule": dates.rule_text("weekly", weekdays=[4])}
    plan = rules_preview.preview(series.id, NOV_30, friday, viewer("bart"), now)
    assert [line.what for line in plan.lines if line.activity and line.activity.id == row.id] == ["by itself"]
    rules_from_here.change_from_here(series.id, NOV_30, friday, viewer("bart"), plan.fingerprint, "", now)
    assert Activity.get_by_id(row.id).date == date(2026, 12, 13)


def test_a_place_more(as_person):
    bart, row = as_person("bart"), activity(BREAD, DEC_12)
    helper = Role.get(Role.key == "helper")
    for role in ("", "999", "x"):
        answer = bart.post(f"/activities/{row.id}/seats", {"role": role, "required": "y"})
        assert answer.status_code == 422 and 'href="#role"' in answer.text, role
    answer = bart.post(f"/activities/{row.id}/seats", {"role": helper.id, "required": "y"})
    assert answer.status_code == 303 and answer.location == f"/activities/{row.id}"
    extra = seat(BREAD, DEC_12, 3)
    assert extra.role_id == helper.id and extra.required and extra.series_seat is None
    assert as_person("rita").post(f"/seats/{extra.id}/sign-up").status_code == 303
    assert holder(extra) == "Rita"
    assert not Seat.select().where(Seat.activity == activity(BREAD, DEC_5), Seat.position == 3).exists()


def test_not_more_than_thirty_places(app):
    row, role = activity(BREAD, DEC_12), Role.get(Role.key == "helper").id
    for _ in range(28):
        rules_swap.add_seat(row.id, role, False, viewer("bart"), clock.now())
    with pytest.raises(Invalid):
        rules_swap.add_seat(row.id, role, False, viewer("bart"), clock.now())
    assert Seat.select().where(Seat.activity == row).count() == 30


def test_a_place_less_and_who_sat_there_is_told(as_person):
    place = seat(BREAD, NOV_28, 2)
    bart = as_person("bart")
    assert bart.post(f"/seats/{place.id}/removal").status_code == 303
    assert live(place) is None and SignUp.get(SignUp.seat == place).end_reason == "moved"
    assert told("rita") == ["Bart D. took your place away: Broodronde, Saturday 28 November."]
    assert bart.post(f"/seats/{place.id}/removal").status_code == 404, "it is gone"
    assert as_person("rita").post(f"/seats/{place.id}/sign-up").status_code == 404
    last = seat(BREAD, NOV_28, 1)
    assert bart.post(f"/seats/{last.id}/removal").status_code == 409, "the only one stays"
    assert Seat.get_by_id(last.id).state == "open"


def test_a_change_that_fails_halfway_changes_nothing(app):
    row = activity(BREAD, DEC_5)
    lights_out("activity")
    with pytest.raises(IntegrityError, match="lights out"):
        change(row, date=DEC_4)
    assert told("samir") == [] and Activity.get_by_id(row.id).date == DEC_5


def test_the_pages_of_a_date_are_reached_from_the_board_by_coordinators_only(as_person):
    number = activity(FOOD, date(2026, 11, 25)).id
    assert f'href="/activities/{number}"' in as_person("bart").get("/rounds/").text
    assert f'href="/activities/{number}"' not in as_person("rita").get("/rounds/").text
