"""Whatever is sent to whatever address, by whoever: never a 500. (In tests an exception is raised, not hidden.)"""

import os
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import Browser, running, sign_in_quietly

from wvg.base import clock, db

ROLES = [None, "rita", "bart", "katrien", "fatiha", "marijke", "jonas"]
WVG = Path(__file__).parents[2] / "wvg"
EXAMPLES = int(os.environ.get("WVG_EXAMPLES", "150"))  # a role

odd = st.sampled_from([
    "", "0", "-1", "1", "2", "12", "999999999", "99999999999999999999999999", "1e9", "NaN", "²", "١٢", "null",
    "'", "\"",
    "<script>alert(1)</script>", "{{7*7}}", "%s%n", "../../etc/passwd", "\x00", "\r\nX: y", "24/11", "31/2/2026",
    "24/11/99999", "0001-01-01", "9999-12-31", "25.61", "18u30", "1" * 5000, "é" * 300, "\u202e", "=1+1", "y", "on",
    "2026-W53", "2025-W53", "9999-W52", "0001-W01", "open", "mine", "nl", "//evil.example", "weekly", "place", "ask",
    "bread", "+32470123456", "a@b", "rounds", "volunteer", "admin",
])
anything = st.one_of(odd, st.text(max_size=30))


@pytest.fixture(scope="module")
def house(templates, tmp_path_factory):
    """One app for all examples, with the field names of every form there is."""
    from datetime import UTC, datetime

    with clock.standing_still(datetime(2026, 11, 24, 9, 0, tzinfo=UTC)), running(
        templates["demo"], tmp_path_factory.mktemp("any")
    ) as app:
        asked = re.compile(r"""request\.(?:args|values|form)(?:\.get\(|\[)["']([\w-]+)""")
        names = {"csrf_token", "back", "next"} | {
            name for path in WVG.rglob("*.py") for name in asked.findall(path.read_text("utf-8"))
        }
        assert {"from", "for", "week", "show", "month", "language"} <= names
        for role in ROLES:
            browser = Browser(app)
            if role:
                sign_in_quietly(browser, role)
            for rule in app.url_map.iter_rules():
                if "GET" in rule.methods and rule.endpoint != "static":
                    page = browser.get(address(rule, "1")).text
                    names |= set(re.findall(r'name="([\w-]+)"', page))
        yield app, sorted(names)


def address(rule, value):
    """A path of this rule with `value` in its variable parts."""
    path = rule.rule.replace("<group>", "rounds") if value.isdecimal() else rule.rule
    path = re.sub(r"<int:\w+>", quote(value, safe="") if value.isdecimal() else "1", path)
    return re.sub(r"<[^>]+>", quote(value, safe="") or "x", path)


@pytest.mark.parametrize("role", ROLES)
@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_nothing_that_is_sent_breaks_anything(house, role, data):
    app, names = house
    rules = sorted((r for r in app.url_map.iter_rules() if r.endpoint != "static"), key=lambda rule: rule.rule)
    rule = data.draw(st.sampled_from(rules))
    browser = Browser(app)
    token = sign_in_quietly(browser, role) if role else None
    path = address(rule, data.draw(anything))
    fields = data.draw(st.dictionaries(st.sampled_from(names), anything, max_size=12))
    htmx = {"HX-Request": "true"} if data.draw(st.booleans()) else {}
    if "POST" in rule.methods and data.draw(st.booleans()):
        fields.pop("csrf_token", None)
        answer = browser.post(path, fields, token=token, headers=htmx)
    else:
        answer = browser.get(path, query_string=fields, headers=htmx)
    assert answer.status_code < 500, (path, fields)
    assert "Traceback" not in answer.text
    if not db.database.is_closed():
        assert not db.database.in_transaction()


def test_numbers_too_big_for_any_row_are_unknown(as_person):
    bart = as_person("bart")
    for path in ("/seats/{}/assignment", "/rounds/series/{}", "/activities/{}/cancellation"):
        for number in ("999999999", "99999999999999999999999"):
            assert bart.get(path.format(number)).status_code == 404
    assert bart.post("/seats/99999999999999999999999/sign-up").status_code == 404
