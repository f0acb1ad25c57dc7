"""A table that a Dutch or French spreadsheet program opens by itself."""

import csv
import io


def spreadsheet(rows):
    """The bytes of a CSV file: UTF-8 with BOM, semicolons, lines that end with CR LF; rows are lists of str.

    A cell that a program would take for a formula (CWE-1236: it begins with = + - @, tab or CR) gets a ' before it.
    """
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows([[_harmless(cell) for cell in row] for row in rows])
    return written.getvalue().encode("utf-8-sig")


def _harmless(cell):
    return f"'{cell}" if cell.lstrip().startswith(("=", "+", "-", "@")) or cell.startswith(("\t", "\r")) else cell
