"""What the tests of the door share."""

import re
from datetime import timedelta

from argon2 import PasswordHasher

from wvg import demo
from wvg.base import clock
from wvg.commons.accounts import passwords
from wvg.commons.accounts.models import Account
from wvg.commons.volunteers.models import Volunteer

WRONG = "koffie en taart erbij"


def account(name):
    return Account.get(Account.user_name == name)


def later(**more):
    """Move the clock on: `with later(minutes=10): …`."""
    return clock.standing_still(clock.now() + timedelta(**more))


def another(browser):
    """Another browser, in which nobody is signed in."""
    return type(browser)(browser.app)


def enter(browser, login, password=demo.PASSWORD, **more):
    return browser.post("/sign-in", {"login": login, "password": password}, **more)


def who(browser):
    """The first name in the corner of the page; None when nobody is signed in."""
    found = re.search(r'href="/me">.*?<span>(\w+)', browser.get("/more").text, re.S)
    return found and found[1]


def in_english(*names):
    """Let them, or everybody, read in English, so that a test can look for what a page says."""
    them = Volunteer.id.in_([account(name).volunteer_id for name in names]) if names else True
    Volunteer.update(language="en").where(them).execute()


def watch(monkeypatch, between=None):
    """The list of the passwords that reach argon2 from now on; `between` runs while one is being checked."""
    seen = []

    class Watched(PasswordHasher):
        def verify(self, stored, password):
            seen.append(password)
            if between:
                between()
            return super().verify(stored, password)

    monkeypatch.setattr(passwords, "_hasher", Watched())
    return seen
