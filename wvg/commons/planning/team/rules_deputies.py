"""A deputy while a coordinator is away."""

from wvg.base import clock
from wvg.base.access import groups
from wvg.base.db import database
from wvg.base.errors import Invalid
from wvg.base.words import say
from wvg.commons.accounts import queries as accounts
from wvg.commons.accounts import rules as account_rules
from wvg.commons.accounts.models import Account
from wvg.commons.messages import rules as messages
from wvg.commons.planning import notices
from wvg.commons.planning.team import queries_deputies


def ask(group, volunteer, until, by, now):
    """Somebody of the group coordinates in one's place until a day, and is told. Raises as accounts.deputise."""
    account = accounts.account_of(volunteer)
    if account is None:
        raise Invalid("volunteer", say("Choose somebody from the list."))
    with database.atomic():
        row = account_rules.deputise(account, group, until, by, now)
        messages.tell([account.volunteer_id], notices.DEPUTY, now, person=by.volunteer, day=until,
                      group=groups[group].label)
    return row


def end(number, by, now):
    """One of the two ends it, or who coordinates the group for good; the others are told.

    Raises Unknown, NotAllowed.
    """
    with database.atomic():
        row = queries_deputies.deputy(number, by, clock.local(now).date())
        if row.ended_at is None:
            account_rules.end_deputy(row, by, now)
            giver = Account.get_or_none(Account.id == row.given_by)
            both = {row.account.volunteer_id, giver and giver.volunteer_id} - {None, by.volunteer}
            messages.tell(both, notices.DEPUTY_ENDED, now, person=by.volunteer, group=groups[row.group].label)
    return row
