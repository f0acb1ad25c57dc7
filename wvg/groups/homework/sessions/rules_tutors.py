"""The verbs around a tutor: the extract was seen, with what they help, and a partner offers one of its people."""

from peewee import IntegrityError

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.partners.models import PartnerPerson
from wvg.commons.partners.rules_people import keep_paper
from wvg.commons.planning import notices as notices_planning
from wvg.commons.planning import queries as planning
from wvg.commons.planning import rules_assign, seating
from wvg.groups.homework import notices, queries, rules_telling
from wvg.groups.homework.models import Subject, TutorOffer, TutorSubject
from wvg.groups.homework.permissions import STEER, TUTOR
from wvg.groups.homework.sessions import queries_tutors
from wvg.groups.homework.sessions.rules_changes import ANSWERED


def see_paper(number, seen_on, by, now):
    """A coordinator saw extract 596.2 of a tutor on a day. Raises Unknown, NotAllowed, Invalid ("seen_on")."""
    tutor = queries_tutors.tutor(number, by, clock.local(now).date())
    return keep_paper(tutor.volunteer.id, seen_on, "homework.see_paper", by, now)


def helps_with(number, subjects, by, now):
    """The subjects (ids) that a tutor helps with: one's own, or of anybody for a coordinator.

    Raises Unknown, NotAllowed, Invalid ("subjects").
    """
    with database.atomic():
        if number != by.volunteer:
            queries_tutors.tutor(number, by, clock.local(now).date())
        elif not by.can(TUTOR):
            raise NotAllowed
        known = {row.id for row in Subject.select().where(Subject.active)}
        if not set(subjects) <= known:
            raise Invalid("subjects", say("Choose from the list."))
        there = list(TutorSubject.select().where(TutorSubject.volunteer == number))
        for row in there:
            if row.subject_id in known and row.subject_id not in subjects:
                row.delete_instance()
        new = set(subjects) - {row.subject_id for row in there}
        made = [(TutorSubject.create(volunteer=number, subject=subject), None) for subject in sorted(new)]
        audit.record("homework.helps_with", by, now, made, on_behalf_of=number)


def offer(number, volunteer, by, now):
    """A partner offers one of its people for a place that is open or looks for a substitute. The TutorOffer.

    Raises Unknown, NotAllowed, Invalid ("volunteer"), Refused.
    """
    with database.atomic():
        partner = queries.of_partner(by)
        seat, session = queries_tutors.seat(number, by)
        seating.must_be_on(seat, now)
        held = planning.live(seat)
        if held and not held.seeking_since:
            raise Refused(seating.faster(held))
        if volunteer not in [one.id for one in queries_tutors.to_offer(seat, by)]:
            raise Invalid("volunteer", say("Choose somebody from the list."))
        try:
            with database.atomic():
                row = TutorOffer.create(seat=seat, volunteer=volunteer, partner=partner, by=by.account, made_at=now)
        except IntegrityError:
            raise Refused(say("You offered this tutor already. WVG has to answer.")) from None
        act = audit.record("homework.offer_tutor", by, now, [(row, None)], on_behalf_of=volunteer)
        rules_telling.tell("us", notices.TUTOR_OFFERED, session.group, now, by, act=act, day=session.activity.date,
                           who=partner.name, path=f"/homework/offers/{row.id}")
        return row


def warnings(row, now):
    """Why a coordinator should look twice before a tutor who is offered is put on the list: sentences."""
    return rules_assign.assign_warnings(row.seat, row.volunteer, clock.local(now).date())


def accept(number, override, by, now):
    """A coordinator puts the tutor who was offered on the place, and who looked for a substitute is off it.

    Others who were offered for it are declined.

    Raises Unknown, NotAllowed, Invalid("override") when there is a warning and no reason, Refused.
    """
    with database.atomic():
        row = _to_answer(number, by, now)
        seat, session = queries_tutors.seat(row.seat_id, by)
        seating.must_be_on(seat, now)
        held = planning.live(seat)
        if held and not held.seeking_since:
            raise Refused(seating.faster(held))
        today = clock.local(now).date()
        volunteer = planning.listable(row.volunteer_id, "homework", today)
        comes = PartnerPerson.select().where(
            PartnerPerson.partner == row.partner_id, PartnerPerson.volunteer == row.volunteer_id)
        if volunteer is None or not comes.exists():
            raise Refused(say("This tutor does not help any more."))
        blocked = [need for need in planning.missing_needs(seat, volunteer) if need.blocks]
        if blocked:
            raise Refused(seating.only_with(blocked))
        warned = rules_assign.assign_warnings(seat, volunteer, today)
        if warned and not override:
            raise Invalid("override", say("%(warning)s Write why it is all right.", warning=warned[0]))
        answered(row, "accepted", by, now)
        if held:
            made, act = seating.replace(seat, held, volunteer.id, by, now, "substitute", "taken over",
                                        "homework.accept_offer", override=override)
            seating.tell({held.volunteer_id} - {by.volunteer}, notices_planning.TAKEN_OVER, made, act, now)
        else:
            made = seating.seat_down(seat, volunteer.id, by, now, kind="substitute", override=override)
            act = audit.record("homework.accept_offer", by, now, [(made, None)], on_behalf_of=volunteer.id)
        if volunteer.id != by.volunteer:
            messages.tell([volunteer.id], notices_planning.ASSIGNED, now, person=by.volunteer,
                          activity=seat.activity_id, act=act, **seating.details(seat.activity))
        _tell(row, session, by, now)
        for other in queries_tutors.others(row):
            answered(other, "declined", by, now)
            _tell(other, session, by, now)
        return row


def decline(number, by, now):
    """A coordinator does not need the tutor who was offered. Raises Unknown, NotAllowed, Refused."""
    with database.atomic():
        row = _to_answer(number, by, now)
        answered(row, "declined", by, now)
        _tell(row, queries.session(row.seat.activity_id, by), by, now)
        return row


def take_back(number, by, now):
    """The partner does not offer the tutor any more. Raises Unknown, NotAllowed, Refused."""
    with database.atomic():
        row = queries_tutors.offer(number, by, now)
        if queries.side_of(by) != "them":
            raise NotAllowed
        answered(row, "taken back", by, now)
        return row


def _to_answer(number, by, now):
    row = queries_tutors.offer(number, by, now)
    if not by.can(STEER):
        raise NotAllowed
    return row


def answered(row, state, by, now):
    """Write down the answer, the first one only."""
    waits = (TutorOffer.id == row.id) & (TutorOffer.state == "asked")
    if not TutorOffer.update(state=state, decided_by=by.account, decided_at=now).where(waits).execute():
        raise Refused(ANSWERED)
    row.state = state
    audit.record("homework.answer_offer", by, now, [(row, {"state": "asked"})], on_behalf_of=row.volunteer_id)


def _tell(row, session, by, now):
    rules_telling.tell("them", notices.TUTOR_ANSWERED, session.group, now, by, day=session.activity.date,
                       who=say("WVG"), answer=say("yes") if row.state == "accepted" else say("no"),
                       path=f"/homework/offers/{row.id}")
