"""Writes iCalendar (RFC 5545 and 7986): events in, bytes out. Knows nothing of rows, rights or the web."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from unicodedata import category

from icalendar import Calendar, Timezone, vDuration, vText
from icalendar import Event as Component

from wvg.base.clock import BRUSSELS

MAKER = "-//Werkgroep Vluchtelingen Gent//wvg//NL"
LOOK_AGAIN = timedelta(hours=1)  # what we ask of a program; Google looks when it likes
STATUS = {"to confirm": "TENTATIVE", "cancelled": "CANCELLED", "skipped": "CANCELLED"}
# By rule and not by list of dates: what icalendar would make of it puts our summers an hour off in Thunderbird.
ZONE = Timezone.from_ical("""BEGIN:VTIMEZONE
TZID:Europe/Brussels
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""")


@dataclass(frozen=True)
class Event:
    """Something on the calendar, in words that everybody who holds the file may read.

    number: of the activity. first and last: days, both in. starts and ends: hours on the wall in Brussels; all day
    when `starts` is None. state: one of planning's STATES. sequence: only ever goes up. changed: an aware moment.
    busy: whether it takes the time of who holds the file.
    """

    number: int
    title: str
    place: str
    first: object
    last: object
    starts: time | None
    ends: time | None
    state: str
    sequence: int
    changed: datetime
    busy: bool = False


def calendar(events, host, name=""):
    """The bytes of a calendar; with a name it is one to subscribe to, without only to take over once."""
    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    if name:
        made.add("name", _text(name))
        made.add("x-wr-calname", _text(name))
        made.add("x-wr-timezone", BRUSSELS.key)
        # RFC 7986, 5.7: the type has no default, and icalendar does not write it by itself.
        made.add("refresh-interval", vDuration(LOOK_AGAIN), parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", vDuration(LOOK_AGAIN))
    made.add_component(ZONE)
    for event in events:
        made.add_component(_component(event, host))
    return made.to_ical()


def _component(event, host):
    made = Component()
    made.add("uid", f"activity-{event.number}@{host}")
    # Without a METHOD both say when it was last changed (RFC 5545, 3.8.7.2).
    made.add("dtstamp", event.changed)
    made.add("last-modified", event.changed)
    made.add("sequence", event.sequence)
    begin, end = _begin_and_end(event)
    made.add("dtstart", begin)
    if end is not None:
        made.add("dtend", end)
    made.add("summary", _text(event.title))
    if event.place:
        made.add("location", _text(event.place))
    status = STATUS.get(event.state, "CONFIRMED")
    made.add("status", status)
    made.add("transp", "OPAQUE" if event.busy and status != "CANCELLED" else "TRANSPARENT")
    return made


def _begin_and_end(event):
    """Days when it has no hours, with the day after the last as its end; else hours in Brussels, the end if known."""
    after = event.last + timedelta(days=1)
    if event.starts is None:
        return event.first, after
    begin = datetime.combine(event.first, event.starts, BRUSSELS)
    if event.ends is not None:
        return begin, datetime.combine(event.last, event.ends, BRUSSELS)
    return begin, datetime.combine(after, time.min, BRUSSELS) if event.last > event.first else None


def _text(words):
    """Without what iCalendar cannot carry (RFC 5545, 3.1 and 3.3.11): control characters, and halves of a pair."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return _Text("".join(sign for sign in lines if sign in "\n\t" or category(sign) not in ("Cc", "Cs")))


class _Text(vText):
    """Text of which a backslash before an N stays one: icalendar takes the two for a line end before it escapes."""

    def to_ical(self):
        return re.sub(r"([\\;,])", r"\\\1", self).replace("\n", "\\n").encode()
