"""Who helps whom in a session: a pupil and the tutor who always helps it, or who sits in that tutor's place."""

from dataclasses import dataclass

from wvg.commons.planning.models import SignUp
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.homework.models import Booking, Pairing


@dataclass
class Pair:
    """helper: the tutor, or who took over that very place; None when nobody did."""

    pupil: int
    tutor: Volunteer
    helper: Volunteer | None


def pairs(session):
    """[Pair] of the pupils with a place in a session who have a fixed tutor in its group: two queries."""
    rows = list(
        Pairing.select(Pairing, Volunteer).join(Volunteer).where(
            Pairing.group == session.group_id, Pairing.ended_at.is_null(), Pairing.pupil.in_(
                Booking.select(Booking.pupil).where(Booking.session == session, Booking.state == "confirmed")),
        ).order_by(Pairing.id)
    )
    sign_ups = list(SignUp.select(SignUp, Volunteer).join(Volunteer).where(
        SignUp.activity == session.activity_id).order_by(SignUp.id))
    on = {row.seat_id: row.volunteer for row in sign_ups if row.ended_at is None}
    there = {volunteer.id for volunteer in on.values()}
    # Each who came after in a place, by take-over or because it was open again, sits in the same seat.
    place = {row.volunteer_id: row.seat_id for row in sign_ups}
    return [
        Pair(row.pupil_id, row.tutor, row.tutor if row.tutor_id in there else on.get(place.get(row.tutor_id)))
        for row in rows
    ]
