"""The attendance list of one session: who is expected, to tick on paper."""

from dataclasses import dataclass

from wvg.base.errors import NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.planning.afterwards import queries_attendance
from wvg.commons.planning.afterwards.queries_attendance import WENT_ON
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.homework import queries
from wvg.groups.homework.models import Booking, HomeworkSession, Pupil, Subject
from wvg.groups.homework.pupils import queries as queries_pupils
from wvg.groups.homework.pupils.queries import Words


@dataclass
class AttendanceList:
    """pupils: (Words, [Subject]) by first name. Nothing else of a child, and no number of a parent.

    Paper is left on a table or in a bag. Who must call a parent opens the session, or calls the coordinator.
    """

    session: HomeworkSession
    tutors: list[Volunteer]
    pupils: list[tuple[Words, list[Subject]]]


def attendance(number, viewer, today):
    """The AttendanceList of the session of an activity. Four queries, five for a tutor.

    Raises Unknown, NotAllowed (not a tutor of this group), Refused (it does not go on).
    """
    session = queries.session(number, viewer)
    if not queries.sees_pupils(viewer, session.group, today):
        raise NotAllowed
    if session.activity.state not in WENT_ON:
        raise Refused(say("This does not go on, or it is not sure yet. There is no list to print."))
    subjects = {row.key: row for row in Subject.select()}
    expected = Pupil.select().join(Booking, on=Booking.pupil == Pupil.id).where(
        Booking.session == session, Booking.state == "confirmed", Pupil.erased_at.is_null()
    )
    found = [queries_pupils.words(pupil) for pupil in expected]
    return AttendanceList(
        session, [sign_up.volunteer for sign_up in queries_attendance.on(session.activity)],
        [(words, [subjects[key] for key in words.subjects if key in subjects])
         for words in sorted(found, key=lambda words: (words.damaged, words.first_name.casefold(), words.year))],
    )
