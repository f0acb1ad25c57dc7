"""What the tests of appointments share: Hugo coordinates the steering group, Katrien is one of its volunteers."""

import re
from datetime import date, time

from people import viewer

from wvg.base import clock
from wvg.base.words import say, text
from wvg.commons.calendar.appointments import rules
from wvg.commons.planning.models import Activity, Role, Series

JAN_12, FEB_9 = date(2027, 1, 12), date(2027, 2, 9)  # second Tuesdays
NEW = "/calendar/appointments/new"


def helper():
    return Role.get(Role.key == "helper").id


def add(by="hugo", places=0, form="", now=None, **more):
    """An appointment of the steering group on 12 January, 19.30 to 21.30, unless `more` says otherwise."""
    values = {"group": "steering", "title": "Vergadering", "place": "Kantoor", "audience": "group", "date": JAN_12,
              "starts": time(19, 30), "ends": time(21, 30), **more}
    if "rule" in values:
        values = {"last_day": None, "on_public": "skip", "on_school": "go", **values}
    return rules.add({"end_date": values["date"], **values}, places, helper(), viewer(by), now or clock.now(), form)


def typed(**more):
    """The fields of the form for that appointment, as a browser posts them."""
    return {
        "group": "steering", "title": "Vergadering", "place": "Kantoor", "audience": "group", "first_day": "12/1/2027",
        "end_day": "", "starts": "19.30", "ends": "21u30", "pattern": "once", "every": "1", "nth": "0", "day": "",
        "dates": "", "last_day": "", "on_public": "skip", "on_school": "go", "places": "0", "role": str(helper()),
        "form": "a1", **more,
    }


def nl(sentence, **params):
    """A sentence as the page says it, in Dutch."""
    return text(say(sentence, **params), "nl")


def days(series):
    return [a.date for a in Activity.select().where(Activity.series == series).order_by(Activity.date)]


def made(browser, **more):
    """What posting the form made: the Activity, or the Series."""
    answer = browser.post(NEW, typed(**more))
    assert answer.status_code == 303, re.sub(r"(?s)<[^>]+>", " ", answer.text)
    kind, number = re.fullmatch(r"/(activities|calendar/appointments/series)/(\d+)", answer.location).groups()
    return (Activity if kind == "activities" else Series).get_by_id(int(number))
