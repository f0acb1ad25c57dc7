import re
import unicodedata

from peewee import IntegrityError

from wvg.base import clock, db
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import fold, say
from wvg.commons.audit import rules as audit
from wvg.commons.volunteers import queries
from wvg.commons.volunteers.models import (
    Availability,
    PaperSeen,
    Volunteer,
    VolunteerLanguage,
    VolunteerSkill,
)
from wvg.commons.volunteers.permissions import MANAGE

CHANGED_SINCE = say("Somebody changed these details in the meantime. What you typed is still here. Save again.")
LISTS = {"languages", "skills", "availability", "papers"}  # shapes: see queries.Details
OWN = {
    "first_name", "last_name", "email", "mobile", "phone", "language", "max_per_month", "languages", "availability",
    "mail",
}


def add(values, by, now):
    """A new volunteer; `values` are columns of Volunteer and any of LISTS.

    Raises Invalid: "first_name" when there is none, "email" when somebody has it already, and for a name as
    check_names does.
    """
    columns = {name: value for name, value in values.items() if name not in LISTS}
    with database.atomic():
        row = Volunteer(made_at=now)
        _fill(row, columns)
        _save(row.save)
        _hang(row, {name: value for name, value in values.items() if name in LISTS}, by)
        audit.record("volunteers.add", by, now, [(row, None)], on_behalf_of=row.id)
    return row


def change(number, version, values, by, now):
    """Change one's own details, or anybody's for whoever manages the volunteers; the names of what changed.

    values: as for `add`; what is not in it stays. version: the one that was on the page.
    Raises Unknown, NotAllowed, Refused (somebody else changed it since), Invalid as `add`.
    """
    if not by.can(MANAGE) and not (by.volunteer == number and set(values) <= OWN):
        raise NotAllowed
    with database.atomic():
        row = queries.volunteer(number)
        held = queries.details(row)
        before = {name: getattr(held if name in LISTS else row, name) for name in values}
        _fill(row, {name: value for name, value in values.items() if name not in LISTS})
        after = {name: values[name] if name in LISTS else getattr(row, name) for name in values}
        changed = {name for name in values if before[name] != after[name]}
        if changed and row.version != version:
            raise Refused(CHANGED_SINCE)
        if changed:
            _hang(row, {name: values[name] for name in changed & LISTS}, by)
            _record(row, "volunteers.change", changed, by, now)
    return changed


def stop(number, by, now):
    """A volunteer stops from today on. Their places and account: see planning.rules_leaving."""
    return _left("volunteers.stop", number, clock.local(now).date(), by, now)


def bring_back(number, by, now):
    """A volunteer who stopped is one of us again."""
    return _left("volunteers.bring_back", number, None, by, now)


def _left(kind, number, left_on, by, now):
    if not by.can(MANAGE):
        raise NotAllowed
    with database.atomic():
        row = queries.volunteer(number)
        if row.merged_into_id:
            raise Refused(say("This volunteer was put together with another one."))
        if (row.left_on is None) != (left_on is None):
            row.left_on = left_on
            _record(row, kind, {"left_on"}, by, now)
    return row


def check_names(values):
    """Names go into texts for the chat and messages: no addresses, no signs that nobody sees. Raises Invalid."""
    for field in ("first_name", "last_name"):
        # The two joiners (U+200C, U+200D) belong to how names are written in Persian, Dari and Pashto.
        name = re.sub("[\u200c\u200d]", "", values.get(field) or "")
        if "://" in name or any(unicodedata.category(sign) in ("Cc", "Cf") for sign in name):
            raise Invalid(field, say("A name has no web address or hidden signs in it. Type it again."))


def _fill(row, columns):
    check_names(columns)
    for name, value in columns.items():
        # An address is unique, and nothing twice is not.
        setattr(row, name, (value or None) if name in ("email", "mobile", "phone") else value)
    if not row.first_name:
        raise Invalid("first_name", say("Fill in the first name."))
    row.search = fold(f"{row.first_name} {row.last_name}")


def _save(save):
    try:
        with database.atomic():
            save()
    except IntegrityError as error:
        if "volunteer_email_once" not in str(error):
            raise
        raise Invalid("email", say("Somebody else has this e-mail address already.")) from None


def _record(row, kind, changed, by, now):
    _save(lambda: db.keep(row, row.__data__, CHANGED_SINCE))
    # Only which details: an old number or address has no business in a log that is kept for long.
    audit.record(kind, by, now, [(row, {"changed": sorted(changed)})], on_behalf_of=row.id)


def _hang(row, lists, by):
    """Make what hangs on a volunteer equal to `lists`; rows that stay are not touched."""
    tables = {
        "languages": (VolunteerLanguage, lambda language: {"language": language}),
        "skills": (VolunteerSkill, lambda skill: {"skill": skill}),
        "availability": (Availability, lambda slot: {"weekday": slot[0], "part": slot[1]}),
        "papers": (PaperSeen, lambda seen: {"kind": seen[0], "seen_on": seen[1], "seen_by": by.account}),
    }
    held = queries.details(row) if lists else None
    for name, wanted in lists.items():
        table, columns = tables[name]
        before, after = (set(v.items()) if name == "papers" else set(v) for v in (getattr(held, name), wanted))
        for gone in before - after:
            keys = {key: value for key, value in columns(gone).items() if key != "seen_by"}
            table.delete().where(
                table.volunteer == row, *(getattr(table, key) == value for key, value in keys.items())
            ).execute()
        for new in after - before:
            table.create(volunteer=row, **columns(new))
