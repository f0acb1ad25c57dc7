"""Reading closing days from a calendar file (iCalendar, RFC 5545): days, a reason and a number of each, nothing more.

What a file holds beside that (who was invited, notes, time zones of its own) is thrown away before anything is read.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from icalendar import Event as Component

from wvg.base import clock
from wvg.base.errors import Refused
from wvg.base.spreadsheet import BIGGEST
from wvg.base.words import Sentence, say
from wvg.commons.planning.series.rules_closures import LONGEST_CLOSED

MOST = 400  # events
MOST_LETTERS = 300  # in one line
LONGEST_REASON, LONGEST_UID = 120, 254  # RFC 7986, 5.3: a UID is shorter than 255 octets
DAY = timedelta(days=1)
READ = re.compile(r"(BEGIN|END|UID|DTSTART|DTEND|DURATION|SUMMARY|STATUS|RRULE|RDATE|RECURRENCE-ID)[;:]", re.IGNORECASE)
OF_A_MAKER = re.compile(r'^(DT(?:START|END);TZID="?)/[^";:]*/(\w+/\w+)', re.IGNORECASE)  # /maker/Europe/Brussels

NO_CALENDAR = say("This is not a calendar file. The name of such a file ends in .ics.")
TOO_BIG = say("This calendar is too big. Take a shorter time, of at most %(n)s events.", n=MOST)
EMPTY = say("There is nothing in this calendar.")
BROKEN = say("We cannot read this one.")
REPEATS = say("It comes back by itself. Enter those days by hand.")
NO_UID = say("It has no number (UID), so we would not know it again.")
TWICE = say("Its number stands there twice. We took the first one.")
NO_REASON = say("It has no title, so nobody would know why.")
NO_DAY = say("We cannot read its days.")
TOO_LONG = say("It lasts longer than two years.")
OVER = say("It is over.")
HOURS = say("It is only some hours of a day. Enter it by hand if the whole day is closed.")


@dataclass(frozen=True)
class Event:
    """What is closed on which days, both in; `uid` is its number in every file of the same calendar."""

    uid: str
    reason: str
    first_day: date
    last_day: date


@dataclass
class Reading:
    """What a file says. cancelled: {uid: reason}; unread: (title or "", why it was not read); known: every uid."""

    events: list[Event] = field(default_factory=list)
    cancelled: dict[str, str] = field(default_factory=dict)
    unread: list[tuple[str, Sentence]] = field(default_factory=list)
    known: set[str] = field(default_factory=set)


class Unread(Exception):
    def __init__(self, sentence):
        super().__init__(str(sentence))
        self.sentence = sentence


def kept(text):
    """The lines of a file's text that are read, as a calendar of its own. Raises Refused when there is none."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(sign for sign in text if sign >= " " or sign in "\n\t")
    if not re.search(r"^\ufeff?BEGIN:VCALENDAR\s*$", text, re.IGNORECASE | re.MULTILINE):
        raise Refused(NO_CALENDAR)
    events = _events(re.sub("\n[ \t]", "", text).split("\n"))
    if not events:
        raise Refused(EMPTY)
    if len(events) > MOST:
        raise Refused(TOO_BIG)
    lines = [line for event in events for line in ("BEGIN:VEVENT", *event, "END:VEVENT")]
    kept = "\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""])
    if len(kept.encode()) + len(lines) > BIGGEST:
        raise Refused(TOO_BIG)
    return kept


def _events(lines):
    """The lines of each event, without those of what stands inside it (an alarm has a DURATION of its own)."""
    events, inside, inner = [], False, ""
    for line in lines:
        line = line.rstrip()[:MOST_LETTERS]
        if not READ.match(line):
            continue
        line, name = OF_A_MAKER.sub(r"\1\2", line), line.upper()
        if name == "BEGIN:VEVENT":
            events.append([])
            inside, inner = True, ""
        elif name == "END:VEVENT":
            inside = False
        elif inside and inner:
            inner = "" if name == f"END:{inner}" else inner
        elif inside and name.startswith("BEGIN:"):
            inner = name.removeprefix("BEGIN:")
        elif inside and not name.startswith("END:"):
            events[-1].append(line)
    return events


def read(text, today):
    """The Reading of a file's text. Raises Refused with one sentence when it is no calendar, or too much."""
    found = Reading()
    for lines in _events(kept(text).split("\n")):
        title = ""
        try:
            event = _parsed(lines)
            title, uid = _line(event, "SUMMARY")[:LONGEST_REASON], _line(event, "UID")
            _keep(event, title, uid, found, today)
        except Unread as unread:
            found.unread.append((title, unread.sentence))
    return found


def _parsed(lines):
    try:
        return Component.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))
    except Exception:  # whatever a file of somebody else makes of the parser, it is one event that is not read
        raise Unread(BROKEN) from None


def _keep(event, title, uid, found, today):
    if any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
        found.known.add(uid)
        raise Unread(REPEATS)
    if not uid or len(uid.encode()) > LONGEST_UID:
        raise Unread(NO_UID)
    if uid in found.known:
        raise Unread(TWICE)
    found.known.add(uid)
    if _line(event, "STATUS").upper() == "CANCELLED":
        found.cancelled[uid] = title
        return
    if not title:
        raise Unread(NO_REASON)
    first, last = _days(event)
    if last < today:
        raise Unread(OVER)
    if last > first + LONGEST_CLOSED:
        raise Unread(TOO_LONG)
    found.events.append(Event(uid, title, first, last))


def _line(event, name):
    """A property as one line of text; of several the first, "" when there is none."""
    value = event.get(name, "")
    value = value[0] if isinstance(value, list) else value
    if not isinstance(value, str):  # given as another sort of value than text
        raise Unread(BROKEN)
    return " ".join("".join(sign if sign >= " " else " " for sign in value).split())


def _days(event):
    """The first and last day of an event of whole days; its end is the first day that is free again (RFC 5545, 3.6.1).

    From midnight to midnight in Brussels are whole days too.
    """
    try:
        first, last = event.start, event.end
        if isinstance(first, datetime):
            first, last = (moment if moment.tzinfo is None else clock.local(moment) for moment in (first, last))
        if last < first:
            raise Unread(NO_DAY)
        if isinstance(first, datetime):
            if first.time() != time.min or last.time() != time.min or last == first:
                raise Unread(HOURS)
            first, last = first.date(), last.date()
        last = max(last - DAY, first)
    except (ValueError, OverflowError, TypeError, AttributeError):
        raise Unread(NO_DAY) from None
    if not 2000 <= first.year <= last.year <= 2100:
        raise Unread(NO_DAY)
    return first, last
