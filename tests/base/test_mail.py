"""Mail goes out when there is a server; nothing waits on one that is dead, slow or not who it says it is."""

import smtplib
import ssl
import time

import pytest
from mail_server import certificate, closed_door, mail_server, nobody_home
from office import Browser, running

from wvg.base import clock, mail


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


def send(url, **other):
    mail.send(url, **{"sender": "a@example.org", "recipient": "b@example.org", "subject": "x", "body": "y",
                      "now": clock.now(), **other})


def test_a_mail_arrives_with_its_words(server):
    send(server.url, sender="wvg@example.org", recipient="rita@example.org", number="wvg-7",
         subject="Er staat iets voor je klaar – één", body="Kijk op Vandaag. Één klik.")
    (got,) = server.received
    assert got["From"] == "wvg@example.org" and got["To"] == "rita@example.org"
    assert got["Subject"] == "Er staat iets voor je klaar – één"
    assert got["Message-ID"] == "<wvg-7@example.org>"
    assert got["Date"] == "Tue, 24 Nov 2026 09:00:00 +0000"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got.get_content().strip() == "Kijk op Vandaag. Één klik."


@pytest.mark.parametrize("place", ["sender", "recipient", "subject"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_no_header_can_be_smuggled_in(server, place, end):
    with pytest.raises(ValueError, match="line end"):
        send(server.url, **{place: f"x@example.org{end}Bcc: c@example.org"})
    assert server.received == []


def test_a_dead_server_is_an_error_and_no_wait():
    before = time.monotonic()
    with pytest.raises(OSError) as refused:
        send(closed_door())
    assert mail.kind_of(refused.value) == "OSError" and time.monotonic() - before < 2


@pytest.mark.parametrize("scheme", ["smtp", "smtps", "smtp+starttls"])
def test_a_server_that_never_answers_is_waited_for_a_few_seconds_only(monkeypatch, scheme):
    assert mail.TIMEOUT <= 10
    monkeypatch.setattr(mail, "TIMEOUT", 0.2)
    with nobody_home() as url, pytest.raises(OSError) as silent:
        send(url.replace("smtp:", f"{scheme}:"))
    assert mail.kind_of(silent.value) in ("OSError", "SSLError") and not mail.only_this_one(silent.value)


def test_a_slow_server_is_given_up_and_has_taken_nothing(server, monkeypatch):
    monkeypatch.setattr(mail, "TIMEOUT", 0.2)
    server.slow = 1
    with pytest.raises(OSError) as slow:
        send(server.url)
    assert mail.kind_of(slow.value) == "OSError" and server.received == []


def test_a_server_that_is_gone_before_it_said_so_may_have_taken_it(server):
    server.hangs_up = True
    with pytest.raises(mail.Unsure):
        send(server.url)
    assert len(server.received) == 1


@pytest.mark.parametrize(("attribute", "answer", "kind", "of_one"), [
    ("refused", {"b@example.org": "550 nobody of that name"}, "SMTPRecipientsRefused", True),
    ("refused", {"b@example.org": "450 not now"}, "SMTPRecipientsRefused", True),
    ("sender", "550 who are you", "SMTPSenderRefused", False),
    ("sender", "421 too busy", "SMTPSenderRefused", False),
    ("data", "554 we do not like it", "SMTPResponseException", True),
    ("data", "451 not now", "SMTPResponseException", True),
])
def test_what_the_server_answers_is_known_by_its_kind(server, attribute, answer, kind, of_one):
    setattr(server, attribute, answer)
    with pytest.raises(smtplib.SMTPException) as refused:
        send(server.url)
    assert mail.kind_of(refused.value) == kind and mail.only_this_one(refused.value) is of_one


def test_an_address_with_other_letters_stops_nobody_else(server):
    server.controller.SMTP_kwargs["enable_SMTPUTF8"] = False
    with pytest.raises(ValueError) as refused:
        send(server.url, recipient="zoë@example.org")
    assert mail.kind_of(refused.value) == "ValueError" and mail.only_this_one(refused.value)


# Safe connections


def test_a_certificate_that_we_do_not_know_gets_no_password_and_no_mail(tmp_path):
    context, _ = certificate(tmp_path)
    for scheme, tls in (("smtps", {"ssl_context": context}), ("smtp+starttls", {"tls_context": context})):
        with mail_server(**tls) as server:
            with pytest.raises(ssl.SSLError) as unsafe:
                send(server.url.replace("smtp://", f"{scheme}://wvg:geheim@"))
            assert mail.kind_of(unsafe.value) == "SSLError"
            assert server.passwords == server.received == []


def test_a_server_that_cannot_be_safe_gets_no_password(server):
    with pytest.raises(smtplib.SMTPException) as unsafe:
        send(server.url.replace("smtp://", "smtp+starttls://wvg:geheim@"))
    assert mail.kind_of(unsafe.value) == "SMTPNotSupportedError"
    assert server.passwords == server.received == []


@pytest.mark.parametrize(("scheme", "tls"), [("smtps", "ssl_context"), ("smtp+starttls", "tls_context")])
def test_over_a_safe_connection_with_a_password(tmp_path, monkeypatch, scheme, tls):
    context, file = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    # aiosmtpd knows no TLS that began before it; there, what comes in is safe already.
    more = {"auth_require_tls": False} if scheme == "smtps" else {}
    with mail_server(**{tls: context}, **more) as server:
        send(server.url.replace("smtp://", f"{scheme}://wvg%40example.org:geheim@"))
        assert len(server.received) == 1 and server.passwords == ["geheim"]
        with pytest.raises(smtplib.SMTPAuthenticationError) as wrong:
            send(server.url.replace("smtp://", f"{scheme}://wvg:fout@"))
        assert mail.kind_of(wrong.value) == "SMTPAuthenticationError" and len(server.received) == 1


@pytest.mark.parametrize(("error", "known", "of_one"), [
    (ConnectionRefusedError("rita@example.org"), "OSError", False),
    (TimeoutError(), "OSError", False),
    (smtplib.SMTPServerDisconnected(), "OSError", False),
    (mail.Unsure(), "Unsure", False),
    (UnicodeEncodeError("ascii", "é", 0, 1, "no"), "ValueError", True),
    (KeyError("x"), "Exception", True),
])
def test_of_an_error_only_its_kind_is_kept(error, known, of_one):
    assert mail.kind_of(error) == known and known in mail.REASONS
    assert mail.only_this_one(error) is of_one


def test_no_page_needs_mail(templates, tmp_path):
    dead = {"WVG_SMTP_URL": closed_door(), "WVG_BASE_URL": "http://127.0.0.1:8000"}
    with running(templates["empty"], tmp_path, dead) as app:
        assert Browser(app).get("/sign-in").status_code == 200
