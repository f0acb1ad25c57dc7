"""What a booking came to, in words. Only for who booked it, on the next page: the name of a child is in it."""

from wvg.base.words import joined, say, say_n
from wvg.groups.homework.pupils.queries import words
from wvg.groups.homework.rules_telling import name_of, other

MOST = 8  # dates in one sentence


def said(bookings, group):
    """A Sentence about bookings of one pupil in a group, in order of date; each with its session."""
    answers = name_of(other(bookings[0].side), group)
    if len(bookings) == 1:
        row = bookings[0]
        day = row.session.activity.date
        if row.state == "confirmed":
            return say("The place is booked: %(day)s.", day=day)
        if row.state == "asked":
            return say("Asked for %(day)s. %(side)s answers.", day=day, side=answers)
        return say("%(day)s is full. The pupil is on the waiting list.", day=day)
    by_state = {state: [row for row in bookings if row.state == state] for state in ("confirmed", "asked", "waiting")}
    parts = []
    if found := by_state["confirmed"]:
        parts.append(say("%(n)s confirmed (%(days)s)", n=len(found), days=_days(found)))
    if found := by_state["asked"]:
        parts.append(say("%(n)s asked (%(days)s), %(side)s answers", n=len(found), days=_days(found), side=answers))
    if found := by_state["waiting"]:
        parts.append(say_n("%(n)s waits (%(days)s is full)", "%(n)s wait (%(days)s are full)", len(found),
                           days=_days(found)))
    return say("%(name)s: %(what)s.", name=name_in(bookings[0].pupil), what=joined(parts, ", "))


def name_in(pupil):
    """The first name of a pupil for a sentence."""
    return words(pupil).first_name or say("A pupil")


def _days(rows):
    """As "26/11, 3/12", the first ones when there are many."""
    days = [f"{row.session.activity.date.day}/{row.session.activity.date.month}" for row in rows]
    return ", ".join(days if len(days) <= MOST else [*days[:MOST - 1], "…"])
