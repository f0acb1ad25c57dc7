"""A table that a Dutch or French spreadsheet program opens by itself."""

import csv
import io

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
