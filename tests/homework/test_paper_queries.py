"""What is printed and counted takes a fixed number of queries, however many children and sessions there are."""

from datetime import date, timedelta

import pytest

from wvg.base import clock
from wvg.base.db import database
from wvg.commons.planning.models import Activity
from wvg.groups.homework.models import Booking, HomeworkSession, Pupil

SESSION_AND_RIGHTS = 2


@pytest.fixture
def counted():
    """The statements since the last clear()."""
    statements = []

    def hook(event):
        statements.append(event.sql)

    database.obj.query_hooks.append(hook)
    yield statements
    database.obj.query_hooks.remove(hook)


def today():
    return HomeworkSession.get(HomeworkSession.activity == Activity.get(
        Activity.title == "Huiswerk De Vissen", Activity.date == date(2026, 11, 24)))


def many():
    """Thirty more pupils in this session, and a year of more sessions."""
    here = today()
    for n in range(30):
        pupil = Pupil(goes_on=2026, made_at=clock.now())
        pupil.seal({"first_name": f"Kind{n}", "year": "1e", "subjects": ["maths"]})
        pupil.save(force_insert=True)
        Booking.create(pupil=pupil, session=here, side="us", state="confirmed", made_at=clock.now())
    for n in range(60):
        day = date(2026, 9, 1) + timedelta(days=n)
        row = Activity.create(group="homework", kind="session", title="Extra", date=day, end_date=day)
        HomeworkSession.create(activity=row, group=here.group_id, places=8, share=4)


@pytest.mark.parametrize(("name", "most"), [("marijke", 5), ("jonas", 7), ("fatiha", 5)])
def test_papers_and_counts_do_not_grow(app, as_person, counted, name, most):
    who, here = as_person(name), today()
    paths = [f"/homework/sessions/{here.activity_id}/list", f"/homework/groups/{here.group_id}/card",
             f"/homework/groups/{here.group_id}/timetable?term=1"]
    if name != "jonas":
        paths.append("/homework/counts")

    def queries(path):
        who.get(path)  # that somebody had the list is written down the first time
        counted.clear()
        assert who.get(path).status_code == 200
        return len([sql for sql in counted if sql.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")])

    few = [queries(path) for path in paths]
    many()
    assert few == [queries(path) for path in paths]
    assert max(few) - SESSION_AND_RIGHTS <= most, few
