"""The sessions of two school years are exactly those of the published Flemish calendar, written out by hand.

School holidays 2026-27: 2 to 8 November, 21 December to 3 January, 8 to 14 February, 29 March to 11 April, 6 and
7 May, 17 May. 2027-28: 1 to 7 November, 27 December to 9 January, 28 February to 5 March, 3 to 17 April, 25 and
26 May, 5 June. Public holidays beside them: 11 November and 1 May.
"""

from datetime import date, time

import pytest
from people import viewer
from vissen import group

from wvg.base import clock
from wvg.commons.planning.models import Activity
from wvg.commons.planning.series import rules as rules_series
from wvg.groups.homework.models import HomeworkSession
from wvg.groups.homework.sessions import rules_groups

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
GO_ON = {
    (2026, TUESDAY): """2026-09: 1 8 15 22 29   2026-10: 6 13 20 27   2026-11: 10 17 24   2026-12: 1 8 15
        2027-01: 5 12 19 26   2027-02: 2 16 23   2027-03: 2 9 16 23   2027-04: 13 20 27
        2027-05: 4 11 18 25   2027-06: 1 8 15 22 29""",
    (2026, WEDNESDAY): """2026-09: 2 9 16 23 30   2026-10: 7 14 21 28   2026-11: 18 25   2026-12: 2 9 16
        2027-01: 6 13 20 27   2027-02: 3 17 24   2027-03: 3 10 17 24   2027-04: 14 21 28
        2027-05: 5 12 19 26   2027-06: 2 9 16 23 30""",
    (2026, THURSDAY): """2026-09: 3 10 17 24   2026-10: 1 8 15 22 29   2026-11: 12 19 26   2026-12: 3 10 17
        2027-01: 7 14 21 28   2027-02: 4 18 25   2027-03: 4 11 18 25   2027-04: 15 22 29
        2027-05: 13 20 27   2027-06: 3 10 17 24""",
    (2027, TUESDAY): """2027-09: 7 14 21 28   2027-10: 5 12 19 26   2027-11: 9 16 23 30   2027-12: 7 14 21
        2028-01: 11 18 25   2028-02: 1 8 15 22   2028-03: 7 14 21 28   2028-04: 18 25
        2028-05: 2 9 16 23 30   2028-06: 6 13 20 27""",
    (2027, WEDNESDAY): """2027-09: 1 8 15 22 29   2027-10: 6 13 20 27   2027-11: 10 17 24   2027-12: 1 8 15 22
        2028-01: 12 19 26   2028-02: 2 9 16 23   2028-03: 8 15 22 29   2028-04: 19 26
        2028-05: 3 10 17 24 31   2028-06: 7 14 21 28""",
    (2027, THURSDAY): """2027-09: 2 9 16 23 30   2027-10: 7 14 21 28   2027-11: 18 25   2027-12: 2 9 16 23
        2028-01: 13 20 27   2028-02: 3 10 17 24   2028-03: 9 16 23 30   2028-04: 20 27
        2028-05: 4 11 18   2028-06: 1 8 15 22 29""",
}
DO_NOT = {  # of a group on Monday and Friday, where bridges and Whit Monday are
    2026: """2026-11: 2 6   2026-12: 21 25 28   2027-01: 1   2027-02: 8 12   2027-03: 29   2027-04: 2 5 9
        2027-05: 7 17""",
    2027: """2027-11: 1 5   2027-12: 27 31   2028-01: 3 7   2028-02: 28   2028-03: 3   2028-04: 3 7 10 14 17
        2028-05: 1 26   2028-06: 5""",
}


def written(text):
    """The dates of "2026-09: 1 8   2026-10: 6"."""
    found, month = [], ""
    for word in text.split():
        if word.endswith(":"):
            month = word[:-1]
        else:
            found.append(date.fromisoformat(f"{month}-{int(word):02}"))
    return found


def sessions(year, weekdays):
    """The Activities of a new group of a school year, all made, in order."""
    row = rules_groups.make_group({
        "title": "Proefgroep", "location": group().location_id, "partner": None, "weekdays": weekdays,
        "starts": time(16, 15), "ends": time(17, 45), "first_day": date(year, 9, 1), "places": 8, "share": 0,
        "tutors": 2, "paper": True,
    }, viewer("marijke"), clock.now())
    rules_series.extend(row.series, clock.now(), date(year, 9, 1))
    made = list(Activity.select().where(Activity.series == row.series).order_by(Activity.date))
    assert HomeworkSession.select().where(HomeworkSession.group == row).count() == len(made)
    return made


@pytest.mark.parametrize("year", [2026, 2027])
def test_a_group_on_tuesday_and_thursday_goes_on_on_exactly_these_days(app, year):
    expected = sorted(written(GO_ON[year, TUESDAY]) + written(GO_ON[year, THURSDAY]))
    assert [a.date for a in sessions(year, [TUESDAY, THURSDAY]) if a.state == "planned"] == expected


@pytest.mark.parametrize("year", [2026, 2027])
def test_a_group_on_wednesday_goes_on_on_exactly_these_days(app, year):
    made = sessions(year, [WEDNESDAY])
    assert [a.date for a in made if a.state == "planned"] == written(GO_ON[year, WEDNESDAY])
    assert {a.state for a in made} == {"planned", "skipped"} and all(a.reason for a in made if a.state == "skipped")


@pytest.mark.parametrize("year", [2026, 2027])
def test_a_group_on_monday_and_friday_leaves_out_bridges_and_public_holidays(app, year):
    made = sessions(year, [MONDAY, FRIDAY])
    assert [a.date for a in made if a.state == "skipped"] == written(DO_NOT[year])
    assert {a.state for a in made} == {"planned", "skipped"}
    assert date(year, 9, 1) <= made[0].date and made[-1].date <= date(year + 1, 6, 30)


def test_the_first_session_after_christmas_is_tuesday_5_january(app):
    after = [a.date for a in sessions(2026, [TUESDAY, THURSDAY]) if a.state == "planned" and a.date.year == 2027]
    assert after[0] == date(2027, 1, 5)


def test_the_lists_above_are_of_the_weekdays_they_say():
    for (_year, weekday), text in GO_ON.items():
        assert {day.weekday() for day in written(text)} == {weekday}
    assert {day.weekday() for text in DO_NOT.values() for day in written(text)} == {MONDAY, FRIDAY}
