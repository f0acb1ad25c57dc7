"""Behind a proxy every visitor keeps an address of their own; without one nobody can make up theirs."""

import http.client
import threading

import pytest
from waitress import wasyncore

from wvg import cli
from wvg.app import create_app
from wvg.base import db
from wvg.base.settings import WrongSetting, load


@pytest.fixture
def addresses(app, tmp_path):
    """A function: the addresses that the program sees of visitors who say they come from `said`."""

    def seen(proxy, said):
        db.database.close()
        served = create_app(tmp_path, environ={"WVG_TRUSTED_PROXY": proxy} if proxy else {})
        found = []

        def look(environ, start_response):
            found.append(environ["REMOTE_ADDR"])
            start_response("204 No Content", [])
            return []

        served.wsgi_app = look
        server = cli.listening(served, "127.0.0.1", 0)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        for address in said:
            connection = http.client.HTTPConnection("127.0.0.1", server.effective_port, timeout=5)
            connection.request("GET", "/", headers={"X-Forwarded-For": address})
            connection.getresponse().read()
            connection.close()
        # In its own thread: closed from here it may just be looking at what is closed.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
        thread.join(5)
        server.task_dispatcher.shutdown()
        db.database.connect(reuse_if_open=True)
        return found

    return seen


def test_what_the_named_proxy_says_is_believed(addresses):
    assert addresses("127.0.0.1", ["192.0.2.7", "192.0.2.8"]) == ["192.0.2.7", "192.0.2.8"]


def test_only_the_last_address_counts_for_the_others_are_made_up_by_the_visitor(addresses):
    assert addresses("127.0.0.1", ["10.0.0.1, 192.0.2.7"]) == ["192.0.2.7"]


@pytest.mark.parametrize("proxy", ["", "192.0.2.1"])
def test_nobody_else_is_believed(addresses, proxy):
    assert addresses(proxy, ["192.0.2.7"]) == ["127.0.0.1"]


@pytest.mark.parametrize("wrong", ["*", "localhost", "127.0.0.1, 127.0.0.2"])
def test_the_proxy_is_one_address(tmp_path, wrong):
    with pytest.raises(WrongSetting, match="WVG_TRUSTED_PROXY"):
        load(tmp_path, {"WVG_TRUSTED_PROXY": wrong})
