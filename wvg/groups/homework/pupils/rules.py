"""The verbs of a pupil: it comes, it changes, it comes no more."""

from dataclasses import replace

from wvg.base import clock, db
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import fold, say
from wvg.commons.audit import rules as audit
from wvg.commons.people.models import Household
from wvg.commons.volunteers import rules as volunteers
from wvg.groups.homework import queries
from wvg.groups.homework.booking import rules_weekly
from wvg.groups.homework.models import Pairing, Pupil
from wvg.groups.homework.permissions import STEER
from wvg.groups.homework.pupils import queries as queries_pupils
from wvg.groups.homework.pupils import queries_september
from wvg.groups.homework.pupils.queries import Words

CHANGED_SINCE = say("Somebody changed this pupil in the meantime. What you typed is still here. Save again.")
DAMAGED = say("A part of this was damaged and cannot be read. Tell who manages the program.")


def add(words, by, now, household=None, consent_on=None):
    """A new pupil, of the side of who adds it. words: fields of Words. household: only for a coordinator.

    Raises NotAllowed, Invalid ("first_name", "year", "consent_on", "household").
    """
    side, today = queries.side_of(by), clock.local(now).date()
    if side == "us" and not by.can(STEER):
        raise NotAllowed
    held = Words(**words)
    check(held, consent_on, household, today)
    row = Pupil(
        partner=queries.of_partner(by) if side == "them" else None, household=household if side == "us" else None,
        goes_on=queries_september.year_asked(today) or queries.school_year(today), consent_on=consent_on,
        consent_by=by.account if consent_on else None, made_by=by.account, made_at=now,
    )
    row.seal(held.sealed())
    with database.atomic():
        row.save(force_insert=True)
        audit.record("pupils.add", by, now, [(row, None)])
    return row


def add_once(words, by, now, **more):
    """As add, but not a second one of the same name and class: who presses twice has one pupil."""
    with database.atomic():
        name = fold(words["first_name"]), fold(words["year"])
        for row in Pupil.select().where(queries_pupils.seen(by, clock.local(now).date()), Pupil.stopped_on.is_null()):
            there = queries_pupils.words(row)
            if (fold(there.first_name), fold(there.year)) == name:
                raise Invalid("first_name", say(
                    "A pupil of this name and class is there already. Is it another? Add a letter of the last name."
                ))
        return add(words, by, now, **more)


def check(held, consent_on, household, today):
    """Raise Invalid for a pupil that cannot be."""
    if not held.first_name:
        raise Invalid("first_name", say("Fill this in."))
    volunteers.check_names({"first_name": held.first_name})
    if not held.year:
        raise Invalid("year", say("Fill this in."))
    if consent_on and consent_on > today:
        raise Invalid("consent_on", say("This day has still to come."))
    if household is not None and not Household.select().where(Household.id == household).exists():
        raise Invalid("household", say("There is no family with this code name."))


def change(number, version, words, by, now, household=None, consent_on=None):
    """Change a pupil: fields of Words; what is not in `words` stays. version: the one on the page.

    Raises Unknown, NotAllowed, Refused (changed since, or damaged), Invalid as check does.
    """
    with database.atomic():
        row = own(number, by, now)
        held = queries_pupils.words(row)
        if held.damaged:
            raise Refused(DAMAGED)
        held = replace(held, **words)
        household = household if queries.side_of(by) == "us" else row.household_id
        check(held, consent_on, household, clock.local(now).date())
        if consent_on != row.consent_on:
            row.consent_by = by.account if consent_on else None
        row.seal(held.sealed())
        row.version = version
        before = {"version": version}
        db.keep(row, {"sealed": row.sealed, "household": household, "consent_on": consent_on,
                      "consent_by": row.consent_by}, CHANGED_SINCE)
        audit.record("pupils.change", by, now, [(row, before)])
    return row


def own(number, by, now):
    """A pupil of the side of who acts. Raises Unknown, NotAllowed."""
    row = queries_pupils.pupil(number, by, clock.local(now).date())
    if not queries_pupils.keeps(by, row):
        raise NotAllowed
    return row


def stop(number, version, reason, by, now):
    """A pupil does not come any more: what is booked ends, and its places come free; how many dates.

    Raises Unknown, NotAllowed, Refused, Invalid ("reason") when the other side booked some of it.
    """
    with database.atomic():
        row, today = own(number, by, now), clock.local(now).date()
        row.version = version
        db.keep(row, {"stopped_on": row.stopped_on or today}, CHANGED_SINCE)
        audit.record("pupils.stop", by, now, [(row, {"stopped_on": None, "version": version})])
        end_pairs(row, now)
        return rules_weekly.leave(row, today, reason, by, now)


def come_back(number, by, now):
    """A pupil that stopped comes again. Raises Unknown, NotAllowed."""
    with database.atomic():
        row = own(number, by, now)
        before = {"stopped_on": row.stopped_on and row.stopped_on.isoformat(), "version": row.version}
        db.keep(row, {"stopped_on": None}, CHANGED_SINCE)
        audit.record("pupils.come_back", by, now, [(row, before)])


def end_pairs(pupil, now, group=None):
    """Nobody always helps this pupil any more, in one group or in all."""
    rows = Pairing.update(ended_at=now).where(Pairing.pupil == pupil, Pairing.ended_at.is_null())
    (rows.where(Pairing.group == group) if group is not None else rows).execute()
