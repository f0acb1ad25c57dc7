"""The office: the app on a copy of an instance folder, and volunteers at its PC, without JavaScript."""

import html
import re
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime

from itsdangerous import URLSafeTimedSerializer

from wvg import demo
from wvg.app import create_app
from wvg.base import clock, db
from wvg.commons.accounts import rules
from wvg.commons.accounts.models import Account

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@contextmanager
def running(template, folder, environ=None):
    """The app on a copy of a template folder, with a connection for the test itself to look."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    app = create_app(folder, environ=environ or {})
    app.testing = True
    db.database.connect(reuse_if_open=True)
    yield app
    db.database.close()


class Browser:
    """A volunteer at the office PC, without JavaScript: reads forms as they stand and posts them back."""

    def __init__(self, app):
        self.app, self.client = app, app.test_client()

    def get(self, path, **more):
        return self._outside(self.client.get, path, **more)

    def post(self, path, data=None, token=None, **more):
        """Post with the form token of this browser's session."""
        data = {"csrf_token": self.token() if token is None else token, **(data or {})}
        return self._outside(self.client.post, path, data=data, **more)

    def htmx(self, path, data=None, **headers):
        return self.post(path, data, headers={"HX-Request": "true", **headers})

    def token(self):
        page = self.get("/more")
        if page.status_code != 200:
            page = self.get("/sign-in")
        return re.search(r'name="csrf-token" content="([^"]+)"', page.text)[1]

    def sign_in(self, name, password=demo.PASSWORD):
        answer = self.post("/sign-in", {"login": name, "password": password})
        assert answer.status_code == 303, answer.text
        return self

    @staticmethod
    def _outside(method, *args, **kwargs):
        # The request opens and closes its own connection; the test keeps one for looking.
        db.database.close()
        try:
            return method(*args, **kwargs)
        finally:
            db.database.connect(reuse_if_open=True)


def send(browser, path, **parts):
    """Post a form with a file, as bytes that are ready: the test client leaves its own temporary file open."""
    line = b"--------limit"
    body = b""
    for name, content in {"csrf_token": browser.token(), **parts}.items():
        filename = b'; filename="list.csv"' if name == "file" else b""
        content = content.encode() if isinstance(content, str) else content
        head = b'Content-Disposition: form-data; name="' + name.encode() + b'"' + filename
        body += line + b"\r\n" + head + b"\r\n\r\n" + content + b"\r\n"
    return browser._outside(
        browser.client.post, path, data=body + line + b"--\r\n",
        content_type="multipart/form-data; boundary=" + line[2:].decode(),
    )


def text_of(page):
    """The text of a file that goes along in a page."""
    return html.unescape(re.search(r'name="text" value="(.*?)">', page.text, re.S)[1])


def sign_in_quietly(browser, name):
    """Sign in, not through the door: argon2 takes a sixth of a second, and tests/accounts goes through it.

    The form token of the session.
    """
    token, form_secret = rules.open_session(Account.get(Account.user_name == name), clock.now())
    with browser.client.session_transaction() as cookie:
        cookie.update({"_user_id": token, "_fresh": True, "csrf_token": form_secret})
    db.database.connect(reuse_if_open=True)
    return URLSafeTimedSerializer(browser.app.secret_key, salt="wtf-csrf-token").dumps(form_secret)
