"""Signing in, one's own password, and who guesses too often."""

from datetime import timedelta

from wvg.base.db import database
from wvg.base.errors import Invalid, Refused
from wvg.base.words import say, say_n
from wvg.commons.accounts import passwords, queries, rules
from wvg.commons.accounts.models import Account, FailedAttempt

FREE_TRIES = 5  # per account, before waiting begins
FREE_TRIES_ADDRESS = 30  # per address: a whole office may sit behind one


def sign_in(login, password, address, now):
    """Open a session: (account, token, form secret). Raises Refused: wrong, or too many tries.

    Tries are counted per account, however its name is written, and per address; an unknown name counts alike.
    """
    meant = {f"account:{account.id}": account for account in queries.accounts_named(login)}
    tries = _take_turn([*meant] or ["name:" + queries.spelled(login)], address, now)
    for name in tries:
        account = meant.get(name)
        if name != "address" and passwords.fits(account and account.password_hash, password):
            with database.atomic():
                if _is_as_it_was(account):
                    forgive(account, tries.values())
                    return account, *rules.open_session(account, now)
    raise Refused(say("That name and password do not belong together. Try again, or ask for help."))


def _take_turn(names, address, now):
    """Count a try before it is known how it ends, so that a hundred at once are counted too.

    {name: number of the row that counts it}, of the names that need not wait, and "address".
    Raises Refused when all of them must wait, or the address.
    """
    rows = {name: (queries.digest(name), FREE_TRIES) for name in names}
    place = queries.digest("address:" + address), FREE_TRIES_ADDRESS
    with database.atomic():
        waits = {name: _minutes_to_wait(*row, now) for name, row in rows.items()}
        _refuse_for(max(min(waits.values()), _minutes_to_wait(*place, now)))
        counted = [(name, rows[name][0]) for name in names if not waits[name]] + [("address", place[0])]
        return {name: FailedAttempt.create(who=who, at=now).id for name, who in counted}


def _minutes_to_wait(who, free, now):
    failed = list(
        FailedAttempt.select(FailedAttempt.at).where(FailedAttempt.who == who, FailedAttempt.at > now - queries.WINDOW)
        .order_by(FailedAttempt.at.desc())
    )
    if len(failed) < free:
        return 0
    left = failed[0].at + timedelta(minutes=min(2 ** min(len(failed) - free, 4), 15)) - now
    return max(0, -(-int(left.total_seconds()) // 60))


def _refuse_for(minutes):
    if minutes:
        raise Refused(say_n("Too many tries. Wait %(n)s minute and try again, or ask for help.",
                            "Too many tries. Wait %(n)s minutes and try again, or ask for help.", minutes))


def refuse_guessing(address, now):
    """Raise Refused when too much was guessed from this address."""
    _refuse_for(_minutes_to_wait(queries.digest("address:" + address), FREE_TRIES_ADDRESS, now))


def count_guess(address, now):
    FailedAttempt.create(who=queries.digest("address:" + address), at=now)


def forgive(account, tries=()):
    """Forget the tries that failed for this account, and those in `tries`."""
    FailedAttempt.delete().where(
        (FailedAttempt.who == queries.digest(f"account:{account.id}")) | FailedAttempt.id.in_(list(tries))
    ).execute()


def _is_as_it_was(account):
    """Checking a password takes a while: nobody closed the account or put in another password meanwhile."""
    return Account.select().where(
        Account.id == account.id, Account.password_hash == account.password_hash, Account.closed_at.is_null()
    ).exists()


def change_password(account, old, new, token, address, now):
    """Change one's own password; other sessions of the account end.

    Raises Refused after too many tries, Invalid when the old one is wrong or the new one too easy.
    """
    tries = _take_turn([f"account:{account.id}"], address, now)
    if not passwords.fits(account.password_hash, old):
        raise Invalid("old_password", say("This is not your password of now."))
    forgive(account, tries.values())
    passwords.check(new, *known_words(account))
    password_hash = passwords.hashed(new)
    with database.atomic():
        if not _is_as_it_was(account):
            raise Invalid("old_password", say("This is not your password of now."))
        Account.update(password_hash=password_hash).where(Account.id == account.id).execute()
        rules.end_sessions(account, now, but=token)


def known_words(account):
    """What a password may not be made of, because others know it."""
    volunteer = account.volunteer
    return account.user_name, volunteer.first_name, volunteer.last_name, volunteer.email, volunteer.mobile
