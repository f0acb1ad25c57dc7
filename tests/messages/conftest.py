import pytest
from mail_server import mail_server
from post import Post

from wvg.commons.messages.models import Message


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


@pytest.fixture
def post(app, server):
    """The outbox of the demo organisation, with nothing to tell yet, and a mail server."""
    Message.delete().execute()
    return Post(app, server.url)
