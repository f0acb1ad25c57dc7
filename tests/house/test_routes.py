"""Every route says who may open it; every form carries its token."""

import re
from pathlib import Path

import pytest

from wvg.base.access import permissions

TEMPLATES = Path(__file__).parent.parent.parent / "wvg" / "templates"
OPEN = {
    "static", "accounts.sign_in", "accounts.sign_out", "accounts.signed_out", "accounts.signed_out_css",
    "accounts.language", "accounts.start", "accounts.first_admin", "accounts.forgotten", "feeds.read", "board.show",
}


def test_every_route_declares_who_may(app):
    for rule in app.url_map.iter_rules():
        access = getattr(app.view_functions[rule.endpoint], "access", None)
        assert access is not None, f"{rule.rule} has no @needs and no @public"
        assert isinstance(access, str) or permissions[access.name] is access


def test_only_these_routes_are_open(app):
    found = {
        rule.endpoint for rule in app.url_map.iter_rules()
        if isinstance(app.view_functions[rule.endpoint].access, str)
    }
    assert found == OPEN


def test_who_is_not_signed_in_comes_nowhere_else(app, browser):
    tried = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN:
            continue
        path = rule.build({name: 1 for name in rule.arguments})[1] if rule.arguments else rule.rule
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            if method == "GET":
                answer = browser.get(path)
                assert answer.status_code == 303 and "/sign-in" in answer.location, path
            else:
                answer = browser.post(path)
                assert answer.status_code == 303 and "/sign-in" in answer.location, path
            part = browser.get(path, headers={"HX-Request": "true"}) if method == "GET" else browser.htmx(path)
            assert part.status_code == 401 and "/sign-in" in part.headers["HX-Redirect"], path
            tried += 1
    assert tried > 20


def test_a_post_without_its_token_changes_nothing(app, as_person, browser):
    from wvg.base.db import database

    bart = as_person("bart")
    acts = "SELECT COUNT(*) FROM act"
    before = database.execute_sql(acts).fetchone()
    for rule in app.url_map.iter_rules():
        if "POST" not in rule.methods:
            continue
        path = rule.build({name: "1" if "int" not in rule.rule else 1 for name in rule.arguments})[1]
        for who in (bart, browser):
            answer = who.post(path, token="")
            assert answer.status_code in (400, 303, 403), (path, answer.status_code)
            if answer.status_code == 303:
                assert "/sign-in" in answer.location
    assert database.execute_sql(acts).fetchone() == before


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: p.relative_to(TEMPLATES).as_posix())
def test_every_form_that_posts_holds_a_token(path):
    text = path.read_text()
    for form in re.findall(r"<form\b.*?</form>", text, re.S):
        opening = form[: form.index(">") + 1]
        if "method=\"post\"" in opening or "press(" in opening:
            assert "token()" in form, form[:120]
        else:
            assert "method=\"get\"" in opening, f"a form without a method: {opening}"


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: p.relative_to(TEMPLATES).as_posix())
def test_no_template_does_what_the_policy_refuses(path):
    text = path.read_text()
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert not re.search(r"hx-on|js:|hx-boost|\|\s*safe", text)
    assert not re.search(r"https?://", text)
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script


def test_every_part_that_is_swapped_has_a_root_id():
    for name in ("planning/_activity.html", "planning/_place.html", "rounds/_strip.html", "rounds/_lead.html",
                 "rounds/_later.html", "rounds/_freshen.html"):
        text = re.sub(r"\{% macro.*?endmacro %\}", "", (TEMPLATES / name).read_text(), flags=re.S)
        text = re.sub(r"\{[%#].*?[%#]\}", "", text, flags=re.S)
        assert re.match(r"\s*<\w+[^>]*\sid=\"", text), name
