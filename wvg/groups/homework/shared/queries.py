"""The first page of a partner: all of it in a fixed number of queries, and nothing that is not shared."""

from dataclasses import dataclass
from datetime import timedelta

from wvg.base import clock
from wvg.commons.accounts import queries as accounts
from wvg.commons.messages import queries as messages
from wvg.commons.partners import queries as partners
from wvg.commons.partners import queries_access
from wvg.commons.partners.models import Partner, PartnerAgreement
from wvg.commons.planning import queries as planning
from wvg.commons.planning import queries_cards
from wvg.commons.planning.models import Activity
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.homework import queries
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.booking import queries_questions
from wvg.groups.homework.booking.queries_questions import Question
from wvg.groups.homework.closing import queries_calls
from wvg.groups.homework.models import BookingStep, Proposal, TutorOffer
from wvg.groups.homework.pupils import queries_september
from wvg.groups.homework.sessions import queries_changes, queries_tutors
from wvg.groups.homework.sessions.queries import Line

AHEAD = timedelta(weeks=2)


@dataclass
class First:
    """asked: for them to answer; offered: places that came free for pupils of theirs; proposals and the agreement:
    for them too when it says so. calls: sessions of which they have still to tell parents. unanswered: how many pupils
    of whom they must say if they come again. our_*: the same that waits for us. who_asked: of us, by booking.
    lines: the sessions of two weeks.
    """

    partner: Partner
    asked: list[Question]
    who_asked: dict
    offered: list[Question]
    proposals: list[Proposal]
    agreement: PartnerAgreement
    agree: bool
    renew: bool
    calls: list[queries_calls.ToTell]
    unanswered: int
    our_asked: list[Question]
    our_proposals: list[Proposal]
    our_offers: list[TutorOffer]
    lines: list[Line]
    messages: list
    coordinators: list[Volunteer]
    ends_on: object

    @property
    def waits(self):
        return self.asked or self.offered or self.proposals or self.agree or self.renew or self.calls or self.unanswered

    @property
    def waits_for_us(self):
        return self.our_asked or self.our_proposals or self.our_offers


def first(viewer, now):
    """The First of who speaks for a partner. Raises Unknown when that partner is not there."""
    local = clock.local(now)
    today, partner = local.date(), queries.of_partner(viewer)
    asked, offered, our_asked = queries_questions.questions(viewer, local)
    proposals = [row for row in queries_changes.proposals(viewer, now) if row.waits]
    agreement = partners.agreement(partner)
    until = [grant.until for grant in accounts.speakers(partner.key, today) if grant.account_id == viewer.account]
    return First(
        partner=partner, asked=asked, who_asked=_who_asked([one.bookings[0] for one in asked]), offered=offered,
        proposals=[row for row in proposals if row.side == "us"],
        agreement=agreement, agree=bool(agreement.version) and agreement.theirs_at is None,
        renew=agreement.renew_on is not None and agreement.renew_on - queries_access.BEFORE <= today,
        calls=[one for one in queries_calls.coming(viewer, now) if one.kind != "no tutors" and one.left("them")],
        unanswered=len(queries_september.unanswered(viewer, today)),
        our_asked=our_asked, our_proposals=[row for row in proposals if row.side == "them"],
        our_offers=[row for row in queries_tutors.offers(viewer, now) if row.waits],
        lines=_lines(viewer, local), messages=messages.unread(viewer),
        coordinators=planning.coordinators("homework", today),
        ends_on=next((day for day in until if day and day - queries_access.BEFORE <= today), None),
    )


def _who_asked(bookings):
    """{booking id: the volunteer who asked}: two queries."""
    steps = BookingStep.select(BookingStep.booking, BookingStep.by).where(
        BookingStep.booking.in_([row.id for row in bookings]), BookingStep.state == "asked"
    ).order_by(BookingStep.at)
    asked = dict(steps.tuples())
    people = partners.of_accounts(asked.values())
    return {booking: people.get(by) for booking, by in asked.items()}


def _lines(viewer, local):
    """The shared sessions of the coming two weeks: seven queries."""
    today = local.date()
    sessions = {
        one.activity_id: one for one in queries.sessions().where(
            queries.seen(viewer), Activity.date.between(today, today + AHEAD))
    }
    rooms = queries_booking.rooms(sessions.values())
    cards = queries_cards.cards(viewer, local, today, today + AHEAD, among=Activity.id.in_(list(sessions)))
    return [
        Line(sessions[card.activity.id], card, rooms[sessions[card.activity.id].id]) for card in cards if not card.past
    ]
