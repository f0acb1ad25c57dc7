"""The cookie: only a token, not for scripts, not for other sites, gone with the window."""

import base64
import zlib

import pytest
from door import account, another, enter, who

from wvg import demo
from wvg.app import create_app
from wvg.base import db
from wvg.commons.accounts.models import Session

HTTPS = "https://wvg.example"


def cookies(answer):
    return {line.partition("=")[0]: [part.strip() for part in line.split(";")[1:]]
            for line in answer.headers.getlist("Set-Cookie")}


def test_the_cookie_before_signing_in_opens_nothing_after_it(browser):
    browser.get("/sign-in")
    before = browser.client.get_cookie("wvg").value
    enter(browser, "rita")
    after = browser.client.get_cookie("wvg").value
    assert before != after
    fixed = another(browser)
    fixed.client.set_cookie("wvg", before)
    assert who(fixed) is None


def test_a_cookie_that_was_put_there_is_replaced_when_somebody_signs_in(browser, as_person):
    luc = as_person("luc")
    planted = luc.client.get_cookie("wvg").value
    browser.client.set_cookie("wvg", planted)
    enter(browser, "rita")
    assert who(browser) == "Rita"
    assert browser.client.get_cookie("wvg").value != planted
    assert who(luc) is None


@pytest.mark.parametrize("path", ["/sign-in", "/signed-out.css"])
def test_without_https(browser, path):
    found = cookies(browser.get(path))
    assert found
    for parts in found.values():
        assert "HttpOnly" in parts and "SameSite=Lax" in parts and "Path=/" in parts
        assert not [part for part in parts if part.lower().startswith(("max-age", "expires", "domain", "secure"))]


@pytest.mark.parametrize("path", ["/sign-in", "/signed-out.css"])
def test_over_https_only_there_and_only_this_host(browser, app, tmp_path, path):
    db.database.close()
    safe = type(browser)(create_app(tmp_path, environ={"WVG_BASE_URL": HTTPS}))
    found = cookies(safe.get(path, base_url=HTTPS))
    assert found and all(name.startswith("__Host-") for name in found)
    for parts in found.values():
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(parts)
        assert not [part for part in parts if part.lower().startswith(("max-age", "expires", "domain"))]


def test_signing_in_gives_the_same_kind_of_cookie(browser):
    parts = cookies(enter(browser, "rita"))["wvg"]
    assert "HttpOnly" in parts and not [p for p in parts if p.lower().startswith(("max-age", "expires"))]


def test_the_database_holds_only_hashes(browser, tmp_path):
    enter(browser, "rita")
    with browser.client.session_transaction() as cookie:
        secrets = [cookie["_user_id"], cookie["csrf_token"]]
    db.database.connect(reuse_if_open=True)
    session = Session.get(Session.account == account("rita"))
    assert not {session.token_hash, session.form_hash} & set(secrets)
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("wvg.db*"))
    assert session.token_hash.encode() in stored
    for secret in [*secrets, demo.PASSWORD]:
        assert secret.encode() not in stored


def test_the_cookie_holds_no_name_and_no_address(browser):
    enter(browser, "rita")
    value = browser.client.get_cookie("wvg").value
    body = value.removeprefix(".").split(".")[0]
    plain = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    plain = zlib.decompress(plain) if value.startswith(".") else plain
    assert b"token" in plain
    assert b"ita" not in plain.lower() and b"127.0" not in plain


def test_a_cookie_changed_by_hand_opens_nothing(as_person):
    rita = as_person("rita")
    value = rita.client.get_cookie("wvg").value
    rita.client.set_cookie("wvg", ("A" if value[0] != "A" else "B") + value[1:])
    assert rita.get("/").status_code == 303
