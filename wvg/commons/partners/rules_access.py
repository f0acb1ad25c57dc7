"""The verbs of access: an account speaks for a partner until 31 October after the school year."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.accounts import rules as accounts_rules
from wvg.commons.accounts.permissions import MANAGE
from wvg.commons.partners import queries, queries_access
from wvg.commons.partners.rules import must_keep
from wvg.commons.partners.rules_put_away import put_away


def give(number, account, by, now):
    """An account (its number) speaks for a partner. The grant. Raises Unknown, NotAllowed, Invalid ("account")."""
    if not by.can(MANAGE):
        raise NotAllowed
    partner, today = queries.partner(number, by), clock.local(now).date()
    if partner.ended_on is not None:
        raise Refused(say("We do not work with this partner any more."))
    found = next((row for row in queries_access.to_choose(partner, today) if row.id == account), None)
    if found is None:
        raise Invalid("account", say("Choose somebody from the list."))
    return accounts_rules.speak_for(found, partner.key, queries_access.until(today), by, now)


def renew(number, grant, by, now):
    """One more year, from 1 June on. Raises Unknown, NotAllowed, Refused."""
    must_keep(by)
    today = clock.local(now).date()
    row = queries_access.grant(grant, queries.partner(number, by), today)
    until = queries_access.renewed_until(row, today)
    if until is None:
        raise Refused(say("Access can be renewed from 1 June on, once a year."))
    return accounts_rules.speak_for(row.account, row.group, until, by, now)


def end(number, grant, by, now):
    """An account can do nothing more for a partner. Raises Unknown, NotAllowed."""
    if not by.can(MANAGE):
        raise NotAllowed
    row = queries_access.grant(grant, queries.partner(number, by), clock.local(now).date())
    with database.atomic():
        accounts_rules.end_grant(row, by, now)
        put_away(now)
    return row
