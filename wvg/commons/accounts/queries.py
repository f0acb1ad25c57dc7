import hashlib
from datetime import timedelta

from peewee import JOIN, fn

from wvg.base.access import Viewer
from wvg.base.words import parse_phone
from wvg.commons.accounts.models import Account, Grant, KeptForm, Session
from wvg.commons.volunteers.models import Volunteer

IDLE = timedelta(minutes=10)
LONGEST = timedelta(hours=12)
KEPT = timedelta(days=7)


def digest(secret: str) -> str:
    """What is stored of a secret: SHA-256, in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def accounts_named(login):
    """Open accounts that `login` may mean: a user name, an e-mail address or a mobile number."""
    login = login.strip()
    meant = (fn.LOWER(Account.user_name) == login.lower()) | (fn.LOWER(Volunteer.email) == login.lower())
    try:
        meant |= Volunteer.mobile == parse_phone(login)
    except ValueError:
        pass
    return list(
        Account.select(Account, Volunteer).join(Volunteer)
        .where(meant, Account.closed_at.is_null()).order_by(Account.id).limit(3)
    )


def open_session(token, now):
    """The session that `token` opens, with its account and volunteer, or None when it has ended."""
    session = (
        Session.select(Session, Account, Volunteer).join(Account).join(Volunteer)
        .where(Session.token_hash == digest(token)).first()
    )
    if (
        session is None or session.ended_at or session.account.closed_at
        or not timedelta(0) - timedelta(minutes=1) <= now - session.seen_at < IDLE
        or now - session.made_at >= LONGEST
    ):
        return None
    return session


def seconds_left(session, now):
    """How long until this session ends by itself, in whole seconds."""
    return int(min(session.seen_at + IDLE - now, session.made_at + LONGEST - now).total_seconds())


def session_of_form(form_secret):
    """The session in which a form was made, ended or not; None when it is not known."""
    return Session.select().where(Session.form_hash == digest(form_secret)).first()


def grants_in_force(today):
    return Grant.ended_at.is_null() & (Grant.until.is_null() | (Grant.until >= today))


def viewer_of(account, today):
    """The viewer for an account whose volunteer is loaded: one query, for the grants."""
    grants = Grant.select(Grant.role, Grant.group).where(Grant.account == account, grants_in_force(today))
    volunteer = account.volunteer
    return Viewer(
        account=account.id, volunteer=volunteer.id, first_name=volunteer.first_name,
        last_name=volunteer.last_name, language=volunteer.language,
        grants=frozenset(grants.tuples()),
    )


def holders(role, group, today):
    """Volunteers whose open account has `role` in `group` today, by first name."""
    return list(
        Volunteer.select().join(Account).join(Grant)
        .where(
            Grant.role == role, Grant.group == group, grants_in_force(today), Account.closed_at.is_null(),
        ).order_by(Volunteer.first_name)
    )


def kept_form(key, viewer):
    """A kept form of this viewer; None otherwise."""
    return KeptForm.get_or_none(KeptForm.key == key, KeptForm.account == viewer.account)


def latest_kept_form(viewer, now):
    return (
        KeptForm.select()
        .where(KeptForm.account == viewer.account, KeptForm.made_at > now - KEPT)
        .order_by(KeptForm.made_at.desc()).first()
    )


def account_list(text=""):
    """All accounts with their volunteers, open ones first, by name."""
    query = Account.select(Account, Volunteer).join(Volunteer)
    if text:
        query = query.where(Volunteer.search.contains(text))
    return list(query.order_by(Account.closed_at.asc(nulls="first"), Volunteer.search))


def account(number):
    return (
        Account.select(Account, Volunteer).join(Volunteer).where(Account.id == number).first()
    )


def account_of(volunteer):
    return Account.select(Account, Volunteer).join(Volunteer, JOIN.INNER).where(
        Account.volunteer == volunteer
    ).first()


def grants_of(account, today):
    """Grants in force, by role and group."""
    return list(
        Grant.select().where(Grant.account == account, grants_in_force(today)).order_by(Grant.role, Grant.group)
    )


def has_admin(today):
    return (
        Grant.select().join(Account)
        .where(Grant.role == "admin", grants_in_force(today), Account.closed_at.is_null()).exists()
    )
