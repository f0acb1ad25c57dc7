"""What the cells of a list of volunteers say, as values."""

from wvg.base.cells import NO, YES, all_of, by_name, line, phone, values_of, whole
from wvg.base.words import LANGUAGES, fold, parse_email, parse_past_day, say
from wvg.commons.volunteers import queries

LONGEST = 80


class Cells:
    """Two queries, for the languages and skills that there are."""

    def __init__(self, today):
        self.today = today
        languages, skills = queries.languages(), queries.skills()
        self.spoken, self.able = by_name(languages), by_name(skills)
        self.keys = {row.id: row.key for row in languages}
        self.readers = {
            "first_name": (line(LONGEST), say("This is too long: %(text)s")),
            "last_name": (line(LONGEST), say("This is too long: %(text)s")),
            "email": (parse_email, say("This is not an e-mail address: %(text)s")),
            "mobile": (phone, say("This is not a telephone number: %(text)s")),
            "phone": (phone, say("This is not a telephone number: %(text)s")),
            "languages": (lambda cell: all_of(cell, self.spoken), say("We do not know this language: %(text)s")),
            "skills": (lambda cell: all_of(cell, self.able), say("We do not know this skill: %(text)s")),
            "language": (self._language, say("Write nl, fr or en as the language, not: %(text)s")),
            "max_per_month": (whole(1, 31), say("This is not a number from 1 to 31: %(text)s")),
            "new_since": (self._new_since, say("Write a date, yes or no, not: %(text)s")),
        }

    def values(self, texts):
        """(values as for rules.add, problems) of {column: text}; None as "new_since": new, not said since when."""
        values, problems = values_of(texts, self.readers)
        if "first_name" not in texts:
            problems.insert(0, say("The first name is missing."))
        if values.get("new_since") is False:
            del values["new_since"]
        return values, problems

    def _language(self, cell):
        key = fold(cell)
        key = self.keys.get(self.spoken.get(key), key)
        if key not in LANGUAGES:
            raise ValueError
        return key

    def _new_since(self, cell):
        word = fold(cell)
        return None if word in YES else word not in NO and parse_past_day(cell, self.today)
