import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from peewee import JOIN, fn

from wvg.base.access import Viewer
from wvg.base.errors import Unknown
from wvg.base.words import parse_phone
from wvg.commons.accounts.models import Account, Grant, KeptForm, Session, StartCode
from wvg.commons.volunteers.models import Volunteer

IDLE = timedelta(minutes=10)
LONGEST = timedelta(hours=12)
KEPT = timedelta(days=7)
WINDOW = timedelta(hours=1)  # of tries to sign in that failed


def digest(secret: str) -> str:
    """What is stored of a secret: SHA-256, in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def spelled(login):
    """A login as it is compared: a telephone number as E.164, else without spaces around and capitals."""
    try:
        return parse_phone(login)
    except ValueError:
        return login.strip().lower()


def accounts_named(login):
    """Open accounts that `login` may mean: a user name, an e-mail address or a mobile number, which two may share."""
    meant = spelled(login)
    return list(
        Account.select(Account, Volunteer).join(Volunteer)
        .where(
            (fn.LOWER(Account.user_name) == meant) | (fn.LOWER(Volunteer.email) == meant) | (Volunteer.mobile == meant),
            Account.closed_at.is_null(),
        ).order_by(Account.id).limit(3)
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
    """The session in which a form was made, ended or not, of an account that is open; None when it is not known."""
    return Session.select().join(Account).where(
        Session.form_hash == digest(form_secret), Account.closed_at.is_null()
    ).first()


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


def outside(today):
    """Volunteers (a subquery of ids) who only speak for a partner; see Viewer.outside."""
    def having(condition):
        return fn.EXISTS(Grant.select(Grant.id).where(Grant.account == Account.id, condition, grants_in_force(today)))

    return Account.select(Account.volunteer).where(having(Grant.role == "partner"), ~having(Grant.role != "partner"))


def speaking(today):
    """Grants by which open accounts speak for partners, with account and volunteer, by name."""
    return Grant.select(Grant, Account, Volunteer).join(Account).join(Volunteer).where(
        Grant.role == "partner", grants_in_force(today), Account.closed_at.is_null(),
    ).order_by(Volunteer.search, Grant.id)


def speakers(partner, today):
    """Those of one partner (its key)."""
    return list(speaking(today).where(Grant.group == partner))


def spoke(groups, today):
    """Volunteers (a subquery of ids) who spoke for a partner and do not any more, nor are of these groups or admin."""
    spoke = Grant.select(Grant.account).where(Grant.role == "partner")
    do = Grant.select(Grant.account).where(
        grants_in_force(today), Grant.role.in_(("partner", "admin")) | Grant.group.in_(groups))
    return Account.select(Account.volunteer).where(Account.id.in_(spoke), Account.id.not_in(do))


def to_speak(people, today):
    """Open accounts of these volunteers (ids), and those that may do nothing today: with volunteer, by name."""
    rights = Grant.select(Grant.account).where(grants_in_force(today))
    return list(
        _accounts().where(Account.closed_at.is_null(), Account.volunteer.in_(people) | Account.id.not_in(rights))
        .order_by(Volunteer.search, Account.id)
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


def _accounts():
    return Account.select(Account, Volunteer).join(Volunteer)


def account(number):
    """An account with its volunteer. Raises Unknown."""
    found = _accounts().where(Account.id == number).first()
    if found is None:
        raise Unknown
    return found


def account_named(user_name):
    """The account with this user name, in any capitals, closed or not; None when there is none."""
    return _accounts().where(fn.LOWER(Account.user_name) == user_name.lower()).first()


def account_of(volunteer):
    """The account of a volunteer, closed or not, or None."""
    return _accounts().where(Account.volunteer == volunteer).first()


@dataclass
class Line:
    """One line of the list of accounts."""

    account: Account
    grants: list[Grant]


def accounts(today):
    """A Line for every account, the closed ones last, by name: two queries."""
    grants = defaultdict(list)
    for row in Grant.select().where(grants_in_force(today)).order_by(Grant.role, Grant.group):
        grants[row.account_id].append(row)
    rows = _accounts().order_by(Account.closed_at.asc(nulls="first"), Volunteer.search, Account.id)
    return [Line(row, grants[row.id]) for row in rows]


def volunteers_without_account():
    """Volunteers of now who have none, by name."""
    return list(
        Volunteer.select().join(Account, JOIN.LEFT_OUTER)
        .where(Account.id.is_null(), Volunteer.left_on.is_null(), Volunteer.merged_into.is_null())
        .order_by(Volunteer.search, Volunteer.id)
    )


def never_started():
    """How many open accounts wait for their start code to be used."""
    return Account.select().where(Account.closed_at.is_null(), Account.password_hash.is_null()).count()


def grants_of(account, today):
    """Grants in force, by role and group."""
    return list(
        Grant.select().where(Grant.account == account, grants_in_force(today)).order_by(Grant.role, Grant.group)
    )


def grant(number, account):
    """A grant of this account, ended or not. Raises Unknown."""
    found = Grant.get_or_none(Grant.id == number, Grant.account == account)
    if found is None:
        raise Unknown
    return found


def grant_in_force(account, role, group, today):
    """The grant by which an account has a role in a group today, or None."""
    return Grant.get_or_none(
        Grant.account == account, Grant.role == role, Grant.group == group, grants_in_force(today)
    )


def in_group(volunteers, group, today):
    """Which of these volunteers (ids) have a right in a group today, as volunteer or coordinator: a set, one query."""
    rows = Account.select(Account.volunteer).join(Grant).where(
        Account.volunteer.in_(volunteers), Account.closed_at.is_null(), Grant.role.in_(("volunteer", "coordinator")),
        Grant.group == group, grants_in_force(today),
    )
    return {volunteer for (volunteer,) in rows.tuples()}


def for_good(account, group, today):
    """Whether an account coordinates a group without an end date."""
    own = grant_in_force(account, "coordinator", group, today)
    return own is not None and own.until is None


def deputies(group, today):
    """Grants of those who coordinate a group until a day, with account and volunteer, the first to end first."""
    rows = Grant.select(Grant, Account, Volunteer).join(Account).join(Volunteer).where(
        Grant.role == "coordinator", Grant.group == group, Grant.until.is_null(False), grants_in_force(today),
        Account.closed_at.is_null(),
    )
    return list(rows.order_by(Grant.until, Grant.id))


def has_admin(today):
    return (
        Grant.select().join(Account)
        .where(Grant.role == "admin", grants_in_force(today), Account.closed_at.is_null()).exists()
    )


def first_link_opens(secret, now, today):
    """Whether a link for the first admin still works."""
    return not has_admin(today) and StartCode.select().where(
        StartCode.code_hash == digest(secret), StartCode.account.is_null(),
        StartCode.used_at.is_null(), StartCode.until > now,
    ).exists()


def start_code(plain, now):
    """A start code that still works, with its account and volunteer, or None."""
    return (
        StartCode.select(StartCode, Account, Volunteer).join(Account).join(Volunteer)
        .where(
            StartCode.code_hash == digest(plain), StartCode.used_at.is_null(), StartCode.until > now,
            Account.closed_at.is_null(),
        ).first()
    )


def open_accounts():
    """{volunteer: account} (ids) of those who can sign in."""
    return dict(Account.select(Account.volunteer, Account.id).where(Account.closed_at.is_null()).tuples())
