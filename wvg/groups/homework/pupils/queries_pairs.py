"""A pupil and the tutor who always helps it; in a session, who sits in that tutor's place."""

from dataclasses import dataclass

from peewee import JOIN

from wvg.commons.planning.models import SignUp
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.homework.models import Pairing


@dataclass
class Pair:
    """helper: the tutor, or who took over that very place; None when nobody did."""

    pupil: int
    tutor: Volunteer
    helper: Volunteer | None


def fixed(*more):
    """A select of Pairing with its tutor, as it is now: without those whose tutor stopped. more: of what to select."""
    return Pairing.select(Pairing, Volunteer, *more).join(Volunteer).switch(Pairing).where(
        Pairing.ended_at.is_null(), Volunteer.left_on.is_null())


def pairs(session):
    """{pupil (id): Pair} of the pupils who have a fixed tutor in the group of a session: one query."""
    was, now, helper = SignUp.alias(), SignUp.alias(), Volunteer.alias()
    # Each who came after in a place, by take-over or because it was open again, sits in the same seat.
    rows = (
        fixed(was, now, helper)
        .join(was, JOIN.LEFT_OUTER, on=(was.volunteer == Pairing.tutor) & (was.activity == session.activity_id),
              attr="was")
        .join(now, JOIN.LEFT_OUTER, on=(now.seat == was.seat) & now.ended_at.is_null(), attr="now")
        .join(helper, JOIN.LEFT_OUTER, on=now.volunteer == helper.id, attr="helper")
        .where(Pairing.group == session.group_id).order_by(Pairing.id, was.ended_at.is_null(), was.id)
    )
    found = {}
    for row in rows:  # the place where the tutor still sits comes last, or else the last one that they left
        there = getattr(row, "was", None) and getattr(row.was, "now", None)
        found[row.pupil_id] = Pair(row.pupil_id, row.tutor, there.helper if there else None)
    return found
