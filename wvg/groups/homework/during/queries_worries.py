"""Worries: all of them for a coordinator, for everybody else only what they wrote themselves."""

from dataclasses import asdict, dataclass
from datetime import date

from peewee import JOIN

from wvg.base import clock
from wvg.base.errors import Unknown
from wvg.commons.planning.models import Activity, Series
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.homework.models import HomeworkGroup, HomeworkSession, Pupil, Worry
from wvg.groups.homework.permissions import STEER
from wvg.groups.homework.pupils import queries as queries_pupils


@dataclass
class Words:
    """What is sealed of a worry."""

    line: str = ""
    answer: str = ""
    damaged: bool = False  # the blob cannot be read any more; never sealed

    def sealed(self):
        """What Worry.seal takes."""
        return {name: value for name, value in asdict(self).items() if name != "damaged"}


@dataclass
class Card:
    """A worry with its words. pupil: Words, None when this viewer does not see the pupil (any more)."""

    worry: Worry
    words: Words
    pupil: queries_pupils.Words | None
    raised: date
    closed: date | None

    @property
    def session(self):
        return self.worry.session if self.worry.session_id else None


def words(worry):
    found, damaged = worry.read()
    return Words(**found, damaged=damaged)


def seen(viewer):
    """The condition for worries that a viewer may see."""
    return Worry.id.is_null(False) if viewer.can(STEER) else Worry.raised_by == viewer.volunteer


def worries(viewer, today):
    """[Card], the open ones first, then the newest: at most three queries."""
    rows = list(_rows(viewer).order_by(Worry.closed_at.desc(nulls="first"), Worry.raised_at.desc(), Worry.id))
    return _cards(rows, viewer, today)


def worry(number, viewer, today):
    """The Card of one. Raises Unknown."""
    found = _cards(list(_rows(viewer).where(Worry.id == number)), viewer, today)
    if not found:
        raise Unknown
    return found[0]


def _rows(viewer):
    return (
        Worry.select(Worry, Volunteer, Pupil, HomeworkSession, Activity, HomeworkGroup, Series)
        .join(Volunteer, JOIN.LEFT_OUTER).switch(Worry).join(Pupil, JOIN.LEFT_OUTER)
        .switch(Worry).join(HomeworkSession, JOIN.LEFT_OUTER).join(Activity, JOIN.LEFT_OUTER)
        .switch(HomeworkSession).join(HomeworkGroup, JOIN.LEFT_OUTER).join(Series, JOIN.LEFT_OUTER)
        .where(seen(viewer))
    )


def _cards(rows, viewer, today):
    visible = {number for (number,) in Pupil.select(Pupil.id).where(
        Pupil.id.in_([row.pupil_id for row in rows if row.pupil_id]), queries_pupils.seen(viewer, today)).tuples()}
    return [
        Card(row, words(row), queries_pupils.words(row.pupil) if row.pupil_id in visible else None,
             clock.local(row.raised_at).date(), row.closed_at and clock.local(row.closed_at).date())
        for row in rows
    ]
