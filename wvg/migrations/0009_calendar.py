"""The calendar: feeds, activities of several days that come back, closures from a file, when something changed.

Frozen: never edit it once it has landed.
"""

from peewee import SQL, Check, DateField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):
    class Account(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Feed(Model):
        kind = TextField()
        account = ForeignKeyField(Account, backref="+", on_delete="CASCADE")
        group = TextField(default="")
        also = TextField(default="")
        token_hash = TextField(unique=True)
        made_at = DateTimeField()
        used_on = DateField(null=True)
        ended_at = DateTimeField(null=True)
        etag = TextField(default="")
        changed_at = DateTimeField(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            constraints = [
                Check("kind IN ('own', 'group', 'board')", name="feed_kind"),
                Check("(kind = 'group') = (\"group\" <> '')", name="feed_of_group"),
            ]

    Feed.add_index(
        Feed.index(Feed.account, Feed.kind, Feed.group, unique=True, where=Feed.ended_at.is_null(), name="feed_once")
    )
    db.create_tables([Feed])
    days = IntegerField(default=1, constraints=[SQL("DEFAULT 1")])
    uid = TextField(default="", constraints=[SQL("DEFAULT ''")])
    group = TextField(default="", constraints=[SQL("DEFAULT ''")])
    migrator.migrate(
        migrator.alter_add_column("series", "days", days, allow_not_null=True),
        migrator.alter_add_column("closure", "uid", uid, allow_not_null=True),
        migrator.add_column("closure", "act", IntegerField(null=True)),
        migrator.alter_add_column("closure", "group", group, allow_not_null=True),
        migrator.add_column("activity", "changed_at", DateTimeField(null=True)),
        migrator.add_column("sign_up", "changed_at", DateTimeField(null=True)),
        migrator.add_index("sign_up", ("activity_id", "volunteer_id"), name="sign_up_of_activity"),
    )
    db.execute_sql("UPDATE closure SET \"group\" = 'rounds' WHERE scope = 'place'")  # the only group that had any
    db.execute_sql(
        'CREATE UNIQUE INDEX "closure_uid_once" ON "closure" ("scope", "group", "of", "uid") WHERE ("uid" != \'\')'
    )
