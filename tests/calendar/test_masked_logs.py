"""No secret of an address stands in a log: not when a server writes down where it went wrong, nor in its story."""

import base64
import hashlib
import http.client
import logging
import threading

import pytest
from waitress import wasyncore

from wvg import cli
from wvg.base import db, masked
from wvg.commons.calendar.feeds import queries

SECRET = base64.urlsafe_b64encode(hashlib.sha256(b"wvg").digest()).decode().rstrip("=")
PATHS = [f"/calendar/feeds/{SECRET}.ics", f"/calendar/board/{SECRET}", f"/first/{SECRET[:32]}"]


class Pages:
    """What is written in a log, as a handler of a stranger writes it."""

    def __init__(self):
        self.text, self.handler = "", logging.Handler()
        self.handler.setFormatter(logging.Formatter("%(name)s %(message)s %(args)s"))
        self.handler.emit = self._write

    def _write(self, record):
        self.text += self.handler.format(record) + repr(record.__dict__)


@pytest.fixture
def log():
    pages = Pages()
    logging.getLogger().addHandler(pages.handler)
    yield pages
    logging.getLogger().removeHandler(pages.handler)


def ask(app, path):
    """Ask this of a real server, as `wvg serve` makes it; the status."""
    db.database.close()
    server = cli.listening(app, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        connection = http.client.HTTPConnection("127.0.0.1", server.effective_port, timeout=10)
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
        thread.join()
        server.task_dispatcher.shutdown()


@pytest.mark.parametrize("path", PATHS, ids=["feed", "board", "first"])
def test_a_server_that_writes_down_what_went_wrong_leaves_the_secret_out(app, log, path):
    def broken(environ, _start_response):
        raise RuntimeError(f"no answer for {environ['PATH_INFO']}")

    app.wsgi_app = broken
    assert ask(app, path) == 500
    assert "waitress" in log.text and "Exception while serving" in log.text and "RuntimeError" in log.text
    assert path.rpartition("/")[0] in log.text and SECRET[:20] not in log.text


def test_a_mistake_of_ours_leaves_it_out_too(app, log, monkeypatch):
    def broken(secret):
        raise LookupError(f"nothing for {secret}")

    monkeypatch.setattr(queries, "behind", broken)
    app.config["CATCH_ALL"] = True
    assert ask(app, PATHS[0]) == 500
    assert "unexpected error" in log.text and "LookupError: nothing for …" in log.text and SECRET not in log.text


def test_what_is_filled_in_is_masked_whatever_it_is(app, log):
    app.logger.warning("read %s and %r by %d", PATHS[0], {"path": PATHS[1]}, 7)
    app.logger.warning("a line with too few %s %s", PATHS[0])
    app.logger.warning("the stack of %s", PATHS[2], stack_info=True)
    assert SECRET[:20] not in log.text and "by 7" in log.text


def test_other_words_stay_as_they_are():
    for said in ("/calendar/phone", "/rounds/?week=2026-W48", "Exception while serving /calendar/month", "x" * 200,
                 "activity-7@wvg.example.org"):
        assert masked.masked(said) == said
    assert masked.masked(f"GET {PATHS[0]} HTTP/1.1") == "GET /calendar/feeds/… HTTP/1.1"
    assert masked.masked(f"token {SECRET}, again") == "token …, again"


def test_many_apps_mask_once(app, empty_app):
    assert logging.getLogger("waitress").filters.count(masked.mask) == 1
