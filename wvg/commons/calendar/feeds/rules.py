"""The verbs of a secret address: make it, change what stands in it, end it, read it.

Sending the same form again makes no other one: the first would be dead, and nobody would know.
"""

import secrets
from datetime import timedelta

from peewee import IntegrityError

from wvg.base import clock
from wvg.base.access import groups
from wvg.base.db import database
from wvg.base.errors import NotAllowed, Refused, Unknown
from wvg.base.words import say
from wvg.commons.accounts import queries as accounts
from wvg.commons.accounts import rules_door
from wvg.commons.accounts.models import Account, FailedAttempt
from wvg.commons.audit import rules as audit
from wvg.commons.calendar.feeds import queries
from wvg.commons.calendar.models import Feed
from wvg.commons.calendar.permissions import VIEW
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.volunteers.models import Volunteer

SECOND = timedelta(seconds=1)
MADE_ALREADY = say("This address was made already. You see it only once. Take a new address if you lost it.")


def own_address(also, by, now):
    """The secret of an address of one's own feed, with the groups in `also` (keys).

    Raises NotAllowed, Refused when there is one.
    """
    if not by.can(VIEW):
        raise NotAllowed
    return new_address("own", "", also, by, now)


def group_address(group, by, now):
    """The secret of an address of the feed of a group, for who coordinates it.

    Raises Unknown, NotAllowed, Refused when they made one.
    """
    if group not in groups:
        raise Unknown
    if not by.can(ASSIGN, group):
        raise NotAllowed
    return new_address("group", group, [], by, now)


def another_address(number, by, now):
    """(the group of the feed, the secret of its new address): the old one is dead at once.

    Raises Unknown, NotAllowed, Refused when the old one was dead before.
    """
    feed = queries.mine(number, by)
    if not (by.can(ASSIGN, feed.group) if feed.kind == "group" else by.can(VIEW)):
        raise NotAllowed
    return feed.group, new_address(feed.kind, feed.group, feed.also.split(), by, now, instead=feed)


def new_address(kind, group, also, by, now, instead=None):
    """The secret of a new address, in place of the feed `instead` when there is one.

    Raises Refused when that one has ended, or when who makes it has one of the sort already.
    """
    secret = secrets.token_urlsafe(32)  # 256 bits
    old = [instead] if instead else []
    try:
        with database.atomic():
            if _end(old, now) != len(old):
                raise Refused(MADE_ALREADY)
            feed = Feed.create(kind=kind, account=by.account, group=group, also=_in_order(also), made_at=now,
                               token_hash=accounts.digest(secret))
            audit.record("calendar.new_address", by, now, [(feed, None), *((row, {}) for row in old)])
    except IntegrityError:
        raise Refused(MADE_ALREADY) from None
    return secret


def _in_order(also):
    return " ".join(key for key in groups if key in also)


def choose_groups(number, also, by, now):
    """Other groups in one's own feed, at the same address. Raises Unknown, Refused when it ended."""
    feed = queries.mine(number, by)
    if feed.kind != "own":
        raise Unknown
    if feed.ended_at:
        raise Refused(say("This address does not work any more. Take a new address."))
    if feed.also != _in_order(also):
        with database.atomic():
            before = {"also": feed.also}
            feed.also = _in_order(also)
            feed.save(only=[Feed.also])
            audit.record("calendar.choose_groups", by, now, [(feed, before)])


def end_address(number, by, now):
    """Nobody reads along at this address any more. Pressing twice is pressing once. Raises Unknown."""
    feed = queries.to_end(number, by)
    with database.atomic():
        if _end([feed], now):
            audit.record("calendar.end_address", by, now, [(feed, {})], on_behalf_of=feed.account.volunteer_id)


def _end(rows, now):
    return Feed.update(ended_at=now).where(Feed.id.in_([row.id for row in rows]), Feed.ended_at.is_null()).execute()


def end_all(volunteer_id, by, now):
    """When an account closes, all its feeds end for good; the screen in the office is the house's."""
    theirs = Account.select(Account.id).where(Account.volunteer == volunteer_id)
    Feed.update(ended_at=now).where(
        Feed.account.in_(theirs), Feed.kind != "board", Feed.ended_at.is_null()
    ).execute()


def end_of_group(volunteer_id, group, by, now):
    """When somebody may no longer coordinate a group, the feeds of it that they made end for good.

    For whoever still may, nothing happens. Else an old address would live again as soon as the right is given back.
    """
    for account in Account.select(Account, Volunteer).join(Volunteer).where(Account.volunteer == volunteer_id):
        if not accounts.viewer_of(account, clock.local(now).date()).can(ASSIGN, group):
            Feed.update(ended_at=now).where(
                Feed.account == account, Feed.kind == "group", Feed.group == group, Feed.ended_at.is_null()
            ).execute()


def read(secret, etags, address, now):
    """(feed, viewer) of a secret address. Raises Unknown, whatever is wrong.

    etags: those of the versions that who asks says to have already.

    Guessing is refused per address, and then even the right secret, or it would not be slower. That must not hit
    those who share the address (an office, the machines of Google): an address that ended, and the same wrong one
    asked again by a telephone, are no guesses; who has what was given last goes through; and the counter is not the
    one of the sign-in.
    """
    feed = queries.behind(secret)
    if feed is None:
        count_guess(secret, address, now)
        raise Unknown
    viewer = queries.reader_of(feed, clock.local(now).date())
    if viewer is None:
        raise Unknown
    if not (feed.etag and feed.etag in etags) and _must_wait(address, now):
        raise Unknown
    return feed, viewer


def _must_wait(address, now):
    try:
        rules_door.refuse_guessing("feed:" + address, now)
    except Refused:
        return True
    return False


def count_guess(secret, address, now):
    """Count a secret that never was one, once an hour for each address; nothing while it must wait anyhow."""
    this_one = accounts.digest(f"feed:{address}:{secret}")
    known = FailedAttempt.select().where(FailedAttempt.who == this_one, FailedAttempt.at > now - accounts.WINDOW)
    if not known.exists() and not _must_wait(address, now):
        with database.atomic():
            FailedAttempt.create(who=this_one, at=now)
            rules_door.count_guess("feed:" + address, now)


def gave(feed, etag, now):
    """Note what a feed gives now, since when that is so, and that it was read today; written only when it differs."""
    today, changed = clock.local(now).date(), []
    if feed.etag != etag:
        moment = now.replace(microsecond=0)  # as a header of HTTP says it
        feed.etag, feed.changed_at = etag, max(moment, feed.changed_at + SECOND) if feed.changed_at else moment
        changed += [Feed.etag, Feed.changed_at]
    if feed.used_on != today:
        feed.used_on = today
        changed.append(Feed.used_on)
    if changed:
        feed.save(only=changed)
