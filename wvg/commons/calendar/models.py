from peewee import Check, DateField, ForeignKeyField, TextField

from wvg.base.db import Model, UTCDateTimeField, one_of
from wvg.commons.accounts.models import Account

KINDS = ("own", "group", "board")


class Feed(Model):
    """A secret address at which a telephone or a screen reads along; only a hash of the secret is kept.

    kind: "own" (one's own places, and the groups in `also`), "group" (what a group does) or "board" (the screen in the
    office). It is read with the rights that its account has at that moment; the board is the house's.
    """

    kind = TextField()
    account = ForeignKeyField(Account, backref="+", on_delete="CASCADE")  # who made it
    group = TextField(default="")
    also = TextField(default="")  # keys of groups, with spaces between
    token_hash = TextField(unique=True)
    made_at = UTCDateTimeField()
    used_on = DateField(null=True)
    ended_at = UTCDateTimeField(null=True)
    etag = TextField(default="")  # of what was given last
    changed_at = UTCDateTimeField(null=True)  # since when it is so

    class Meta:
        constraints = [
            one_of("kind", KINDS, "feed_kind"),
            Check("(kind = 'group') = (\"group\" <> '')", name="feed_of_group"),
        ]


Feed.add_index(
    Feed.index(Feed.account, Feed.kind, Feed.group, unique=True, where=Feed.ended_at.is_null(), name="feed_once")
)
