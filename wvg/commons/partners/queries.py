"""Partners, always for a viewer: all of them for who keeps them, one's own for who speaks for one."""

from collections import defaultdict
from dataclasses import dataclass

from peewee import JOIN

from wvg.base.access import groups
from wvg.base.errors import Unknown
from wvg.commons.accounts import queries as accounts
from wvg.commons.accounts.models import Account
from wvg.commons.partners.models import PAPER, Contact, Location, Partner, PartnerAgreement, PartnerPerson
from wvg.commons.partners.permissions import KEEP
from wvg.commons.volunteers.models import PaperKind, PaperSeen, Volunteer


def side_of(viewer):
    """"us" or "them": for which organisation this viewer acts here."""
    return "us" if viewer.can(KEEP) else "them"


def partner(number, viewer):
    """A partner. Raises Unknown: for a partner's own people every other one, and their own when it ended."""
    found = Partner.get_or_none(Partner.id == number)
    own = found is not None and found.key == viewer.partner and found.ended_on is None
    if found is None or not (viewer.can(KEEP) or own):
        raise Unknown
    return found


def everybody():
    """Every partner, those with whom we do not work any more last, by name."""
    return list(Partner.select().order_by(Partner.ended_on.asc(nulls="first"), Partner.name))


def contacts(partner):
    return list(Contact.select().where(Contact.partner == partner).order_by(Contact.id))


def contact(number, partner):
    """A contact of this partner. Raises Unknown."""
    found = Contact.get_or_none(Contact.id == number, Contact.partner == partner)
    if found is None:
        raise Unknown
    return found


def locations():
    """{partner id, None for our own: [Location]} of all rooms, those that are not used any more last."""
    found = defaultdict(list)
    for row in Location.select().order_by(Location.ended_on.asc(nulls="first"), Location.name):
        found[row.partner_id].append(row)
    return found


def location(number):
    """A room. Raises Unknown."""
    found = Location.get_or_none(Location.id == number)
    if found is None:
        raise Unknown
    return found


def agreement(partner):
    """What was agreed with a partner; one that nobody wrote down yet has version 0."""
    return PartnerAgreement.get_or_none(PartnerAgreement.partner == partner) or PartnerAgreement(
        partner=partner, version=0
    )


@dataclass
class Person:
    """Who comes through a partner. seen_on: when extract 596.2 was seen, None when it never was; seen_by: by whom."""

    row: PartnerPerson
    volunteer: Volunteer
    seen_on: object = None
    seen_by: Volunteer | None = None


def people(partner):
    """[Person] who come through a partner, without those who stopped, by name: two queries."""
    rows = (
        PartnerPerson.select(PartnerPerson, Volunteer, PaperSeen)
        .join(Volunteer).switch(PartnerPerson)
        .join(PaperSeen, JOIN.LEFT_OUTER, attr="paper", on=(PaperSeen.volunteer == PartnerPerson.volunteer) & (
            PaperSeen.kind.in_(PaperKind.select(PaperKind.id).where(PaperKind.key == PAPER))))
        .where(PartnerPerson.partner == partner, Volunteer.left_on.is_null())
        .order_by(Volunteer.search, Volunteer.id)
    )
    found = []
    for row in rows:
        paper = getattr(row, "paper", None)
        found.append((row, paper if paper is not None and paper.id else None))
    by = of_accounts({paper.seen_by for _, paper in found if paper})
    return [
        Person(row, row.volunteer, paper and paper.seen_on, by.get(paper.seen_by) if paper else None)
        for row, paper in found
    ]


def person(number, partner):
    """One of a partner's people. Raises Unknown."""
    found = (
        PartnerPerson.select(PartnerPerson, Volunteer).join(Volunteer)
        .where(PartnerPerson.id == number, PartnerPerson.partner == partner, Volunteer.left_on.is_null()).first()
    )
    if found is None:
        raise Unknown
    return found


def of_accounts(numbers):
    """{account: its volunteer} of some accounts (ids, or None for nobody): one query."""
    rows = Account.select(Account, Volunteer).join(Volunteer).where(Account.id.in_([n for n in numbers if n]))
    return {row.id: row.volunteer for row in rows}


def people_of(side, partner, today):
    """Volunteers (ids) who decide for a side: who coordinates a group that works with partners; who speaks for it."""
    if side == "them":
        return {one.id for one in accounts.holders("partner", partner.key, today)}
    return {
        one.id for key, group in groups.items() if group.with_partners
        for one in accounts.holders("coordinator", key, today)
    }


def agreements():
    """{partner id: what was agreed}: one query."""
    return {row.partner_id: row for row in PartnerAgreement.select()}
