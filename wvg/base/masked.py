"""A secret that stands in an address never stands in a log: whoever reads the log could open what it opens."""

import logging
import re

IN_ADDRESS = re.compile(r"(/(?:calendar/(?:feeds|board)|first)/)[^\s/?#'\"<>]+")
ALONE = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])")  # 256 bits, as secrets.token_urlsafe writes them
SERVERS = ("waitress", "werkzeug")  # they write down which address went wrong


def masked(text):
    """`text` with a … for each secret in it."""
    return ALONE.sub("…", IN_ADDRESS.sub(r"\1…", text))


class Mask(logging.Filter):
    """Takes the secrets out of what is logged: the message, what is filled in, and the story of an exception."""

    def filter(self, record):
        try:
            said = record.getMessage()
        except Exception:
            said = str(record.msg)  # else logging itself prints what did not fit, unmasked
        record.msg, record.args = masked(said), ()
        if record.exc_info:
            # The story is told here, and the exception left out: another handler would tell it once more.
            record.exc_text = logging.Formatter().formatException(record.exc_info)
            record.exc_info = None
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        if record.stack_info:
            record.stack_info = masked(record.stack_info)
        return True


mask = Mask()


def init_app(app):
    for logger in (app.logger, *map(logging.getLogger, SERVERS)):
        logger.addFilter(mask)  # once, however many apps there are
