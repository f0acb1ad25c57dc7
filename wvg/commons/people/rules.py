import re
import unicodedata
from dataclasses import fields, replace
from datetime import timedelta

from peewee import IntegrityError

from wvg.base import clock, db, private
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import fold, say
from wvg.commons.audit import rules as audit
from wvg.commons.people import queries
from wvg.commons.people.models import Household
from wvg.commons.people.permissions import KEEP
from wvg.commons.people.queries import Details

MOST = 20  # adults, and children
AGAIN = timedelta(hours=1)
LONG = 4  # letters of a word that tells something
SEALED = {field.name for field in fields(Details)} - {"damaged"}
CHANGED_SINCE = say("Somebody changed this family in the meantime. What you typed is still here. Save again.")
DAMAGED = say("The seal of this family is broken. Put it back from the backup, or write it anew.")

# What rooms above must do when a household goes: functions (number of the household), in the same transaction.
when_erasing = []


def add(values, by, now):
    """A new household; `values` are columns of Household and fields of Details.

    Raises NotAllowed, Invalid as check does.
    """
    if not by.can(KEEP):
        raise NotAllowed
    row = Household(**{"made_at": now, "code_name": "", **_columns(values)})
    sealed = Details(**_words(values))
    with database.atomic():
        check(row, sealed, clock.local(now).date())
        row.seal(sealed.words())
        _once(row, lambda: row.save(force_insert=True))
        audit.record("people.add", by, now, [(row, None)])
    return row


def change(number, version, values, by, now):
    """Change a household; the names of what changed. What is not in `values` stays; version: the one on the page.

    Raises NotAllowed, Unknown, Refused (somebody else changed it since, or its seal is broken), Invalid as check does.
    """
    with database.atomic():
        row = queries.household(number, by)
        held = readable(row)
        sealed = replace(held, **_words(values))
        columns = _columns(values)
        changed = {name for name in _words(values) if getattr(held, name) != getattr(sealed, name)}
        changed |= {name for name, value in columns.items() if row.__data__[name] != value}
        if changed and row.version != version:
            raise Refused(CHANGED_SINCE)
        if changed:
            row.__data__.update(columns)
            check(row, sealed, clock.local(now).date())
            keep(row, "people.change", by, now, sealed)
    return changed


def seen(row, by, now):
    """Write down that somebody opened a family: once an hour, and again when it changed."""
    audit.record_once("people.seen", by, now, row, AGAIN)


def readable(row):
    """The Details of a household that is to be changed. Raises Refused when its seal is broken."""
    held = queries.details(row)
    if held.damaged:
        raise Refused(DAMAGED)
    return held


def keep(row, kind, by, now, details):
    """Save a changed household, inside a transaction. Raises Refused when somebody else was just before."""
    before = {"version": row.version}
    row.seal(details.words())
    _once(row, lambda: db.keep(row, row.__data__, CHANGED_SINCE))
    # Only that it changed: nothing of a family has any business in a log that is kept for long.
    audit.record(kind, by, now, [(row, before)])


def last_visit(household, day, back=False):
    """A household was visited on `day`; for a rule that has its transaction open and audits itself.

    A later visit that is known already stays; with `back` it becomes exactly `day` (None: never), for a report that is
    corrected.
    """
    earlier = Household.last_visit.is_null() | (Household.last_visit < day) if not back else True
    Household.update(last_visit=day, version=Household.version + 1).where(
        Household.id == household.id, earlier
    ).execute()


def erase(number, version, by, now):
    """Erase a household whole, also when its seal is broken; what stays is that a row with this number was erased.

    Raises NotAllowed, Unknown, Refused (somebody changed it since it was looked at).
    """
    with database.atomic():
        row = queries.household(number, by)
        if row.version != version:
            raise Refused(say("Somebody changed this family in the meantime. Look again before you erase it."))
        for go_along in when_erasing:
            go_along(row.id)
        row.delete_instance()
        audit.record("people.erase", by, now, [(row, {"version": row.version})])
    db.leave_nothing_behind()


def check(row, details, today):
    """Raise Invalid ("code_name", "adults", "children", "last_visit") for a household that cannot be."""
    check_code_name(row.code_name, details)
    for name in ("adults", "children"):
        if not 0 <= getattr(row, name) <= MOST:
            raise Invalid(name, say("Enter a number from 0 to 20."))
    if sum(details.ages.values()) > row.children:
        raise Invalid("children", say("There are more children by age than in all."))
    if row.last_visit and row.last_visit > today:
        raise Invalid("last_visit", say("This day has still to come."))


def check_code_name(code_name, details):
    """Raise Invalid("code_name", …) when there is none, or when it gives away the name on the bell."""
    if not code_name:
        raise Invalid("code_name", say("Enter a code name."))
    if "://" in code_name or any(unicodedata.category(sign) in ("Cc", "Cf") for sign in code_name):
        raise Invalid("code_name", say("A name has no web address or hidden signs in it. Type it again."))
    words = words_of(code_name)
    if words & words_of(details.bell_name) or any(
        bell in fold(code_name) for bell in words_of(details.bell_name) if len(bell) >= LONG
    ):
        raise Invalid("code_name", say("A code name must not be part of the name on the bell."))
    if private.found(code_name) or {w for w in words & words_of(details.address) if len(w) >= LONG} \
            or not re.fullmatch(r"[A-Za-z0-9 .'-]*", "".join(
                sign for sign in unicodedata.normalize("NFD", code_name) if not unicodedata.combining(sign))):
        raise Invalid("code_name", say("Take a name that says nothing: a bird, in plain letters."))


def words_of(name):
    """The words in a name, without capitals and accents."""
    return set(re.findall(r"\w+", fold(name)))


def _words(values):
    return {name: value for name, value in values.items() if name in SEALED}


def _columns(values):
    return {name: value for name, value in values.items() if name not in SEALED}


def _once(row, save):
    row.folded = fold(row.code_name)
    try:
        with database.atomic():
            save()
    except IntegrityError as error:
        if "folded" not in str(error):
            raise
        raise Invalid("code_name", say("Another family has this code name already.")) from None
