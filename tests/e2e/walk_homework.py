"""Rows of homework support and of partners for the walk: one of each sort that a page shows."""

from datetime import time

from people import seat, viewer
from places import DEC_8, pupil
from tutoring import TODAY, VISSEN, activity, booking

from wvg.base import clock
from wvg.commons.partners.models import Contact, Location, Partner, PartnerPerson
from wvg.groups.homework.during import rules_worries
from wvg.groups.homework.models import Enrolment, HomeworkGroup, Proposal, TutorOffer, Worry
from wvg.groups.homework.sessions import rules_changes, rules_tutors


def filled(rule, name):
    """Addresses of a rule of these rooms, filled with what there is; None when it is of another room."""
    if not rule.startswith(("/homework/", "/partners/")):
        return None
    whose = "Sara" if name == "fatiha" else "Amina"  # of the partner; ours
    for beginning, rows in {
        "/homework/sessions/": lambda: [activity(TODAY, VISSEN).id],
        "/homework/seats/": lambda: [seat(VISSEN, DEC_8, 4).id],
        "/homework/pupils/": lambda: [pupil(whose).id],
        "/homework/bookings/": lambda: [booking(whose).id, booking("Mariam", DEC_8).id],
        "/homework/enrolments/": lambda: [row.id for row in Enrolment.select().where(Enrolment.pupil == pupil(whose))],
        "/homework/worries/": lambda: [_worry()],
        "/homework/proposals/": lambda: [_proposal()],
        "/homework/offers/": lambda: [_offer()],
        "/homework/tutors/": lambda: [viewer("jonas").volunteer],
        "/homework/groups/": lambda: [row.id for row in HomeworkGroup.select()],
        "/partners/rooms/": lambda: [row.id for row in Location.select()],
        "/partners/": lambda: [row.id for row in Partner.select()],
    }.items():
        if rule.startswith(beginning):
            addresses = [rule.replace("<int:number>", str(number)) for number in rows()]
            break
    for part, model in (("<int:contact>", Contact), ("<int:person>", PartnerPerson), ("<int:group>", HomeworkGroup)):
        addresses = [one.replace(part, str(row.id)) for one in addresses for row in model.select()] \
            if part in rule else addresses
    return addresses


def _worry():
    row = Worry.get_or_none()
    return row.id if row else rules_worries.raise_worry(
        booking("Amina").id, "komt vaak moe aan", viewer("jonas"), clock.now()).id


def _proposal():
    row = Proposal.get_or_none()
    return row.id if row else rules_changes.propose_once(
        activity(DEC_8, VISSEN).id, {"starts": time(16, 30), "ends": time(18), "why": "Schoolfeest",
                                     "location": Location.get(Location.name == "Buurtlokaal De Vissen").id},
        viewer("fatiha"), clock.now()).id


def _offer():
    row = TutorOffer.get_or_none()
    return row.id if row else rules_tutors.offer(
        seat(VISSEN, DEC_8, 4).id, viewer("fatiha").volunteer, viewer("fatiha"), clock.now()).id
