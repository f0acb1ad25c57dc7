"""Every sentence is in Dutch and French and plainly said; no reader meets a word of English."""

import ast
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from flask_babel import force_locale, ngettext
from jinja2 import Environment, nodes
from werkzeug.exceptions import HTTPException

from wvg.base import catalogues
from wvg.base.catalogues import TRANSLATED, WVG
from wvg.base.words import say_n, text
from wvg.commons.accounts.forms import SignInForm
from wvg.commons.volunteers.models import Volunteer

MARKS = {"_", "_l", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext", "say", "say_n"}
# The note for families stands there in each of its languages.
TEMPLATES = sorted(path for path in (WVG / "templates").rglob("*.html") if path.parent.name != "note")
# What stands in a template as it is: names, and how this program is called.
AS_THEY_ARE = {"Werkgroep Vluchtelingen Gent", "Werkgroep", "Vluchtelingen Gent", "WVG", "°C"}
# Dutch sentences that may be longer than 15 words, with the reason.
LONG = {}


@pytest.fixture(scope="module")
def used():
    return catalogues.used()


def translations(language):
    """(English, translation) pairs of what is translated; a plural gives a pair for each of its forms."""
    for message in catalogues.read(language):
        forms = zip(message.id, message.string, strict=True) if message.pluralizable else [(message.id, message.string)]
        yield from (pair for pair in forms if all(pair))


# The catalogues


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_of_code_and_templates_is_translated_and_no_other_is_kept(used, language):
    messages = {message.id: message for message in catalogues.read(language) if message.id}
    assert {where: msgid for msgid, where in used.items() if msgid not in messages} == {}, "run `wvg translate`"
    assert set(messages) - set(used) == set(), "run `wvg translate`"
    assert [msgid for msgid, m in messages.items() if not (all(m.string) if m.pluralizable else m.string)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_committed_files_are_as_wvg_translate_makes_them(language):
    catalogue = catalogues.read(language)
    folder = catalogues.folder(language)
    # Also refuses what is marked fuzzy, and what is left over from before.
    assert (folder / "messages.po").read_bytes() == catalogues.written(catalogue)
    assert (folder / "messages.mo").read_bytes() == catalogues.compiled(catalogue)


def test_no_sentence_is_made_while_the_program_runs():
    """A key that is not written out cannot be found, so it would stay English."""
    wrong = []
    for path in sorted(WVG.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
                # The msgid of another sentence is written out there.
                if not isinstance(node.args[0], ast.Constant) and getattr(node.args[0], "attr", "") != "msgid":
                    wrong.append(f"{path.name}:{node.lineno}")
    for path in TEMPLATES:
        for call in parsed(path).find_all(nodes.Call):
            if getattr(call.node, "name", "") in MARKS and not isinstance(call.args[0], nodes.Const):
                wrong.append(f"{path.name}:{call.lineno}")
    assert wrong == []


# The words


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_fills_in_what_the_english_fills_in(language):
    def blanks(words):
        return sorted(set(re.findall(r"%\(\w+\)s", words))), words.count("%") - len(re.findall(r"%\(\w+\)s", words))

    assert [pair for pair in translations(language) if blanks(pair[0]) != blanks(pair[1])] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_begins_and_ends_as_the_english_does(language):
    """A capital stays a capital, a full stop a full stop: the same words stand in a sentence or by themselves."""
    def shape(words):
        first = words[0]
        return first.isupper() if first.isalpha() else None, words.rstrip()[-1] if words[-1] in ".?:" else ""

    pairs = [(en, tr) for en, tr in translations(language) if None not in (shape(en)[0], shape(tr)[0])]
    assert [pair for pair in pairs if shape(pair[0]) != shape(pair[1])] == []


@pytest.mark.parametrize(
    ("language", "never"),
    [
        ("nl", r"!|\b(u|uw|uzelf|gelieve|notulen|cliënt\w*|klant\w*|ongeldig\w*|foutief|illega\w*|mobiel\w*)\b"),
        ("fr", r"!|(?<!rendez-)\b(vous|votre|vos|veuillez|invalide|incorrecte?|erroné)\b"
               r"|\b(?!chez|assez|nez|rez|rendez-vous)\w+ez\b"),
    ],
)
def test_words_that_we_never_use(language, never):
    assert [tr for _, tr in translations(language) if re.search(never, tr, re.IGNORECASE)] == []


def test_dutch_sentences_are_short():
    said = [sentence for _, tr in translations("nl") for sentence in re.split(r"(?<=[.?:])\s", tr)]
    assert [sentence for sentence in said if len(sentence.split()) > 15 and sentence not in LONG] == []


# The templates and forms


def parsed(path):
    return Environment(extensions=["jinja2.ext.i18n"]).parse(path.read_text("utf-8"))


KEPT = {"those on it"}  # a value as the database keeps it, that nobody reads


class Reader(HTMLParser):
    """What somebody reads or hears of a page."""

    def __init__(self, page):
        super().__init__()
        self.heard, self._silent = [], ""
        self.links = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        # A text to copy may be in a language of its own.
        if tag in ("script", "style") or (tag == "textarea" and ("lang", "en") in attributes):
            self._silent = tag
        for name, value in attributes:
            if value and (name in ("aria-label", "title", "alt", "placeholder") or name.startswith("data-")):
                self.heard.append(value)
            if name == "href" and tag == "a":
                self.links.append(value)

    def handle_endtag(self, tag):
        self._silent = "" if tag == self._silent else self._silent

    def handle_data(self, words):
        if not self._silent:
            self.heard.append(" ".join(words.split()))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_says_nothing_that_is_not_translated(path):
    tree = parsed(path)
    reader = Reader("".join(part.data for part in tree.find_all(nodes.TemplateData)))
    # A macro may give only attributes, or a part of one.
    words = [heard.strip(" –·,.:()") for heard in reader.heard if re.search(r"[^\W\d_]", heard) and '="' not in heard]
    assert set(words) - AS_THEY_ARE == set()
    said = [const.value for const in spoken(tree) if re.match(r"[A-Z][a-z]|[a-z]+ [a-z]+ [a-z]+$", const.value)]
    assert set(said) - KEPT == set()


def spoken(node):
    """The strings in expressions that are not marked for translation, and not only compared with."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Compare):
            continue
        if isinstance(child, nodes.Const) and isinstance(child.value, str):
            yield child
        elif not (isinstance(child, nodes.Call) and getattr(child.node, "name", "") in MARKS):
            yield from spoken(child)


def test_a_form_says_nothing_that_is_not_translated():
    wrong = []
    for path in sorted(WVG.rglob("forms*.py")):
        tree = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        silent = {id(node.value) for node in tree if isinstance(node, ast.Expr)}  # docstrings
        calls = [node for node in tree if isinstance(node, ast.Call)]
        silent |= {id(part) for call in calls if getattr(call.func, "id", "") in MARKS for part in call.args}
        fields = [node.value for kind in tree if isinstance(kind, ast.ClassDef)
                  for node in kind.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)]
        labels = {id(call.args[0]) for call in fields if call.args}
        for node in tree:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent \
                    and node.value not in KEPT and (id(node) in labels or re.search(r"[a-z] [a-z]", node.value)):
                wrong.append(f"{path.parent.name}/{path.name}:{node.lineno} {node.value}")
    assert wrong == []


# The pages


def english(language):
    """Patterns of the English sentences of two words or more that are said otherwise in `language`."""
    for en, tr in translations(language):
        if len(en.split()) > 1 and en != tr:
            pattern = re.sub(r"%\\\(\w+\\\)s", ".{1,80}?", re.escape(en))
            # Next to a blank only, "%(name)s is told." would find too much.
            if re.search(r"[A-Za-z]+ [A-Za-z]+", re.sub(r"%\(\w+\)s", "0", en)):
                yield re.compile(rf"(?<!\w){pattern}(?!\w)")


def pages(app, browser):
    """All pages somebody reaches by links, two of each kind at most: (address, what is read on it)."""
    seen, waiting = {}, ["/", *(rule.rule for rule in app.url_map.iter_rules() if not rule.arguments)]
    while waiting:
        address = waiting.pop()
        parts = urlsplit(address)
        try:
            endpoint, _ = app.url_map.bind("").match(parts.path)
        except HTTPException:
            continue
        if endpoint == "people.note":  # in the languages of the families
            continue
        kind = (endpoint, parts.query.split("=")[0])
        if address in seen.get(kind, []) or len(seen.get(kind, [])) == 2:
            continue
        seen.setdefault(kind, []).append(address)
        answer = browser.get(address)
        if answer.mimetype != "text/html" or answer.status_code in (302, 303):
            continue
        reader = Reader(answer.text)
        yield address, " ".join(" ".join(reader.heard).split())
        waiting += [link for link in reader.links if link.startswith("/")]


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("name", ["bart", "katrien", None])
def test_no_page_holds_english_for_a_reader_of_another_language(app, as_person, browser, language, name):
    Volunteer.update(language=language).execute()
    if name:
        browser = as_person(name)
    else:
        browser.post("/language", {"language": language})
    patterns = list(english(language))
    found, many = {}, 0
    for address, heard in pages(app, browser):
        many += 1
        left = [pattern.pattern for pattern in patterns if pattern.search(heard)]
        if left:
            found[address] = left
    assert found == {}
    assert many > (10 if name else 3)


# English needs no catalogue


def test_english_is_read_without_a_catalogue(app, as_person):
    Volunteer.update(language="en").execute()
    page = as_person("rita").get("/rounds/").text
    assert "Print the roster" in page and "places are still open in these 4 weeks." in page
    with app.test_request_context(), force_locale("en"):
        assert ngettext("%(num)s place is still open in these 4 weeks.",
                        "%(num)s places are still open in these 4 weeks.", 1).startswith("1 place is")
        assert text(say_n("in %(n)s day", "in %(n)s days", 1)) == "in 1 day"
        assert text(say_n("in %(n)s day", "in %(n)s days", 0)) == "in 0 days"


def test_none_is_plural_in_dutch_and_singular_in_french(app):
    with app.test_request_context():
        for language, none in (("nl", "over 0 dagen"), ("fr", "dans 0 jour")):
            with force_locale(language):
                assert text(say_n("in %(n)s day", "in %(n)s days", 0)) == none


@pytest.mark.parametrize(("language", "said"), [("nl", "karakters"), ("fr", "caractères"), ("en", "characters")])
def test_what_wtforms_says_itself_is_in_the_language_of_the_reader(app, language, said):
    with app.test_request_context(method="POST", data={"login": "x" * 201, "password": "x"}), force_locale(language):
        form = SignInForm()
        assert not form.sent()
        assert said in str(form.login.errors[0])
