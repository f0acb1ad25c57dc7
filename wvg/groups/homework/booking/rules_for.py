"""Book for a pupil that is chosen, or for a new one, once or every week, with a line for who helps it."""

from wvg.base.db import database
from wvg.base.errors import Refused
from wvg.base.words import say
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.booking import rules, rules_weekly
from wvg.groups.homework.during import rules_notes
from wvg.groups.homework.pupils import rules as rules_pupils


def book_for(session, values, by, now):
    """All of the form in one transaction: nothing is kept of it when something is wrong. [Booking] with their sessions.

    session: the number of its activity. values: pupil (its number) or new (fields of Words), weekdays and until (None:
    only this time), line. Raises Unknown, NotAllowed, Refused, Invalid as rules.book, rules_weekly.enrol and
    pupils.rules.add do.
    """
    with database.atomic():
        found = rules.session_to_book(session, by, now)
        pupil = values["pupil"] or rules_pupils.add_once(values["new"], by, now).id
        if values["until"] is None:
            if queries_booking.live(found, pupil) is not None:
                raise Refused(say("This pupil stands on the list of that day already."))
            bookings = [rules.book(session, pupil, by, now)]
            bookings[0].session = found
        else:
            _enrolment, bookings = rules_weekly.enrol(
                found.group_id, pupil, values["weekdays"], found.activity.date, values["until"], by, now)
        if values["line"]:
            rules_notes.put(pupil, found.group, values["line"], by, now)
        return bookings
