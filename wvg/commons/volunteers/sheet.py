"""Reads a list of volunteers that was saved from a spreadsheet (RFC 4180, and what Excel makes of it)."""

import csv
import io
import re
from dataclasses import dataclass

from wvg.base.errors import Refused
from wvg.base.words import Sentence, fold, say

MOST_LINES = 2000
BIGGEST = 400_000  # bytes; a form field of 500,000 would be refused when the preview sends it back

# What a column may be called, without capitals, accents, spaces and points.
HEADERS = {
    "first_name": "voornaam prenom firstname givenname",
    "last_name": "achternaam familienaam naam nom nomdefamille lastname surname familyname name",
    "email": "email emailadres emailaddress mail mailadres adresseemail courriel",
    "mobile": "gsm gsmnummer mobiel mobile mobilenumber mobilephone portable telephoneportable",
    "phone": "telefoon telefoonnummer tel telephone phone phonenumber telephonenumber vast vastetelefoon",
    "languages": "talen langues languages spreekt",
    "skills": "kan vaardigheden competences skills can",
    "language": "taal langue language",
    "max_per_month": "maxpermaand maximumpermaand hoogstenspermaand maxparmois maximumparmois maxpermonth",
    "new_since": "nieuw nieuwsinds nouveau nouveaudepuis new newsince",
}
COLUMNS = {header: column for column, headers in HEADERS.items() for header in headers.split()}


NO_TEXT = say("This is not a CSV file. Save the list as “CSV UTF-8” in your spreadsheet first.")
TOO_BIG = say("This file is too big. Make parts of at most %(n)s lines.", n=MOST_LINES)


@dataclass
class Sheet:
    """lines: (number of the line in the file, {column: text, never empty}); ignored: headers that are not known."""

    lines: list[tuple[int, dict[str, str]]]
    ignored: list[str]
    problems: list[Sentence]


def decoded(content):
    """The text of a file's bytes: UTF-8, or else Windows-1252. Raises Refused when it is no text."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(NO_TEXT)


def read(text):
    """The Sheet in a text. Raises Refused with one sentence."""
    if any(sign < " " and sign not in "\t\r\n" for sign in text):
        raise Refused(NO_TEXT)
    if len(text.encode()) + text.count("\n") > BIGGEST:
        raise Refused(TOO_BIG)
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=lambda sign: sum(_plain(cell) in COLUMNS for cell in first_line.split(sign)))
    rows = [(number, cells) for number, cells in _rows(text, delimiter) if any(cells)]
    if not rows:
        raise Refused(say("This file is empty."))
    headers = rows.pop(0)[1]
    columns = _columns(headers)
    if not rows:
        raise Refused(say("There is nobody in this file, only a first line."))
    if len(rows) > MOST_LINES:
        raise Refused(TOO_BIG)
    return Sheet(
        lines=[
            (number, {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell})
            for number, cells in rows
        ],
        ignored=[header for header, column in zip(headers, columns, strict=True) if header and not column],
        problems=[
            on_line(number, say("There are more cells than columns."))
            for number, cells in rows if any(cells[len(columns):])
        ],
    )


def on_line(number, sentence):
    return say("Line %(line)s: %(what)s", line=number, what=sentence)


def _columns(headers):
    """What each header means, None when it is not known."""
    columns = [COLUMNS.get(_plain(header)) for header in headers]
    if "first_name" not in columns:
        raise Refused(say("The first line must name the columns, and one of them is “voornaam”. See the example."))
    for column in filter(None, columns):
        if columns.count(column) > 1:
            twice = [header for header, meant in zip(headers, columns, strict=True) if meant == column]
            raise Refused(say("These columns mean the same: %(columns)s. Keep one.", columns=", ".join(twice)))
    if "phone" in columns and "mobile" not in columns:
        columns[columns.index("phone")] = "mobile"  # who writes down one number writes the one that is called
    return columns


def _plain(header):
    return re.sub(r"[^a-z]", "", fold(header))


def _rows(text, delimiter):
    """(line number, cells) of every row; cells have no spaces around and no line ends inside."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, number = [], 1
    try:
        for cells in reader:
            rows.append((number, [" ".join(cell.split()) for cell in cells]))
            number = reader.line_num + 1
    except csv.Error:
        raise Refused(on_line(number, say("This cannot be read. Look at the quotation marks."))) from None
    return rows


EXAMPLE = """\
voornaam;achternaam;e-mail;gsm;telefoon;talen;kan;taal;max per maand;nieuw
An;Voorbeeld;an.voorbeeld@example.org;0400 00 00 91;;nl, fr;rijbewijs;nl;2;
Omar;Voorbeeld;;0400 00 00 92;09 000 00 92;nl, arabisch;;fr;;ja
""".replace("\n", "\r\n")
