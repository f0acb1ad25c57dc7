from peewee import SQL, BlobField, Check, DateField, ForeignKeyField, IntegerField, TextField

from wvg.base.db import Model, UTCDateTimeField
from wvg.commons.volunteers.models import Volunteer


class Account(Model):
    volunteer = ForeignKeyField(Volunteer, unique=True, backref="+")
    user_name = TextField()
    password_hash = TextField(null=True)
    made_at = UTCDateTimeField()
    closed_at = UTCDateTimeField(null=True)


Account.add_index(Account.index(SQL("lower(user_name)"), unique=True, name="account_user_name_once"))


class Session(Model):
    """One time that somebody signed in; only hashes of its secrets are kept."""

    account = ForeignKeyField(Account, backref="sessions", on_delete="CASCADE")
    token_hash = TextField(unique=True)
    form_hash = TextField(index=True)  # which forms were made in it
    made_at = UTCDateTimeField()
    seen_at = UTCDateTimeField()
    ended_at = UTCDateTimeField(null=True)


class StartCode(Model):
    """A code or link for one use: the first admin (no account yet), a first password, a reset."""

    account = ForeignKeyField(Account, null=True, backref="+", on_delete="CASCADE")
    code_hash = TextField(unique=True)
    until = UTCDateTimeField()
    used_at = UTCDateTimeField(null=True)


class Grant(Model):
    account = ForeignKeyField(Account, backref="grants", on_delete="CASCADE")
    role = TextField()
    group = TextField(default="")
    until = DateField(null=True)  # the last day
    given_by = IntegerField(null=True)  # account
    given_at = UTCDateTimeField()
    ended_at = UTCDateTimeField(null=True)

    class Meta:
        constraints = [
            Check("role IN ('volunteer', 'coordinator', 'partner', 'admin')", name="grant_role"),
        ]


Grant.add_index(
    Grant.index(
        Grant.account, Grant.role, Grant.group,
        unique=True, where=Grant.ended_at.is_null(), name="grant_once",
    )
)


class FailedAttempt(Model):
    """A try to sign in that failed, or is still being looked at: `who` is a hash of the account or the address."""

    who = TextField(index=True)
    at = UTCDateTimeField()


class KeptForm(Model):
    """A form that was sent after the session had ended; sealed, for the account that filled it in."""

    key = TextField(primary_key=True)
    account = ForeignKeyField(Account, backref="+", on_delete="CASCADE")
    sealed = BlobField()
    made_at = UTCDateTimeField()
