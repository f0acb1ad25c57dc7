"""Looking how a household is reached: written down, so that it can be asked later who looked."""

from datetime import timedelta

from wvg.base import clock
from wvg.base.db import database
from wvg.commons.audit import rules as audit
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.needs import queries_hands

CONTACT = "needs.contact"
ONCE_IN = timedelta(hours=1)


def look(need, by, now):
    """The queries_hands.Reach of a need's household, or None when it is not for this viewer.

    That they looked is kept, at most once in an hour for each need.
    """
    if not queries_hands.may_reach(need, by):
        return None
    if not _looked(need, by, now):
        with database.atomic():
            if not _looked(need, by, now):
                audit.record(CONTACT, by, now, [(need, {"version": need.version})])
    return queries_hands.reach(need, clock.local(now).date())


def _looked(need, by, now):
    return Act.select().join(ActChange).where(
        Act.kind == CONTACT, Act.by == by.account, Act.at > now - ONCE_IN,
        ActChange.table == "need", ActChange.row == need.id,
    ).exists()
