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


def deputy(number, viewer, today):
    """A right to coordinate that ends on a day, for who gave it, has it, or coordinates the group for good.

    Raises Unknown.
    """
    found = (
        Grant.select(Grant, Account, Volunteer).join(Account).join(Volunteer)
        .where(Grant.id == number, Grant.role == "coordinator", Grant.until.is_null(False)).first()
    )
    if found is None or not (
        viewer.account in (found.given_by, found.account_id) or accounts.for_good(viewer.account, found.group, today)
    ):
        raise Unknown
    return found
