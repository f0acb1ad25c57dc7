"""The outbox for mail: who waits for one, what was mailed, who wants none, and whose turn it is to tick."""

from peewee import SQL, BooleanField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Volunteer(Base):
        pass

    class Outbox(Base):
        recipient = ForeignKeyField(Volunteer, backref="+", on_delete="CASCADE")
        made_at = DateTimeField()
        due_at = DateTimeField()
        tries = IntegerField(default=0)
        unsure = IntegerField(default=0)
        last_error = TextField(default="")
        refused = TextField(default="")
        sent_at = DateTimeField(null=True)
        gave_up_at = DateTimeField(null=True)

    Outbox.add_index(
        Outbox.index(
            Outbox.recipient, unique=True, where=Outbox.sent_at.is_null() & Outbox.gave_up_at.is_null(),
            name="outbox_one_waiting_once",
        )
    )

    class Lease(Base):
        name = TextField(primary_key=True)
        until = DateTimeField()

    db.create_tables([Outbox, Lease])
    # Not add_column: on SQLite it makes the table anew when a column may not be empty.
    wants_mail = BooleanField(default=True, constraints=[SQL("DEFAULT TRUE")])
    migrator.migrate(
        migrator.alter_add_column("volunteer", "mail", wants_mail, allow_not_null=True),
        migrator.add_column("message", "mailed_at", DateTimeField(null=True)),
    )
