"""What happens by itself: wvg tick, and the thread of wvg serve."""

import os
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from mail_server import closed_door, mail_server
from office import NOW
from people import viewer
from post import Post

from wvg import cli, tick
from wvg.base import clock, db
from wvg.commons.messages import rules
from wvg.commons.messages.models import Lease, Message, Outbox
from wvg.commons.planning import notices


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


@pytest.fixture
def post(app, server):
    Message.delete().execute()
    return Post(app, server.url)


def run(capsys, folder, *words):
    """(exit code, what was said)"""
    db.database.close()
    code = cli.main(["--instance", str(folder), *words])
    db.database.connect(reuse_if_open=True)
    said = capsys.readouterr()
    return code, said.out + said.err


def test_all_of_it_is_done_and_twice_changes_nothing(post, server):
    post.tell("rita")
    with clock.standing_still(NOW + timedelta(minutes=11)):
        done = tick.once(post.app)
        assert done["mails to send"] == done["mails sent"] == 1 and None not in done.values()
        assert not any(tick.once(post.app).values())
    with clock.standing_still(NOW + timedelta(hours=6)):
        assert tick.once(post.app)["reminders"] == 5
    with clock.standing_still(NOW + timedelta(hours=6, minutes=15)):
        assert tick.once(post.app)["mails sent"] == 3, "the day before goes by mail too; two had one just now"
    assert server.to("samir@example.org")


def test_what_fails_does_not_stop_the_rest(post, server, caplog):
    post.tell("rita")
    db.database.execute_sql("DROP TABLE kept_form")
    with clock.standing_still(NOW + timedelta(minutes=11)):
        done = tick.once(post.app)
    assert done["what is over at the door"] is None and done["mails sent"] == 1
    assert "what is over at the door" in caplog.text


def test_the_thread_does_it_at_once_and_one_process_at_a_time(post, server):
    def thread_done():
        stop = threading.Event()
        thread = tick.begin(post.app, stop)
        assert thread.daemon, "Ctrl-C does not wait for a mail server"
        until = time.monotonic() + 5
        while Lease.select().count() == 0 and time.monotonic() < until:
            time.sleep(0.01)
        stop.set()
        thread.join(5)
        assert not thread.is_alive()

    post.tell("rita")
    with clock.standing_still(NOW + timedelta(minutes=11)):
        thread_done()
        assert len(server.received) == 1
        post.tell("luc", title="x")
    with clock.standing_still(NOW + timedelta(minutes=13)):
        thread_done()
        assert len(server.received) == 1, "another process did it two minutes ago"
    with clock.standing_still(NOW + timedelta(minutes=23)):
        thread_done()
        assert len(server.to("luc@example.org")) == 1


def test_wvg_tick_says_what_it_did(app, server, tmp_path, capsys, monkeypatch):
    Message.delete().execute()
    rules.tell([viewer("rita").volunteer], notices.CONFIRMED, clock.now(), title="x", day=clock.today())
    monkeypatch.setenv("WVG_SMTP_URL", server.url)
    monkeypatch.setenv("WVG_BASE_URL", "https://wvg.example.org")
    with clock.standing_still(NOW + timedelta(minutes=11)):
        code, said = run(capsys, tmp_path, "tick")
        assert code == 0 and said.endswith("1 mails to send, 1 mails sent\n")
        assert run(capsys, tmp_path, "tick") == (0, "nothing to do\n")
    db.database.execute_sql("DROP TABLE kept_form")
    assert run(capsys, tmp_path, "tick")[0] == 1


@pytest.mark.parametrize("demo", [[], ["--demo"]])
def test_wvg_serve_mails_what_is_told_and_the_demo_does_not(app, server, tmp_path, demo):
    now = datetime.now(UTC)
    Message.delete().execute()
    rules.tell([viewer("rita").volunteer], notices.CONFIRMED, now - timedelta(minutes=20), title="x",
               day=now.date() + timedelta(days=2))
    db.database.close()
    with served(tmp_path, server.url, *demo) as said:
        assert "wvg is ready" in said
        db.database.connect(reuse_if_open=True)
        until = time.monotonic() + (3 if demo else 20)
        while not server.received and time.monotonic() < until:
            time.sleep(0.05)
    assert Lease.select().count() == 1, "it ticked"
    assert [mail["To"] for mail in server.received] == ([] if demo else ["rita@example.org"])
    assert Outbox.select().count() == len(server.received)


class served:
    """wvg serve in a process of its own, with the clock of today; what it says until it is ready."""

    def __init__(self, folder, smtp_url, *more):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.command = [sys.executable, "-m", "wvg.cli", "--instance", str(folder), "serve", "--port", str(port), *more]
        self.environ = {**os.environ, "WVG_SMTP_URL": smtp_url, "WVG_BASE_URL": f"http://127.0.0.1:{port}"}

    def __enter__(self):
        self.process = subprocess.Popen(self.command, env=self.environ, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True)
        said = ""
        for line in self.process.stdout:
            said += line
            if "ready" in line:
                break
        return said

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=15)


# wvg mail-test


@pytest.fixture
def mail_test(app, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("WVG_BASE_URL", "https://wvg.example.org")

    def tried(url, address):
        monkeypatch.setenv("WVG_SMTP_URL", url)
        return run(capsys, tmp_path, "mail-test", address)

    return tried


def test_a_test_mail_arrives(mail_test, server):
    code, said = mail_test(server.url, "office@example.org")
    assert code == 0 and "took it" in said and "office@example.org" in said
    (mail,) = server.received
    assert mail["To"] == "office@example.org" and "https://wvg.example.org/" in mail.get_content()


@pytest.mark.parametrize(("answer", "sentence"), [
    ("550 nobody", "does not accept the address"), ("450 greylisted", "does not accept the address"),
])
def test_what_the_server_says_is_shown(mail_test, server, answer, sentence):
    server.refused["office@example.org"] = answer
    code, said = mail_test(server.url, "office@example.org")
    assert code == 1 and sentence in said and answer[4:] in said


def test_a_dead_server_is_said_in_words(mail_test):
    code, said = mail_test(closed_door(), "office@example.org")
    assert code == 1 and "does not answer" in said and "Traceback" not in said


@pytest.mark.parametrize(("url", "address", "named"), [
    ("", "office@example.org", "WVG_SMTP_URL is not set"), ("mail.example.org", "office@example.org", "WVG_SMTP_URL"),
    ("smtp://127.0.0.1", "office", "not an e-mail address"),
    ("smtp://127.0.0.1", "a@b.be\nBcc: c@d.be", "not an e-mail address"),
])
def test_what_is_not_set_or_typed_well_is_one_sentence(mail_test, url, address, named):
    code, said = mail_test(url, address)
    assert code == 2 and named in said
