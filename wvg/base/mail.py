"""Mail by SMTP when WVG_SMTP_URL is set; nothing in the program needs it."""

import smtplib
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

TIMEOUT = 10  # seconds


def send(smtp_url, sender, recipient, subject, body):
    """Send one plain-text mail. Raises OSError or smtplib.SMTPException when the server does not take it,
    ValueError when an address or the subject has a line end in it.

    `smtp_url`: smtp://, smtp+starttls:// or smtps://[user:password@]host[:port]
    """
    for value in (sender, recipient, subject):
        if "\n" in value or "\r" in value:
            raise ValueError("a line end in a mail header")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, recipient, subject
    message.set_content(body)
    url = urlsplit(smtp_url)
    connect = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    with connect(url.hostname, url.port or 0, timeout=TIMEOUT) as server:
        if url.scheme == "smtp+starttls":
            server.starttls()
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)
