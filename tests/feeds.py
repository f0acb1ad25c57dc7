"""What the tests of feeds share: make an address as a volunteer does, and read it as a program does."""

import re

from icalendar import Calendar

OWN = "/calendar/feeds/own"


def address(browser, path=OWN, also=()):
    """The path of a new address, read from the page that shows it once."""
    page = browser.post(path, {"also": list(also)})
    assert page.status_code == 200, page.status_code
    return re.search(r"/calendar/feeds/[\w-]{43}\.ics", page.text)[0]


def events(answer):
    """{activity number: VEVENT} of what a feed answered."""
    return read(answer.data)


def read(content):
    found = Calendar.from_ical(content).walk("VEVENT")
    return {int(re.match(r"activity-(\d+)@", event["uid"])[1]): event for event in found}


def titles(answer):
    return {str(event["summary"]) for event in events(answer).values()}


