"""No family and no volunteer stands in what leaves the house: every feed of everybody is read, byte by byte."""

import re
from datetime import date

import pytest
from feeds import OWN, address
from people import viewer

from wvg import demo
from wvg.base import clock
from wvg.base.access import groups
from wvg.base.words import phone
from wvg.commons.accounts.models import Account
from wvg.commons.calendar.board import rules as rules_board
from wvg.commons.calendar.permissions import VIEW
from wvg.commons.calendar.queries import shown_groups
from wvg.commons.people import queries as people
from wvg.commons.people.models import Household
from wvg.commons.planning.models import Activity, Role, Seat, SignUp
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.volunteers.models import Volunteer

NAMES = sorted(first.lower() for first, *_ in demo.PEOPLE)
WEDNESDAY = date(2026, 11, 25)


def of_families():
    """What a feed never holds of households: names, addresses, telephone numbers, as they are kept and as shown."""
    found = set()
    for row in Household.select():
        words = people.details(row)
        found |= {row.code_name, words.bell_name, words.address, words.address.partition(",")[0], words.phone,
                  phone(words.phone), words.access, words.told_by}
    return {word for word in found if len(word) > 2}


def of_volunteers():
    found = set()
    for row in Volunteer.select():
        found |= {row.first_name, row.last_name, row.email, row.mobile, phone(row.mobile or "")}
    return {word for word in found if word}


def said_in(content):
    """The words of a feed, its long lines put together again, and backslashes taken off."""
    return re.sub(r"\\(.)", r"\1", content.replace(b"\r\n ", b"").decode())


def found_in(text, words):
    return [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.I)]


@pytest.fixture
def secrets_all_over(app):
    """Every field that is not for a feed is filled with what must not leak."""
    family = next(row for row in Household.select() if people.details(row).phone)
    words = people.details(family)
    said = f"{family.code_name}, {words.address}, {words.phone}"
    Activity.update(place=f"Panos, {said}", reason=f"{said} Bart Coppens").execute()
    for group in groups:
        row = Activity.create(group=group, kind="x", title=f"Bij {said}", date=WEDNESDAY, end_date=WEDNESDAY,
                              place=said, public_place=said, audience="those on it", sequence=1)
        for position, account in enumerate(Account.select()):
            seat = Seat.create(activity=row, role=Role.get(Role.key == "driver"), position=position)
            SignUp.create(seat=seat, activity=row, volunteer=account.volunteer_id, made_at=clock.now(),
                          override=said)
    return said


@pytest.mark.parametrize("name", NAMES)
def test_no_feed_of_anybody_holds_a_family_or_a_volunteer(as_person, secrets_all_over, name):
    who, browser = viewer(name), as_person(name)
    if not who.can(VIEW):
        assert browser.post(OWN).status_code == 404
        return
    paths = [address(browser, OWN, [group.key for group in shown_groups(who)])]
    paths += [address(browser, f"/calendar/feeds/groups/{group}") for group in sorted(who.groups_with(ASSIGN))]
    numbers = [row.id for row in Activity.select().where(Activity.date.between(WEDNESDAY, date(2026, 12, 6)))]
    answers = [browser.get(path) for path in (*paths, *(f"/calendar/activities/{n}.ics" for n in numbers))]
    texts = [said_in(answer.data) for answer in answers if answer.status_code == 200]
    assert len(texts) > len(paths) and "BEGIN:VEVENT" in texts[0]
    for text in texts:
        assert not found_in(text, of_families() | of_volunteers())
        assert not re.search(r"DESCRIPTION|ATTENDEE|ORGANIZER|CONTACT|COMMENT|URL|METHOD", text)


def test_the_search_finds_what_it_must(app, as_person, secrets_all_over):
    families, volunteers = of_families(), of_volunteers()
    assert len(families) > 20 and len(volunteers) > 60
    assert found_in(said_in(secrets_all_over.encode()), families)
    assert found_in("SUMMARY:Ronde met Rita", volunteers) == ["Rita"]


def test_the_screen_in_the_office_holds_first_names_and_nothing_else_of_anybody(app, browser, secrets_all_over):
    secret = rules_board.new_address(viewer("katrien"), clock.now())
    page = browser.get(f"/calendar/board/{secret}")
    assert page.status_code == 200 and found_in(page.text, {"Samir", "Christine"})
    assert not found_in(page.text, of_families())
    last = {row.last_name for row in Volunteer.select()}
    reached = {word for row in Volunteer.select() for word in (row.email, row.mobile, phone(row.mobile)) if word}
    assert not found_in(page.text, last | reached)
