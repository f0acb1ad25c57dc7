"""What people type that has no test with the other words: addresses, and days that have been."""

from datetime import date

import pytest

from wvg.base.words import parse_email, parse_past_day

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Rita@Example.ORG", "Rita@example.org"), ("d'hondt+wvg@sub.example.be", "d'hondt+wvg@sub.example.be"),
     ("é@exämple.be", "é@exämple.be")],
)
def test_an_address_is_kept_as_typed_but_for_its_domain(typed, meant):
    assert parse_email(typed) == meant == parse_email(meant)


@pytest.mark.parametrize(
    "typed", ["", "rita", "rita@", "@example.org", "rita@example", "rita@localhost", "Rita <rita@example.org>",
              "rita@example.org, luc@example.org", "rita @example.org", "a" * 300 + "@example.org", "x@" + "y." * 5000],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ValueError):
        parse_email(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("24/11", TODAY), ("23/11", date(2026, 11, 23)), ("25/11", date(2025, 11, 25)), ("1 januari", date(2026, 1, 1)),
        ("25/11/2026", date(2026, 11, 25)), ("24/11/2024", date(2024, 11, 24)), ("vandaag", TODAY),
        ("morgen", date(2026, 11, 25)),
    ],
)
def test_a_day_without_a_year_is_the_last_one(typed, meant):
    assert parse_past_day(typed, TODAY) == meant


def test_in_and_after_a_leap_year_too():
    assert parse_past_day("2/3", date(2028, 3, 1)) == date(2027, 3, 2)
    assert parse_past_day("29/2", date(2028, 3, 1)) == date(2028, 2, 29)
    assert parse_past_day("1/3", date(2028, 2, 29)) == date(2027, 3, 1)
