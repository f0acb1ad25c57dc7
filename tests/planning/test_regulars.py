"""Somebody always sits there: every time or every second time, until they stop."""

from datetime import date, timedelta

import pytest
from peewee import IntegrityError
from people import (
    BREAD,
    DEC_5,
    DEC_12,
    DEC_19,
    NOV_28,
    activity,
    call_off,
    holder,
    lights_out,
    live,
    seat,
    told,
    viewer,
)

from wvg.base import clock
from wvg.base.errors import Invalid, Refused, Unknown
from wvg.commons.planning import rules, rules_undo
from wvg.commons.planning.changes import rules_cancel
from wvg.commons.planning.models import Activity, Regular, Series, SeriesSeat, SignUp
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.planning.series import rules_regulars
from wvg.commons.volunteers.models import Absence, Volunteer

MARCH = date(2027, 3, 1)


def who(name):
    return Volunteer.get(Volunteer.first_name == name)


def place(position=2, title=BREAD):
    return SeriesSeat.get(SeriesSeat.series == Series.get(Series.title == title), SeriesSeat.position == position)


def make(name="Rita", every=1, first=DEC_12, position=2, by="bart"):
    return rules_regulars.make_regular(
        place(position).id, who(name).id, every, first, first, viewer(by), clock.now()
    )


def end(from_day, by="rita", seek=False, now=None):
    return rules_regulars.end_regular(Regular.get().id, from_day, viewer(by), now or clock.now(), seek)


def theirs(name="Rita"):
    rows = SignUp.select().join(Activity).where(
        SignUp.volunteer == who(name), SignUp.ended_at.is_null(), SignUp.kind == "regular"
    )
    return [row.activity.date for row in rows.order_by(Activity.date)]


def test_rita_becomes_a_regular_of_every_second_saturday_and_leaves_in_march(as_person):
    bart, rita, number = as_person("bart"), as_person("rita"), place().series_id
    page = bart.get(f"/rounds/series/{number}").text
    assert f'href="/series-seats/{place().id}/regulars"' in page
    path = f"/series-seats/{place().id}/regulars"
    assert bart.get(path).status_code == 200
    answer = bart.post(path, {"volunteer": who("Rita").id, "every": "2", "first_day": "2027-01-16"})
    assert answer.status_code == 303 and answer.location == f"/rounds/series/{number}"
    page = bart.get(answer.location).text
    assert "Rita C." in page and "/regulars/1/end" in page
    assert told("rita") == ["Bart D. made you a regular: Broodronde, every second time, from Saturday 16 January on."]
    before = theirs()
    assert before[:4] == [date(2027, 1, 16), date(2027, 1, 30), date(2027, 2, 13), date(2027, 2, 27)]
    assert all((b - a).days == 14 for a, b in zip(before, before[1:], strict=False)) and len(before) > 20
    assert BREAD in rita.get("/me/regulars").text and "/regulars/1/end" in rita.get("/me/regulars").text
    assert rita.get("/regulars/1/end").status_code == 200
    answer = rita.post("/regulars/1/end", {"from_day": "1/3/2027"})
    assert answer.status_code == 303 and answer.location == "/me/regulars"
    assert theirs() == before[:4]
    assert holder(seat(BREAD, date(2027, 3, 13), 2)) is None
    opened = len(before) - 4
    assert told("bart") == [
        f"Rita C. stops as a regular: Broodronde, from Monday 1 March on. Places that are open again: {opened}."
    ]
    assert str(opened) in rita.get("/me/regulars").text or "Broodronde" in rita.get("/me/regulars").text
    rules_series.extend_all(clock.now(), clock.today() + timedelta(days=60))
    assert theirs() == before[:4], "and nothing brings them back"
    assert as_person("luc").post(f"/seats/{seat(BREAD, date(2027, 3, 13), 2).id}/sign-up").status_code == 303


def test_only_who_belongs_to_the_group_and_may_sit_there_is_offered(as_person):
    bart = as_person("bart")
    drivers, helpers = (bart.get(f"/series-seats/{place(n).id}/regulars").text for n in (1, 2))
    assert "Wim Roels" in drivers and "Rita Coppens" in helpers
    assert "Rita Coppens" not in drivers, "she does not drive"
    for name in ("Fatiha", "Katrien", "Hugo"):
        assert f'<option value="{who(name).id}">' not in helpers, name
    assert f'<option value="{who("Rita").id}">' in helpers


def test_a_partners_contact_is_no_regular(as_person):
    answer = as_person("bart").post(
        f"/series-seats/{place().id}/regulars", {"volunteer": who("Fatiha").id, "every": "1", "first_day": "2026-12-05"}
    )
    assert answer.status_code == 422 and 'href="#volunteer"' in answer.text and not Regular.select().exists()


def test_who_sits_there_already_stays_and_it_is_said(app):
    done = make(first=DEC_5)
    assert holder(seat(BREAD, DEC_5, 2)) == "Luc" and holder(seat(BREAD, DEC_12, 2)) == "Rita"
    assert holder(seat(BREAD, DEC_19, 2)) == "Godelieve"
    passed = str(done.warnings[0])
    assert "Saturday 5 December" in passed and "Saturday 19 December" in passed and "12 December" not in passed


def test_not_while_away_and_not_on_two_places(app):
    Absence.create(volunteer=who("Rita"), first_day=DEC_12, last_day=DEC_12, made_at=clock.now())
    rules.sign_up(seat(BREAD, date(2027, 1, 23), 2).id, viewer("rita"), clock.now())
    make()
    assert DEC_12 not in theirs() and holder(seat(BREAD, DEC_12, 2)) is None
    assert live(seat(BREAD, date(2027, 1, 23), 2)).kind == "one-off", "she was there already"


def test_busy_elsewhere_is_said(app):
    Activity.update(date=DEC_12, end_date=DEC_12, starts=None, ends=None).where(
        Activity.title == "Voedselronde", Activity.date == date(2026, 12, 2)
    ).execute()
    done = make("Tesfay")
    assert "Tesfay is busy on: Saturday 12 December." in [str(w) for w in done.warnings]
    assert holder(seat(BREAD, DEC_12, 2)) == "Tesfay"


def test_new_dates_come_by_themselves(app):
    make()
    last = theirs()[-1]
    rules_series.extend_all(clock.now(), clock.today() + timedelta(days=70))
    assert theirs()[-1] > last


def test_who_withdraws_for_once_is_not_put_back(app):
    make()
    rules.withdraw(seat(BREAD, DEC_12, 2).id, viewer("rita"), clock.now())
    row = activity(BREAD, DEC_12)
    call_off(row, "Sneeuw")
    rules_cancel.confirm(row.id, viewer("bart"), clock.now())
    assert holder(seat(BREAD, DEC_12, 2)) is None
    assert Regular.get().ended_at is None and len(theirs()) > 20


def test_a_substitute_for_once_does_not_become_the_regular(app):
    make()
    rules.seek(seat(BREAD, DEC_12, 2).id, viewer("rita"), clock.now())
    rules.take_over(seat(BREAD, DEC_12, 2).id, viewer("luc"), clock.now())
    assert live(seat(BREAD, DEC_12, 2)).kind == "substitute"
    assert DEC_12 not in theirs() and theirs("Luc") == [] and Regular.get().volunteer_id == who("Rita").id


@pytest.mark.parametrize(
    "more, field",
    [
        ({"position": 1}, "volunteer"), ({"every": 0}, "every"), ({"every": 9}, "every"),
        ({"first": date(2026, 11, 23)}, "first_day"),
    ],
)
def test_what_cannot_be_is_refused(app, more, field):
    with pytest.raises(Invalid) as refused:
        make(**more)
    assert refused.value.field == field and not Regular.select().exists()


def test_not_twice_and_not_who_has_stopped(app):
    make()
    with pytest.raises(Invalid, match="regular here already"):
        make(first=DEC_19)
    Volunteer.update(left_on=clock.today()).where(Volunteer.first_name == "Luc").execute()
    with pytest.raises(Invalid, match="from the list"):
        make("Luc")
    end(DEC_19)
    make(first=DEC_19)
    assert Regular.select().count() == 2, "after it has ended, again"


def test_looking_for_substitutes_instead(app):
    make()
    before = theirs()
    rules.seek(seat(BREAD, DEC_12, 2).id, viewer("rita"), clock.now())
    end(DEC_12, seek=True)
    assert theirs() == before and holder(seat(BREAD, DEC_12, 2)) == "Rita"
    assert all(
        row.seeking_since for row in SignUp.select().where(SignUp.regular == Regular.get(), SignUp.ended_at.is_null())
    )
    assert told("bart")[0] == (
        f"Rita C. stops as a regular: Broodronde, from Saturday 12 December on. "
        f"Places that look for a substitute: {len(before) - 1}."
    )
    last = before[-1]
    rules_series.extend_all(clock.now(), clock.today() + timedelta(days=70))
    assert theirs()[-1] == last, "no new ones are made"


def test_a_coordinator_ends_it_for_somebody_and_they_are_told(as_person):
    make()
    bart = as_person("bart")
    answer = bart.post("/regulars/1/end", {"from_day": "12/12/2026"})
    assert answer.status_code == 303 and answer.location == f"/rounds/series/{place().series_id}"
    assert theirs() == []
    assert told("rita")[0] == (
        "Bart D. noted that you are no longer a regular: Broodronde, from Saturday 12 December on."
    )
    assert bart.post("/regulars/1/end", {"from_day": "12/12/2026"}).status_code == 409


def test_what_was_before_that_day_stays(app):
    make()
    end(DEC_19)
    row = Regular.get()
    assert theirs() == [DEC_12] and row.last_day == date(2026, 12, 18) and row.ended_at is None
    with pytest.raises(Refused, match="ended already"):
        end(DEC_19)
    end(DEC_12)
    assert theirs() == [], "earlier is possible"


def test_no_day_that_has_passed(as_person):
    make()
    rita = as_person("rita")
    for day in ("23/11/2026", "", "31/2", "soon"):
        answer = rita.post("/regulars/1/end", {"from_day": day})
        assert answer.status_code == 422 and 'href="#from_day"' in answer.text, day
        assert f'value="{day}"' in answer.text
    assert Regular.get().last_day is None


@pytest.mark.parametrize("name", ["luc", "hugo", "katrien", "fatiha"])
def test_a_fixed_place_is_nobody_elses(app, as_person, name):
    make()
    other = as_person(name)
    assert other.get("/regulars/1/end").status_code in (403, 404)
    assert other.post("/regulars/1/end", {"from_day": "12/12/2026"}).status_code in (403, 404)
    path = f"/series-seats/{place().id}/regulars"
    fields = {"volunteer": who("Luc").id, "every": "1", "first_day": "2026-12-19"}
    assert other.get(path).status_code in (403, 404) and other.post(path, fields).status_code in (403, 404)
    with pytest.raises(Unknown):
        make("Luc", by=name)
    with pytest.raises(Unknown):
        end(DEC_12, by=name)
    assert DEC_12 in theirs() and Regular.select().count() == 1


def test_one_sees_only_ones_own(as_person):
    make()
    assert BREAD not in as_person("luc").get("/me/regulars").text.split("<h1>")[1]


def test_what_is_typed_wrong_comes_back_as_typed(as_person):
    bart, path = as_person("bart"), f"/series-seats/{place().id}/regulars"
    good = {"volunteer": who("Luc").id, "every": "2", "first_day": "2026-12-12"}
    for field, wrong in (
        ("volunteer", ""), ("volunteer", "999999"), ("volunteer", "abc"), ("every", "0"), ("every", "5"),
        ("every", "x"), ("first_day", "2026-12-13"), ("first_day", ""), ("first_day", "morgen"),
    ):
        answer = bart.post(path, {**good, field: wrong})
        assert answer.status_code == 422 and f'href="#{field}' in answer.text, (field, wrong)
    assert not Regular.select().exists()
    assert bart.get("/series-seats/999999/regulars").status_code == 404
    assert bart.get("/regulars/999999/end").status_code == 404


def test_from_the_board_somebody_finds_the_way_out_of_a_fixed_place(as_person):
    make()
    assert f'href="/regulars/{Regular.get().id}/end"' in as_person("rita").get("/rounds/").text
    assert "/regulars/" not in as_person("luc").get("/rounds/").text


def test_it_is_not_undone_by_half(app):
    make()
    from wvg.commons.messages.models import Message

    act = Message.get(Message.kind == "planning.regular").act
    with pytest.raises(Refused):
        rules_undo.undo(act.id, viewer("bart"), clock.now())
    assert DEC_12 in theirs()


def test_one_failure_halfway_leaves_all_as_it_was(app):
    make()
    before = theirs()
    lights_out("sign_up", f"NEW.seat_id = {seat(BREAD, date(2027, 3, 13), 2).id}")
    with pytest.raises(IntegrityError, match="lights out"):
        end(DEC_12)
    assert theirs() == before and Regular.get().ended_at is None and told("bart") == []


def test_what_is_over_today_stays(app):
    make(first=NOV_28, name="Nadia")
    SignUp.update(ended_at=clock.now(), end_reason="withdrew").where(SignUp.seat == seat(BREAD, NOV_28, 2)).execute()
    row = rules_regulars.seat_regulars(place().series, [activity(BREAD, NOV_28)], clock.now())[0]
    evening = clock.now().replace(day=28, hour=20)
    end(NOV_28, "nadia", now=evening)
    assert SignUp.get_by_id(row.id).ended_at is None and theirs("Nadia") == [NOV_28]
