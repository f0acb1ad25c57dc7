from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.groups.homework import queries
from wvg.groups.homework.models import Pupil
from wvg.groups.homework.permissions import STEER
from wvg.groups.homework.pupils.queries import Words


def add(words, by, now, household=None, consent_on=None):
    """A new pupil, of the side of who adds it. words: fields of Words. household: only for a coordinator.

    Raises NotAllowed, Invalid ("first_name", "year", "consent_on").
    """
    side, today = queries.side_of(by), clock.local(now).date()
    if side == "us" and not by.can(STEER):
        raise NotAllowed
    held = Words(**words)
    check(held, consent_on, today)
    row = Pupil(
        partner=queries.of_partner(by) if side == "them" else None, household=household if side == "us" else None,
        goes_on=queries.school_year(today), consent_on=consent_on, consent_by=by.account if consent_on else None,
        made_by=by.account, made_at=now,
    )
    row.seal(held.sealed())
    with database.atomic():
        row.save(force_insert=True)
        audit.record("pupils.add", by, now, [(row, None)])
    return row


def check(held, consent_on, today):
    """Raise Invalid for a pupil that cannot be."""
    if not held.first_name:
        raise Invalid("first_name", say("Fill this in."))
    if not held.year:
        raise Invalid("year", say("Fill this in."))
    if consent_on and consent_on > today:
        raise Invalid("consent_on", say("This day has still to come."))
