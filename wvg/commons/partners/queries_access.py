"""Until when an account speaks for a partner: the 31 October after the school year."""

from datetime import date, timedelta

from wvg.base.errors import Unknown
from wvg.commons.accounts import queries as accounts
from wvg.commons.accounts.models import Grant
from wvg.commons.partners.models import Partner, PartnerPerson

BEFORE = timedelta(weeks=6)  # of a reminder


def until(today):
    """The last day of access that is given today: the 31 October that follows the end of this school year.

    From 1 September 2026 to 31 August 2027 that is 31 October 2027.
    """
    return date(today.year + (today.month >= 9), 10, 31)


def renewed_until(grant, today):
    """Until when this access can be renewed: from 1 June on for one more year. None when it is not time yet."""
    day = date(today.year + 1, 10, 31)
    return day if today.month >= 6 and grant.until is not None and grant.until < day else None


def to_choose(partner, today):
    """Open accounts that may speak for a partner: of its people, or without any right yet; not those that do."""
    people = {who for (who,) in PartnerPerson.select(PartnerPerson.volunteer).where(
        PartnerPerson.partner == partner).tuples()}
    speak = {grant.account_id for grant in accounts.speakers(partner.key, today)}
    return [row for row in accounts.to_speak(people, today) if row.id not in speak]


def grant(number, partner, today):
    """A right in force to speak for this partner. Raises Unknown."""
    found = next((one for one in accounts.speakers(partner.key, today) if one.id == number), None)
    if found is None:
        raise Unknown
    return found


def ending(today):
    """[(Partner, grant)] of access that ends within six weeks: two queries."""
    partners = {row.key: row for row in Partner.select().where(Partner.ended_on.is_null())}
    rows = accounts.speaking(today).where(Grant.until <= today + BEFORE)
    return [(partners[row.group], row) for row in rows if row.group in partners]
