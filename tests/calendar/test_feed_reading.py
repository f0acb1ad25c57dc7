"""Reading a feed as a program does: 304 when nothing changed, one query, and wrong addresses look like no address."""

import re
from datetime import timedelta

import pytest
from door import WRONG, account, another, enter
from feeds import OWN, address, events
from people import BREAD, NOV_28, activity, call_off, seat, viewer
from werkzeug.http import http_date

from wvg.base import clock
from wvg.base.db import database
from wvg.commons.accounts.models import FailedAttempt
from wvg.commons.calendar.feeds import ics
from wvg.commons.calendar.models import Feed
from wvg.commons.planning import rules
from wvg.commons.planning.models import Activity, Role, Seat, SignUp
from wvg.commons.volunteers.models import Volunteer

GROUP = "/calendar/feeds/groups/rounds"
WRONG_ONE = "/calendar/feeds/" + "x" * 43 + ".ics"


def later(**more):
    return clock.standing_still(clock.now() + timedelta(**more))


@pytest.fixture
def rita(as_person):
    return as_person("rita")


@pytest.fixture
def phone(browser):
    """A telephone: nobody is signed in on it."""
    return browser


@pytest.fixture
def path(rita):
    return address(rita, OWN, ["rounds"])


@pytest.fixture
def statements():
    """Those that were executed since the last clear(): [SQL]."""
    found = []

    def hook(event):
        if event.sql.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            found.append(event.sql)

    database.obj.query_hooks.append(hook)
    yield found
    database.obj.query_hooks.remove(hook)


def test_what_a_program_gets(phone, path):
    answer = phone.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "inline; filename=wvg.ics"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert re.fullmatch(r'"[0-9a-f]{32}"', answer.headers["ETag"])
    assert answer.headers["Last-Modified"] == http_date(clock.now())
    assert "Set-Cookie" not in answer.headers
    assert phone.post(path).status_code in (400, 405)
    head = phone.client.head(path)
    assert head.status_code == 200 and head.headers["ETag"] == answer.headers["ETag"] and not head.data


def test_what_has_not_changed_is_not_built(phone, path, monkeypatch):
    etag = phone.get(path).headers["ETag"]

    def build(*_):
        raise AssertionError("it was built")

    monkeypatch.setattr(ics, "calendar", build)
    for header in ({"If-None-Match": etag}, {"If-None-Match": f'W/{etag}, "other"'},
                   {"If-Modified-Since": http_date(clock.now())}):
        answer = phone.get(path, headers=header)
        assert answer.status_code == 304 and not answer.data, header
        assert answer.headers["ETag"] == etag and answer.headers["Cache-Control"] == "private, no-cache"
        assert "Content-Type" not in answer.headers and "Content-Length" not in answer.headers
    with pytest.raises(AssertionError):
        phone.get(path)


def test_if_none_match_comes_before_if_modified_since(phone, path):
    # RFC 9110, 13.1.3
    phone.get(path)
    headers = {"If-None-Match": '"older"', "If-Modified-Since": http_date(clock.now() + timedelta(days=1))}
    assert phone.get(path, headers=headers).status_code == 200


def test_a_day_in_the_future_since_when_it_must_have_changed_counts_for_nothing(phone, path):
    # RFC 9110, 13.1.3
    phone.get(path)
    with later(minutes=1):
        call_off(activity(BREAD, NOV_28), "Ziek")
        headers = {"If-Modified-Since": http_date(clock.now() + timedelta(days=1))}
        answer = phone.get(path, headers=headers)
        assert answer.status_code == 200 and b"CANCELLED" in answer.data
        etag = answer.headers["ETag"]
        assert phone.get(path, headers={**headers, "If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("change", ["sign up", "cancel", "language", "groups", "tomorrow", "title"])
def test_whatever_changes_in_it_gives_another_etag(phone, path, change):
    headers = {"If-None-Match": phone.get(path).headers["ETag"]}
    assert phone.get(path, headers=headers).status_code == 304
    with later(days=1 if change == "tomorrow" else 0, seconds=5):
        if change == "sign up":
            rules.withdraw(seat(BREAD, NOV_28, 2).id, viewer("rita"), clock.now())
        elif change == "cancel":
            call_off(activity(BREAD, NOV_28), "Ziek")
        elif change == "language":
            Volunteer.update(language="fr").where(Volunteer.first_name == "Rita").execute()
        elif change == "groups":
            Feed.update(also="").execute()
        elif change == "title":
            Activity.update(title="Anders").where(Activity.id == activity(BREAD, NOV_28)).execute()
        answer = phone.get(path, headers=headers)
        assert answer.status_code == 200 and f'"{Feed.get().etag}"' == answer.headers["ETag"]


def test_what_is_not_in_it_changes_nothing(phone, path):
    headers = {"If-None-Match": phone.get(path).headers["ETag"]}
    Activity.create(group="youth", kind="x", title="x", date=clock.today(), end_date=clock.today(), audience="everyone")
    assert phone.get(path, headers=headers).status_code == 304


def test_last_modified_is_since_when_it_is_so_and_never_twice_the_same(phone, path):
    first = phone.get(path).headers["Last-Modified"]
    with later(hours=1):
        assert phone.get(path).headers["Last-Modified"] == first
    seen = {first}
    for title in ("a", "b", "c"):  # within one second
        Activity.update(title=title).where(Activity.id == activity(BREAD, NOV_28) if title == "a"
                                           else Activity.title == chr(ord(title) - 1)).execute()
        assert phone.get(path, headers={"If-Modified-Since": max(seen)}).status_code == 200
        seen.add(phone.get(path).headers["Last-Modified"])
    assert len(seen) == 4


def fill(number):
    first, role = 10_000, Role.get(Role.key == "driver")
    rita = viewer("rita").volunteer
    with database.atomic():
        Activity.insert_many([
            {"id": first + n, "group": "rounds", "kind": "other", "title": f"Extra {n}",
             "date": clock.today() + timedelta(days=n % 300), "end_date": clock.today() + timedelta(days=n % 300)}
            for n in range(number)
        ]).execute()
        Seat.insert_many([{"id": first + n, "activity": first + n, "role": role, "position": 1}
                          for n in range(number)]).execute()
        SignUp.insert_many([{"seat": first + n, "activity": first + n, "volunteer": rita, "made_at": clock.now()}
                            for n in range(0, number, 2)]).execute()


def test_a_changed_feed_of_500_takes_one_query_beside_whose_it_is(phone, path, statements):
    etag = phone.get(path).headers["ETag"]
    fill(500)
    statements.clear()
    answer = phone.get(path, headers={"If-None-Match": etag})
    assert answer.status_code == 200 and len(events(answer)) > 500
    assert len(statements) == 4, statements
    feed_and_account, grants, rows, noted = statements
    assert '"feed"' in feed_and_account and '"grant"' in grants and noted.startswith("UPDATE")
    assert 'FROM "activity"' in rows and "household" not in " ".join(statements)
    statements.clear()
    assert phone.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert len(statements) == 3, "nothing is written when nothing changed"


def test_that_it_was_read_is_written_once_a_day(phone, path, statements):
    headers = {"If-None-Match": phone.get(path).headers["ETag"]}
    with later(days=1):
        headers = {"If-None-Match": phone.get(path, headers=headers).headers["ETag"]}
        assert Feed.get().used_on == clock.today()
        statements.clear()
        phone.get(path, headers=headers)
        assert not [sql for sql in statements if sql.startswith("UPDATE")]


# Wrong addresses


def said(answer):
    """A page without what differs each time: the token of its forms, and the address that was asked for."""
    text = re.sub(r'name="csrf-token" content="[^"]+"|name="csrf_token" value="[^"]+"', "", answer.text)
    return re.sub(r'name="back" value="[^"]*"', "", text)


def test_a_wrong_address_is_answered_as_any_page_that_is_not_there(phone, rita, path):
    nothing = phone.get("/nothing-here")
    rita.post(f"/calendar/feeds/{Feed.get().id}/end")
    for asked in (path, WRONG_ONE, "/calendar/feeds/x.ics", "/calendar/feeds/.ics", "/calendar/feeds/%00.ics",
                  "/calendar/feeds/" + "é" * 3000 + ".ics", "/calendar/feeds/%ff%fe.ics", path[:-4],
                  path.replace(".ics", ".ICS")):
        answer = phone.get(asked)
        assert answer.status_code == 404 and said(answer) == said(nothing), asked
        assert {name: answer.headers[name] for name in ("Cache-Control", "Content-Type")} == {
            name: nothing.headers[name] for name in ("Cache-Control", "Content-Type")}
        assert "ETag" not in answer.headers


def guess(browser, times=30, **more):
    for n in range(times):
        assert browser.get(WRONG_ONE.replace("xxx", f"{n:03}"), **more).status_code == 404


ELSEWHERE = {"environ_overrides": {"REMOTE_ADDR": "192.0.2.7"}}


def test_who_guesses_must_wait_and_then_even_the_right_address_is_not_there(phone, path):
    guess(phone, 29)
    assert phone.get(path).status_code == 200
    guess(phone, 31)
    counted = FailedAttempt.select().count()
    answer = phone.get(path)
    assert answer.status_code == 404 and said(answer) == said(phone.get("/nothing-here"))
    guess(phone, 40)
    assert FailedAttempt.select().count() == counted, "waiting costs nothing more"
    assert phone.get(path, **ELSEWHERE).status_code == 200, "from another address it is"
    with later(seconds=61):
        assert phone.get(path).status_code == 200
        guess(phone, 41)
        assert phone.get(path).status_code == 404
    with later(seconds=120):
        assert phone.get(path).status_code == 404, "two minutes from the second time on"
    with later(hours=2):
        assert phone.get(path).status_code == 200


def test_who_has_what_was_given_last_is_let_through(phone, path):
    etag = phone.get(path).headers["ETag"]
    guess(phone)
    assert phone.get(path).status_code == 404
    assert phone.get(path, headers={"If-None-Match": etag}).status_code == 304
    call_off(activity(BREAD, NOV_28), "Ziek")
    assert phone.get(path, headers={"If-None-Match": etag}).status_code == 200
    assert phone.get(path, headers={"If-None-Match": '"made up"'}).status_code == 404
    assert phone.get(path, headers={"If-None-Match": "*"}).status_code == 404
    assert phone.get(path, headers={"If-None-Match": '""'}).status_code == 404


def test_a_telephone_that_goes_on_asking_for_an_old_or_mistyped_address_hinders_nobody(phone, rita, path):
    old, new = path, address(rita, f"/calendar/feeds/{Feed.get().id}/renewal")
    for _ in range(100):
        assert phone.get(old).status_code == 404
    assert not FailedAttempt.select().exists()
    for _ in range(100):
        assert phone.get(WRONG_ONE).status_code == 404
    assert FailedAttempt.select().count() == 2
    assert phone.get(new).status_code == 200


def test_who_guesses_addresses_does_not_keep_the_office_from_signing_in(phone, path):
    guess(phone, 60)
    assert enter(phone, "luc").status_code == 303
    for n in range(40):
        enter(another(phone), f"nobody{n}", WRONG)
    assert phone.get(path, **ELSEWHERE).status_code == 200


def test_who_guesses_passwords_does_not_keep_telephones_from_reading(phone, path):
    for n in range(31):
        enter(another(phone), f"nobody{n}", WRONG)
    assert phone.get(path).status_code == 200


def test_a_session_in_the_same_browser_is_not_asked_for(rita, path):
    from wvg.commons.accounts.models import Session

    before = Session.get(Session.account == account("rita")).seen_at
    with later(minutes=9):
        assert rita.get(path).status_code == 200
        assert Session.get(Session.account == account("rita")).seen_at == before
