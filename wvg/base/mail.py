"""Mail by SMTP when WVG_SMTP_URL is set; nothing in the program needs it."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

from wvg.base.words import say

TIMEOUT = 10  # seconds

# What went wrong, by the class of the error or the nearest one above it.
REASONS = {
    "SMTPAuthenticationError": say("the mail server does not accept the name or the password"),
    "SMTPSenderRefused": say("the mail server does not accept the address that we send from"),
    "SMTPRecipientsRefused": say("the mail server does not accept the address"),
    "SSLError": say("the connection to the mail server is not safe"),
    "SMTPResponseException": say("the mail server refuses the mail"),
    "Unsure": say("the mail server did not say whether it took the mail"),
    "SMTPNotSupportedError": say("the mail server cannot do what we ask"),
    "OSError": say("the mail server does not answer"),
    "ValueError": say("this cannot be an address"),
    "Exception": say("the mail could not be made"),
}


class Unsure(OSError):
    """The connection broke while the mail was handed over: it may have gone, it may not (RFC 1047)."""


def send(smtp_url, sender, recipient, subject, body, now, number=None):
    """Send one plain-text mail. Raises OSError or smtplib.SMTPException when the server does not take it,
    Unsure when nobody knows whether it did, ValueError when an address or the subject cannot be one.

    `smtp_url`: smtp://, smtp+starttls:// or smtps://[user:password@]host[:port]
    `number`: the same one makes it the same mail, also when it has to be sent a second time.
    """
    for value in (sender, recipient, subject):
        if "\n" in value or "\r" in value:
            raise ValueError("a line end in a mail header")
    domain = sender.rpartition("@")[2].rstrip(">")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, recipient, subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{number}@{domain}>" if number else make_msgid(domain=domain)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's "I am away" comes back
    message.set_content(body)
    server = _connected(urlsplit(smtp_url))
    try:
        server.send_message(message)
    except smtplib.SMTPNotSupportedError:
        raise ValueError("the server takes only addresses in plain letters") from None
    finally:
        with suppress(OSError):  # it has taken the mail by then, or not: its last word changes nothing
            server.quit()
        server.close()


def _connected(url):
    safe = ssl.create_default_context()  # smtplib's own looks at no certificate
    if url.scheme == "smtps":
        server = _SafeServer(url.hostname, url.port or 0, timeout=TIMEOUT, context=safe)
    else:
        server = _Server(url.hostname, url.port or 0, timeout=TIMEOUT)
    try:
        if url.scheme == "smtp+starttls":
            server.starttls(context=safe)
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
    except BaseException:
        server.close()
        raise
    return server


class _Watched:
    def data(self, message):
        try:
            return super().data(message)
        except smtplib.SMTPResponseException:
            raise
        except OSError as error:
            raise Unsure from error


class _Server(_Watched, smtplib.SMTP):
    pass


class _SafeServer(_Watched, smtplib.SMTP_SSL):
    pass


def only_this_one(error):
    """Whether a mail to somebody else may still go after this error."""
    return isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) or not isinstance(error, OSError)


def kind_of(error):
    """The name of the class of an error that REASONS knows: without what it says, for addresses stand in that."""
    return next(above.__name__ for above in type(error).__mro__ if above.__name__ in REASONS)
