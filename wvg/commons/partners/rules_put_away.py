"""What somebody was told when they spoke for a partner goes with their access, also when that ran out by itself."""

from wvg.base import clock
from wvg.base.access import groups
from wvg.commons.accounts import queries as accounts
from wvg.commons.messages import rules as messages


def put_away(now):
    """Put away what is about partners, and groups that work with them, for who has nothing to do with it any more.

    How many messages.
    """
    of_partners = [key for key, group in groups.items() if group.with_partners]
    people = accounts.spoke(of_partners, clock.local(now).date())
    return messages.put_away(["partners", *of_partners], people, now)
