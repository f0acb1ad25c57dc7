"""5,000 activities, on both sides of both clock changes, as three other programs read them: to the same instants."""

import ctypes
import os
import re
from ctypes import c_char_p, c_int, c_void_p
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import vobject
from window import NO_LIBICAL

from wvg.base.clock import BRUSSELS
from wvg.commons.calendar.feeds import ics

ICAL_JS = Path(__file__).parents[1] / "vendor" / "ical.min.js"
MANY = 5000
# The days around each change of the clock, and some in between.
DAYS = [day + timedelta(days=n) for day in (
    date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31), date(2026, 12, 31), date(2026, 7, 21),
) for n in (-2, -1, 0, 1)]
CHANGED = datetime(2026, 11, 24, 9, tzinfo=UTC)


def event(n):
    """Of all sorts: with hours, all day, without an end, over midnight, over a change of the clock, called off."""
    day, minutes = DAYS[n % len(DAYS)], n * 7 % 1200
    starts = (datetime.combine(day, time(3)) + timedelta(minutes=minutes)).time()  # never the hour that comes twice
    ends = min(datetime.combine(day, starts) + timedelta(hours=2), datetime.combine(day, time(23, 59))).time()
    last = day + timedelta(days=n % 3 if n % 5 == 0 else 0)
    return ics.Event(
        n, f"Ronde {n}, met “é”; \\ 😀", "Panos, Gent" if n % 2 else "", day, last, None if n % 11 == 0 else starts,
        None if n % 11 == 0 or n % 13 == 0 else ends if last == day else time(1, 30),
        ("planned", "to confirm", "cancelled", "skipped", "done")[n % 5], n % 9, CHANGED, n % 2 == 0,
    )


EVENTS = [event(n) for n in range(MANY)]


def meant(one):
    """(begin, end) as it must be read: days as they are, hours as moments; an end that is not told is None."""
    if one.starts is None:
        return one.first.isoformat(), (one.last + timedelta(days=1)).isoformat()
    begin = datetime.combine(one.first, one.starts, BRUSSELS).timestamp()
    if one.ends is not None:
        return begin, datetime.combine(one.last, one.ends, BRUSSELS).timestamp()
    midnight = datetime.combine(one.last + timedelta(days=1), time.min, BRUSSELS).timestamp()
    return begin, midnight if one.last > one.first else None


MEANT = {one.number: (*meant(one), one.title, one.sequence) for one in EVENTS}


@pytest.fixture(scope="module")
def content():
    return ics.calendar(EVENTS, "wvg.example.org", "Van ons")


def test_there_is_something_on_both_sides_of_both_changes():
    hours = {(one.first, datetime.combine(one.first, one.starts, BRUSSELS).utcoffset()) for one in EVENTS if one.starts}
    for day in (date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)):
        around = {offset for first, offset in hours if abs(first - day) <= timedelta(days=1)}
        assert len(around) == 2, day
    assert len({one.state for one in EVENTS}) == 5 and any(one.last > one.first for one in EVENTS)


# libical, of which GNOME, KDE and Thunderbird's older versions are made


class Time(ctypes.Structure):
    """struct icaltimetype of libical 3."""

    _fields_ = [(name, c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")
                ] + [("zone", c_void_p)]


@pytest.fixture(scope="module")
def libical():
    try:
        library = ctypes.CDLL("libical.so.3")
    except OSError:
        if os.environ.get("WVG_NEED_BROWSER"):
            pytest.fail(NO_LIBICAL)
        pytest.skip(NO_LIBICAL)
    for name, gives, takes in [
        ("icalparser_parse_string", c_void_p, [c_char_p]),
        ("icalrestriction_check", c_int, [c_void_p]),
        ("icalcomponent_count_errors", c_int, [c_void_p]),
        ("icalcomponent_as_ical_string", c_char_p, [c_void_p]),
        ("icalcomponent_string_to_kind", c_int, [c_char_p]),
        ("icalcomponent_get_first_component", c_void_p, [c_void_p, c_int]),
        ("icalcomponent_get_next_component", c_void_p, [c_void_p, c_int]),
        ("icalcomponent_get_uid", c_char_p, [c_void_p]),
        ("icalcomponent_get_summary", c_char_p, [c_void_p]),
        ("icalcomponent_get_sequence", c_int, [c_void_p]),
        ("icalcomponent_get_dtstart", Time, [c_void_p]),
        ("icalcomponent_get_dtend", Time, [c_void_p]),
        ("icalcomponent_free", None, [c_void_p]),
        ("icaltime_as_timet_with_zone", ctypes.c_int64, [Time, c_void_p]),
        ("icaltime_is_null_time", c_int, [Time]),
        ("icalproperty_get_value_as_string", c_char_p, [c_void_p]),
    ]:
        function = getattr(library, name)
        function.restype, function.argtypes = gives, takes
    return library


def as_libical_reads(libical, content):
    """{number: (begin, end, title, sequence)}, and the complaints of libical about the whole."""
    root = libical.icalparser_parse_string(content)
    valid, errors = libical.icalrestriction_check(root), libical.icalcomponent_count_errors(root)
    complaints = re.findall(rb"X-LIC-ERROR[^\r\n]*", libical.icalcomponent_as_ical_string(root))
    kind, found = libical.icalcomponent_string_to_kind(b"VEVENT"), {}

    def moment(read):
        if libical.icaltime_is_null_time(read):
            return None
        if read.is_date:
            return f"{read.year}-{read.month:02}-{read.day:02}"
        assert read.zone, "libical does not know the zone"
        return libical.icaltime_as_timet_with_zone(read, read.zone)

    one = libical.icalcomponent_get_first_component(root, kind)
    while one:
        number = int(libical.icalcomponent_get_uid(one).partition(b"@")[0].removeprefix(b"activity-"))
        end = moment(libical.icalcomponent_get_dtend(one)) if b"DTEND" in libical.icalcomponent_as_ical_string(one) \
            else None
        found[number] = (moment(libical.icalcomponent_get_dtstart(one)), end,
                         libical.icalcomponent_get_summary(one).decode(), libical.icalcomponent_get_sequence(one))
        one = libical.icalcomponent_get_next_component(root, kind)
    libical.icalcomponent_free(root)
    return found, (valid, errors, complaints)


def test_libical_reads_all_of_it_without_complaint(libical, content):
    found, complaints = as_libical_reads(libical, content)
    assert complaints == (1, 0, [])
    assert found == MEANT


@pytest.mark.parametrize(("right", "wrong"), [
    (b"DTEND;VALUE=DATE:2026", b"DTEND;VALUE=DATE:"),
    (b"STATUS:CONFIRMED\r\n", b"STATUS:CONFIRMED\r\nSTATUS:CONFIRMED\r\n"),
], ids=["day", "twice"])
def test_libical_does_complain_when_there_is_something(libical, content, right, wrong):
    assert right in content
    valid, errors, complaints = as_libical_reads(libical, content.replace(right, wrong, 1))[1]
    assert not valid or errors or complaints


# ical.js, of which Thunderbird is made

READ = """async ([code, content]) => {
  const url = URL.createObjectURL(new Blob([code], {type: 'text/javascript'}));
  const ICAL = (await import(url)).default;
  const moment = (time) => time === null ? null : time.isDate ? time.toString() : time.toUnixTime();
  const calendar = new ICAL.Component(ICAL.parse(content));
  ICAL.TimezoneService.register(new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone')));
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    const end = component.hasProperty('dtend') ? moment(event.endDate) : null;
    return [event.uid, moment(event.startDate), end, event.summary, event.sequence];
  });
}"""


def test_ical_js_reads_all_of_it_to_the_same_moments(chromium, content):
    window = chromium.new_page()
    read = window.evaluate(READ, [ICAL_JS.read_text("utf-8"), content.decode()])
    window.close()
    assert {int(uid.partition("@")[0].removeprefix("activity-")): tuple(rest) for uid, *rest in read} == MEANT


# vobject


def test_vobject_reads_all_of_it_to_the_same_moments(content):
    def moment(part):
        return part.value.timestamp() if isinstance(part.value, datetime) else part.value.isoformat()

    found = {
        int(one.uid.value.partition("@")[0].removeprefix("activity-")):
        (moment(one.dtstart), moment(one.dtend) if hasattr(one, "dtend") else None, one.summary.value,
         int(one.sequence.value))
        for one in vobject.readOne(content.decode()).vevent_list
    }
    assert found == MEANT
