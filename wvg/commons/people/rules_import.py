"""Brings in a list of families: all of it, or nothing. What is there already is filled in, never taken away."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed
from wvg.base.spreadsheet import Import, on_line
from wvg.commons.people import rules, sheet
from wvg.commons.people.cells import Cells
from wvg.commons.people.known import Known
from wvg.commons.people.permissions import KEEP


def look(text, by, now):
    """The Import that a list would be. Raises NotAllowed; Refused when it is no list at all."""
    if not by.can(KEEP):
        raise NotAllowed
    read = sheet.read(text)
    found = Import(ignored=read.ignored, problems=list(read.problems))
    cells, known = Cells(clock.local(now).date()), Known()
    known.reserve(texts["code_name"] for _, texts in read.lines if "code_name" in texts)
    for line, texts in read.lines:
        values, problems = cells.values(texts)
        if not problems:
            try:
                change = known.change(line, values)
                found.sort(change, is_new=change.household is None)
            except Invalid as invalid:
                problems = [invalid.sentence]
        found.problems += [on_line(line, problem) for problem in problems]
    return found


def bring_in(text, by, now):
    """Do what `look` finds, unless there is a problem. A second time nothing changes. Raises as `look`."""
    change = None
    try:
        with database.atomic():
            found = look(text, by, now)
            if not found.problems:
                for change in found.new:
                    rules.add(change.values, by, now)
                for change in found.changed:
                    rules.change(change.household.id, change.household.version, change.values, by, now)
    except Invalid as invalid:
        found.problems.append(on_line(change.line, invalid.sentence))
    return found
