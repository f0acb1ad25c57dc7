"""What tests about families need: one by its code name, and a form as it stands on its page."""

import re
from html.parser import HTMLParser
from pathlib import Path

from wvg.commons.people import queries
from wvg.commons.people.models import Household


def named(code_name):
    return Household.get(Household.code_name == code_name)


def words(code_name):
    return queries.details(named(code_name))


def page_of(code_name, more=""):
    return f"/people/{named(code_name).id}{more}"


class _Fields(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.fields, self._select, self._area = {}, None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        if tag == "input" and of.get("name") and of.get("type") != "file":
            if of.get("type") not in ("checkbox", "radio"):
                self.fields[of["name"]] = of.get("value", "")
            elif "checked" in of:
                self.fields.setdefault(of["name"], []).append(of.get("value", "y"))
        elif tag == "select":
            self._select = of["name"]
        elif tag == "option" and self._select and "selected" in of:
            self.fields[self._select] = of["value"]
        elif tag == "textarea":
            self._area = of["name"]
            self.fields[self._area] = ""

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.fields[self._area], self._area = self.fields[self._area].removeprefix("\n").rstrip("\r"), None
        elif tag == "select":
            self._select = None

    def handle_data(self, data):
        if self._area:
            self.fields[self._area] += data


def fields(page):
    """{name: value, or list of ticked ones} of the first form in the page itself that is posted."""
    main = page.text.split("<main")[1].split("</main")[0]
    form = re.search(r'<form method="post"(?!.*me__out).*?</form>', main, re.S)[0]
    return {name: value for name, value in _Fields(form).fields.items() if name != "csrf_token"}


def break_seal(code_name):
    """Flip one bit of the blob."""
    row = named(code_name)
    blob = bytearray(row.sealed)
    blob[-1] ^= 1
    Household.update(sealed=bytes(blob)).where(Household.id == row.id).execute()


def bytes_on_disk(app):
    """All that stands in the database file and its log."""
    folder = Path(app.instance_path)
    return b"".join(path.read_bytes() for path in folder.glob("wvg.db*"))
