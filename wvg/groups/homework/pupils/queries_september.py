"""Of which pupils must still be said whether they come in the school year that begins."""

from datetime import date

from wvg.groups.homework.models import Pupil
from wvg.groups.homework.pupils import queries
from wvg.groups.homework.pupils.queries_list import children


def year_asked(today):
    """The school year about which is asked from 15 August to 30 September (2026 is 2026-27), else None."""
    return today.year if date(today.year, 8, 15) <= today <= last_day(today.year) else None


def last_day(year):
    return date(year, 9, 30)


def unanswered(viewer, today):
    """[Child] of the viewer's own side that were not answered yet, by first name; none outside those weeks."""
    year = year_asked(today)
    if year is None:
        return []
    return [child for child in children(viewer, today)
            if child.pupil.goes_on < year and queries.keeps(viewer, child.pupil)]


def is_unanswered(pupil: Pupil, today):
    year = year_asked(today)
    return year is not None and pupil.goes_on < year
