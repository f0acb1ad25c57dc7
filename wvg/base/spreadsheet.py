"""Tables for spreadsheet programs: made so that a Dutch or French one opens them by itself, and read back."""

import csv
import io
import re
from dataclasses import dataclass, field

from wvg.base.db import Model, database
from wvg.base.errors import Invalid, Refused
from wvg.base.words import Sentence, fold, say

FORMULA = tuple("=+-@＝＋－＠")


def spreadsheet(rows):
    """The bytes of a CSV file: UTF-8 with BOM, semicolons, lines that end with CR LF; rows are lists of str.

    A cell that a program would take for a formula (CWE-1236: it begins with = + - @, also full-width, tab or CR)
    gets a ' before it; all are quoted, so that a program that splits at commas finds none inside either.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return written.getvalue().encode("utf-8-sig")


def _harmless(cell):
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(("\t", "\r")) else cell


# Reading what was saved from a spreadsheet (RFC 4180, and what Excel makes of it)

MOST_LINES = 2000
BIGGEST = 400_000  # bytes; a form field of 500,000 would be refused when the preview sends it back
NO_TEXT = say("This is not a CSV file. Save the list as “CSV UTF-8” in your spreadsheet first.")
TOO_BIG = say("This file is too big. Make parts of at most %(n)s lines.", n=MOST_LINES)


@dataclass
class Sheet:
    """lines: (number of the line in the file, {column: text, never empty}); ignored: headers that are not known."""

    lines: list[tuple[int, dict[str, str]]]
    ignored: list[str]
    problems: list[Sentence]


@dataclass
class Change:
    """What a line does: the row it means (None: a new one), and the values that are its from now on.

    before: what stood there, for each of `values` of a known one.
    """

    line: int
    name: str
    values: dict
    row: Model | None = None
    before: dict = field(default_factory=dict)


@dataclass
class Import:
    """What a list does: changes of something new and of something known, and how many lines change nothing."""

    new: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    same: int = 0
    ignored: list[str] = field(default_factory=list)
    problems: list[Sentence] = field(default_factory=list)

    def sort(self, change):
        """Put a Change where it belongs."""
        if change.row is None:
            self.new.append(change)
        elif change.values:
            self.changed.append(change)
        else:
            self.same += 1

    @property
    def sentence(self):
        return say("%(new)s new, %(changed)s changed, %(same)s the same.",
                   new=len(self.new), changed=len(self.changed), same=self.same)


class Columns:
    """What the columns of a list may be called.

    headers: {column: names, as `plain` makes them, with spaces between}; needed: one of these columns must be there,
    else `missing` is said.
    """

    def __init__(self, headers, needed, missing):
        self.meant = {name: column for column, names in headers.items() for name in names.split()}
        self.needed, self.missing = needed, missing

    def of(self, header):
        """The column that a header means; None when it is not known."""
        name = plain(header)
        return self.meant.get(name) or self.meant.get(re.sub("[0-9]", "", name))

    def all_of(self, headers):
        """What each header means. Raises Refused."""
        columns = [self.of(header) for header in headers]
        if not set(self.needed) & set(columns):
            raise Refused(self.missing)
        for column in filter(None, columns):
            if columns.count(column) > 1:
                twice = [header for header, meant in zip(headers, columns, strict=True) if meant == column]
                raise Refused(say("These columns mean the same: %(columns)s. Keep one.", columns=", ".join(twice)))
        return columns


def decoded(content, otherwise=NO_TEXT):
    """The text of a file's bytes: UTF-8, or else Windows-1252. Raises Refused(otherwise) when it is no text."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(otherwise)


def read(text, known, nobody):
    """The Sheet in a text, by the Columns `known`. Raises Refused with one sentence; `nobody` when there is no line."""
    if any(sign < " " and sign not in "\t\r\n" for sign in text):
        raise Refused(NO_TEXT)
    if len(text.encode()) + text.count("\n") > BIGGEST:
        raise Refused(TOO_BIG)
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=lambda sign: sum(known.of(cell) is not None for cell in first_line.split(sign)))
    rows = [(number, cells) for number, cells in _rows(text, delimiter) if any(cells)]
    if not rows:
        raise Refused(say("This file is empty."))
    headers = rows.pop(0)[1]
    columns = known.all_of(headers)
    if not rows:
        raise Refused(nobody)
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


def look(sheet, values_of, change_of):
    """The Import that a Sheet would be.

    values_of(texts): (values, problems) of a line; change_of(line, values): its Change, raises Invalid.
    """
    found = Import(ignored=sheet.ignored, problems=list(sheet.problems))
    for line, texts in sheet.lines:
        values, problems = values_of(texts)
        if not problems:
            try:
                found.sort(change_of(line, values))
            except Invalid as invalid:
                problems = [invalid.sentence]
        found.problems += [on_line(line, problem) for problem in problems]
    return found


def bring_in(look, rules, by, now):
    """Do with `rules` (their add and change) what `look()` finds, unless there is a problem; its Import."""
    try:
        with database.atomic():
            found = look()
            if not found.problems:
                for change in found.new:
                    rules.add(change.values, by, now)
                for change in found.changed:
                    rules.change(change.row.id, change.row.version, change.values, by, now)
    except Invalid as invalid:
        # Two addresses that only the database takes for one, such as É@… and é@…: nothing was written.
        found.problems.append(on_line(change.line, invalid.sentence))
    return found


def on_line(number, sentence):
    return say("Line %(line)s: %(what)s", line=number, what=sentence)


def plain(header):
    """Without capitals, accents, spaces and points."""
    return re.sub(r"[^a-z0-9]", "", fold(header))


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
