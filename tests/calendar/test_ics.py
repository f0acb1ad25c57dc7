"""The writer of iCalendar: whatever words it is given come back the same from two other readers."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from unicodedata import category

import vobject
from feeds import read
from hypothesis import given, settings
from hypothesis import strategies as st

from wvg.commons.calendar.feeds import ics

EVENT = ics.Event(7, "Broodronde (chauffeur)", "Panos", date(2026, 11, 28), date(2026, 11, 28), time(17), time(19, 30),
                  "planned", 3, datetime(2026, 11, 24, 9, tzinfo=UTC), True)
HARD = ["Emmaüs 🎄👩🏽‍🍳", "שלום عربى", '"x", y; z: w', "a\\nb\\,c\\;d\\\\", "eerste\r\ntweede\nderde\rvierde",
        "é" * 2000, "\ttab", "BEGIN:VEVENT", "x\u2028y\u2029z", " ", "%0A", "\\", "\\N", "\\\\n", "😀" * 300]
words = st.one_of(st.sampled_from(HARD), st.text(min_size=1, max_size=200), st.text("\\nN,;:\"\n\t ", min_size=1))


def written(*events, name="Van ons"):
    return ics.calendar(events, "wvg.example.org", name)


def line(content, name):
    """The line of this property, unfolded."""
    zone = content.index(b"BEGIN:VTIMEZONE"), content.index(b"END:VTIMEZONE")
    plain = (content[:zone[0]] + content[zone[1]:]).replace(b"\r\n ", b"").decode()
    return re.search(rf"^{name}[;:].*", plain, re.M)[0].rstrip("\r")


def carried(text):
    """What is left of words: other control characters than tab and line end are dropped, line ends are one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign in "\n\t" or category(sign) not in ("Cc", "Cs"))


def unescaped(value):
    """Text as RFC 5545, 3.3.11 reads it, one sign after the other."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value, flags=re.S)


@settings(max_examples=300, deadline=None)
@given(title=words, place=words)
def test_any_words_come_back_the_same(title, place):
    content = written(replace(EVENT, title=title, place=place))
    event = read(content)[7]
    theirs = vobject.readOne(content.decode()).vevent
    assert str(event["summary"]) == theirs.summary.value == carried(title)
    assert unescaped(line(content, "SUMMARY").partition(":")[2]) == carried(title)
    assert str(event.get("location", "")) == carried(place)
    if carried(place):
        assert theirs.location.value == carried(place)


@settings(max_examples=200, deadline=None)
@given(title=words)
def test_every_line_fits_in_75_octets_and_ends_as_it_must(title):
    content = written(replace(EVENT, title=title))
    assert content.endswith(b"END:VCALENDAR\r\n")
    for octets in content.split(b"\r\n"):
        assert len(octets) <= 75
        octets.decode()  # never cut inside a character
        assert b"\n" not in octets and b"\r" not in octets


def test_hours_are_those_on_the_wall_in_a_zone_that_is_told_by_rule():
    content = written(EVENT)
    assert line(content, "DTSTART") == "DTSTART;TZID=Europe/Brussels:20261128T170000"
    assert line(content, "DTEND") == "DTEND;TZID=Europe/Brussels:20261128T193000"
    zone = content[content.index(b"BEGIN:VTIMEZONE"):content.index(b"END:VTIMEZONE")]
    assert zone.count(b"RRULE") == 2 and b"RDATE" not in zone and b"COMMENT" not in zone
    assert content.count(b"BEGIN:VTIMEZONE") == 1


def test_days_without_hours_end_on_the_day_after():
    content = written(replace(EVENT, starts=None, ends=None, last=date(2026, 11, 30)))
    assert line(content, "DTSTART") == "DTSTART;VALUE=DATE:20261128"
    assert line(content, "DTEND") == "DTEND;VALUE=DATE:20261201"


def test_without_an_end_hour_there_is_no_end_but_for_several_days():
    assert "dtend" not in read(written(replace(EVENT, ends=None)))[7]
    content = written(replace(EVENT, ends=None, last=date(2026, 11, 29)))
    assert line(content, "DTEND") == "DTEND;TZID=Europe/Brussels:20261130T000000"


def test_what_is_off_or_not_sure_says_so_and_takes_no_time():
    said = {}
    for state in ("planned", "done", "to confirm", "cancelled", "skipped"):
        event = read(written(replace(EVENT, state=state)))[7]
        said[state] = (event["status"], event["transp"])
    assert said == {
        "planned": ("CONFIRMED", "OPAQUE"), "done": ("CONFIRMED", "OPAQUE"), "to confirm": ("TENTATIVE", "OPAQUE"),
        "cancelled": ("CANCELLED", "TRANSPARENT"), "skipped": ("CANCELLED", "TRANSPARENT"),
    }
    assert read(written(replace(EVENT, busy=False)))[7]["transp"] == "TRANSPARENT"


def test_how_it_is_called_and_when_to_look_again():
    content = written(EVENT)
    assert line(content, "NAME") == "NAME:Van ons" and line(content, "X-WR-CALNAME") == "X-WR-CALNAME:Van ons"
    assert line(content, "REFRESH-INTERVAL") == "REFRESH-INTERVAL;VALUE=DURATION:PT1H"
    assert line(content, "X-PUBLISHED-TTL") == "X-PUBLISHED-TTL:PT1H"
    assert b"METHOD" not in content and b"ATTENDEE" not in content and b"DESCRIPTION" not in content
    assert b"REFRESH-INTERVAL" not in written(EVENT, name="")


def test_the_same_events_are_the_same_bytes_whenever_they_are_written():
    assert written(EVENT) == written(EVENT)
    assert line(written(EVENT), "UID") == "UID:activity-7@wvg.example.org"
    assert line(written(EVENT), "DTSTAMP") == "DTSTAMP:20261124T090000Z"
    assert line(written(EVENT), "LAST-MODIFIED") == "LAST-MODIFIED:20261124T090000Z"
    assert line(written(EVENT), "SEQUENCE") == "SEQUENCE:3"
