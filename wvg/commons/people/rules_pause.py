"""A family is not visited for a while, or not any more."""

from dataclasses import replace

from dateutil.relativedelta import relativedelta

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, Refused
from wvg.base.words import say
from wvg.commons.people import queries, rules

LONGEST = relativedelta(years=1)


def pause(number, version, reason, until, by, now):
    """Do not visit a household up to and including `until`.

    Raises NotAllowed, Unknown, Refused (changed since, not visited any more, broken seal), Invalid ("reason", "until").
    """
    today = clock.local(now).date()
    if not reason:
        raise Invalid("reason", say("Say why."))
    if until is None or until <= today:
        raise Invalid("until", say("Choose a day that has still to come."))
    if until > today + LONGEST:
        raise Invalid("until", say("Choose a day within a year."))
    with database.atomic():
        row, held = _fresh(number, version, by)
        if row.ended_on:
            raise Refused(say("This family is not visited any more."))
        row.paused_until = until
        rules.keep(row, "people.pause", by, now, replace(held, pause_reason=reason))
    return row


def end_pause(number, by, now):
    """Visit a household again from now on; nothing happens when it is not paused. Raises NotAllowed, Unknown, Refused.
    """
    with database.atomic():
        row, held = _fresh(number, None, by)
        if row.paused_until:
            row.paused_until = None
            rules.keep(row, "people.end_pause", by, now, replace(held, pause_reason=""))
    return row


def stop_visiting(number, version, reason, by, now):
    """A household is not visited any more from today on; a pause ends with it.

    Raises NotAllowed, Unknown, Refused (changed since, broken seal), Invalid ("reason").
    """
    if not reason:
        raise Invalid("reason", say("Say why."))
    with database.atomic():
        row, held = _fresh(number, version, by)
        row.ended_on, row.paused_until = clock.local(now).date(), None
        rules.keep(row, "people.stop_visiting", by, now, replace(held, ended_because=reason, pause_reason=""))
    return row


def visit_again(number, by, now):
    """A household that was not visited any more is visited again. Raises NotAllowed, Unknown, Refused."""
    with database.atomic():
        row, held = _fresh(number, None, by)
        if row.ended_on:
            row.ended_on = None
            rules.keep(row, "people.visit_again", by, now, replace(held, ended_because=""))
    return row


def _fresh(number, version, by):
    row = queries.household(number, by)
    held = rules.readable(row)
    if version is not None and row.version != version:
        raise Refused(rules.CHANGED_SINCE)
    return row, held
