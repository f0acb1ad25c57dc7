from calendar import monthrange
from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from wvg.commons.planning.dates import (
    describe,
    holidays_between,
    monday,
    occurrences,
    parse_week,
    rule_text,
    shortest_gap,
    week_name,
    week_of,
)

MONDAY, TUESDAY, SATURDAY, SUNDAY = 0, 1, 5, 6


def weekly(*weekdays, every=1):
    return rule_text("weekly", every=every, weekdays=weekdays)


# Patterns


@pytest.mark.parametrize(
    ("text", "kind", "fields"),
    [
        ("RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=MO", "weekly", {"every": 1, "weekdays": (0,)}),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA", "weekly", {"every": 2, "weekdays": (1, 5)}),
        ("RRULE:FREQ=MONTHLY;BYDAY=1MO", "nth_weekday", {"nth": 1, "weekdays": (0,)}),
        ("RRULE:FREQ=MONTHLY;BYDAY=-1SA", "nth_weekday", {"nth": -1, "weekdays": (5,)}),
        ("RRULE:FREQ=MONTHLY;BYMONTHDAY=15", "month_day", {"day": 15}),
        ("RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "month_day", {"day": 31}),
        ("RDATE:20261128,20261205", "dates", {"dates": (date(2026, 11, 28), date(2026, 12, 5))}),
    ],
)
def test_a_pattern_is_one_line_that_reads_back(text, kind, fields):
    assert rule_text(kind, **fields) == text
    assert describe(text) == (kind, fields)


def test_order_and_doubles_do_not_matter_and_fields_of_other_patterns_are_ignored():
    assert rule_text("weekly", weekdays=[5, 1, 5], nth=9, day=99) == weekly(1, 5)
    days = [date(2026, 12, 5), date(2026, 11, 28), date(2026, 12, 5)]
    assert rule_text("dates", dates=days) == "RDATE:20261128,20261205"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("weekly", {}),
        ("weekly", {"weekdays": (7,)}),
        ("weekly", {"weekdays": (-1,)}),
        ("weekly", {"weekdays": (0,), "every": 0}),
        ("weekly", {"weekdays": (0,), "every": 53}),
        ("nth_weekday", {"weekdays": (0,)}),
        ("nth_weekday", {"weekdays": (0,), "nth": 0}),
        ("nth_weekday", {"weekdays": (0,), "nth": 5}),
        ("nth_weekday", {"weekdays": (0,), "nth": -2}),
        ("nth_weekday", {"weekdays": (0, 1), "nth": 1}),
        ("month_day", {}),
        ("month_day", {"day": 0}),
        ("month_day", {"day": 32}),
        ("dates", {}),
        ("yearly", {"weekdays": (0,), "day": 1}),
    ],
)
def test_a_pattern_out_of_range_is_refused(kind, fields):
    with pytest.raises(ValueError):
        rule_text(kind, **fields)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "every tuesday",
        "RRULE:FREQ=DAILY",
        "RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=XX",
        "RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=SA,TU",
        "RRULE:FREQ=WEEKLY;INTERVAL=01;BYDAY=TU",
        "RRULE:FREQ=MONTHLY;BYDAY=5SA",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=31",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15",
        "RDATE:20261131",
        "RDATE:",
    ],
)
def test_a_line_that_no_form_makes_is_not_described(text):
    with pytest.raises(ValueError):
        describe(text)


# Dates of a series


def test_every_saturday_passes_the_clock_changes_untouched():
    for change in (date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)):
        around = occurrences(
            weekly(SATURDAY, SUNDAY), change - timedelta(8), change - timedelta(8), change + timedelta(7)
        )
        assert around == [change + timedelta(days) for days in (-8, -7, -1, 0, 6, 7)]


def test_every_monday_is_a_monday_though_monday_is_number_zero():
    days = occurrences(weekly(MONDAY), date(2026, 11, 24), date(2026, 11, 1), date(2026, 12, 10))
    assert days == [date(2026, 11, 30), date(2026, 12, 7)]


def test_every_second_week_goes_on_over_week_53_and_new_year():
    days = occurrences(weekly(SATURDAY, every=2), date(2026, 12, 5), date(2026, 12, 1), date(2027, 1, 31))
    assert [(day, week_of(day)[1]) for day in days] == [
        (date(2026, 12, 5), 49),
        (date(2026, 12, 19), 51),
        (date(2027, 1, 2), 53),
        (date(2027, 1, 16), 2),
        (date(2027, 1, 30), 4),
    ]


def test_every_second_week_counts_from_the_week_of_the_start_also_when_it_starts_after_the_weekday():
    days = occurrences(weekly(TUESDAY, every=2), date(2026, 11, 26), date(2026, 11, 1), date(2026, 12, 31))
    assert days == [date(2026, 12, 8), date(2026, 12, 22)]


def test_every_second_week_on_two_weekdays_keeps_them_in_the_same_week():
    days = occurrences(weekly(TUESDAY, SATURDAY, every=2), date(2026, 11, 28), date(2026, 11, 1), date(2026, 12, 13))
    assert days == [date(2026, 11, 28), date(2026, 12, 8), date(2026, 12, 12)]


def test_the_last_saturday_of_the_month_is_the_fourth_or_the_fifth():
    rule = rule_text("nth_weekday", nth=-1, weekdays=(SATURDAY,))
    days = occurrences(rule, date(2026, 11, 1), date(2026, 11, 1), date(2027, 2, 28))
    assert days == [date(2026, 11, 28), date(2026, 12, 26), date(2027, 1, 30), date(2027, 2, 27)]


def test_the_31st_is_the_last_day_of_a_shorter_month():
    rule = rule_text("month_day", day=31)
    days = occurrences(rule, date(2028, 1, 31), date(2028, 1, 1), date(2028, 4, 30))
    assert days == [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30)]


def test_the_29th_is_29_february_in_a_leap_year_and_28_february_in_another():
    rule = rule_text("month_day", day=29)
    assert occurrences(rule, date(2027, 1, 1), date(2027, 2, 1), date(2027, 2, 28)) == [date(2027, 2, 28)]
    assert occurrences(rule, date(2027, 1, 1), date(2028, 2, 1), date(2028, 2, 29)) == [date(2028, 2, 29)]


def test_a_series_that_starts_on_the_30th_begins_with_its_31st():
    days = occurrences(rule_text("month_day", day=31), date(2026, 11, 30), date(2026, 11, 1), date(2026, 12, 31))
    assert days == [date(2026, 11, 30), date(2026, 12, 31)]


def test_dates_by_hand_come_back_without_those_before_the_start():
    rule = rule_text("dates", dates=[date(2026, 12, 26), date(2026, 11, 28), date(2028, 2, 29)])
    assert occurrences(rule, date(2026, 12, 1), date(2026, 1, 1), date(2028, 12, 31)) == [
        date(2026, 12, 26),
        date(2028, 2, 29),
    ]


def test_a_window_that_ends_before_it_begins_is_empty():
    assert occurrences(weekly(SATURDAY), date(2026, 11, 28), date(2026, 12, 1), date(2026, 11, 1)) == []
    assert occurrences(weekly(SATURDAY), date(2026, 11, 28), date(2026, 1, 1), date(2026, 11, 27)) == []


def test_a_text_that_is_no_rule_is_refused():
    with pytest.raises(ValueError):
        occurrences("every tuesday", date(2026, 11, 24), date(2026, 11, 24), date(2026, 12, 24))


a_day = st.dates(date(2024, 1, 1), date(2032, 12, 31))
a_pattern = st.one_of(
    st.tuples(
        st.just("weekly"),
        st.fixed_dictionaries(
            {
                "every": st.integers(1, 52),
                "weekdays": st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
            }
        ),
    ),
    st.tuples(
        st.just("nth_weekday"),
        st.fixed_dictionaries({"nth": st.sampled_from((1, 2, 3, 4, -1)), "weekdays": st.tuples(st.integers(0, 6))}),
    ),
    st.tuples(st.just("month_day"), st.fixed_dictionaries({"day": st.integers(1, 31)})),
    st.tuples(
        st.just("dates"),
        st.fixed_dictionaries({"dates": st.sets(a_day, min_size=1, max_size=20).map(lambda days: tuple(sorted(days)))}),
    ),
)


def belongs(date_, starts_on, kind, *, every=1, weekdays=(), nth=None, day=None, dates=()):
    """The pattern said again without a library, one date at a time."""
    length = monthrange(date_.year, date_.month)[1]
    weeks = (monday(*week_of(date_)) - monday(*week_of(starts_on))).days // 7
    from_the_end = date_.day + 7 > length
    return {
        "weekly": date_.weekday() in weekdays and weeks % every == 0,
        "nth_weekday": date_.weekday() in weekdays and (from_the_end if nth == -1 else (date_.day - 1) // 7 + 1 == nth),
        "month_day": date_.day == min(day or 0, length),
        "dates": date_ in dates,
    }[kind]


@given(a_pattern)
def test_every_pattern_reads_back(pattern):
    kind, fields = pattern
    assert describe(rule_text(kind, **fields)) == pattern


@given(a_pattern, a_day, a_day, st.integers(0, 500))
def test_the_dates_are_exactly_the_days_that_belong(pattern, starts_on, first, length):
    kind, fields = pattern
    window = [first + timedelta(days) for days in range(length + 1)]
    expected = [day for day in window if day >= starts_on and belongs(day, starts_on, kind, **fields)]
    assert occurrences(rule_text(kind, **fields), starts_on, window[0], window[-1]) == expected


@given(a_pattern, a_day, a_day, st.integers(0, 400), st.integers(1, 400))
def test_a_window_in_two_parts_gives_the_same_dates(pattern, starts_on, first, one, two):
    kind, fields = pattern
    rule = rule_text(kind, **fields)
    middle, last = first + timedelta(one), first + timedelta(one + two)
    parts = occurrences(rule, starts_on, first, middle) + occurrences(rule, starts_on, middle + timedelta(1), last)
    assert occurrences(rule, starts_on, first, last) == parts


# Holidays


def free(kind, first, last):
    found = holidays_between(first, last)
    return {day for day, reasons in found.items() if kind in {reason.kind for reason in reasons}}


def days(text):
    """ "2/11/2026-8/11/2026" as a set of dates, several of them with spaces between."""
    found = set()
    for part in text.split():
        ends = [date(*map(int, reversed(end.split("/")))) for end in part.split("-")]
        found |= {ends[0] + timedelta(n) for n in range((ends[-1] - ends[0]).days + 1)}
    return found


@pytest.mark.parametrize("year", range(2025, 2030))
def test_the_public_holidays_are_the_ten_of_the_law_and_two_sundays(year):
    # Koninklijk Besluit of 18 April 1974, art. 1; the library adds Easter Sunday and Whit Sunday.
    fixed = {date(year, *day) for day in ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))}
    moving = {easter(year) + timedelta(n) for n in (1, 39, 50)}
    sundays = {easter(year), easter(year) + timedelta(49)}
    assert free("public", date(year, 1, 1), date(year, 12, 31)) == fixed | moving | sundays


@pytest.mark.parametrize(
    ("year", "moving"),
    [
        (2026, "6/4/2026 14/5/2026 25/5/2026"),
        (2027, "29/3/2027 6/5/2027 17/5/2027"),
        (2028, "17/4/2028 25/5/2028 5/6/2028"),
    ],
)
def test_easter_ascension_and_whitsun_are_where_the_printed_calendars_have_them(year, moving):
    assert days(moving) <= free("public", date(year, 1, 1), date(year, 12, 31))


@pytest.mark.parametrize(
    ("school_year", "expected"),
    [
        (
            2025,
            "27/10/2025-2/11/2025 22/12/2025-4/1/2026 16/2/2026-22/2/2026 6/4/2026-19/4/2026"
            " 14/5/2026-15/5/2026 25/5/2026 1/7/2026-31/8/2026",
        ),
        (
            2026,
            "2/11/2026-8/11/2026 21/12/2026-3/1/2027 8/2/2027-14/2/2027 29/3/2027-11/4/2027"
            " 6/5/2027-7/5/2027 17/5/2027 1/7/2027-31/8/2027",
        ),
        (
            2027,
            "1/11/2027-7/11/2027 27/12/2027-9/1/2028 28/2/2028-5/3/2028 3/4/2028-17/4/2028"
            " 25/5/2028-26/5/2028 5/6/2028 1/7/2028-31/8/2028",
        ),
    ],
)
def test_the_school_holidays_are_those_of_the_flemish_calendar(school_year, expected):
    # The library also names the single days 11 November and 1 May, which the table leaves to the public ones.
    single = {date(school_year, 11, 11), date(school_year + 1, 5, 1)}
    found = free("school", date(school_year, 9, 1), date(school_year + 1, 8, 31))
    assert found == days(expected) | single


def test_the_school_year_2028_begins_as_the_table_has_it():
    expected = days("30/10/2028-5/11/2028 11/11/2028 25/12/2028-7/1/2029 12/2/2029-18/2/2029 2/4/2029-15/4/2029")
    assert free("school", date(2028, 9, 1), date(2029, 4, 30)) == expected


def test_saturdays_belong_to_the_school_holiday_that_they_end_not_to_the_one_that_follows():
    school = free("school", date(2026, 12, 1), date(2027, 1, 31))
    assert date(2026, 12, 19) not in school
    assert date(2026, 12, 20) not in school
    assert {date(2026, 12, 26), date(2027, 1, 2), date(2027, 1, 3)} <= school
    assert date(2027, 1, 9) not in school


def test_26_december_is_no_public_holiday_but_lies_in_the_school_holiday():
    assert holidays_between(date(2026, 12, 26), date(2026, 12, 26)) == {
        date(2026, 12, 26): [("school", "Kerstvakantie")]
    }


@pytest.mark.parametrize(
    ("day", "reasons"),
    [
        (date(2026, 8, 15), [("public", "O. L. V. Hemelvaart"), ("school", "Zomervakantie")]),
        (date(2027, 5, 1), [("public", "Dag van de Arbeid"), ("school", "Dag van de Arbeid")]),
        (date(2027, 12, 25), [("public", "Kerstmis")]),
    ],
)
def test_a_public_holiday_on_a_saturday_stays_on_its_saturday(day, reasons):
    assert day.weekday() == SATURDAY
    assert holidays_between(day, day) == {day: reasons}


@pytest.mark.parametrize(("language", "name"), [("nl", "Kerstmis"), ("fr", "Noël"), ("en", "Christmas Day")])
def test_holidays_have_names_in_three_languages(language, name):
    day = date(2026, 12, 25)
    assert holidays_between(day, day, language)[day][0] == ("public", name)


def test_holidays_come_in_order_over_new_year_and_only_within_the_window():
    found = list(holidays_between(date(2026, 12, 30), date(2027, 1, 2)))
    assert found == [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)]
    assert holidays_between(date(2027, 1, 2), date(2026, 12, 30)) == {}


def test_who_changes_the_answer_does_not_change_the_next_one():
    day = date(2026, 12, 25)
    holidays_between(day, day)[day].clear()
    assert len(holidays_between(day, day)[day]) == 2


# Weeks


def test_new_years_day_2027_is_in_week_53_of_2026():
    assert week_of(date(2027, 1, 1)) == (2026, 53)
    assert week_of(date(2027, 1, 4)) == (2027, 1)
    assert monday(2026, 53) == date(2026, 12, 28)
    assert parse_week("2026-W53") == date(2026, 12, 28)


def test_2027_has_no_week_53():
    with pytest.raises(ValueError):
        monday(2027, 53)
    with pytest.raises(ValueError):
        parse_week("2027-W53")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-W00",
        "2026-W5",
        "2026W48",
        "2026-W48-1",
        "2026-11-24",
        " 2026-W48",
        "2026-W48\n",
        "٢٠٢٦-W48",
    ],
)
def test_anything_else_is_not_a_week(text):
    with pytest.raises(ValueError):
        parse_week(text)


@given(st.dates(date(2000, 1, 3), date(2199, 12, 31)))
def test_the_name_of_a_week_reads_back_as_its_monday(day):
    assert parse_week(week_name(day)) == day - timedelta(day.weekday())


@pytest.mark.parametrize("text, last, days", [
    ("RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", None, 7), ("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA", None, 4),
    ("RRULE:FREQ=MONTHLY;BYMONTHDAY=24", None, 28), ("RRULE:FREQ=MONTHLY;BYDAY=4TU", None, 28),
    ("RRULE:FREQ=MONTHLY;BYMONTHDAY=24", date(2027, 1, 31), 30), ("RDATE:20261124,20990101,20990103", None, 2),
    ("RDATE:20261124", None, None), ("RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", date(2026, 11, 30), None),
    ("RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", None, 28),
])
def test_how_near_two_dates_of_a_rule_come(text, last, days):
    assert shortest_gap(text, date(2026, 11, 24), last) == days
