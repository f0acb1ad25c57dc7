"""Who likes to go with whom, and who was telephoned about an activity."""

from peewee import Check, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Volunteer(Base):
        pass

    class Activity(Base):
        pass

    class Wish(Base):
        group = TextField()
        volunteer = ForeignKeyField(Volunteer, backref="+", on_delete="CASCADE")
        fellow = ForeignKeyField(Volunteer, backref="+", on_delete="CASCADE")
        by = IntegerField(null=True)
        made_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            constraints = [Check("volunteer_id <> fellow_id", name="wish_of_two")]

    Wish.add_index(
        Wish.index(
            Wish.group, Wish.volunteer, Wish.fellow,
            unique=True, where=Wish.ended_at.is_null(), name="wish_once",
        )
    )

    class Call(Base):
        activity = ForeignKeyField(Activity, backref="+", on_delete="CASCADE")
        volunteer = ForeignKeyField(Volunteer, null=True, backref="+", on_delete="CASCADE")
        result = TextField()
        by = IntegerField(null=True)
        made_at = DateTimeField()

        class Meta:
            constraints = [
                Check("result IN ('tried', 'yes', 'no', 'told')", name="call_result"),
                Check("volunteer_id IS NOT NULL OR result IN ('tried', 'told')", name="call_of_place"),
            ]

    db.create_tables([Wish, Call])
