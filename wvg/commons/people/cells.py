"""What the cells of a list of families say, as values."""

from wvg.base.cells import all_of, by_name, line, phone, values_of, whole, yes
from wvg.base.words import parse_past_day, say
from wvg.commons.people import queries
from wvg.commons.people.queries import BANDS
from wvg.commons.volunteers import queries as volunteers

LONG = say("This is too long: %(text)s")
COUNT = say("This is not a number from 0 to 20: %(text)s")
LONGEST = {"code_name": 40, "bell_name": 120, "address": 200, "allergies": 120, "baby_food": 120, "access": 400,
           "told_by": 120, "asks": 400}


class Cells:
    """Two queries, for the food wishes and languages that there are."""

    def __init__(self, today):
        wishes, spoken = by_name(queries.wishes(), "key"), by_name(volunteers.languages(), "key")
        self.readers = {
            **{name: (line(most), LONG) for name, most in LONGEST.items()},
            **{name: (whole(0, 20), COUNT) for name in ("adults", "children", *BANDS)},
            "phone": (phone, say("This is not a telephone number: %(text)s")),
            "wishes": (lambda cell: all_of(cell, wishes), say("We do not know this food wish: %(text)s")),
            "languages": (lambda cell: all_of(cell, spoken), say("We do not know this language: %(text)s")),
            "nappies": (_sizes, say("These are not sizes of nappies: %(text)s")),
            "priority": (yes, say("Write yes or no, not: %(text)s")),
            "last_visit": (lambda cell: _past(cell, today), say("This is not a day that has been: %(text)s")),
        }

    def values(self, texts):
        """(values, problems) of {column: text}; "ages" is {band: number}, wishes and languages are sets of keys."""
        values, problems = values_of(texts, self.readers)
        ages = {band: values.pop(band) for band in BANDS if band in values}
        if ages:
            values["ages"] = ages
        return values, problems


def _sizes(cell):
    found = queries.sizes(cell)
    if not queries.are_sizes(found):
        raise ValueError
    return found


def _past(cell, today):
    day = parse_past_day(cell, today)
    if day > today:
        raise ValueError
    return day
