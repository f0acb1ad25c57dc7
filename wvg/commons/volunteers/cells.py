"""What the cells of a list of volunteers say, as values."""

import re

from wvg.base.words import LANGUAGES, fold, parse_email, parse_past_day, parse_phone, say
from wvg.commons.volunteers import queries

YES, NO = {"ja", "oui", "yes", "j", "o", "y", "x", "1"}, {"nee", "neen", "non", "no", "n", "0", "-"}
LONGEST = 80


class Cells:
    """Two queries, for the languages and skills that there are."""

    def __init__(self, today):
        self.today = today
        languages, skills = queries.languages(), queries.skills()
        self.spoken, self.able = _named(languages), _named(skills)
        self.keys = {row.id: row.key for row in languages}
        self.readers = {
            "first_name": (_line, say("This is too long: %(text)s")),
            "last_name": (_line, say("This is too long: %(text)s")),
            "email": (parse_email, say("This is not an e-mail address: %(text)s")),
            "mobile": (_phone, say("This is not a telephone number: %(text)s")),
            "phone": (_phone, say("This is not a telephone number: %(text)s")),
            "languages": (lambda cell: _all_of(cell, self.spoken), say("We do not know this language: %(text)s")),
            "skills": (lambda cell: _all_of(cell, self.able), say("We do not know this skill: %(text)s")),
            "language": (self._language, say("Write nl, fr or en as the language, not: %(text)s")),
            "max_per_month": (_times, say("This is not a number from 1 to 31: %(text)s")),
            "new_since": (self._new_since, say("Write a date, yes or no, not: %(text)s")),
        }

    def values(self, texts):
        """(values as for rules.add, problems) of {column: text}; None as "new_since": new, not said since when."""
        values, problems = {}, []
        if "first_name" not in texts:
            problems.append(say("The first name is missing."))
        for name, cell in texts.items():
            read, not_understood = self.readers[name]
            try:
                values[name] = read(cell)
            except (ValueError, OverflowError) as error:
                part = error.args[0] if isinstance(error, _NotKnown) else cell
                problems.append(say(not_understood.msgid, text=part[:40]))
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


class _NotKnown(ValueError):
    """With the word that is not known."""


def _named(rows):
    """{name without capitals and accents: id}, in every language; "Dari of Farsi" is each of the two."""
    return {
        fold(part): row.id for row in rows for name in (row.name_nl, row.name_en, row.name_fr, row.key) if name
        for part in (name, *re.split(r" of | or | ou |/", name))
    }


def _all_of(cell, ids):
    found = set()
    for word in re.split(r"[,;/+&|]| en | et | and ", cell):
        if word.strip():
            if fold(word) not in ids:
                raise _NotKnown(word.strip())
            found.add(ids[fold(word)])
    return found


def _line(cell):
    if len(cell) > LONGEST:
        raise ValueError
    return cell


def _phone(cell):
    try:
        return parse_phone(cell)
    except ValueError:
        if not re.match("[1-9]", cell):
            raise
    try:
        return parse_phone("0" + cell)  # a spreadsheet drops the 0 or the + at the start
    except ValueError:
        return parse_phone("+" + cell if cell.startswith("32") else cell)


def _times(cell):
    if not 1 <= int(cell) <= 31:
        raise ValueError
    return int(cell)
