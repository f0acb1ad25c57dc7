"""The server and the browser windows of these tests."""

import os
import shutil
import threading
from contextlib import contextmanager

import waitress
from waitress import wasyncore

from wvg.base import clock
from wvg.commons.accounts import rules
from wvg.commons.accounts.models import Account

NO_LIBICAL = "no libical: install libical3"
CHROMIUM = os.environ.get("WVG_CHROMIUM") or shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
# Playwright switches it off, and then no test of the Back button proves anything.
MEMORY_OF_PAGES = "--disable-back-forward-cache"


def launch(playwright, *arguments):
    return playwright.chromium.launch(
        executable_path=CHROMIUM, args=[*ARGUMENTS, *arguments], ignore_default_args=[MEMORY_OF_PAGES]
    )


class Site:
    """The app behind waitress, as `wvg serve` does it. A test may put something else at an address."""

    def __init__(self, app):
        app.config["CATCH_ALL"] = True
        self.app, self.instead, self.without_cookie = app, {}, set()
        self.start()
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self, port=0):
        self.server = waitress.create_server(self.answer, host="127.0.0.1", port=port, threads=8, ident=None)
        self.port = self.server.effective_port
        self.thread = threading.Thread(target=self.server.run)
        self.thread.start()

    def stop(self):
        self.server.trigger.pull_trigger(lambda: wasyncore.close_all(self.server._map, ignore_all=True))
        self.thread.join()
        self.server.task_dispatcher.shutdown()

    def answer(self, environ, start_response):
        path = environ["PATH_INFO"]
        name = path.rsplit("/", 1)[-1]
        if name in self.instead:
            mimetype, text = self.instead[name]
            start_response("200 OK", [("Content-Type", mimetype), ("Cache-Control", "no-store")])
            return [text.encode()]

        def without_cookie(status, headers, *more):
            if path in self.without_cookie:
                headers = [(name, value) for name, value in headers if name != "Set-Cookie"]
            return start_response(status, headers, *more)

        return self.app(environ, without_cookie)


STORED = """async () => ({
  local: localStorage.length, session: sessionStorage.length,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length, readable: document.cookie.length,
})"""


class Chrome:
    """Opens browser windows on the site, and watches all of them.

    `troubles` is what went wrong in them; `expected` the statuses (4xx) that a test asks for.
    """

    def __init__(self, browser, site):
        self.browser, self.site, self.contexts = browser, site, []
        self.troubles, self.expected = [], set()

    def __call__(self, name=None, width=1366, height=768, **more):
        """A new window, as if on a computer of its own; with `name` that person is signed in already."""
        context = self.browser.new_context(
            base_url=self.site.address, viewport={"width": width, "height": height}, reduced_motion="reduce", **more
        )
        context.set_default_timeout(8000)
        self.contexts.append(context)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.troubles.append(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)
        if name:
            self.sign_in(context, name)
        return context.new_page()

    def sign_in(self, context, name):
        """Not through the door: argon2 takes a sixth of a second each time."""
        app = self.site.app
        token, form_secret = rules.open_session(Account.get(Account.user_name == name), clock.now())
        cookie = {"_user_id": token, "_fresh": True, "csrf_token": form_secret}
        context.add_cookies([{
            "name": app.config["SESSION_COOKIE_NAME"], "url": self.site.address, "httpOnly": True, "sameSite": "Lax",
            "value": app.session_interface.get_signing_serializer(app).dumps(cookie),
        }])

    def _console(self, message):
        if message.type not in ("error", "warning"):
            return
        if any(f"the server responded with a status of {status} " in message.text for status in self.expected):
            return
        self.troubles.append(f"{message.page.url if message.page else ''}: {message.type}: {message.text}")

    def _request(self, request):
        if not request.url.startswith(self.site.address + "/"):
            self.troubles.append(f"asked another site: {request.url}")

    def _response(self, response):
        if response.status >= 500:
            self.troubles.append(f"{response.status}: {response.url}")

    def close(self):
        for context in self.contexts:
            for page in context.pages:
                if page.url.startswith(self.site.address):
                    kept = {name: n for name, n in page.evaluate(STORED).items() if n}
                    if kept:
                        self.troubles.append(f"{page.url} left something in the browser: {kept}")
            context.close()


@contextmanager
def watched(browser, site):
    chrome = Chrome(browser, site)
    try:
        yield chrome
    finally:
        chrome.close()
    assert not chrome.troubles, chrome.troubles
