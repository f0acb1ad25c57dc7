"""Who coordinates a group in somebody's place."""

from wvg.base.errors import Unknown
from wvg.commons.accounts import queries as accounts
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.volunteers.models import Volunteer


def choices(group, viewer, today):
    """Volunteers of a group with an account who do not coordinate it. Raises Unknown for who does not either."""
    if not viewer.can(ASSIGN, group):
        raise Unknown
    busy = {v.id for v in accounts.holders("coordinator", group, today)}
    return [v for v in accounts.holders("volunteer", group, today) if v.id not in busy and v.id != viewer.volunteer]


def deputy(number, viewer):
    """A right to coordinate that ends on a day and that this viewer gave or has. Raises Unknown."""
    found = (
        Grant.select(Grant, Account, Volunteer).join(Account).join(Volunteer)
        .where(
            Grant.id == number, Grant.role == "coordinator", Grant.until.is_null(False),
            (Grant.given_by == viewer.account) | (Grant.account == viewer.account),
        ).first()
    )
    if found is None:
        raise Unknown
    return found
