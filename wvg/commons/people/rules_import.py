"""Brings in a list of families: all of it, or nothing. What is there already is filled in, never taken away."""

from wvg.base import clock, spreadsheet
from wvg.base.errors import NotAllowed
from wvg.commons.people import rules, sheet
from wvg.commons.people.cells import Cells
from wvg.commons.people.known import Known
from wvg.commons.people.permissions import KEEP


def look(text, by, now):
    """The Import that a list would be. Raises NotAllowed; Refused when it is no list at all."""
    if not by.can(KEEP):
        raise NotAllowed
    read, known = sheet.read(text), Known()
    known.reserve(texts["code_name"] for _, texts in read.lines if "code_name" in texts)
    return spreadsheet.look(read, Cells(clock.local(now).date()).values, known.change)


def bring_in(text, by, now):
    """Do what `look` finds, unless there is a problem. A second time nothing changes. Raises as `look`."""
    return spreadsheet.bring_in(lambda: look(text, by, now), rules, by, now)
