"""Looking how a household is reached: written down, so that it can be asked later who looked."""

from datetime import timedelta

from wvg.base import clock
from wvg.commons.audit import rules as audit
from wvg.commons.needs import queries_hands

CONTACT = "needs.contact"
ONCE_IN = timedelta(hours=1)


def look(need, by, now):
    """The queries_hands.Reach of a need's household, or None when it is not for this viewer.

    That they looked is kept, at most once in an hour for each need.
    """
    if not queries_hands.may_reach(need, by):
        return None
    audit.record_once(CONTACT, by, now, need, ONCE_IN)
    return queries_hands.reach(need, clock.local(now).date())
