"""Brings in a list from a spreadsheet: all of it, or nothing. What is there already is filled in, never taken away."""

from wvg.base import clock, spreadsheet
from wvg.base.errors import NotAllowed
from wvg.commons.volunteers import rules, sheet
from wvg.commons.volunteers.cells import Cells
from wvg.commons.volunteers.known import Known
from wvg.commons.volunteers.permissions import MANAGE


def look(text, by, now):
    """The Import that a list would be. Raises NotAllowed; Refused when it is no list at all."""
    if not by.can(MANAGE):
        raise NotAllowed
    today = clock.local(now).date()
    return spreadsheet.look(sheet.read(text), Cells(today).values, Known(today).change)


def bring_in(text, by, now):
    """Do what `look` finds, unless there is a problem. A second time nothing changes. Raises as `look`."""
    return spreadsheet.bring_in(lambda: look(text, by, now), rules, by, now)
