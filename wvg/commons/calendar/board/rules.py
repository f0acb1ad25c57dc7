"""The address of the screen in the office. There is one, of the house: it stays when who made it leaves."""

from wvg.base.db import database
from wvg.base.errors import NotAllowed, Refused, Unknown
from wvg.commons.accounts.permissions import MANAGE
from wvg.commons.audit import rules as audit
from wvg.commons.calendar.board import queries
from wvg.commons.calendar.feeds import queries as feeds
from wvg.commons.calendar.feeds import rules as rules_feeds
from wvg.commons.calendar.models import Feed


def new_address(by, now, was=0):
    """The secret of a new address; the former one, whoever made it, is dead at once.

    was: the number of the former one, 0 for none. Raises NotAllowed, Refused when that is not how it is any more.
    """
    if not by.can(MANAGE):
        raise NotAllowed
    with database.atomic():
        feed = queries.address()
        if was != (feed.id if feed else 0):
            raise Refused(rules_feeds.MADE_ALREADY)
        return rules_feeds.new_address("board", "", [], by, now, instead=feed)


def end_address(by, now):
    """The screen shows nothing any more. Pressing twice is pressing once. Raises NotAllowed."""
    if not by.can(MANAGE):
        raise NotAllowed
    with database.atomic():
        feed = queries.address()
        if feed is not None:
            Feed.update(ended_at=now).where(Feed.kind == "board", Feed.ended_at.is_null()).execute()
            audit.record("calendar.end_address", by, now, [(feed, {})])


def open_screen(secret, address, now, today):
    """Raise Unknown unless this secret opens the screen. A wrong one is counted as a guess.

    The right one is never made to wait, as a feed may be: a screen that got the page that says "not found" would not
    ask again by itself.
    """
    feed = feeds.behind(secret)
    if feed is None:
        rules_feeds.count_guess(secret, address, now)
    if feed is None or feed.kind != "board" or feed.ended_at:
        raise Unknown
    if feed.used_on != today:
        Feed.update(used_on=today).where(Feed.id == feed.id).execute()
