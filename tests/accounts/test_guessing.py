"""Guessing: five tries are free, then the waiting doubles; per account, however its name is written."""

import pytest
from door import WRONG, account, another, enter, later, watch, who

from wvg import demo
from wvg.app import create_app
from wvg.base import clock, db
from wvg.commons.accounts import passwords, queries, rules_door
from wvg.commons.accounts.models import Account, FailedAttempt
from wvg.commons.volunteers.models import Volunteer


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Argon2 of real strength takes a sixth of a second; here only counts matter."""
    quick = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_nobody", quick.hash("nobody"))


@pytest.fixture
def browser(browser):
    Account.update(password_hash=passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(
        demo.PASSWORD)).execute()
    return browser


def guess(browser, login="rita", times=5):
    for _ in range(times):
        assert enter(browser, login, WRONG).status_code == 422


def test_after_five_tries_even_the_right_password_waits_and_argon2_rests(browser, monkeypatch):
    seen = watch(monkeypatch)
    guess(browser)
    assert len(seen) == 5
    browser.post("/language", {"language": "en"})
    counted = FailedAttempt.select().count()
    answer = enter(browser, "rita")
    assert answer.status_code == 422 and len(seen) == 5
    assert "Wait 1 minute and try again" in answer.text
    assert FailedAttempt.select().count() == counted  # waiting costs nothing more
    with later(seconds=59):
        assert enter(browser, "rita").status_code == 422 and len(seen) == 5
    with later(seconds=61):
        assert enter(browser, "rita").status_code == 303 and len(seen) == 6


def test_the_waiting_doubles_to_fifteen_minutes(browser):
    guess(browser)
    passed = 0
    for minutes in (1, 2, 4, 8, 15, 15):
        with later(minutes=passed + minutes, seconds=-1):
            assert "value=\"rita\"" in enter(browser, "rita").text  # still the form
        passed += minutes
        with later(minutes=passed):
            guess(browser, times=1)


def test_another_account_still_gets_in_from_the_same_computer(browser):
    guess(browser)
    assert enter(browser, "luc").status_code == 303


def test_other_spellings_of_the_name_do_not_give_new_tries(browser, monkeypatch):
    seen = watch(monkeypatch)
    for login in ("rita", "RITA", "rita@example.org", "0400 00 00 10", "+32 400/00.00.10"):
        guess(browser, login, 1)
    assert len(seen) == 5
    for login in ("Rita", "RITA@example.org", "0400-00-00-10", "0032400000010"):
        guess(browser, login, 1)
    assert len(seen) == 5


def test_an_unknown_name_waits_just_the_same(browser, monkeypatch):
    seen = watch(monkeypatch)
    for login in ("0499 99 99 99", "0499999999", "+32499999999", "0499/99.99.99", "0499-99-99-99", "0499 999999"):
        guess(browser, login, 1)
    assert len(seen) == 5


def test_whoever_shares_a_number_with_a_guessed_account_still_gets_in(browser):
    Volunteer.update(mobile="+32400000010").where(Volunteer.first_name == "Luc").execute()
    guess(browser, "rita")
    assert enter(browser, "0400 00 00 10").status_code == 303
    assert who(browser) == "Luc"


def test_the_shared_number_is_no_way_around_the_waiting(browser, monkeypatch):
    Volunteer.update(mobile="+32400000010").where(Volunteer.first_name == "Luc").execute()
    Account.update(password_hash=None).where(Account.user_name == "luc").execute()
    guess(browser, "rita")
    seen = watch(monkeypatch)
    assert enter(browser, "0400 00 00 10").status_code == 422
    assert len(seen) == 1  # Luc's


def test_a_good_password_makes_the_count_begin_again(browser):
    guess(browser, times=4)
    assert enter(browser, "rita").status_code == 303
    assert not FailedAttempt.select().where(FailedAttempt.who == queries.digest(
        f"account:{account('rita').id}")).exists()
    guess(another(browser), times=4)
    assert enter(another(browser), "rita").status_code == 303


def test_a_restart_forgets_nothing(browser, app, tmp_path):
    guess(browser)
    db.database.close()
    started_again = type(browser)(create_app(tmp_path, environ={}))
    assert enter(started_again, "rita").status_code == 422
    assert enter(started_again, "luc").status_code == 303


def test_an_address_has_thirty_tries_whatever_the_names(browser, monkeypatch):
    seen = watch(monkeypatch)
    for number in range(30):
        guess(browser, f"nobody{number}", 1)
    assert len(seen) == 30
    assert enter(browser, "luc").status_code == 422 and len(seen) == 30
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert enter(another(browser), "luc", environ_overrides=elsewhere).status_code == 303


def test_what_a_header_says_about_the_address_is_not_believed(browser, monkeypatch):
    for _ in range(30):
        rules_door.count_guess("127.0.0.1", clock.now())
    seen = watch(monkeypatch)
    for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP"):
        value = "for=192.0.2.7" if name == "Forwarded" else "192.0.2.7"
        assert enter(browser, "luc", headers={name: value}).status_code == 422
    assert not seen


def test_a_house_with_ipv6_has_one_address(browser, monkeypatch):
    seen = watch(monkeypatch)
    for number in range(31):
        enter(browser, f"nobody{number}", WRONG, environ_overrides={"REMOTE_ADDR": f"2001:db8:1:2::{number:x}"})
    assert len(seen) == 30
    enter(browser, "luc", WRONG, environ_overrides={"REMOTE_ADDR": "2001:db8:1:3::1"})
    enter(browser, "luc", WRONG, environ_overrides={"REMOTE_ADDR": "::ffff:192.0.2.8"})
    enter(browser, "luc", WRONG, environ_overrides={"REMOTE_ADDR": "::ffff:192.0.2.9"})
    assert len(seen) == 33


def test_tries_are_counted_before_they_are_checked(browser, monkeypatch):
    # Else a hundred sent at the same moment would all be free.
    counted = []
    watch(monkeypatch, lambda: counted.append(FailedAttempt.select().count()))
    guess(browser, times=1)
    assert counted == [2]  # the account and the address


def test_names_and_addresses_are_not_kept_as_they_are(browser):
    guess(browser, "rita@example.org", 1)
    assert all(len(row.who) == 64 for row in FailedAttempt.select())


def test_old_tries_are_forgotten(browser):
    guess(browser, times=2)
    with later(hours=2):
        assert enter(browser, "luc").status_code == 303
        assert not FailedAttempt.select().exists()
