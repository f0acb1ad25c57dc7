"""The verbs of a partner's people: their tutors, with or without an account."""

from wvg.base import clock
from wvg.base.access import groups
from wvg.base.db import database, keep
from wvg.base.errors import Invalid, Refused
from wvg.base.words import fold, say
from wvg.commons.accounts import queries as accounts
from wvg.commons.audit import rules as audit
from wvg.commons.partners import queries
from wvg.commons.partners.models import PAPER, PartnerPerson
from wvg.commons.partners.rules import CHANGED_SINCE
from wvg.commons.volunteers import rules as volunteers
from wvg.commons.volunteers.models import PaperKind, PaperSeen, Volunteer

# What rooms above do when somebody is taken off, in each group that works with partners: functions
# (volunteer id, group, by, now) that create_app() puts in. They run in the same transaction.
when_taken_off = []


def add(number, values, by, now):
    """Somebody comes through a partner from now on. values: first_name, last_name, mobile. The PartnerPerson.

    Raises Unknown, Refused (they are on the list already), Invalid as volunteers.rules.add.
    """
    with database.atomic():
        partner = queries.partner(number, by)
        name = fold(f"{values['first_name']} {values['last_name']}")
        there = PartnerPerson.select().join(Volunteer).where(
            PartnerPerson.partner == partner, Volunteer.search == name, Volunteer.left_on.is_null()
        )
        if name and there.exists():
            raise Refused(say("%(name)s is on the list already.", name=values["first_name"]))
        volunteer = volunteers.add(values, by, now)
        row = PartnerPerson.create(partner=partner, volunteer=volunteer, made_at=now)
        audit.record("partners.add_person", by, now, [(row, None)], on_behalf_of=volunteer.id)
    return row


def see_paper(number, person, seen_on, by, now):
    """Extract 596.2 of one of their people was shown on a day. Raises Unknown, Invalid ("seen_on")."""
    with database.atomic():
        row = queries.person(person, queries.partner(number, by))
        keep_paper(row.volunteer_id, seen_on, "partners.see_paper", by, now)
    return row


def keep_paper(volunteer, seen_on, act, by, now):
    """Keep on which day the extract of a volunteer (an id) was seen; nothing else of it. Raises Invalid ("seen_on")."""
    if seen_on is None:
        raise Invalid("seen_on", say("Write the day on which you saw it."))
    if seen_on > clock.local(now).date():
        raise Invalid("seen_on", say("This day has still to come."))
    kind = PaperKind.get(PaperKind.key == PAPER)
    with database.atomic():
        row, made = PaperSeen.get_or_create(
            volunteer=volunteer, kind=kind, defaults={"seen_on": seen_on, "seen_by": by.account}
        )
        before = None if made else {"seen_on": row.seen_on.isoformat(), "seen_by": row.seen_by}
        row.seen_on, row.seen_by = seen_on, by.account
        row.save()
        audit.record(act, by, now, [(row, before)], on_behalf_of=volunteer)
    return row


def take_off(number, person, by, now):
    """Somebody does not come through a partner any more, and their places ahead open. Raises Unknown.

    Who has no account of their own stops as a volunteer; it must not be that they are ours from then on.
    """
    with database.atomic():
        row = queries.person(person, queries.partner(number, by))
        volunteer = row.volunteer
        account = accounts.account_of(volunteer)
        audit.record("partners.take_off", by, now, [(row, {})], on_behalf_of=volunteer.id)
        for key in [key for key, group in groups.items() if group.with_partners]:
            for also in when_taken_off:
                also(volunteer.id, key, by, now)
        if account is None or account.closed_at is not None:
            keep(volunteer, {"left_on": clock.local(now).date()}, CHANGED_SINCE)
        else:
            row.delete_instance()
    return row
