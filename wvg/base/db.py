"""The database: one connection per request, plain `atomic()`, moments in UTC."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import peewee
from playhouse import db_url
from playhouse.migrations import Runner

from wvg.base.errors import Refused

COPIES_KEPT = timedelta(days=35)  # as long as backups: a family that was erased still stands in them
MIGRATIONS = Path(__file__).parent.parent / "migrations"

database = peewee.DatabaseProxy()


class UTCDateTimeField(peewee.DateTimeField):
    """A moment: refuses naive values, stores naive UTC, gives aware UTC."""

    def db_value(self, value):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return super().db_value(value.astimezone(UTC).replace(tzinfo=None))

    def python_value(self, value):
        value = super().python_value(value)
        if isinstance(value, datetime) and value.tzinfo is None:
            value = value.replace(tzinfo=UTC)
        return value


class Model(peewee.Model):
    class Meta:
        database = database
        legacy_table_names = False


def one_of(column, values, name):
    """The CHECK that a column holds one of these."""
    return peewee.Check(f"{column} IN ({', '.join(repr(v) for v in values)})", name=name)


def keep(row, columns, sentence):
    """Save these columns of a row as it was read, with its next version. Raises Refused(sentence) if it changed since.
    """
    columns, table = {**columns, "version": row.version + 1}, type(row)
    same = (table._meta.primary_key == row.get_id()) & (table.version == row.version)
    if not table.update(columns).where(same).execute():
        raise Refused(sentence)
    for name, value in columns.items():
        setattr(row, name, value)


def connect(url):
    """Point `database` at `url` (sqlite:///… or postgresql://…)."""
    if not url.startswith("sqlite"):
        database.initialize(db_url.connect(url))
        return database.obj
    database.initialize(
        db_url.connect(
            url,
            # Given here because sqlite:///x?… is refused at connect. IMMEDIATE: without it thirty
            # people at once get "database is locked" instead of waiting their turn.
            pragmas={
                "journal_mode": "wal",
                "foreign_keys": 1,
                "busy_timeout": 10000,
                "synchronous": 2,
                "secure_delete": 1,
                "temp_store": 2,
            },
            lock_type="IMMEDIATE",
            returning_clause=True,
        )
    )
    return database.obj


def pending():
    """Names of the migrations that have not been applied yet."""
    return [m.name for m in Runner(database, str(MIGRATIONS)).status() if m.applied is None]


def migrate():
    """Apply all pending migrations; names of those applied."""
    return [str(name) for name in Runner(database, str(MIGRATIONS)).up()]


def init_app(app):
    """Open a connection for each request and close it again; static files need none."""

    @app.before_request
    def open_connection():
        from flask import request

        if request.endpoint != "static":
            database.connect(reuse_if_open=True)

    @app.teardown_request
    def close_connection(_error):
        if not database.is_closed():
            database.close()


def copy_before_migrating(instance):
    """Keep a copy of an SQLite database beside it before its tables change; None when there is nothing yet."""
    if not isinstance(database.obj, peewee.SqliteDatabase) or not database.table_exists("schema_migration"):
        return None
    copy = Path(instance) / f"before-{pending()[0]}.db"
    copy.unlink(missing_ok=True)
    database.execute_sql("VACUUM INTO ?", (str(copy),))
    return copy


def remove_old_copies(instance, now):
    """The copies made before migrating go after 35 days; how many went."""
    oldest = (now - COPIES_KEPT).timestamp()
    old = [copy for copy in Path(instance).glob("before-*.db") if copy.stat().st_mtime < oldest]
    for copy in old:
        copy.unlink(missing_ok=True)
    return len(old)


def leave_nothing_behind():
    """After something was erased: empty the write-ahead log of SQLite, where its old pages still stand.

    Readers that are busy keep it from happening at once; the next checkpoint then does it.
    """
    if not isinstance(database.obj, peewee.SqliteDatabase) or database.in_transaction():
        return
    database.execute_sql("PRAGMA busy_timeout = 250")
    try:
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except peewee.OperationalError:
        pass  # locked by somebody else
    finally:
        database.execute_sql("PRAGMA busy_timeout = 10000")
