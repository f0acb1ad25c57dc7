"""Whose feed it is, and whether it may still be read."""

from wvg.base.access import groups
from wvg.base.errors import Unknown
from wvg.commons.accounts import queries as accounts
from wvg.commons.accounts.models import Account
from wvg.commons.calendar.models import Feed
from wvg.commons.calendar.permissions import VIEW
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.volunteers.models import Volunteer


def behind(secret):
    """The feed at this address, ended or not, with its account and volunteer; None when there never was one."""
    return _feeds().where(Feed.token_hash == accounts.digest(secret)).first()


def _feeds():
    return Feed.select(Feed, Account, Volunteer).join(Account).join(Volunteer)


def reader_of(feed, today):
    """The viewer with whose rights of now a feed is read; None when it may not be read any more: one query."""
    if feed.kind not in MAY_READ or feed.ended_at or feed.account.closed_at:
        return None
    viewer = accounts.viewer_of(feed.account, today)
    return viewer if MAY_READ[feed.kind](viewer, feed.group) else None


MAY_READ = {
    "own": lambda viewer, _group: viewer.can(VIEW),
    "group": lambda viewer, group: group in groups and viewer.can(ASSIGN, group),
}


def own(viewer):
    """One's own feed, or None."""
    return _live().where(Feed.account == viewer.account, Feed.kind == "own").first()


def of_groups(viewer):
    """{group: [live feed, whoever made it]} of the groups that this viewer coordinates, in the order of the menu."""
    coordinated = viewer.groups_with(ASSIGN)
    found = {key: [] for key in groups if key in coordinated}
    for row in _live().where(Feed.kind == "group", Feed.group.in_(coordinated), Account.closed_at.is_null()):
        found[row.group].append(row)
    return found


def _live():
    return _feeds().where(Feed.ended_at.is_null()).order_by(Feed.made_at, Feed.id)


def mine(number, viewer):
    """A feed that this viewer made, ended or not. Raises Unknown."""
    found = _feeds().where(Feed.id == number, Feed.account == viewer.account, Feed.kind != "board").first()
    if found is None:
        raise Unknown
    return found


def to_end(number, viewer):
    """A feed that this viewer may end: one's own, or one of a group that one coordinates. Raises Unknown."""
    group_feed = (Feed.kind == "group") & Feed.group.in_(viewer.groups_with(ASSIGN))
    own_feed = (Feed.account == viewer.account) & (Feed.kind != "board")
    found = _feeds().where(Feed.id == number, own_feed | group_feed).first()
    if found is None:
        raise Unknown
    return found
