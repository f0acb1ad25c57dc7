"""What the coordinators of a group agreed. Frozen: never edit it once it has landed."""

from peewee import DateTimeField, IntegerField, TextField
from peewee import Model as PeeweeModel


def up(migrator, db):
    class Agreement(PeeweeModel):
        group = TextField()
        text = TextField()
        by = IntegerField(null=True)
        changed_at = DateTimeField()
        version = IntegerField(default=1)

        class Meta:
            database = db
            legacy_table_names = False

    Agreement.add_index(Agreement.index(Agreement.group, unique=True, name="agreement_once"))
    db.create_tables([Agreement])
