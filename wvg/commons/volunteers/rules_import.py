"""Brings in a list from a spreadsheet: all of it, or nothing. What is there already is filled in, never taken away."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed
from wvg.base.spreadsheet import Import, on_line
from wvg.commons.volunteers import rules, sheet
from wvg.commons.volunteers.cells import Cells
from wvg.commons.volunteers.known import Known
from wvg.commons.volunteers.permissions import MANAGE


def look(text, by, now):
    """The Import that a list would be. Raises NotAllowed; Refused when it is no list at all."""
    if not by.can(MANAGE):
        raise NotAllowed
    read = sheet.read(text)
    found = Import(ignored=read.ignored, problems=list(read.problems))
    today = clock.local(now).date()
    cells, known = Cells(today), Known(today)
    for line, texts in read.lines:
        values, problems = cells.values(texts)
        if not problems:
            try:
                rules.check_names(values)
                change = known.change(line, values)
                found.sort(change, is_new=change.volunteer is None)
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
                    rules.change(change.volunteer.id, change.volunteer.version, change.values, by, now)
    except Invalid as invalid:
        # Two addresses that only the database takes for one, such as É@… and é@…: nothing was written.
        found.problems.append(on_line(change.line, invalid.sentence))
    return found

