import json
import re
import secrets
from datetime import timedelta

from peewee import IntegrityError

from wvg.base import vault
from wvg.base.access import NOBODY, ROLES, groups
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import fold, say
from wvg.commons.accounts import passwords, queries
from wvg.commons.accounts.models import Account, FailedAttempt, Grant, KeptForm, Session, StartCode
from wvg.commons.audit import rules as audit
from wvg.commons.volunteers.models import Volunteer

CODE_LIFE = timedelta(days=7)
FIRST_LINK_LIFE = timedelta(hours=24)
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else
FREE_TRIES = 5  # per name, before waiting begins
FREE_TRIES_ADDRESS = 30  # per address: a whole office may sit behind one
WINDOW = timedelta(hours=1)


def sign_in(login, password, address, now):
    """Open a session: (account, token, form secret). Raises Refused: wrong, or too many tries."""
    who = [(queries.digest("name:" + fold(login)), FREE_TRIES),
           (queries.digest("address:" + address), FREE_TRIES_ADDRESS)]
    _wait_your_turn(who, now)
    found = None
    for account in queries.accounts_named(login) or [None]:
        if passwords.fits(account and account.password_hash, password):
            found = account
            break
    if found is None:
        for key, _ in who:
            FailedAttempt.create(who=key, at=now)
        raise Refused(say("That name and password do not belong together. Try again, or ask for help."))
    with database.atomic():
        FailedAttempt.delete().where(FailedAttempt.who == who[0][0]).execute()
        token, form_secret = open_session(found, now)
    return found, token, form_secret


def _wait_your_turn(who, now):
    for key, free in who:
        failed = list(
            FailedAttempt.select(FailedAttempt.at)
            .where(FailedAttempt.who == key, FailedAttempt.at > now - WINDOW)
            .order_by(FailedAttempt.at.desc())
        )
        if len(failed) >= free:
            wait = timedelta(minutes=min(2 ** (len(failed) - free), 15))
            left = failed[0].at + wait - now
            if left > timedelta(0):
                minutes = -(-int(left.total_seconds()) // 60)
                raise Refused(say("Too many tries. Wait %(n)s min. and try again, or ask for help.", n=minutes))


def open_session(account, now):
    """(token, form secret) of a new session; only their hashes are stored."""
    token, form_secret = secrets.token_urlsafe(32), secrets.token_hex(20)
    Session.create(
        account=account, token_hash=queries.digest(token), form_hash=queries.digest(form_secret),
        made_at=now, seen_at=now,
    )
    return token, form_secret


def sign_out(token, now):
    """End the session that `token` opens."""
    Session.update(ended_at=now).where(
        Session.token_hash == queries.digest(token), Session.ended_at.is_null()
    ).execute()


def still_here(session, now):
    """Put off the end of a session; written at most twice a minute."""
    if now - session.seen_at > timedelta(seconds=30):
        Session.update(seen_at=now).where(Session.id == session.id).execute()


def end_sessions(account, now, but=None):
    query = Session.update(ended_at=now).where(Session.account == account, Session.ended_at.is_null())
    if but is not None:
        query = query.where(Session.token_hash != queries.digest(but))
    query.execute()


def first_admin_link(now):
    """The secret of a link with which the first admin begins; older ones stop working."""
    secret = secrets.token_urlsafe(24)
    with database.atomic():
        StartCode.delete().where(StartCode.account.is_null()).execute()
        StartCode.create(code_hash=queries.digest(secret), until=now + FIRST_LINK_LIFE)
    return secret


def first_admin(secret, volunteer, user_name, password, coordinates, now, today):
    """Make the first admin's account, once. Raises Refused when the link was used or is too old."""
    check_user_name(user_name)
    passwords.check(password, user_name)
    password_hash = passwords.hashed(password)
    with database.atomic():
        code = StartCode.get_or_none(
            StartCode.code_hash == queries.digest(secret), StartCode.account.is_null(),
            StartCode.used_at.is_null(), StartCode.until > now,
        )
        if code is None or queries.has_admin(today):
            raise Refused(say("This link has been used, or is too old. Start the program again for a new one."))
        code.used_at = now
        code.save()
        account = Account.create(
            volunteer=volunteer(), user_name=user_name, password_hash=password_hash, made_at=now
        )
        Grant.create(account=account, role="admin", given_at=now)
        for group in coordinates:
            Grant.create(account=account, role="coordinator", group=group, given_at=now)
        audit.record("accounts.first_admin", NOBODY, now, [(account, None)])
        token, form_secret = open_session(account, now)
    return account, token, form_secret


def valid_first_admin_link(secret, now, today):
    return not queries.has_admin(today) and StartCode.select().where(
        StartCode.code_hash == queries.digest(secret), StartCode.account.is_null(),
        StartCode.used_at.is_null(), StartCode.until > now,
    ).exists()


def check_user_name(user_name):
    """Raise Invalid("user_name", …): 2 to 40 letters, digits, dot, dash or underscore, not a number."""
    if not re.fullmatch(r"[^\W_][\w.-]{1,39}", user_name) or user_name.isdigit():
        raise Invalid("user_name", say("Take 2 to 40 letters, without spaces. For example: godelieve"))


def propose_user_name(volunteer):
    """A free user name for a volunteer: the first name, then with the initial, then with a number."""
    first = re.sub(r"[^a-z0-9]", "", fold(volunteer.first_name)) or "vrijwilliger"
    if len(first) < 2:
        first += "x"
    initial = re.sub(r"[^a-z0-9]", "", fold(volunteer.last_name))[:1]
    taken = {name.lower() for (name,) in Account.select(Account.user_name).tuples()}
    candidates = [first, first + initial, *(f"{first}{n}" for n in range(2, 10_000))]
    return next(name for name in candidates if name not in taken)


def open_account(volunteer, user_name, by, now):
    """Give a volunteer an account; it has no password until the start code is used."""
    check_user_name(user_name)
    if volunteer.left_on is not None:
        raise Refused(say("%(name)s has stopped. Bring them back first.", name=volunteer.first_name))
    try:
        with database.atomic():
            account = Account.create(volunteer=volunteer, user_name=user_name, made_at=now)
            audit.record("accounts.open", by, now, [(account, None)], on_behalf_of=volunteer.id)
    except IntegrityError:
        if queries.account_of(volunteer):
            raise Refused(say("%(name)s has an account already.", name=volunteer.first_name)) from None
        raise Invalid("user_name", say("Somebody has this user name already. Take another one.")) from None
    return account


def start_code(account, by, now):
    """A new code for a first or a forgotten password; ends sessions, the old password and older codes."""
    if account.closed_at:
        raise Refused(say("This account is closed."))
    code = "".join(secrets.choice(ALPHABET) for _ in range(12))
    with database.atomic():
        StartCode.delete().where(StartCode.account == account, StartCode.used_at.is_null()).execute()
        StartCode.create(account=account, code_hash=queries.digest(code), until=now + CODE_LIFE)
        Account.update(password_hash=None).where(Account.id == account.id).execute()
        end_sessions(account, now)
        audit.record("accounts.start_code", by, now, [(account, None)], on_behalf_of=account.volunteer_id)
    return "-".join((code[:4], code[4:8], code[8:]))


def start(code, password, address, now):
    """Use a start code to choose a password: (account, token, form secret).

    Raises Refused when the code is not (or no longer) good, Invalid when the password is too easy.
    """
    key = queries.digest("address:" + address)
    _wait_your_turn([(key, FREE_TRIES_ADDRESS)], now)
    plain = re.sub(r"[^A-Z0-9]", "", code.upper())
    with database.atomic():
        row = StartCode.get_or_none(
            StartCode.code_hash == queries.digest(plain), StartCode.account.is_null(False),
            StartCode.used_at.is_null(), StartCode.until > now,
        )
        account = row and queries.account(row.account_id)
        if account is None or account.closed_at:
            row = None
    if row is None:
        FailedAttempt.create(who=key, at=now)
        raise Invalid("code", say("This code is not right, has been used, or is older than seven days."))
    passwords.check(password, account.user_name, account.volunteer.first_name, account.volunteer.last_name)
    password_hash = passwords.hashed(password)
    with database.atomic():
        used = StartCode.update(used_at=now).where(StartCode.id == row.id, StartCode.used_at.is_null()).execute()
        if not used:
            raise Invalid("code", say("This code is not right, has been used, or is older than seven days."))
        Account.update(password_hash=password_hash).where(Account.id == account.id).execute()
        token, form_secret = open_session(account, now)
    return account, token, form_secret


def change_password(account, old, new, token, now):
    """Change one's own password; other sessions of the account end."""
    who = [(queries.digest(f"change:{account.id}"), FREE_TRIES)]
    _wait_your_turn(who, now)
    if not passwords.fits(account.password_hash, old):
        FailedAttempt.create(who=who[0][0], at=now)
        raise Invalid("old_password", say("This is not your password of now."))
    passwords.check(new, account.user_name, account.volunteer.first_name, account.volunteer.last_name)
    password_hash = passwords.hashed(new)
    with database.atomic():
        Account.update(password_hash=password_hash).where(Account.id == account.id).execute()
        end_sessions(account, now, but=token)


def grant(account, role, group, until, by, now, today):
    """Give (role, group) until a day or without end. Nobody gives rights to themselves."""
    if account.id == by.account:
        raise NotAllowed
    if role not in ROLES or (group not in groups if role in ("volunteer", "coordinator") else group):
        raise Invalid("group", say("Choose a working group."))
    if until is not None and until < today:
        raise Invalid("until", say("This day has passed. Take a day from today on."))
    if account.closed_at:
        raise Refused(say("This account is closed."))
    with database.atomic():
        Grant.update(ended_at=now).where(
            Grant.account == account, Grant.role == role, Grant.group == group, Grant.ended_at.is_null()
        ).execute()
        row = Grant.create(
            account=account, role=role, group=group, until=until, given_by=by.account, given_at=now
        )
        audit.record("accounts.grant", by, now, [(row, None)], on_behalf_of=account.volunteer_id)
    return row


def end_grant(row, by, now, today):
    """Take a right back. Nobody takes their own; there is always an admin left."""
    if row.account_id == by.account:
        raise NotAllowed
    with database.atomic():
        Grant.update(ended_at=now).where(Grant.id == row.id, Grant.ended_at.is_null()).execute()
        if not queries.has_admin(today):
            raise Refused(say("There must always be somebody who manages the accounts."))
        audit.record("accounts.end_grant", by, now, [(row, None)], on_behalf_of=row.account.volunteer_id)


def close_account(account, by, now):
    """Sessions, codes, kept forms and grants end; nothing of it can be used from the next request on."""
    if account.id == by.account:
        raise NotAllowed
    with database.atomic():
        Account.update(closed_at=now, password_hash=None).where(Account.id == account.id).execute()
        end_sessions(account, now)
        StartCode.delete().where(StartCode.account == account, StartCode.used_at.is_null()).execute()
        KeptForm.delete().where(KeptForm.account == account).execute()
        Grant.update(ended_at=now).where(Grant.account == account, Grant.ended_at.is_null()).execute()
        audit.record("accounts.close", by, now, [(account, None)], on_behalf_of=account.volunteer_id)


def set_language(viewer, language):
    """Remember in which language a volunteer reads."""
    Volunteer.update(language=language).where(Volunteer.id == viewer.volunteer).execute()


def keep_form(account, path, fields, now):
    """Seal a form that came too late, for the account that filled it in; its key.

    fields: list of [name, value] pairs, without passwords and tokens.
    """
    key = secrets.token_urlsafe(16)
    with database.atomic():
        KeptForm.delete().where(
            (KeptForm.account == account) | (KeptForm.made_at < now - queries.KEPT)
        ).execute()
        KeptForm.create(
            key=key, account=account, made_at=now,
            sealed=vault.seal(json.dumps({"path": path, "fields": fields}), "kept_form", key),
        )
    return key


def opened(kept):
    """{"path", "fields"} of a kept form."""
    return json.loads(vault.unseal(kept.sealed, "kept_form", kept.key))


def drop_kept_form(key, viewer):
    KeptForm.delete().where(KeptForm.key == key, KeptForm.account == viewer.account).execute()
