"""Accounts, what they may do, their sessions, and forms that came too late."""

import json
import re
import secrets
from contextlib import contextmanager
from datetime import timedelta

from peewee import IntegrityError

from wvg.base import clock, vault
from wvg.base.access import groups
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import fold, say
from wvg.commons.accounts import queries
from wvg.commons.accounts.models import Account, FailedAttempt, Grant, KeptForm, Session, StartCode
from wvg.commons.audit import rules as audit
from wvg.commons.volunteers.models import Volunteer

# What rooms above do when an account closes: functions (volunteer id, by, now) that create_app() puts in.
# They run in the same transaction.
when_closing = []
# The same for whose right in a group is taken back, whatever they keep: functions (volunteer id, group, by, now).
when_ending_right = []

DEPUTY_AT_MOST = timedelta(days=60)


def check_user_name(user_name):
    """Raise Invalid("user_name", …): a plain letter, then 1 to 39 letters, digits, dots, dashes, underscores."""
    # Only ASCII: SQLite knows no other capitals. A letter first: never to be taken for a telephone number.
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,39}", user_name):
        raise Invalid("user_name", say("Take 2 to 40 letters, without spaces or accents. For example: godelieve"))


def propose_user_name(volunteer):
    """A free user name for a volunteer: the first name, then with the initial, then with a number."""
    first = re.sub(r"[^a-z]", "", fold(volunteer.first_name))[:30] or "vrijwilliger"
    if len(first) < 2:
        first += "x"
    initial = re.sub(r"[^a-z]", "", fold(volunteer.last_name))[:1]
    taken = {name.lower() for (name,) in Account.select(Account.user_name).tuples()}
    candidates = [first, first + initial, *(f"{first}{n}" for n in range(2, len(taken) + 3))]
    return next(name for name in candidates if name not in taken)


def open_account(volunteer, user_name, by, now):
    """Give a volunteer an account; it has no password until the start code is used.

    Raises Refused when they stopped or have one, Invalid("user_name", …).
    """
    check_user_name(user_name)
    _must_be_one_of_us(volunteer)
    try:
        with database.atomic():
            account = Account.create(volunteer=volunteer, user_name=user_name, made_at=now)
            audit.record("accounts.open", by, now, [(account, None)], on_behalf_of=volunteer.id)
    except IntegrityError:
        if queries.account_of(volunteer):
            raise Refused(say("%(name)s has an account already.", name=volunteer.first_name)) from None
        raise Invalid("user_name", say("Somebody has this user name already. Take another one.")) from None
    return account


def open_again(account, by, now):
    """Open an account that was closed, for somebody who comes back: without rights, until a new code is used."""
    _must_be_one_of_us(account.volunteer)
    with database.atomic():
        if Account.update(closed_at=None).where(Account.id == account.id, Account.closed_at.is_null(False)).execute():
            account.closed_at = None
            audit.record("accounts.open_again", by, now, [(account, None)], on_behalf_of=account.volunteer_id)


def _must_be_one_of_us(volunteer):
    if volunteer.left_on is not None or volunteer.merged_into_id is not None:
        raise Refused(say("%(name)s has stopped. Bring them back first.", name=volunteer.first_name))


def grant(account, role, group, until, by, now):
    """Give (role, group) until a day or without end; instead of the same right with another end.

    Volunteers and coordinators in one of the working groups, admins in none. Nobody gives rights to themselves.
    """
    if account.id == by.account:
        raise NotAllowed
    if role not in ("volunteer", "coordinator", "admin"):
        raise Invalid("role", say("Choose one."))
    if group != "" if role == "admin" else group not in groups:
        raise Invalid("group", say("Choose a working group."))
    return _give(account, role, group, until, by, now)


def speak_for(account, partner, until, by, now):
    """An account speaks for a partner (its key) until a day; instead of the same right with another end.

    Raises NotAllowed (for oneself), Invalid, Refused.
    """
    if account.id == by.account:
        raise NotAllowed
    return _give(account, "partner", partner, until, by, now)


def _give(account, role, group, until, by, now):
    if until is not None and until < clock.local(now).date():
        raise Invalid("until", say("This day has passed. Take a day from today on."))
    if account.closed_at:
        raise Refused(say("This account is closed."))
    with database.atomic():
        Grant.update(ended_at=now).where(
            Grant.account == account, Grant.role == role, Grant.group == group, Grant.ended_at.is_null()
        ).execute()
        _must_be_of_one_side(account, role, group, now)
        row = Grant.create(
            account=account, role=role, group=group, until=until, given_by=by.account, given_at=now
        )
        # Who coordinates for a while has no deputies.
        ended = _end_deputies([row], now) if until else []
        audit.record("accounts.grant", by, now, [(row, None), *ended], on_behalf_of=account.volunteer_id)
        _goes_with([deputy for deputy, _ in ended], by, now)
    return row


def _must_be_of_one_side(account, role, group, now):
    """Of a group that works with partners and a partner, one asks and the other answers: never the same person."""
    held = queries.grants_of(account, clock.local(now).date())
    rights = {(role, group), *((row.role, row.group) for row in held)}
    ours = next((groups[of] for one, of in rights if one != "partner" and of in groups and groups[of].with_partners),
                None)
    if ours and any(one == "partner" for one, _ in rights):
        raise Refused(say("Nobody is of %(group)s and speaks for a partner. Take the other right back first.",
                          group=ours.label))


def end_grant(row, by, now):
    """Take a right back. Nobody takes their own; the last admin stays. Pressing twice is pressing once."""
    if row.account_id == by.account:
        raise NotAllowed
    with _an_admin_stays(now):
        if Grant.update(ended_at=now).where(Grant.id == row.id, Grant.ended_at.is_null()).execute():
            changes = [(row, None), *_end_deputies([row], now)]
            audit.record("accounts.end_grant", by, now, changes, on_behalf_of=row.account.volunteer_id)
            _goes_with([ended for ended, _ in changes], by, now)


def deputise(account, group, until, by, now):
    """A coordinator of a group lets a volunteer of it coordinate in their place until a day.

    At most 60 days; never oneself, and not for who coordinates until a day: no deputy has a deputy.
    Raises NotAllowed, Invalid, Refused.
    """
    today = clock.local(now).date()
    own = queries.grant_in_force(by.account, "coordinator", group, today)
    if own is None or account.id == by.account:
        raise NotAllowed
    if own.until:
        raise Refused(say("You coordinate until %(day)s yourself. Ask who coordinates for good.", day=own.until))
    if until < today:
        raise Invalid("until", say("This day has passed. Take a day from today on."))
    if until > today + DEPUTY_AT_MOST:
        raise Invalid("until", say("Take a day within %(n)s days.", n=DEPUTY_AT_MOST.days))
    if account.closed_at or not queries.grant_in_force(account.id, "volunteer", group, today):
        raise Invalid("volunteer", say("Choose somebody from the list."))
    with database.atomic():
        if queries.grant_in_force(account.id, "coordinator", group, today):
            raise Refused(say("%(name)s coordinates already.", name=account.volunteer.first_name))
        # One that has run out still holds the place of (account, role, group), and what went with it must stay gone.
        ran_out = list(Grant.select().where(
            Grant.account == account, Grant.role == "coordinator", Grant.group == group, Grant.ended_at.is_null()
        ))
        Grant.update(ended_at=now).where(Grant.id.in_([row.id for row in ran_out])).execute()
        _goes_with(ran_out, by, now)
        row = Grant.create(
            account=account, role="coordinator", group=group, until=until, given_by=by.account, given_at=now
        )
        audit.record("accounts.deputise", by, now, [(row, None)], on_behalf_of=account.volunteer_id)
    return row


def end_deputy(row, by, now):
    """End it early, for who gave it, who has it, and who coordinates the group for good.

    Pressing twice is pressing once. Raises NotAllowed.
    """
    if row.role != "coordinator" or row.until is None:
        raise NotAllowed
    today = clock.local(now).date()
    if by.account not in (row.given_by, row.account_id) and not queries.for_good(by.account, row.group, today):
        raise NotAllowed
    with database.atomic():
        if Grant.update(ended_at=now).where(Grant.id == row.id, Grant.ended_at.is_null()).execute():
            changes = [(row, None), *_end_deputies([row], now)]
            audit.record("accounts.end_deputy", by, now, changes, on_behalf_of=row.account.volunteer_id)
            _goes_with([ended for ended, _ in changes], by, now)


def _end_deputies(rows, now):
    """Whose right to coordinate ends leaves no deputies behind; what ended, as audit takes it."""
    ended = []
    for row in rows:
        if row.role == "coordinator":
            ended.extend(Grant.select().where(
                Grant.given_by == row.account_id, Grant.role == "coordinator", Grant.group == row.group,
                Grant.until.is_null(False), Grant.ended_at.is_null(),
            ))
    Grant.update(ended_at=now).where(Grant.id.in_([row.id for row in ended])).execute()
    return [(row, None) for row in ended]


def _goes_with(rows, by, now):
    """With rights that were taken back goes a form that was kept, and what rooms above do with it."""
    KeptForm.delete().where(KeptForm.account.in_([row.account_id for row in rows])).execute()
    for volunteer, group in {(row.account.volunteer_id, row.group) for row in rows if row.group in groups}:
        for also in when_ending_right:
            also(volunteer, group, by, now)


def close_account(account, by, now):
    """Sessions, codes, kept forms and grants end, and what rooms above do with it, all in one act.

    Nothing of it can be used from the next request on. Pressing twice is pressing once.
    """
    if account.id == by.account:
        raise NotAllowed
    with _an_admin_stays(now):
        closed = Account.update(closed_at=now, password_hash=None).where(
            Account.id == account.id, Account.closed_at.is_null()
        ).execute()
        if not closed:
            return
        end_sessions(account, now)
        StartCode.delete().where(StartCode.account == account, StartCode.used_at.is_null()).execute()
        KeptForm.delete().where(KeptForm.account == account).execute()
        rights = Grant.select().where(Grant.account == account, Grant.ended_at.is_null())
        deputies = _end_deputies(list(rights), now)
        Grant.update(ended_at=now).where(Grant.account == account, Grant.ended_at.is_null()).execute()
        audit.record("accounts.close", by, now, [(account, None), *deputies], on_behalf_of=account.volunteer_id)
        _goes_with([row for row, _ in deputies], by, now)
        for also in when_closing:
            also(account.volunteer_id, by, now)


@contextmanager
def _an_admin_stays(now):
    """A transaction that may not take the last admin. Two may end each other's rights at the same moment."""
    today = clock.local(now).date()
    with database.atomic():
        had_one = queries.has_admin(today)
        yield
        if had_one and not queries.has_admin(today):
            raise Refused(say("There must always be somebody who manages the accounts."))


def set_language(viewer, language):
    """Remember in which language a volunteer reads."""
    Volunteer.update(language=language).where(Volunteer.id == viewer.volunteer).execute()


def open_session(account, now):
    """(token, form secret) of a new session; only their hashes are stored."""
    forget_what_is_over(now)
    token, form_secret = secrets.token_urlsafe(32), secrets.token_hex(20)
    Session.create(
        account=account, token_hash=queries.digest(token), form_hash=queries.digest(form_secret),
        made_at=now, seen_at=now,
    )
    return token, form_secret


def forget_what_is_over(now):
    """Clear sessions, kept forms, failed tries and codes that nobody needs any more."""
    # A session is still needed to know whose a form is that comes too late.
    Session.delete().where(Session.made_at < now - queries.LONGEST - queries.KEPT).execute()
    KeptForm.delete().where(KeptForm.made_at < now - queries.KEPT).execute()
    FailedAttempt.delete().where(FailedAttempt.at < now - queries.WINDOW).execute()
    StartCode.delete().where(StartCode.until < now).execute()


def sign_out(token, now):
    """End the session that `token` opens."""
    Session.update(ended_at=now).where(
        Session.token_hash == queries.digest(token), Session.ended_at.is_null()
    ).execute()


def still_here(session, now):
    """Put off the end of a session; written at most four times a minute."""
    if now - session.seen_at > timedelta(seconds=15):
        session.seen_at = now
        Session.update(seen_at=now).where(Session.id == session.id).execute()


def end_sessions(account, now, but=None):
    query = Session.update(ended_at=now).where(Session.account == account, Session.ended_at.is_null())
    if but is not None:
        query = query.where(Session.token_hash != queries.digest(but))
    query.execute()


def keep_form(account, path, fields, now, with_file=False):
    """Seal a form that came too late, for the account (its id) that filled it in; its key.

    fields: list of [name, value] pairs, without passwords and tokens. with_file: one was sent, and is lost.
    """
    key = secrets.token_urlsafe(16)
    text = json.dumps({"path": path, "fields": fields, "with_file": with_file})
    with database.atomic():
        KeptForm.delete().where(KeptForm.account == account).execute()
        KeptForm.create(key=key, account=account, made_at=now, sealed=vault.seal(text, "kept_form", f"{account}|{key}"))
    return key


def opened(kept):
    """{"path", "fields", "with_file"} of a kept form. Raises vault.Unreadable."""
    return json.loads(vault.unseal(kept.sealed, "kept_form", f"{kept.account_id}|{kept.key}"))


def drop_kept_form(key, viewer):
    KeptForm.delete().where(KeptForm.key == key, KeptForm.account == viewer.account).execute()
