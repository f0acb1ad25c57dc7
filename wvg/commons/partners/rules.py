"""The verbs of a partner, and of whom we call there."""

import re

from peewee import IntegrityError

from wvg.base import clock
from wvg.base.access import groups
from wvg.base.db import database, keep
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import fold, say
from wvg.commons.accounts import queries as accounts
from wvg.commons.accounts import rules as accounts_rules
from wvg.commons.audit import rules as audit
from wvg.commons.partners import queries
from wvg.commons.partners.models import Contact, Partner
from wvg.commons.partners.permissions import KEEP
from wvg.commons.partners.rules_put_away import put_away

CHANGED_SINCE = say("Somebody changed this in the meantime. What you typed is still here. Save again.")
FILL_IN = say("Fill this in.")

# What rooms above do when we do not work with a partner any more: functions (Partner, by, now) that create_app() puts
# in. They run in the same transaction.
when_ended = []


def must_keep(by):
    if not by.can(KEEP):
        raise NotAllowed


def add(values, by, now):
    """A new partner. values: name, phone, email. Its key is made of the name and never changes.

    Raises NotAllowed, Invalid ("name").
    """
    must_keep(by)
    _check(values)
    with database.atomic():
        row = Partner(key=_key(values["name"]), made_at=now, **_columns(values))
        once("partner_name_once", "name", row.save)
        audit.record("partners.add", by, now, [(row, None)])
    return row


def _key(name):
    """A key that no partner or working group has yet: small plain letters and dashes."""
    key = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40].strip("-") or "partner"
    taken = {row for (row,) in Partner.select(Partner.key).tuples()} | set(groups)
    return next(one for one in (key, *(f"{key}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)


def change(number, version, values, by, now):
    """Change a partner. values: name, phone, email. Raises Unknown, NotAllowed, Refused, Invalid ("name")."""
    must_keep(by)
    _check(values)
    with database.atomic():
        row = queries.partner(number, by)
        save(row, version, _columns(values), by, now, "partners.change", "partner_name_once")
    return row


def end(number, by, now):
    """We do not work with a partner any more: who speaks for it can do nothing from now on. Twice is once."""
    must_keep(by)
    with database.atomic():
        row = queries.partner(number, by)
        if row.ended_on is None:
            today = clock.local(now).date()
            save(row, row.version, {"ended_on": today}, by, now, "partners.end")
            for grant in accounts.speakers(row.key, today):
                accounts_rules.end_grant(grant, by, now)
            put_away(now)
            for also in when_ended:
                also(row, by, now)
    return row


def work_together_again(number, by, now):
    """A partner that had ended is one again; access must be given anew."""
    must_keep(by)
    with database.atomic():
        row = queries.partner(number, by)
        if row.ended_on is not None:
            save(row, row.version, {"ended_on": None}, by, now, "partners.again")
    return row


def add_contact(number, values, by, now):
    """Somebody to call at a partner. values: name, does, phone, email. Raises Unknown, NotAllowed, Invalid ("name")."""
    must_keep(by)
    _check(values)
    with database.atomic():
        row = Contact.create(partner=queries.partner(number, by), **_columns(values))
        audit.record("partners.add_contact", by, now, [(row, None)])
    return row


def change_contact(number, contact, version, values, by, now):
    must_keep(by)
    _check(values)
    with database.atomic():
        row = queries.contact(contact, queries.partner(number, by))
        save(row, version, _columns(values), by, now, "partners.change_contact")
    return row


def remove_contact(number, contact, by, now):
    """Nobody calls them there any more; nothing of them is kept."""
    must_keep(by)
    with database.atomic():
        row = queries.contact(contact, queries.partner(number, by))
        audit.record("partners.remove_contact", by, now, [(row, {})])
        row.delete_instance()
    return row


def save(row, version, values, by, now, act, index=None):
    """Save what is different of a row that was on a page in this version, inside a transaction.

    index: the name of a UNIQUE one on "name". Raises Refused, Invalid ("name").
    """
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return
    if row.version != version:
        raise Refused(CHANGED_SINCE)
    once(index, "name", lambda: keep(row, changed, CHANGED_SINCE))
    # Only which: an old number or address has no business in a log that is kept for long.
    audit.record(act, by, now, [(row, {"changed": sorted(changed)})])


def _check(values):
    if not values["name"]:
        raise Invalid("name", FILL_IN)


def _columns(values):
    return {name: value or "" for name, value in values.items()}


def once(index, field, write):
    try:
        with database.atomic():
            write()
    except IntegrityError as error:
        column = f"{(index or '-').rsplit('_', 2)[0]}.{field}"  # SQLite names the columns, others the index
        if index is None or not (index in str(error) or column in str(error)):
            raise
        raise Invalid(field, say("There is one with this name already. Take another one.")) from None
