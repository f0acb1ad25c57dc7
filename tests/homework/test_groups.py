"""Groups: made, changed from now on, more places for a while, an extra session, again in the next school year."""

from datetime import date, time, timedelta

import pytest
from peewee import IntegrityError
from people import lights_out, told, viewer
from vissen import (
    DEC_1,
    DEC_3,
    DEC_8,
    DEC_10,
    LEDEBERG,
    NOV_24,
    NOV_26,
    VISSEN,
    group,
    many,
    on,
    seats,
    session,
    who,
)

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.partners.models import Location, Partner
from wvg.commons.planning import rules, rules_assign
from wvg.commons.planning.changes import rules_from_here, rules_preview
from wvg.commons.planning.models import Activity, Seat, SeatNeed, Series, SeriesSeat, SeriesSeatNeed
from wvg.commons.planning.series import rules as rules_series
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.booking import rules as booking
from wvg.groups.homework.models import Booking, HomeworkGroup, HomeworkSession
from wvg.groups.homework.pupils import rules as pupils
from wvg.groups.homework.sessions import rules_extra, rules_groups, rules_places


def form(**more):
    return {
        "title": "Huiswerk De Brug", "location": Location.get(Location.name == "Buurtlokaal De Vissen").id,
        "partner": Partner.get().id, "weekdays": ["0"], "starts": "16.15", "ends": "17u45", "first_day": "30/11/2026",
        "places": "6", "share": "2", "tutors": "2", "paper": "y", **more,
    }


def change(by="marijke", version=None, title=VISSEN, **more):
    of = group(title)
    values = {"places": of.places, "share": of.share, "paper": of.paper, "tutors": rules_extra.tutors_of(of), **more}
    return rules_places.change(of.id, values, version or of.version, viewer(by), clock.now())


def places(day, title=VISSEN):
    one = session(day, title)
    return one.places, one.share


def test_marijke_makes_a_group_with_the_partner_and_sees_its_dates(as_person):
    marijke = as_person("marijke")
    assert marijke.get("/homework/groups/new").status_code == 200
    answer = marijke.post("/homework/groups/new", form())
    assert answer.status_code == 303, answer.text
    row = HomeworkGroup.select().order_by(HomeworkGroup.id.desc()).get()
    assert answer.location == f"/homework/groups/{row.id}" and (row.places, row.share, row.school_year) == (6, 2, 2026)
    page = marijke.get(answer.location).text
    assert "Huiswerk De Brug" in page and "ma 30 nov" in page and page.count("/regulars") == 2
    assert HomeworkSession.select().where(HomeworkSession.group == row).count() == 31
    assert "Huiswerk De Brug" in as_person("fatiha").get("/homework/?week=2026-W49").text, "it is shared"


def test_what_is_wrong_comes_back_as_typed(as_person):
    marijke, before = as_person("marijke"), HomeworkGroup.select().count()
    for more in (
        {"title": ""}, {"location": ""}, {"location": "999"}, {"partner": "999"}, {"weekdays": []}, {"weekdays": ["x"]},
        {"starts": ""}, {"ends": "16.00"}, {"ends": "soon"}, {"first_day": ""}, {"first_day": "31/2/2027"},
        {"places": "0"}, {"places": "41"}, {"places": ""}, {"share": "7"}, {"share": "-1"},
        {"partner": "", "share": "1"}, {"tutors": "0"}, {"tutors": "13"}, {"title": "x" * 200}, {"places": "many"},
    ):
        answer = marijke.post("/homework/groups/new", form(**more))
        assert answer.status_code == 422, more
        assert 'class="errsum"' in answer.text and ("title" in more or "De Brug" in answer.text), more
    assert HomeworkGroup.select().count() == before


def test_all_that_is_wrong_is_said_at_once(as_person):
    answer = as_person("marijke").post("/homework/groups/new", form(
        title="", location="", weekdays=[], ends="16.00", places="0", share="7", tutors="13", partner=""))
    assert answer.status_code == 422 and answer.text.count('class="err"') == 7


def test_the_next_school_year_is_offered_until_it_is_there(as_person):
    marijke, one = as_person("marijke"), group()
    page = marijke.get(f"/homework/groups/{one.id}").text
    assert "Maak de groep voor 2027-28" in page and f"/homework/sessions/{session(DEC_8).activity_id}" in page
    rules_extra.next_year(one.id, viewer("marijke"), clock.now())
    made = HomeworkGroup.get(HomeworkGroup.school_year == 2027)
    page = marijke.get(f"/homework/groups/{one.id}").text
    assert "next-year" not in page and f'href="/homework/groups/{made.id}"' in page
    page = marijke.get(f"/homework/groups/{made.id}").text
    assert "De datums staan er tot en met" in page and "Maak de groep voor 2028-29" in page


def test_only_the_coordinator_sees_the_pages_of_groups(as_person):
    number = group().id
    pages = ["/homework/groups/", "/homework/groups/new", *(
        f"/homework/groups/{number}{path}" for path in ("", "/change", "/places", "/extra"))]
    for path in pages:
        assert as_person("marijke").get(path).status_code == 200, path
        assert as_person("jonas").get(path).status_code == 403, path
        assert as_person("rita").get(path).status_code == 403, path
        assert as_person("fatiha").get(path).status_code == 404, path
    assert as_person("fatiha").post(f"/homework/groups/{number}/next-year").status_code == 404
    assert as_person("jonas").post(f"/homework/groups/{number}/next-year").status_code == 403
    marijke = as_person("marijke")
    for path in ("", "/change", "/places", "/extra"):
        assert marijke.get(f"/homework/groups/999{path}").status_code == 404
    assert marijke.post("/homework/groups/999/next-year").status_code == 404
    for rule in (lambda by: change(by=by), lambda by: more_places(by=by), lambda by: extra(by=by),
                 lambda by: rules_extra.next_year(number, viewer(by), clock.now())):
        with pytest.raises(NotAllowed):
            rule("jonas")


def test_the_page_of_a_series_leads_to_its_group_also_after_a_change_from_a_day_on(as_person):
    old = group().series
    values = {"starts": time(16, 30), "ends": time(18)}
    plan = rules_preview.preview(old.id, DEC_8, values, viewer("marijke"), clock.now())
    new, _told = rules_from_here.change_from_here(
        old.id, DEC_8, values, viewer("marijke"), plan.fingerprint, "", clock.now())
    marijke = as_person("marijke")
    for series in (old, new):
        answer = marijke.get(f"/homework/groups/series/{series.id}")
        assert answer.status_code == 303 and answer.location == f"/homework/groups/{group().id}"
    assert HomeworkGroup.get_by_id(group().id).series_id == new.id
    page = marijke.get(f"/homework/groups/{group().id}").text
    assert "di 24 nov" in page and "di 8 dec" in page, "the dates of both"
    assert marijke.get("/homework/groups/series/1").status_code == 404, "a round"


def test_more_places_from_now_on_go_to_what_comes_but_not_where_it_has_its_own(app):
    HomeworkSession.update(places=12, share=6).where(HomeworkSession.id == session(DEC_8).id).execute()
    past = session(NOV_24 - timedelta(days=7))
    change(places=10, share=5)
    assert places(NOV_26) == places(date(2027, 6, 29)) == (10, 5) and places(DEC_8) == (12, 6)
    assert places(past.activity.date) == (8, 4) and (group().places, group().share) == (10, 5)


def test_fewer_places_than_come_are_refused_with_the_days(app):
    with pytest.raises(Invalid) as invalid:
        change(places=4, share=2)
    assert invalid.value.field == "places" and "Tuesday 24 November" in str(invalid.value.sentence)
    assert places(DEC_10) == (8, 4) and group().places == 8, "nothing of it was done"


def test_an_old_page_of_the_group_changes_nothing(as_person):
    number, version = group().id, group().version
    marijke = as_person("marijke")
    typed = {"places": "9", "share": "4", "tutors": "4", "paper": "y", "version": version}
    assert marijke.post(f"/homework/groups/{number}/change", typed).status_code == 303
    answer = marijke.post(f"/homework/groups/{number}/change", {**typed, "places": "11"})
    assert answer.status_code == 409 and 'value="11"' in answer.text and group().places == 9
    assert marijke.post(f"/homework/groups/{number}/change", {**typed, "places": "x"}).status_code == 422


def test_who_waits_is_offered_a_place_when_there_are_more(app):
    HomeworkSession.update(places=4, share=2).where(HomeworkSession.id == session(DEC_10).id).execute()
    waits = [wait(DEC_10, name) for name in ("Een", "Twee", "Drie")]
    assert {row.state for row in waits} == {"waiting"}
    taken = queries_booking.room(session(DEC_10)).all_taken
    more_places(first=DEC_10, last=DEC_10, n=taken + 2, share=2)
    offered = [Booking.get_by_id(row.id).offered_at is not None for row in waits]
    assert offered == [True, True, False] and told("marijke"), "in the order of asking"


def wait(day, name):
    row = pupils.add({"first_name": name, "year": "4e"}, viewer("marijke"), clock.now())
    return booking.book(session(day).activity_id, row.id, viewer("marijke"), clock.now())


def more_places(first=DEC_1, last=DEC_10, n=12, share=6, by="marijke"):
    return rules_places.for_a_while(group().id, first, last, n, share, viewer(by), clock.now())


def test_in_exam_weeks_there_are_more_places_for_a_while(as_person):
    marijke, path = as_person("marijke"), f"/homework/groups/{group().id}/places"
    typed = {"first_day": "1/12/2026", "last_day": "10/12/2026", "places": "12", "share": "6"}
    assert marijke.post(path, typed).status_code == 303
    assert [places(day) for day in (NOV_26, DEC_1, DEC_10, DEC_10 + timedelta(days=5))] == [
        (8, 4), (12, 6), (12, 6), (8, 4)]
    assert "dinsdag 1 december: 12" in marijke.get(f"/homework/groups/{group().id}").text
    for more in ({"first_day": ""}, {"last_day": "30/11/2026"}, {"places": "2"}, {"share": "13"},
                 {"first_day": "4/12/2026", "last_day": "6/12/2026"}):
        assert marijke.post(path, {**typed, **more}).status_code == 422, more
    with pytest.raises(Unknown):
        rules_places.for_a_while(999, DEC_1, DEC_3, 9, 4, viewer("marijke"), clock.now())


def test_when_it_fails_halfway_no_session_has_other_places(app):
    lights_out("homework_session", f"NEW.id = {session(DEC_10).id} AND NEW.places = 12")
    with pytest.raises(IntegrityError):
        more_places()
    assert places(DEC_1) == (8, 4)


def test_the_rule_of_the_extract_is_turned_off_and_on_for_what_comes(app):
    change(paper=False)
    assert not SeriesSeatNeed.select().join(SeriesSeat).where(SeriesSeat.series == group().series).exists()
    assert needs_of(NOV_26) == 0 and needs_of(NOV_24 - timedelta(days=7)) == 4, "what is over stays"
    assert needs_of(NOV_24 + timedelta(days=1), LEDEBERG) == 3, "the other group too"
    rules.sign_up(seats(NOV_26)[2].id, viewer("marijke"), clock.now())
    change(paper=True)
    change(paper=True)
    assert needs_of(NOV_26) == needs_of(DEC_10) == 4
    assert SeriesSeatNeed.select().join(SeriesSeat).where(SeriesSeat.series == group().series).count() == 4
    assert not SeatNeed.select().where(SeatNeed.blocks).join(Seat).join(Activity).where(
        Activity.group == "homework").exists()


def needs_of(day, title=VISSEN):
    return SeatNeed.select().where(SeatNeed.seat.in_(seats(day, title))).count()


def test_one_tutor_more_is_a_place_more_on_each_coming_date(app):
    change(tutors=5)
    assert len(seats(DEC_10)) == 5 and needs_of(DEC_10) == 5 and len(seats(NOV_24 - timedelta(days=7))) == 4
    assert all(seat.series_seat_id for seat in seats(DEC_10))
    change(tutors=5)
    assert len(seats(DEC_10)) == 5
    series = group().series
    series.last_day = date(2027, 9, 30)
    series.save()
    rules_series.extend(series, clock.now(), date(2027, 9, 1))
    assert len(seats(date(2027, 9, 14))) == 5, "later dates too"


def test_fewer_tutors_takes_nobody_off_and_asks_for_nobody_more(app):
    rules_assign.assign(seats(DEC_3)[3].id, who("Nora").id, viewer("marijke"), clock.now())
    change(tutors=2)
    assert on(DEC_3) == ["Jonas", "Zeynep", "Nora"]
    assert [seat.required for seat in seats(DEC_3)] == [True, True, False, False]
    assert rules_extra.tutors_of(group()) == 2
    change(tutors=3)
    assert [seat.required for seat in seats(DEC_3)] == [True, True, True, False]
    for wrong in (0, 13, None):
        with pytest.raises(Invalid):
            change(tutors=wrong)


SAT = date(2026, 12, 12)


def extra(by="marijke", **more):
    values = {"date": SAT, "starts": time(10), "ends": time(12), "places": 10, "share": 5, **more}
    return rules_extra.add_session(group().id, values, viewer(by), clock.now())


def test_an_extra_session_has_places_for_pupils_and_tutors_and_the_partner_is_told(as_person):
    marijke, path = as_person("marijke"), f"/homework/groups/{group().id}/extra"
    typed = {"date": "12/12/2026", "starts": "10", "ends": "12", "places": "10", "share": "5"}
    assert marijke.post(path, typed).status_code == 303
    row = session(SAT)
    a = row.activity
    assert (a.group, a.kind, a.series_id, a.audience, a.state) == ("homework", "session", None, "group", "planned")
    assert (a.place, a.public_place) == ("Buurtlokaal De Vissen, Forelstraat 9900, 9000 Gent", "Buurtlokaal De Vissen")
    assert (row.places, row.share) == (10, 5) and len(seats(SAT)) == 4 and needs_of(SAT) == 4
    assert told("fatiha") == ["WVG added a session: Huiswerk De Vissen, Saturday 12 December."]
    rules.sign_up(seats(SAT)[0].id, viewer("jonas"), clock.now())
    assert on(SAT) == ["Jonas"]
    assert "zaterdag 12 december" in as_person("fatiha").get("/homework/?week=2026-W50").text
    assert "za 12 dec" in marijke.get(f"/homework/groups/{group().id}").text
    assert marijke.post(path, typed).status_code == 422, "there is one then"


def test_an_extra_session_in_the_holiday_goes_on_and_one_that_cannot_be_is_refused(app):
    assert extra(date=date(2026, 12, 29), starts=time(10), ends=time(12)).activity.state == "planned"
    for more, field in (
        ({"date": NOV_24 - timedelta(days=1)}, "date"),
        ({"date": NOV_24, "starts": time(8), "ends": time(9)}, "starts"),
        ({"ends": time(9)}, "ends"), ({"starts": None}, "starts"), ({"ends": None}, "ends"), ({"places": 0}, "places"),
        ({"share": 11}, "share"), ({"date": DEC_10, "starts": time(17), "ends": time(18)}, "date"),
    ):
        with pytest.raises(Invalid) as invalid:
            extra(**more)
        assert invalid.value.field == field, more


def test_the_next_school_year_is_one_press(as_person):
    marijke, number = as_person("marijke"), group().id
    answer = marijke.post(f"/homework/groups/{number}/next-year")
    assert answer.status_code == 303
    row = HomeworkGroup.select().order_by(HomeworkGroup.id.desc()).get()
    assert answer.location == f"/homework/groups/{row.id}" and row.school_year == 2027
    assert (row.places, row.share, row.paper, row.partner_id) == (8, 4, True, group().partner_id)
    assert row.series.first_day == date(2027, 9, 1) and row.series.last_day == date(2028, 6, 30)
    assert SeriesSeat.select().where(SeriesSeat.series == row.series).count() == 4
    first = Activity.select().where(Activity.series == row.series).order_by(Activity.date).get()
    assert first.date == date(2027, 9, 2) and first.starts == time(16, 15), "the first Thursday"
    assert marijke.post(f"/homework/groups/{number}/next-year").status_code == 409, "it is there already"
    page = marijke.get("/homework/groups/").text
    assert "2027" in page and page.index("2027 – 2028") < page.index("2026 – 2027")


def test_a_group_that_does_not_come_every_week_is_made_by_hand(app):
    Series.update(rule="RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU").where(Series.id == group().series_id).execute()
    with pytest.raises(Refused):
        rules_extra.next_year(group().id, viewer("marijke"), clock.now())


def test_the_pages_of_a_group_take_as_many_queries_with_many_sessions(as_person):
    marijke, statements = as_person("marijke"), []
    paths = ["/homework/groups/", f"/homework/groups/{group().id}", f"/homework/groups/{group().id}/change"]
    database.obj.query_hooks.append(lambda event: statements.append(event.sql))
    counts = []
    for more in (0, 300):
        if more:
            many(more)
        for path in paths:
            statements.clear()
            assert marijke.get(path).status_code == 200
            counts.append(len(statements))
    database.obj.query_hooks.pop()
    assert counts[:3] == counts[3:] and max(counts) <= 12, counts


def test_a_group_that_nobody_may_make_is_not_made(app):
    for name in ("jonas", "fatiha", "katrien"):
        with pytest.raises(NotAllowed):
            rules_groups.make_group({}, viewer(name), clock.now())
