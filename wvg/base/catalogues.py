"""The Dutch and French catalogues: kept in step with the code by `wvg translate`.

A catalogue holds the English sentences that code and templates use now, in alphabetical order and without
dates or line numbers, so that a change in it is a change of words. What is new comes in without a translation;
nothing is guessed.
"""

from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WVG = Path(__file__).parents[1]
TRANSLATED = ("nl", "fr")
KEYWORDS = {
    "_": None, "_l": None, "gettext": None, "lazy_gettext": None, "say": None,
    "ngettext": (1, 2), "lazy_ngettext": (1, 2), "say_n": (1, 2),
}  # fmt: skip
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
OPTIONS = {"templates/**.html": {"silent": "false"}, "templates/**.txt": {"silent": "false"}}


class Catalogue(Catalog):
    """With only what readers of the file need in its header: no dates, no versions."""

    mime_headers = property(lambda self: [
        ("Language", self.locale_identifier), ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", self.plural_forms),
    ])


def used():
    """The sentences of code and templates: {msgid or (singular, plural): the file and line of one use}."""
    found = extract_from_dir(str(WVG), METHODS, OPTIONS, keywords=KEYWORDS)
    return {msgid: f"{file}:{line}" for file, line, msgid, _, _ in found}


def folder(language):
    return WVG / "translations" / language / "LC_MESSAGES"


def read(language):
    """The catalogue as it stands in the .po file; an empty one when there is none yet."""
    path = folder(language) / "messages.po"
    messages = read_po(BytesIO(path.read_bytes() if path.exists() else b""), locale=language)
    return made(language, {message.id: message.string for message in messages if message.id})


def made(language, translations):
    """A catalogue of {msgid: translation or, for a plural, translations}."""
    catalogue = Catalogue(language, header_comment="# Kept by `wvg translate`; write only between the quotes"
                          " after msgstr.", fuzzy=False)
    for msgid, translation in translations.items():
        catalogue.add(msgid, translation or "")
    return catalogue


def written(catalogue):
    """The bytes of the .po file."""
    file = BytesIO()
    write_po(file, catalogue, width=110, no_location=True, sort_output=True)
    return file.getvalue()


def compiled(catalogue):
    """The bytes of the .mo file."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def update():
    """Bring .po and .mo files in step with the code: {language: sentences still to be translated}."""
    todo = {}
    sentences = used()
    for language in TRANSLATED:
        old = {message.id: message.string for message in read(language)}
        catalogue = made(language, {msgid: old.get(msgid, "") for msgid in sentences})
        folder(language).mkdir(parents=True, exist_ok=True)
        (folder(language) / "messages.po").write_bytes(written(catalogue))
        (folder(language) / "messages.mo").write_bytes(compiled(catalogue))
        todo[language] = [m.id for m in catalogue if m.id and not all(m.string if m.pluralizable else [m.string])]
    return todo
