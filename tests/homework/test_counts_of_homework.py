"""Counts of a school year: in full for the two organisations, without small numbers for the city."""

from datetime import date, timedelta

import pytest
from people import viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import NotAllowed
from wvg.commons.audit.models import Act
from wvg.commons.partners.models import Partner
from wvg.commons.planning.models import Activity, Series, SignUp
from wvg.groups.homework.models import Booking, HomeworkGroup, HomeworkSession, Pupil
from wvg.groups.homework.paper import queries_counts

NOV_10, NOV_17, NOV_18 = date(2026, 11, 10), date(2026, 11, 17), date(2026, 11, 18)
VISSEN, LEDEBERG = "Huiswerk De Vissen", "Huiswerk De Ledeberg"


def came(title, day, number, first=0, attendance="present"):
    """`number` pupils came to a session, made for this test; the same ones by the same `first`."""
    session = HomeworkSession.get(HomeworkSession.activity == Activity.get(
        Activity.title == title, Activity.date == day))
    for n in range(first, first + number):
        pupil, made = Pupil.get_or_create(id=9000 + n, defaults={"goes_on": 2026, "made_at": clock.now()})
        if made:
            pupil.seal({"first_name": f"Kind{n}", "year": "1e"})
            pupil.save()
        Booking.create(pupil=pupil, session=session, side="us", state="confirmed", made_at=clock.now(),
                       attendance=attendance)


def clear():
    Booking.update(attendance="absent").execute()


def counts(name="marijke", year=2026):
    found = queries_counts.counts(year, viewer(name), clock.local(clock.now()))
    return {group.series.title: row for group, row in found.groups.items()}, found


def downloaded(browser):
    answer = browser.post("/homework/counts/download", {"year": "2026"})
    assert answer.status_code == 200
    rows = [line.strip('"').split('";"') for line in answer.data.decode("utf-8-sig").splitlines()]
    return {row[0]: row[1:] for row in rows}


def test_places_are_used_by_who_was_present_or_late(app):
    clear()
    came(VISSEN, NOV_10, 5)
    came(VISSEN, NOV_17, 2, attendance="late")
    came(VISSEN, NOV_17, 3, first=20, attendance="excused")
    came(VISSEN, NOV_17, 1, first=30, attendance="unknown")
    row = counts()[0][VISSEN]
    assert (row.used, len(row.pupils), row.unticked) == (7, 5, 1)


def test_sessions_and_places_are_those_that_were_held(app):
    row = counts()[0][VISSEN]
    held = Activity.select().where(
        Activity.title == VISSEN, Activity.state == "planned", Activity.date < clock.today()).count()
    assert row.sessions == held > 3 and row.offered == 8 * held
    Activity.update(state="cancelled", reason="ziek").where(
        Activity.title == VISSEN, Activity.date == NOV_17).execute()
    assert counts()[0][VISSEN].sessions == held - 1


def test_today_counts_when_it_is_over(app):
    before = counts()[0][VISSEN].sessions
    with clock.standing_still(clock.now() + timedelta(hours=8)):
        assert counts()[0][VISSEN].sessions == before + 1


def test_more_places_for_a_while_are_offered(app):
    before = counts()[0][VISSEN].offered
    HomeworkSession.update(places=12).where(HomeworkSession.activity == Activity.get(
        Activity.title == VISSEN, Activity.date == NOV_17)).execute()
    assert counts()[0][VISSEN].offered == before + 4


def test_hours_are_those_of_tutors_who_came(app):
    before = counts()[0][VISSEN].hours
    one = SignUp.select().join(Activity).where(Activity.title == VISSEN, Activity.date == NOV_17).first()
    SignUp.update(attendance="did not come").where(SignUp.id == one.id).execute()
    assert counts()[0][VISSEN].hours == before - 1.5


def test_an_erased_pupil_is_still_counted(app):
    clear()
    came(VISSEN, NOV_10, 6)
    Pupil.update(sealed=None, erased_at=clock.now()).where(Pupil.id >= 9000).execute()
    assert len(counts()[0][VISSEN].pupils) == 6


def test_a_pupil_of_two_groups_counts_once_in_all_and_once_a_month(app):
    clear()
    came(VISSEN, NOV_10, 6)
    came(LEDEBERG, NOV_18, 6, first=4)
    groups, found = counts()
    assert [len(row.pupils) for row in groups.values()] == [6, 6] and len(found.all.pupils) == 10
    assert len(found.months[date(2026, 11, 1)].pupils) == 10
    assert sum(row.sessions for row in found.months.values()) == found.all.sessions


def test_the_page_shows_small_numbers_to_the_two_organisations(app, as_person):
    clear()
    came(VISSEN, NOV_10, 3)
    page = as_person("fatiha").get("/homework/counts")
    assert page.status_code == 200 and VISSEN in page.text and LEDEBERG not in page.text
    assert page.text.count(">3</td>") >= 2
    assert "Alleen voor onze twee organisaties" in page.text and "subsidie" not in page.text
    assert LEDEBERG in as_person("marijke").get("/homework/counts").text
    assert "Kind" not in page.text


def test_the_spreadsheet_hides_the_few_and_the_sums_do_not_give_them_away(app, as_person):
    clear()
    came(VISSEN, NOV_10, 7)
    came(VISSEN, NOV_17, 7)
    came(LEDEBERG, NOV_18, 3, first=50)
    told = downloaded(as_person("marijke"))
    assert told[VISSEN][2:4] == ["14", "7"]
    assert told[LEDEBERG][2:4] == ["<5", "<5"]
    assert list(told.values())[-2][2:4] == ["14+", "5+"], "as if the small group had not been"


def test_all_of_it_does_not_tell_how_few_are_in_two_groups(app, as_person):
    clear()
    came(VISSEN, NOV_10, 7)
    came(LEDEBERG, NOV_18, 6, first=6)
    told = downloaded(as_person("marijke"))
    assert list(told.values())[-2][2:4] == ["13", "10+"]


def test_when_all_groups_are_small_nothing_is_told_and_nought_stays_nought(app, as_person):
    clear()
    came(VISSEN, NOV_10, 4)
    told = downloaded(as_person("marijke"))
    assert told[VISSEN][2:4] == ["<5", "<5"] == list(told.values())[-2][2:4]
    assert told[LEDEBERG][2:4] == ["0", "0"]
    clear()
    assert list(downloaded(as_person("marijke")).values())[-2][2:4] == ["0", "0"]


def test_a_partner_takes_along_only_what_is_shared(app, as_person):
    clear()
    came(VISSEN, NOV_10, 6)
    came(LEDEBERG, NOV_18, 6, first=20)
    told = downloaded(as_person("fatiha"))
    assert LEDEBERG not in told and told[VISSEN][2:4] == ["6", "6"] == list(told.values())[-2][2:4]
    act = Act.get(Act.kind == "homework.counts")
    assert act.by == viewer("fatiha").account


def test_looking_is_not_written_down_and_taking_along_is(app, as_person):
    marijke = as_person("marijke")
    marijke.get("/homework/counts")
    assert Act.select().where(Act.kind == "homework.counts").count() == 0
    downloaded(marijke)
    assert Act.select().where(Act.kind == "homework.counts").count() == 1


def test_who_may_not(app, as_person):
    for name in ("jonas", "rita", "bart", "katrien"):
        assert as_person(name).get("/homework/counts").status_code == 403
        assert as_person(name).post("/homework/counts/download", {"year": "2026"}).status_code == 403
    with pytest.raises(NotAllowed):
        counts("jonas")


def test_another_partner_sees_nothing_of_it(app, as_person):
    HomeworkGroup.update(partner=Partner.create(key="other", name="Other", made_at=clock.now())).where(
        HomeworkGroup.series == Series.get(Series.title == VISSEN)).execute()
    page = as_person("fatiha").get("/homework/counts")
    assert page.status_code == 200 and VISSEN not in page.text


def test_a_year_that_cannot_be(as_person):
    marijke = as_person("marijke")
    for year in ("1999", "2027", "x", "²⁰²⁶", "99999999999", ""):
        assert marijke.get(f"/homework/counts?year={year}").status_code == 404
        assert marijke.post("/homework/counts/download", {"year": year}).status_code == 404
    assert marijke.get("/homework/counts?year=2025").status_code == 200


def test_four_queries_however_much_there_is(app):
    statements, who = [], viewer("marijke")

    def hook(event):
        statements.append(event.sql)

    def asked():
        statements.clear()
        queries_counts.counts(2026, who, clock.local(clock.now()))
        return len(statements)

    database.obj.query_hooks.append(hook)
    try:
        assert asked() == 4
        came(VISSEN, NOV_10, 20)
        came(LEDEBERG, NOV_18, 20)
        assert asked() == 4
    finally:
        database.obj.query_hooks.remove(hook)


def test_the_spreadsheet_says_what_its_signs_mean(app, as_person):
    last = list(downloaded(as_person("marijke")))[-1]
    assert last.startswith("<5: ") and "+: " in last
