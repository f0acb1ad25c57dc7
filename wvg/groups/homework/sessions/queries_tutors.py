"""Who may help in a session: the extract that was seen, the subjects, and tutors whom a partner offers."""

from dataclasses import dataclass, field
from datetime import timedelta

from peewee import JOIN, fn

from wvg.base import clock
from wvg.base.errors import NotAllowed, Unknown
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.accounts.queries import grants_in_force
from wvg.commons.partners import queries as partners
from wvg.commons.partners.models import PAPER, Partner, PartnerPerson
from wvg.commons.planning import queries as planning
from wvg.commons.planning.models import Activity, Role, Seat, SignUp
from wvg.commons.volunteers.models import PaperKind, PaperSeen, Volunteer
from wvg.groups.homework import queries
from wvg.groups.homework.models import HomeworkGroup, HomeworkSession, Subject, TutorOffer
from wvg.groups.homework.permissions import STEER
from wvg.groups.homework.sessions import queries as queries_board
from wvg.groups.homework.sessions import queries_changes
from wvg.groups.homework.sessions.queries_changes import SHOWN

LATELY = timedelta(days=60)


@dataclass
class Tutor:
    """Somebody who helps, or may. paper: the extract that was seen, by `seen_by`; partner: through which they come."""

    volunteer: Volunteer
    partner: Partner | None = None
    paper: PaperSeen | None = None
    seen_by: Volunteer | None = None
    subjects: list = field(default_factory=list)


def tutors(viewer, today, only=None):
    """[Tutor] by name, of the volunteers of homework support, of partners, and who is on a session: six queries.

    only: the number of one. Raises NotAllowed.
    """
    if not viewer.can(STEER):
        raise NotAllowed
    of_us = Account.select(Account.volunteer).join(Grant).where(
        Account.closed_at.is_null(), Grant.role.in_(("volunteer", "coordinator")), Grant.group == "homework",
        grants_in_force(today),
    )
    on_it = SignUp.select(SignUp.volunteer).join(Activity).where(
        SignUp.ended_at.is_null(), Activity.group == "homework", Activity.date > today - LATELY
    )
    through = {row.volunteer_id: row.partner for row in PartnerPerson.select(PartnerPerson, Partner).join(Partner)}
    people = Volunteer.select().where(
        Volunteer.left_on.is_null(),
        Volunteer.id.in_(of_us) | Volunteer.id.in_(on_it) | Volunteer.id.in_(list(through)),
    )
    if only is not None:
        people = people.where(Volunteer.id == only)
    people = list(people.order_by(Volunteer.search, Volunteer.id))
    papers = {row.volunteer_id: row for row in PaperSeen.select().join(PaperKind).where(
        PaperKind.key == PAPER, PaperSeen.volunteer.in_([one.id for one in people])
    )}
    seen_by = partners.of_accounts({row.seen_by for row in papers.values()})
    subjects = queries_board.subjects_of([one.id for one in people])
    return [
        Tutor(one, through.get(one.id), papers.get(one.id), one.id in papers and seen_by.get(papers[one.id].seen_by),
              subjects[one.id]) for one in people
    ]


def tutor(number, viewer, today):
    """One Tutor. Raises Unknown, NotAllowed."""
    found = tutors(viewer, today, number)
    if not found:
        raise Unknown
    return found[0]


def subjects():
    return list(Subject.select().where(Subject.active).order_by(Subject.position))


def seat(number, viewer):
    """(a place of a tutor, its HomeworkSession) of what this viewer sees. Raises Unknown."""
    found = Seat.select(Seat, Activity, Role).join(Activity).switch(Seat).join(Role).where(
        Seat.id == number, Seat.state == "open"
    ).first()
    if found is None:
        raise Unknown
    return found, queries.session(found.activity_id, viewer)


def to_offer(seat, viewer):
    """People of this viewer's partner who are not on the session of a place yet, by name. Raises Unknown.

    Each with `lacks`: whether the place asks for a paper of theirs that nobody saw.
    """
    on_it = SignUp.select(SignUp.volunteer).where(SignUp.activity == seat.activity_id, SignUp.ended_at.is_null())
    people = list(
        Volunteer.select().join(PartnerPerson, on=PartnerPerson.volunteer == Volunteer.id)
        .where(PartnerPerson.partner == queries.of_partner(viewer), Volunteer.left_on.is_null(),
               Volunteer.id.not_in(on_it)).order_by(Volunteer.search)
    )
    papers = {need.paper_id for need in planning.needs_of([seat.activity_id])[seat.id] if need.paper_id}
    seen = set(PaperSeen.select(PaperSeen.volunteer, PaperSeen.kind).where(PaperSeen.kind.in_(list(papers))).tuples())
    for one in people:
        one.lacks = any((one.id, paper) not in seen for paper in papers)
    return people


def _waits(now):
    """The condition for offers that can still be answered: nobody has the place, and they still come for the partner.
    """
    sits = SignUp.select().where(
        SignUp.ended_at.is_null(), (SignUp.seat == TutorOffer.seat) & SignUp.seeking_since.is_null()
        | (SignUp.activity == Activity.id) & (SignUp.volunteer == TutorOffer.volunteer))
    comes = PartnerPerson.select().where(
        PartnerPerson.partner == TutorOffer.partner, PartnerPerson.volunteer == TutorOffer.volunteer)
    return ((TutorOffer.state == "asked") & queries.to_come(clock.local(now)) & (Seat.state == "open")
            & ~fn.EXISTS(sits) & fn.EXISTS(comes) & Volunteer.left_on.is_null())


def _offers(viewer, now):
    """TutorOffer in what a viewer sees, with `waits`: whether it can still be answered."""
    return (
        TutorOffer.select(
            TutorOffer, Seat, Activity, Volunteer, HomeworkSession, HomeworkGroup, Partner, _waits(now).alias("waits"))
        .join(Seat).join(Activity).join(HomeworkSession, on=HomeworkSession.activity == Activity.id, attr="session")
        .join(HomeworkGroup).join(Partner, JOIN.LEFT_OUTER).switch(TutorOffer).join(Volunteer)
        .where(queries.seen(viewer))
    )


def offer(number, viewer, now):
    """A tutor that is offered in what this viewer sees, for who decides. Raises Unknown, NotAllowed."""
    queries.must_decide(viewer)
    found = _offers(viewer, now).where(TutorOffer.id == number).first()
    if found is None:
        raise Unknown
    return found


def reason(row):
    """Why a coordinator put the tutor of an offer on the list over a warning, "" when there was none."""
    there = SignUp.select().where(SignUp.seat == row.seat_id, SignUp.volunteer == row.volunteer_id).order_by(
        SignUp.id.desc()).first()
    return there.override if there and row.state == "accepted" else ""


def offers(viewer, now):
    """Those that wait, and the others of lately, the newest first: one query."""
    rows = _offers(viewer, now).where(_waits(now) | (TutorOffer.made_at > now - SHOWN))
    return list(rows.order_by(_waits(now).desc(), TutorOffer.made_at.desc(), TutorOffer.id))


def others(row):
    """Other offers for the place of one to which nobody answered yet."""
    return list(TutorOffer.select().where(
        TutorOffer.seat == row.seat_id, TutorOffer.id != row.id, TutorOffer.state == "asked"))


def how_many_wait(viewer, now):
    """How many proposals and offered tutors wait for an answer of this viewer's side: at most two queries."""
    side = queries.side_of(viewer)
    asked = sum(row.waits and row.side != side for row in queries_changes.proposals(viewer, now))
    return asked + (sum(row.waits for row in offers(viewer, now)) if side == "us" else 0)
