"""The screen in the office: behind one secret address of the house, in large letters, without a session."""

import re
from datetime import date, time, timedelta

import pytest
from door import account, in_english
from people import BREAD, FOOD, NOV_28, activity, call_off, closed_to, viewer

from wvg.base import clock
from wvg.base.access import groups
from wvg.base.db import database
from wvg.commons.accounts import rules as accounts
from wvg.commons.accounts.models import FailedAttempt, Session
from wvg.commons.calendar.board import queries, rules
from wvg.commons.calendar.models import Feed
from wvg.commons.planning.models import Activity, Role, Seat, SignUp

PRESS = "/calendar/screen/address"


def press(browser):
    """Make an address, on the page as it is now."""
    was = re.search(r'name="was" value="(\d+)"', browser.get("/calendar/screen").text)[1]
    return browser.post(PRESS, {"was": was})


def address(browser):
    return re.search(r"/calendar/board/[\w-]{43}", press(browser).text)[0]


@pytest.fixture
def screen(app, browser):
    """Read the page as the screen does: nobody is signed in on it."""
    secret = rules.new_address(viewer("katrien"), clock.now())
    return lambda: browser.get(f"/calendar/board/{secret}")


def add(title, day, **values):
    values = {"group": "youth", "kind": "outing", "end_date": day, "audience": "everyone", **values}
    return Activity.create(title=title, date=day, **values)


def line(page, title):
    """The words of one activity on the screen."""
    found = next(part for part in re.findall(r'<li class="wall__line.*?</li>', page.text, re.S) if title in part)
    return " ".join(re.sub("<[^>]+>", " ", found).split())


def later(**more):
    return clock.standing_still(clock.now() + timedelta(**more))


def test_it_shows_the_coming_days_with_first_names_places_and_what_is_open(screen):
    page = screen()
    assert page.status_code == 200 and '<html lang="nl">' in page.text
    food, bread = line(page, FOOD), line(page, BREAD)
    assert "13.30 – 16.00" in food and "Kantoor" in food and "Samir , Luc , Christine" in food
    assert "levering" not in food, "only the public place"
    assert "Rita" in bread and re.search(r"1 (plaats|place)", bread)
    assert "Vandaag" in page.text and "Woensdag 25 november".lower() in page.text.lower()


def test_what_does_not_go_on_says_so_without_a_name_or_a_reason(screen):
    call_off(activity(BREAD, NOV_28), "Bakker ziek")
    said = line(screen(), BREAD)
    assert "Gaat niet door" in said and "Rita" not in said and "Bakker" not in said and "vrij" not in said


def test_nothing_that_is_only_for_those_on_it_nor_of_visits_and_dossiers(screen):
    day = clock.today()
    add("Stil", day, audience="those on it", group="rounds")
    for group in groups:
        add(f"Van {group}", day, group=group)
    page = screen().text
    assert "Stil" not in page and "Van visits" not in page and "Van dossiers" not in page
    assert {group for group in groups if f"Van {group}" in page} == set(groups) - {"visits", "dossiers"}


def test_eight_days_and_no_more(screen):
    for days in (-1, 0, 7, 8):
        add(f"Dag {days}.", clock.today() + timedelta(days=days))
    page = screen().text
    assert [days for days in (-1, 0, 7, 8) if f"Dag {days}." in page] == [0, 7]


def test_what_lasts_several_days_stands_on_each_with_its_last_day(screen):
    add("Kamp", date(2026, 11, 23), end_date=date(2026, 11, 25), starts=time(9), ends=time(16))
    page = screen().text
    assert page.count("<b>Kamp</b>") == 2
    found = [" ".join(re.sub("<[^>]+>", " ", part).split())
             for part in re.findall(r'<li class="wall__line.*?</li>', page, re.S) if "Kamp" in part]
    assert "wo 25 nov" in found[0] and "9.00" not in found[0]
    assert "16.00" in found[1] and "wo 25 nov" not in found[1]


def test_what_is_over_has_no_open_places(screen):
    row = add("Vroeg", clock.today(), starts=time(8), ends=time(9))
    Seat.create(activity=row, role=Role.get(Role.key == "driver"), position=1)
    assert "plaats" not in line(screen(), "Vroeg") and "place" not in line(screen(), "Vroeg")


def test_an_empty_week_says_so_calmly(screen):
    SignUp.delete().execute()
    Activity.update(date=date(2030, 1, 1), end_date=date(2030, 1, 1)).execute()
    page = screen()
    assert page.status_code == 200 and "Vandaag is er niets gepland." in page.text and "wall__line" not in page.text
    assert page.text.count('<p class="wall__none">') == 2


def held(row, *names, seeking=()):
    """Each on a seat of their own."""
    for position, name in enumerate(names):
        seat = Seat.create(activity=row, role=Role.get(Role.key == "driver"), position=position)
        SignUp.create(seat=seat, activity=row, volunteer=viewer(name).volunteer, made_at=clock.now(),
                      seeking_since=clock.now() if name in seeking else None)


def test_who_looks_for_a_substitute_stands_there_as_an_open_place(screen):
    held(add("Schaatsen", clock.today(), starts=time(14)), "luc", "samir", seeking=["luc"])
    held(add("Vroeg", clock.today(), starts=time(8), ends=time(9)), "luc", "samir", seeking=["luc"])
    page = screen()
    assert re.search(r"Luc (zoekt vervanging|looks for a substitute) Samir$", line(page, "Schaatsen"))
    assert re.search(r'badge--need">Luc ', page.text)
    assert line(page, "Vroeg").endswith("Luc , Samir"), "it is over"


def test_of_too_full_a_week_today_and_what_lacks_somebody_stay_and_the_rest_is_counted(screen):
    SignUp.delete().execute()
    Activity.update(date=date(2030, 1, 1), end_date=date(2030, 1, 1)).execute()
    for n in range(48):
        held(add(f"Extra {n}.", clock.today() + timedelta(days=n % 8), starts=time(9, n % 60)), "luc")
    for n in range(2):
        held(add(f"Nu {n}.", clock.today(), starts=time(20)), "rita")
    lacking = add("Zoekt.", clock.today() + timedelta(days=7), starts=time(22))
    Seat.create(activity=lacking, role=Role.get(Role.key == "driver"), position=1)
    page = screen().text
    stand, more = page.count('<li class="wall__line'), [int(n) for n in re.findall(r"<p>nog (\d+)</p>", page)]
    assert stand + sum(more) == 51 and len(more) == 7 and "wall--smaller" in page
    assert stand >= 12
    first = {f"Extra {n}." for n in range(0, 48, 8)} | {"Nu 0.", "Nu 1.", "Zoekt."}
    assert first <= set(re.findall(r"<b>(.*?)</b>", page))
    assert "Extra 1." in page and "Extra 7." not in page, "the first days before the last"


def test_what_fits_is_all_there_in_large_letters(screen):
    page = screen().text
    assert "nog 1 plaats" in page and not re.search(r"<p>nog \d+</p>", page) and "wall--smaller" not in page


def test_it_looks_again_by_itself_says_when_it_was_made_and_has_one_link(screen):
    page = screen().text
    assert '<meta http-equiv="refresh" content="180">' in page
    assert '<time class="nowrap" datetime="2026-11-24T10:00"><b>10.00</b></time>' in page
    assert re.findall(r'<a [^>]*href="([^"]+)"', page) == ["/sign-in"]
    assert "<script" not in page and "<form" not in page and "csrf" not in page


def test_it_sets_no_cookie_and_keeps_no_session_alive(as_person):
    katrien = as_person("katrien")
    path = address(katrien)
    assert "Set-Cookie" not in type(katrien)(katrien.app).get(path).headers
    before = Session.get(Session.account == account("katrien")).seen_at
    with later(minutes=9):
        page = katrien.get(path)
        assert page.status_code == 200 and "Set-Cookie" not in page.headers
        assert Session.get(Session.account == account("katrien")).seen_at == before
    with later(minutes=11):
        assert katrien.get("/calendar/screen").status_code == 303, "signed out, whatever the screen asked"


def test_it_is_in_dutch_whoever_is_signed_in_there(as_person):
    in_english("katrien")
    katrien = as_person("katrien")
    assert "Vandaag" in katrien.get(address(katrien)).text


def test_there_is_one_address_of_the_house(as_person):
    accounts.grant(account("hugo"), "admin", "", None, viewer("katrien"), clock.now())
    katrien, hugo = as_person("katrien"), as_person("hugo")
    first = address(katrien)
    second = address(hugo)
    assert katrien.get(first).status_code == 404 and katrien.get(second).status_code == 200
    third = address(katrien)
    assert [katrien.get(path).status_code for path in (first, second, third)] == [404, 404, 200]
    assert Feed.select().where(Feed.ended_at.is_null()).count() == 1


def test_the_page_says_what_stands_on_the_screen(as_person):
    in_english("katrien")
    page = as_person("katrien").get("/calendar/screen").text
    assert "It shows what is for everybody and the work of the groups, not their meetings." in page


def test_sending_the_same_form_again_leaves_the_address_that_was_given(as_person):
    in_english("katrien")
    katrien = as_person("katrien")
    for was in (0, 1):
        assert f'name="was" value="{was}"' in katrien.get("/calendar/screen").text
        path = re.search(r"/calendar/board/[\w-]{43}", katrien.post(PRESS, {"was": was}).text)[0]
        for sent in ({"was": was}, {}, {"was": "x"}, {"was": 999_999}):
            answer = katrien.post(PRESS, sent)
            assert answer.status_code == 409 and "This address was made already." in answer.text, sent
            assert f'name="was" value="{was + 1}"' in answer.text, "and from here it goes on"
        assert katrien.get(path).status_code == 200 and Feed.select().count() == was + 1


def test_the_number_of_what_is_no_screen_makes_nothing(as_person):
    katrien = as_person("katrien")
    katrien.post("/calendar/feeds/own")
    assert katrien.post(PRESS, {"was": Feed.get().id}).status_code == 409
    assert Feed.get().ended_at is None and Feed.select().count() == 1


def test_it_is_shown_once_and_the_page_tells_who_made_it(as_person):
    in_english("katrien")
    katrien = as_person("katrien")
    assert "There is no address." in katrien.get("/calendar/screen").text
    path = address(katrien)
    katrien.get(path)
    page = katrien.get("/calendar/screen").text
    assert path not in page and "Made by Katrien." in page and "Last read on Tuesday 24 November 2026." in page


def test_it_stays_when_who_made_it_leaves(as_person):
    accounts.grant(account("hugo"), "admin", "", None, viewer("katrien"), clock.now())
    path = address(as_person("katrien"))
    accounts.close_account(account("katrien"), viewer("hugo"), clock.now())
    hugo = as_person("hugo")
    assert hugo.get(path).status_code == 200
    in_english("hugo")
    assert "Made by Katrien." in hugo.get("/calendar/screen").text


def test_one_press_stops_it_at_once_and_one_more_does_nothing(as_person):
    katrien = as_person("katrien")
    path = address(katrien)
    for _ in range(2):
        assert katrien.post("/calendar/screen/end").location == "/calendar/screen"
        assert katrien.get(path).status_code == 404
    acts = [kind for (kind,) in database.execute_sql("SELECT kind FROM act WHERE kind LIKE 'calendar.%'")]
    assert acts == ["calendar.new_address", "calendar.end_address"]


@pytest.mark.parametrize("name", ["rita", "bart", "fatiha"])
def test_only_who_manages_the_accounts_makes_it(as_person, name):
    browser = as_person(name)
    assert browser.get("/calendar/screen").status_code == closed_to(name)
    for press in (PRESS, "/calendar/screen/end"):
        assert browser.post(press).status_code == closed_to(name)
    assert not Feed.select().exists()


def test_a_wrong_address_is_not_there_and_counts_but_the_right_one_never_waits(screen, browser):
    nothing = re.sub(r'(content|value)="[^"]*"', "", browser.get("/nothing-here").text)
    for n in range(40):
        page = browser.get(f"/calendar/board/{n:043}")
        assert page.status_code == 404 and re.sub(r'(content|value)="[^"]*"', "", page.text) == nothing
    assert FailedAttempt.select().count() == 60, "thirty, and then it waits"
    assert screen().status_code == 200


def test_the_address_of_a_feed_does_not_open_the_screen_nor_the_other_way_round(as_person):
    katrien = as_person("katrien")
    board = address(katrien).rpartition("/")[2]
    feed = re.search(r"/feeds/([\w-]{43})\.ics", katrien.post("/calendar/feeds/own").text)[1]
    assert katrien.get(f"/calendar/board/{feed}").status_code == 404
    assert katrien.get(f"/calendar/feeds/{board}.ics").status_code == 404


def test_it_takes_two_queries_beside_whose_it_is_however_much_there_is(screen):
    screen()
    found = []
    database.obj.query_hooks.append(lambda event: found.append(event.sql))
    assert screen().status_code == 200
    few = len([sql for sql in found if sql.startswith(("SELECT", "UPDATE", "INSERT"))])
    for n in range(60):
        row = add(f"Extra {n}.", clock.today() + timedelta(days=n % 8))
        seat = Seat.create(activity=row, role=Role.get(Role.key == "driver"), position=1)
        SignUp.create(seat=seat, activity=row, volunteer=viewer("luc").volunteer, made_at=clock.now())
    found.clear()
    page = screen()
    many = len([sql for sql in found if sql.startswith(("SELECT", "UPDATE", "INSERT"))])
    database.obj.query_hooks.pop()
    assert few == many == 3 and "Extra 0." in page.text and "Extra 8." in page.text
    assert queries.DAYS == 7
