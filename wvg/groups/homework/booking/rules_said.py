"""What a booking came to, in words."""

from wvg.base.words import joined, say, say_n
from wvg.groups.homework.rules_telling import days, name_of, other


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
        parts.append(say("%(n)s confirmed", n=len(found)))
    if found := by_state["asked"]:
        parts.append(say("%(n)s asked, %(side)s answers", n=len(found), side=answers))
    if found := by_state["waiting"]:
        full = days([row.session.activity.date for row in found])
        parts.append(say_n("%(n)s waits (%(days)s is full)", "%(n)s wait (%(days)s are full)", len(found), days=full))
    return say("%(times)s: %(what)s.", times=say_n("%(n)s time", "%(n)s times", len(bookings)),
               what=joined(parts, ", "))
