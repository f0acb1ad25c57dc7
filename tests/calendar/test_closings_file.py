"""Reading a calendar file: days, a title and a number of each event; what is not read has its sentence."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wvg.base.errors import Refused
from wvg.base.spreadsheet import decoded
from wvg.commons.calendar.closings import ics

TODAY, DEC_15 = date(2026, 11, 24), date(2026, 12, 15)
DAY = timedelta(days=1)


def calendar(*events, head=""):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *filter(None, [head])]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.split("\n"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def read(*events, **more):
    return ics.read(calendar(*events, **more), TODAY)


def event(days="DTSTART;VALUE=DATE:20261215", title="SUMMARY:Studiedag", uid="UID:1@school"):
    return "\n".join(filter(None, [uid, days, title]))


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [
        ("DTSTART;VALUE=DATE:20261215", DEC_15, DEC_15),
        ("DTSTART:20261215", DEC_15, DEC_15),
        ("DTSTART;VALUE=DATE:20261215\nDTEND;VALUE=DATE:20261216", DEC_15, DEC_15),
        ("DTSTART;VALUE=DATE:20261215\nDTEND;VALUE=DATE:20261215", DEC_15, DEC_15),
        ("DTSTART;VALUE=DATE:20261215\nDTEND;VALUE=DATE:20261219", DEC_15, date(2026, 12, 18)),
        ("DTSTART;VALUE=DATE:20261215\nDURATION:P3D", DEC_15, date(2026, 12, 17)),
        ("DTSTART:20261214T230000Z\nDTEND:20261215T230000Z", DEC_15, DEC_15),
        ("DTSTART;TZID=Europe/Brussels:20261215T000000\nDURATION:P2D", DEC_15, DEC_15 + DAY),
        ("DTSTART;VALUE=DATE:20261101\nDTEND;VALUE=DATE:20261125", date(2026, 11, 1), TODAY),
    ],
)
def test_the_days_that_it_touches_in_brussels(days, first, last):
    found = read(event(days))
    assert [(one.first_day, one.last_day) for one in found.events] == [(first, last)] and found.unread == []


@pytest.mark.parametrize("days", [
    "DTSTART:20261215T090000\nDTEND:20261215T120000", "DTSTART:20261215T220000Z\nDTEND:20261215T233000Z",
    "DTSTART;TZID=Europe/Brussels:20261215T220000\nDTEND;TZID=Europe/Brussels:20261216T000000",
    "DTSTART;TZID=Europe/Brussels:20261215T000000", "DTSTART;TZID=America/New_York:20261214T200000",
    "DTSTART;TZID=W. Europe Standard Time:20261215T235900", "DTSTART;TZID=Somewhere:20261215T235900",
    "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Brussels:20261215T235900",
])
def test_a_parents_evening_closes_no_day(days):
    found = read(event(days))
    assert found.events == [] and found.unread == [("Studiedag", ics.HOURS)]


@pytest.mark.parametrize("title", ["SUMMARY;VALUE=BINARY;ENCODING=BASE64:PGI+", "SUMMARY;VALUE=DATE:20261215"])
def test_a_title_that_is_no_text_is_not_read(title):
    found = read(event(title=title))
    assert found.events == [] and [why for _, why in found.unread] == [ics.BROKEN]


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        (event() + "\nRRULE:FREQ=WEEKLY", ics.REPEATS),
        (event() + "\nRDATE;VALUE=DATE:20261216", ics.REPEATS),
        (event() + "\nRECURRENCE-ID;VALUE=DATE:20261216", ics.REPEATS),
        (event(uid=""), ics.NO_UID),
        (event(uid="UID:  "), ics.NO_UID),
        (event(uid="UID:" + "x" * 255), ics.NO_UID),
        (event(""), ics.NO_DAY),
        (event("DTSTART;VALUE=DATE:20261315"), ics.NO_DAY),
        (event("DTSTART;VALUE=DATE:20261215\nDTEND;VALUE=DATE:20261214"), ics.NO_DAY),
        (event("DTSTART:20261215T100000\nDTEND:20261215T090000"), ics.NO_DAY),
        (event("DTSTART;VALUE=DATE:20261215\nDTEND:20261215T090000"), ics.NO_DAY),
        (event("DTSTART;VALUE=DATE:20261215\nDTSTART;VALUE=DATE:20261216"), ics.NO_DAY),
        (event("DTSTART;VALUE=DATE:00010101"), ics.NO_DAY),
        (event("DTSTART:99991231T235959Z"), ics.NO_DAY),
        (event("DTSTART;VALUE=DATE:20261215\nDURATION:P99999999W"), ics.NO_DAY),
        (event("DTSTART;VALUE=DATE:20261215\nDTEND;VALUE=DATE:20281217"), ics.TOO_LONG),
        (event("DTSTART;VALUE=DATE:20261123"), ics.OVER),
        (event("DTSTART;VALUE=DATE:20261101\nDTEND;VALUE=DATE:20261124"), ics.OVER),
        (event(title=""), ics.NO_REASON),
        (event(title="SUMMARY: \\n "), ics.NO_REASON),
    ],
)
def test_what_is_not_read_has_its_sentence_and_the_others_are_read(what, sentence):
    found = read(what, event(uid="UID:2@school"))
    assert [why for _, why in found.unread] == [sentence] and [one.uid for one in found.events] == ["2@school"]


def test_two_years_are_not_too_long():
    found = read(event("DTSTART;VALUE=DATE:20261215\nDTEND;VALUE=DATE:20281216"))
    assert found.unread == [] and found.events[0].last_day == date(2028, 12, 15)


def test_of_the_same_number_the_first_one_counts():
    found = read(event(), event("DTSTART;VALUE=DATE:20261220"))
    assert [one.first_day for one in found.events] == [DEC_15] and found.unread == [("Studiedag", ics.TWICE)]


def test_what_was_cancelled_is_known_by_its_number():
    found = read(event() + "\nSTATUS:cancelled")
    assert found.cancelled == {"1@school": "Studiedag"} and found.events == [] and found.known == {"1@school"}


def test_a_title_is_one_line_without_hidden_signs_and_not_too_long():
    for written, expected in [
        ("SUMMARY:D'Hondt\\, Çelik\\; <b>\\nen co ", "D'Hondt, Çelik; <b> en co"), ("SUMMARY:a\x00\x07b\tc", "ab c"),
        ("SUMMARY;LANGUAGE=nl:Stu\n dieda\n\tg", "Studiedag"), ("SUMMARY:" + "é" * 300, "é" * 120),
        ("SUMMARY:een\nSUMMARY:twee", "een"), ("summary:klein", "klein"),
    ]:
        assert [one.reason for one in read(event(title=written)).events] == [expected], written


def test_nothing_else_of_the_file_goes_along():
    secret = "\n".join([
        event(), "DESCRIPTION:Geheim", "ATTENDEE;CN=Geheim:mailto:geheim@example.org", "LOCATION:Geheim",
        "BEGIN:VALARM", "SUMMARY:Geheim", "DURATION:PT5M", "END:VALARM", "X-GEHEIM:1",
    ])
    kept = ics.kept(calendar(secret, head="X-WR-CALNAME:Geheim"))
    assert "geheim" not in kept.lower() and ics.kept(kept) == kept
    assert ics.read(kept, TODAY) == read(secret) and read(secret).events[0].last_day == DEC_15


def test_a_time_zone_of_its_own_is_never_worked_out():
    zone = "BEGIN:VTIMEZONE\r\nTZID:Eigen\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nRRULE:FREQ=SECONDLY\r\n" \
           "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    assert read(event("DTSTART;TZID=Eigen:20261215T100000"), head=zone).unread == [("Studiedag", ics.HOURS)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_however_a_program_saves_it(encoding, line_end):
    content = calendar(event(title="SUMMARY:Congé – Zoë")).replace("\r\n", line_end).encode(encoding)
    found = ics.read(decoded(content, otherwise=ics.NO_CALENDAR), TODAY)
    assert [one.reason for one in found.events] == ["Congé – Zoë"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", ics.NO_CALENDAR), ("voornaam;naam\nAn;Bo", ics.NO_CALENDAR),
        ("<html>BEGIN:VCALENDAR</html>", ics.NO_CALENDAR),
        ("BEGIN:VEVENT\nUID:1\nEND:VEVENT", ics.NO_CALENDAR), (calendar(), ics.EMPTY),
        ("BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nEND:VTODO\nEND:VCALENDAR", ics.EMPTY),
        (calendar(*(event(uid=f"UID:{n}") for n in range(401))), ics.TOO_BIG),
        (calendar(*(event(title="SUMMARY:" + "\U0001f35e" * 300, uid=f"UID:{n}") for n in range(400))), ics.TOO_BIG),
    ],
    ids=range(8),
)
def test_what_is_no_calendar_is_one_sentence(text, sentence):
    with pytest.raises(Refused) as refused:
        ics.read(text, TODAY)
    assert refused.value.sentence == sentence


def test_four_hundred_events_are_read_and_a_file_that_was_cut_off_as_far_as_it_goes():
    whole = calendar(*(event(uid=f"UID:{n}") for n in range(400)))
    assert len(ics.read(whole, TODAY).events) == 400
    assert [why for _, why in ics.read(whole[:-60], TODAY).unread] in ([], [ics.NO_DAY], [ics.NO_REASON], [ics.NO_UID])


NAMES = [
    "UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "STATUS", "RRULE", "RDATE", "RECURRENCE-ID", "BEGIN", "END",
    "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "DTSTART;TZID=Europe/Brussels", "DTSTART;VALUE=PERIOD", "DTSTART;TZID=",
    'DTSTART;TZID="/a/b/Europe/Brussels"', "DTSTART;TZID=/a/Nowhere/At_All", 'SUMMARY;X="',
]
VALUES = [
    "VEVENT", "VALARM", "VCALENDAR", "a", "b", "CANCELLED", "20261215", "20261216", "20261315", "20261215T100000",
    "20261215T230000Z", "00010101T000000Z", "99991231T235959Z", "99991231", "P1D", "-P1D", "PT3H", "P9999999999W",
    "20261215T100000/PT1H", "\\", "a\\nb\\,", '"', "x" * 3000, "\x00\x07", "é\u2028\u0085\u202e", "",
]
lines = st.builds("{}:{}".format, st.sampled_from(NAMES), st.one_of(st.sampled_from(VALUES), st.text(max_size=20)))
files = st.lists(st.one_of(lines, lines, st.sampled_from(["BEGIN:VEVENT", "END:VEVENT"]), st.text(max_size=30)),
                 max_size=25)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(lines=files, line_end=st.sampled_from(["\n", "\r\n", "\r"]), head=st.sampled_from(["BEGIN:VCALENDAR", ""]))
def test_whatever_is_in_it_gives_days_or_a_sentence(lines, line_end, head):
    text = line_end.join([head, "BEGIN:VEVENT", *lines])
    try:
        found = ics.read(text, TODAY)
    except Refused:
        return
    assert ics.read(ics.kept(text).replace("\n", "\r\n"), TODAY) == found, "as the page brings it back"
    for one in found.events:
        assert TODAY <= one.last_day and one.first_day <= one.last_day and one.uid in found.known
        assert one.reason == one.reason.strip() and 0 < len(one.reason) <= 120


@settings(max_examples=200, deadline=None, derandomize=True)
@given(content=st.binary(max_size=300))
def test_any_bytes_give_one_sentence_or_are_read(content):
    for bytes_ in (content, b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + content):
        try:
            ics.read(decoded(bytes_, otherwise=ics.NO_CALENDAR), TODAY)
        except Refused as refused:
            assert refused.sentence in (ics.NO_CALENDAR, ics.EMPTY, ics.TOO_BIG)
