"""Mail goes out when there is a server; nothing waits on one that is dead."""

import socket
import socketserver
import threading

import pytest

from wvg.base import mail


class OneMail(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as one plain mail takes."""

    def handle(self):
        def say(line):
            self.wfile.write(line + b"\r\n")

        say(b"220 test")
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word == b"DATA":
                say(b"354 go on")
                body = []
                while (line := self.rfile.readline()) != b".\r\n":
                    body.append(line)
                self.server.received.append(b"".join(body).decode())
            elif word == b"QUIT":
                say(b"221 bye")
                return
            say(b"250 ok")


@pytest.fixture
def server():
    with socketserver.TCPServer(("127.0.0.1", 0), OneMail) as server:
        server.received = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_mail_arrives_with_its_words(server):
    url = f"smtp://127.0.0.1:{server.server_address[1]}"
    mail.send(url, "wvg@example.org", "rita@example.org", "Er staat iets voor je klaar", "Kijk op Vandaag. Één klik.")
    assert "To: rita@example.org" in server.received[0]
    assert "Subject: Er staat iets voor je klaar" in server.received[0]


@pytest.mark.parametrize("place", ["sender", "recipient", "subject"])
def test_no_header_can_be_smuggled_in(server, place):
    values = {"sender": "a@example.org", "recipient": "b@example.org", "subject": "x", place: "x\r\nBcc: c@example.org"}
    with pytest.raises(ValueError):
        mail.send(f"smtp://127.0.0.1:{server.server_address[1]}", body="y", **values)
    assert server.received == []


def test_a_dead_server_is_an_error_and_no_wait():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(OSError):
            mail.send(f"smtp://127.0.0.1:{taken.getsockname()[1]}", "a@example.org", "b@example.org", "x", "y")


def test_no_page_needs_mail(templates, tmp_path):
    from office import Browser, running

    with running(templates["empty"], tmp_path, {"WVG_SMTP_URL": "smtp://127.0.0.1:9"}) as app:
        assert Browser(app).get("/sign-in").status_code == 200
