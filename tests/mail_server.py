"""A real mail server on this machine (aiosmtpd), that can be told to misbehave."""

import asyncio
import socket
import ssl
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import ip_address

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


class Server:
    """received: the mails, parsed; refused: {address: answer} at RCPT; sender and data: an answer at MAIL and DATA;
    slow: seconds before it answers MAIL; hangs_up: takes a mail and is gone before it says so."""

    def __init__(self, **tls):
        self.received, self.refused, self.sender, self.data = [], {}, "", ""
        self.slow, self.hangs_up, self.connections, self.passwords = 0, False, 0, []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.controller = Controller(self, "127.0.0.1", self.port, authenticator=self.signed_in, **tls)

    def signed_in(self, server, session, envelope, mechanism, data):
        self.passwords.append(data.password.decode())
        return AuthResult(success=data.password == b"geheim", handled=False)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        await asyncio.sleep(self.slow)
        envelope.mail_from = address
        return self.sender or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused or "*" in self.refused:
            return self.refused.get(address) or self.refused["*"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.data:
            return self.data
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert envelope.rcpt_tos == [mail["To"]], "nobody else gets it"
        self.received.append(mail)
        if self.hangs_up:
            server.transport.abort()
        return "250 OK"

    def to(self, address):
        return [mail for mail in self.received if mail["To"] == address]


@contextmanager
def mail_server(**tls):
    server = Server(**tls)
    server.controller.start()
    try:
        yield server
    finally:
        server.controller.stop()


@contextmanager
def nobody_home():
    """The address of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield f"smtp://127.0.0.1:{silent.getsockname()[1]}"


def closed_door():
    """The address of a port on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"smtp://127.0.0.1:{free.getsockname()[1]}"


def certificate(folder):
    """(context for a server, file): a certificate of our own making for 127.0.0.1."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, secret = folder / "certificate.pem", folder / "key.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                         serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, secret)
    return context, file
