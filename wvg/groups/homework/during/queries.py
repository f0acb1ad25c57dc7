"""One session: who is on it, which pupils come, and what who helps them next should know."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from peewee import JOIN

from wvg.base import clock
from wvg.commons.accounts.models import Account
from wvg.commons.planning import queries_cards
from wvg.commons.planning.models import Activity, SignUp
from wvg.commons.volunteers.models import Language, Volunteer
from wvg.groups.homework import queries
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.models import LIVE, Booking, HomeworkSession, Pupil, PupilNote, Subject
from wvg.groups.homework.permissions import STEER, TUTOR
from wvg.groups.homework.pupils import queries as queries_pupils
from wvg.groups.homework.pupils import queries_pairs

TICKED_BACK, STEERED_BACK = timedelta(days=7), timedelta(days=60)  # so long after a session one says who came
WENT_ON = ("planned", "done")
NOTES = 3


@dataclass
class Note:
    row: PupilNote
    day: date
    line: str
    damaged: bool


@dataclass
class Line:
    """A pupil in a session. pair: who always helps it, and who does this time. notes: the newest ones.

    by, at: who ticked whether it came, and when on the wall.
    """

    booking: Booking
    words: queries_pupils.Words
    pair: queries_pairs.Pair | None = None
    notes: list[Note] = field(default_factory=list)
    by: Volunteer | None = None
    at: datetime | None = None

    @property
    def ours(self):
        return self.booking.pupil.partner_id is None


@dataclass
class Page:
    """A session as a viewer sees it.

    booked, waiting: Lines, None for who may not see the pupils. helps: is a tutor on it, or coordinates. ticks: may say
    now who came. names: {key: row} of subjects and languages.
    """

    session: HomeworkSession
    card: queries_cards.Card
    room: queries_booking.Room
    helps: bool
    ticks: bool
    booked: list[Line] | None = None
    waiting: list[Line] | None = None
    subjects: dict = field(default_factory=dict)
    languages: dict = field(default_factory=dict)

    @property
    def in_need(self):
        """Whether it still comes with pupils, and nobody is there to help."""
        on = sum(place.sign_up is not None for place in self.card.places)
        return not self.card.past and queries.in_need(self.card.activity, self.room, on)


def page(number, viewer, now):
    """The Page of a session: a fixed number of queries. Raises Unknown."""
    session, local = queries.session(number, viewer), clock.local(now)
    card = queries_cards.cards(viewer, local, number=number, among=Activity.id == number)[0]
    helps = viewer.can(STEER) or (viewer.can(TUTOR) and card.mine is not None)
    found = Page(session, card, queries_booking.room(session), helps, ticks(viewer, session, helps, local.date()))
    if queries.sees_pupils(viewer, session.group, local.date()):
        lines = lines_of(session, viewer, local.date())
        found.booked = [line for line in lines if line.booking.state == "confirmed"]
        found.waiting = sorted((line for line in lines if line.booking.state in ("asked", "waiting")),
                               key=lambda line: (line.booking.made_at, line.booking.id))
        found.subjects = {row.key: row for row in Subject.select()}
        found.languages = {row.key: row for row in Language.select()}
    return found


def lines_of(session, viewer, today):
    """[Line] of the pupils in a session who come, wait or are asked for, by name: four queries."""
    rows = list(
        Booking.select(Booking, Pupil, Account, Volunteer).join(Pupil)
        .switch(Booking).join(Account, JOIN.LEFT_OUTER, on=Booking.attended_by == Account.id, attr="ticker")
        .join(Volunteer, JOIN.LEFT_OUTER)
        .where(Booking.session == session, Booking.state.in_(LIVE), queries_pupils.seen(viewer, today))
    )
    pupils = [row.pupil_id for row in rows]
    pairs = queries_pairs.pairs(session)
    notes = notes_of(pupils)
    lines = [
        Line(row, queries_pupils.words(row.pupil), pairs.get(row.pupil_id), notes[row.pupil_id],
             row.ticker.volunteer if row.attended_by else None, row.attended_at and clock.local(row.attended_at))
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.words.first_name.casefold(), line.booking.id))


def notes_of(pupils):
    """{pupil (id): [Note]} of the newest notes about each, with who wrote them: one query."""
    found = defaultdict(list)
    rows = PupilNote.select(PupilNote, Volunteer).join(Volunteer, JOIN.LEFT_OUTER).where(PupilNote.pupil.in_(pupils))
    for row in rows.order_by(PupilNote.made_at.desc(), PupilNote.id):
        if len(found[row.pupil_id]) < NOTES:
            words, damaged = row.read()
            found[row.pupil_id].append(Note(row, clock.local(row.made_at).date(), words.get("line", ""), damaged))
    return found


def helps(viewer, session):
    """Whether a viewer is a tutor on a session, or coordinates."""
    if viewer.can(STEER):
        return True
    return viewer.can(TUTOR) and SignUp.select().where(
        SignUp.activity == session.activity_id, SignUp.volunteer == viewer.volunteer, SignUp.ended_at.is_null()
    ).exists()


def ticks(viewer, session, helps, today):
    """Whether a viewer says who came to a session, at this time; `helps` as above. A partner for its shared ones."""
    return (helps or queries.side_of(viewer) == "them") and can_be_ticked(viewer, session.activity, today)


def can_be_ticked(viewer, activity, today):
    """Whether it is the time to say who came: from its day on, for a week, for a coordinator longer."""
    back = STEERED_BACK if viewer.can(STEER) else TICKED_BACK
    return activity.state in WENT_ON and activity.date <= today <= activity.date + back
