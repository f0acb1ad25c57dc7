"""Who can when: what coordinators ask and what volunteers answer. Frozen: never edit it once it has landed."""

from peewee import Check, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField
from peewee import Model as PeeweeModel


def up(migrator, db):
    class Model(PeeweeModel):
        class Meta:
            database = db
            legacy_table_names = False

    class Volunteer(Model):
        pass

    class Activity(Model):
        pass

    class Asking(Model):
        group = TextField()
        first_day = DateField()
        last_day = DateField()
        deadline = DateField()
        by = IntegerField()
        made_at = DateTimeField()
        reminded_at = DateTimeField(null=True)
        ended_at = DateTimeField(null=True)

        class Meta:
            constraints = [
                Check("last_day >= first_day", name="asking_forward"),
                Check("deadline <= last_day", name="asking_deadline_in_time"),
            ]

    Asking.add_index(
        Asking.index(
            Asking.group, Asking.first_day, Asking.last_day,
            unique=True, where=Asking.ended_at.is_null(), name="asking_open_once",
        )
    )

    class Answer(Model):
        asking = ForeignKeyField(Asking, backref="answers")
        volunteer = ForeignKeyField(Volunteer, backref="+")
        activity = ForeignKeyField(Activity, backref="+")
        answer = TextField()
        by = IntegerField(null=True)
        made_at = DateTimeField()

        class Meta:
            constraints = [Check("answer IN ('yes', 'rather not', 'no')", name="answer_is_one_of_three")]

    Answer.add_index(
        Answer.index(Answer.asking, Answer.volunteer, Answer.activity, unique=True, name="answer_once")
    )

    db.create_tables([Asking, Answer])
