"""The verbs of a room where we work, of a partner or our own."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid
from wvg.commons.audit import rules as audit
from wvg.commons.partners import queries
from wvg.commons.partners.models import Location
from wvg.commons.partners.rules import FILL_IN, must_keep, once, save


def add(values, by, now):
    """A new room. values: name, address, partner (id, or None for our own). Raises NotAllowed, Unknown, Invalid."""
    must_keep(by)
    _check(values, by)
    with database.atomic():
        row = Location(**values)
        once("location_name_once", "name", row.save)
        audit.record("partners.add_room", by, now, [(row, None)])
    return row


def change(number, version, values, by, now):
    """What stands on dates that were planned already stays as it is. Raises as add, and Refused."""
    must_keep(by)
    _check(values, by)
    with database.atomic():
        row = queries.location(number)
        values = {**values, "partner_id": values["partner"]}
        del values["partner"]
        save(row, version, values, by, now, "partners.change_room", "location_name_once")
    return row


def end(number, by, now):
    """We do not work there any more: no new group is made there. Pressing twice is pressing once."""
    return _ended(number, clock.local(now).date(), "partners.end_room", by, now)


def use_again(number, by, now):
    return _ended(number, None, "partners.use_room_again", by, now)


def _ended(number, day, act, by, now):
    must_keep(by)
    with database.atomic():
        row = queries.location(number)
        if (row.ended_on is None) != (day is None):
            save(row, row.version, {"ended_on": day}, by, now, act)
    return row


def _check(values, by):
    if not values["name"]:
        raise Invalid("name", FILL_IN)
    if values["partner"] is not None:
        queries.partner(values["partner"], by)
