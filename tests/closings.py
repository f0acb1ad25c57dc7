"""Calendar files with closing days, for tests to read."""

from contextlib import contextmanager
from datetime import date, timedelta

from people import viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.commons.calendar.closings import rules
from wvg.commons.planning.models import Closure

ROUNDS = {"scope": "group", "of": "rounds", "policy": "skip"}


def event(uid, first, last=None, reason="Verbouwing", more=""):
    """The lines of an event of whole days, both in; dates as date."""
    last = last or first
    return "\r\n".join(filter(None, [
        "BEGIN:VEVENT", f"UID:{uid}", f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}", f"SUMMARY:{reason}", more, "END:VEVENT",
    ]))


def calendar(*events):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""])


def read_in(*events, what=ROUNDS, by="bart"):
    return rules.read_in(calendar(*events), what, viewer(by), clock.now())


def take_back(act, by="bart"):
    return rules.take_back(act, viewer(by), clock.now())


@contextmanager
def statements():
    """What the database is asked meanwhile: a list of SQL."""
    asked = []

    def hook(asks):
        asked.append(asks.sql)

    database.obj.query_hooks.append(hook)
    try:
        yield asked
    finally:
        database.obj.query_hooks.remove(hook)


def closed(**which):
    """{uid: (first day, last day, reason)} of what was closed by file."""
    rows = Closure.select().where(Closure.uid != "").filter(**which)
    return {row.uid: (row.first_day, row.last_day, row.reason) for row in rows}


def act_of(uid):
    return Closure.get(Closure.uid == uid).act


DEC_15, DEC_22 = date(2026, 12, 15), date(2026, 12, 22)
