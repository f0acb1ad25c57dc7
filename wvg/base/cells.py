"""What the cells of a list from a spreadsheet say, as values; a reader raises ValueError for what it does not know."""

import re

from wvg.base.words import fold, parse_phone, say

YES, NO = {"ja", "oui", "yes", "j", "o", "y", "x", "1"}, {"nee", "neen", "non", "no", "n", "0", "-"}


class NotKnown(ValueError):
    """With the word that is not known."""


def values_of(texts, readers):
    """(values, problems) of {column: text}; readers: {column: (reader, what is said when it does not know)}."""
    values, problems = {}, []
    for name, cell in texts.items():
        read, not_understood = readers[name]
        try:
            values[name] = read(cell)
        except (ValueError, OverflowError) as error:
            part = error.args[0] if isinstance(error, NotKnown) else cell
            problems.append(say(not_understood.msgid, text=part[:40]))
    return values, problems


def by_name(rows, column="id"):
    """{name without capitals and accents: id}, in every language; "Dari of Farsi" is each of the two."""
    return {
        fold(part): getattr(row, column)
        for row in rows for name in (row.name_nl, row.name_en, row.name_fr, row.key) if name
        for part in (name, *re.split(r" of | or | ou |/", name))
    }


def all_of(cell, known):
    """The set of what the words of a cell mean in `known`."""
    found = set()
    for word in re.split(r"[,;/+&|]| en | et | and ", cell):
        if word.strip():
            if fold(word) not in known:
                raise NotKnown(word.strip())
            found.add(known[fold(word)])
    return found


def line(longest):
    """A reader of a text of at most so many signs."""

    def read(cell):
        if len(cell) > longest:
            raise ValueError
        return cell

    return read


def phone(cell):
    try:
        return parse_phone(cell)
    except ValueError:
        if not re.match("[1-9]", cell):
            raise
    try:
        return parse_phone("0" + cell)  # a spreadsheet drops the 0 or the + at the start
    except ValueError:
        return parse_phone("+" + cell if cell.startswith("32") else cell)


def whole(least, most):
    """A reader of a whole number."""

    def read(cell):
        if not least <= int(cell) <= most:
            raise ValueError
        return int(cell)

    return read


def yes(cell):
    """Whether a cell says yes."""
    word = fold(cell)
    if word not in YES | NO:
        raise ValueError
    return word in YES
