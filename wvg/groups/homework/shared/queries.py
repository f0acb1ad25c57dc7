"""The first page of a partner: all of it in a fixed number of queries, and nothing that is not shared."""

from dataclasses import dataclass, field
from datetime import timedelta

from peewee import JOIN

from wvg.base import clock
from wvg.commons.accounts import queries as accounts
from wvg.commons.messages import queries as messages
from wvg.commons.partners import queries as partners
from wvg.commons.partners import queries_access
from wvg.commons.partners.models import Location, Partner, PartnerAgreement
from wvg.commons.planning import queries as planning
from wvg.commons.planning import queries_cards
from wvg.commons.planning.models import Activity, Seat, Series
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.homework import queries
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.closing import queries_calls
from wvg.groups.homework.models import (
    Booking,
    BookingStep,
    HomeworkGroup,
    HomeworkSession,
    Proposal,
    Pupil,
    TutorOffer,
)
from wvg.groups.homework.pupils import queries as pupils
from wvg.groups.homework.pupils import queries_september
from wvg.groups.homework.sessions.queries import Line

AHEAD = timedelta(weeks=2)


@dataclass
class Asked:
    """Places for one pupil in one group that wait for a yes: their sessions in order, and who of us asked, or None."""

    words: pupils.Words
    group: HomeworkGroup
    sessions: list = field(default_factory=list)
    by: Volunteer | None = None


@dataclass
class First:
    """asked: for them to answer; offered: places that came free for pupils of theirs; proposals and the agreement:
    for them too when it says so. calls: sessions of which they have still to tell parents. unanswered: how many pupils
    of whom they must say if they come again. our_*: what waits for us. lines: the sessions of two weeks.
    """

    partner: Partner
    asked: list[Asked]
    offered: list[Asked]
    proposals: list[Proposal]
    agreement: PartnerAgreement
    agree: bool
    renew: bool
    calls: list[queries_calls.ToTell]
    unanswered: int
    our_asked: list[Asked]
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
    live = [row for row in _bookings(viewer, today) if not planning.has_ended(row.session.activity, local)]
    asked = [row for row in live if row.state == "asked"]
    proposals, agreement = _proposals(viewer), partners.agreement(partner)
    until = [grant.until for grant in accounts.speakers(partner.key, today) if grant.account_id == viewer.account]
    return First(
        partner=partner,
        asked=_by_pupil([row for row in asked if row.side == "us"], _who_asked(asked)),
        offered=_by_pupil([row for row in live if row.offered_at and row.side == "them"], {}),
        proposals=[row for row in proposals if row.side == "us"],
        agreement=agreement, agree=bool(agreement.version) and agreement.theirs_at is None,
        renew=agreement.renew_on is not None and agreement.renew_on - queries_access.BEFORE <= today,
        calls=[one for one in queries_calls.coming(viewer, now) if one.kind != "no tutors" and one.left("them")],
        unanswered=len(queries_september.unanswered(viewer, today)),
        our_asked=_by_pupil([row for row in asked if row.side == "them"], {}),
        our_proposals=[row for row in proposals if row.side == "them"],
        our_offers=list(
            TutorOffer.select(TutorOffer, Seat, Activity, Volunteer).join(Seat).join(Activity)
            .switch(TutorOffer).join(Volunteer).where(
                TutorOffer.partner == partner, TutorOffer.state == "asked", Activity.date >= today
            ).order_by(Activity.date, TutorOffer.id)),
        lines=_lines(viewer, local), messages=messages.unread(viewer),
        coordinators=planning.coordinators("homework", today),
        ends_on=next((day for day in until if day and day - queries_access.BEFORE <= today), None),
    )


def _bookings(viewer, today):
    """Bookings that wait for an answer, in groups that are shared, with pupil and session, by day: one query."""
    return list(
        Booking.select(Booking, Pupil, HomeworkSession, Activity, HomeworkGroup, Series, Partner)
        .join(Pupil).switch(Booking).join(HomeworkSession).join(Activity)
        .switch(HomeworkSession).join(HomeworkGroup).join(Series).switch(HomeworkGroup).join(Partner)
        .where(
            queries.seen(viewer), Activity.state == "planned", Activity.date >= today, Pupil.erased_at.is_null(),
            (Booking.state == "asked") | Booking.offered_at.is_null(False),
        ).order_by(Activity.date, Activity.starts, Booking.id)
    )


def _who_asked(bookings):
    """{booking id: the volunteer who asked}: one query."""
    steps = BookingStep.select(BookingStep.booking, BookingStep.by).where(
        BookingStep.booking.in_([row.id for row in bookings]), BookingStep.state == "asked"
    ).order_by(BookingStep.at)
    asked = dict(steps.tuples())
    people = partners.of_accounts({by for by in asked.values() if by})
    return {booking: people.get(by) for booking, by in asked.items()}


def _by_pupil(bookings, by):
    found = {}
    for row in bookings:
        key = row.pupil_id, row.session.group_id
        if key not in found:
            found[key] = Asked(pupils.words(row.pupil), row.session.group, by=by.get(row.id))
        found[key].sessions.append(row.session)
    return list(found.values())


def _proposals(viewer):
    """What either side proposes and nobody answered yet, in groups that are shared: one query."""
    return list(
        Proposal.select(Proposal, Location, HomeworkSession, Activity, HomeworkGroup, Series, Partner)
        .join(Location).switch(Proposal).join(HomeworkSession, JOIN.LEFT_OUTER).join(Activity, JOIN.LEFT_OUTER)
        .switch(Proposal).join(HomeworkGroup).join(Series).switch(HomeworkGroup).join(Partner)
        .where(queries.seen(viewer), Proposal.state == "asked").order_by(Proposal.made_at)
    )


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
