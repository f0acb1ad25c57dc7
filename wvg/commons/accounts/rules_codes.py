"""Codes and links for one use: the first admin, a first password, a password that was forgotten."""

import re
import secrets
from datetime import datetime, time, timedelta

from peewee import IntegrityError

from wvg.base import clock
from wvg.base.access import NOBODY
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.accounts import passwords, queries, rules, rules_door
from wvg.commons.accounts.models import Account, Grant, StartCode
from wvg.commons.audit import rules as audit

CODE_DAYS = 7
FIRST_LINK_LIFE = timedelta(hours=24)
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else


def first_admin_link(now):
    """The secret of a link with which the first admin begins; older ones stop working."""
    secret = secrets.token_urlsafe(24)
    with database.atomic():
        StartCode.delete().where(StartCode.account.is_null()).execute()
        StartCode.create(code_hash=queries.digest(secret), until=now + FIRST_LINK_LIFE)
    return secret


def first_admin(secret, volunteer, user_name, password, coordinates, now, today):
    """Make the first admin's account, once; `volunteer()` makes their row.

    Raises Refused when the link was used or is too old, Invalid when a name or password will not do.
    """
    rules.check_user_name(user_name)
    passwords.check(password, user_name)
    password_hash = passwords.hashed(password)
    with database.atomic():
        if not queries.first_link_opens(secret, now, today):
            raise Refused(say("This link has been used, or is too old. Start the program again for a new one."))
        StartCode.update(used_at=now).where(StartCode.code_hash == queries.digest(secret)).execute()
        row = volunteer()
        try:
            with database.atomic():
                account = Account.create(
                    volunteer=row, user_name=user_name, password_hash=password_hash, made_at=now
                )
        except IntegrityError:
            raise Invalid("user_name", say("Somebody has this user name already. Take another one.")) from None
        Grant.create(account=account, role="admin", given_at=now)
        for group in coordinates:
            Grant.create(account=account, role="coordinator", group=group, given_at=now)
        audit.record("accounts.first_admin", NOBODY, now, [(account, None)])
        token, form_secret = rules.open_session(account, now)
    return account, token, form_secret


def start_code(account, by, now):
    """(code, last day) for a first or a forgotten password; ends sessions, the old password and older codes.

    Not for oneself: whoever finds a page left open could take the account over.
    """
    if account.id == by.account:
        raise NotAllowed
    if account.closed_at:
        raise Refused(say("This account is closed."))
    code = "".join(secrets.choice(ALPHABET) for _ in range(12))
    last_day = clock.local(now).date() + timedelta(days=CODE_DAYS)
    until = datetime.combine(last_day + timedelta(days=1), time.min, clock.BRUSSELS)
    with database.atomic():
        StartCode.delete().where(StartCode.account == account, StartCode.used_at.is_null()).execute()
        StartCode.create(account=account, code_hash=queries.digest(code), until=until)
        Account.update(password_hash=None).where(Account.id == account.id).execute()
        rules.end_sessions(account, now)
        audit.record("accounts.start_code", by, now, [(account, None)], on_behalf_of=account.volunteer_id)
    return "-".join((code[:4], code[4:8], code[8:])), last_day


def start(code, password, address, now):
    """Use a start code to choose a password: (account, token, form secret).

    Raises Refused after too many tries, Invalid when the code is not (or no longer) good or the password is
    too easy; the code then stays good.
    """
    rules_door.refuse_guessing(address, now)
    found = queries.start_code(re.sub(r"[^A-Z0-9]", "", code.upper()), now)
    if found is None:
        rules_door.count_guess(address, now)
        raise _not_right()
    passwords.check(password, *rules_door.known_words(found.account))
    password_hash = passwords.hashed(password)
    with database.atomic():
        # Hashing takes a while: a second use, a newer letter or closing the account may have come between.
        # By its hash, for a row that was deleted leaves its number to the next one.
        if not StartCode.update(used_at=now).where(
            StartCode.code_hash == found.code_hash, StartCode.used_at.is_null()
        ).execute():
            raise _not_right()
        Account.update(password_hash=password_hash).where(Account.id == found.account.id).execute()
        rules_door.forgive(found.account)
        token, form_secret = rules.open_session(found.account, now)
    return found.account, token, form_secret


def _not_right():
    return Invalid("code", say("This code is not right, has been used, or is older than seven days."))
