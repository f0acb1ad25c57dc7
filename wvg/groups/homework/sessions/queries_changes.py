"""Proposals of other hours or another room, and what they would do; and who acts when one is approved."""

from datetime import timedelta

from peewee import JOIN

from wvg.base import clock
from wvg.base.errors import Unknown
from wvg.commons.accounts import queries as accounts
from wvg.commons.accounts.models import Account
from wvg.commons.partners.models import Location, Partner
from wvg.commons.planning.models import Activity, Series
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.homework import queries
from wvg.groups.homework.models import HomeworkGroup, HomeworkSession, Proposal
from wvg.groups.homework.permissions import STEER

SHOWN = timedelta(days=60)  # so long one that was answered stays in the list


def _waits(now):
    """The condition for proposals that can still be answered."""
    local = clock.local(now)
    once = Proposal.session.is_null(False) & queries.to_come(local)
    return (Proposal.state == "asked") & (once | (Proposal.first_day > local.date()))


def _proposals(now):
    """Proposal, with `waits`: whether it can still be answered."""
    return (
        Proposal.select(
            Proposal, HomeworkGroup, Series, Partner, Location, HomeworkSession, Activity, _waits(now).alias("waits"))
        .join(HomeworkGroup).join(Series).switch(HomeworkGroup).join(Partner, JOIN.LEFT_OUTER)
        .switch(Proposal).join(Location).switch(Proposal)
        .join(HomeworkSession, JOIN.LEFT_OUTER, on=Proposal.session).join(Activity, JOIN.LEFT_OUTER)
    )


def proposal(number, viewer, now):
    """A proposal about a group that this viewer sees. Raises Unknown."""
    found = _proposals(now).where(Proposal.id == number, queries.seen(viewer)).first()
    if found is None:
        raise Unknown
    return found


def proposals(viewer, now):
    """Those that wait, and the others of lately, the newest first: one query."""
    rows = _proposals(now).where(queries.seen(viewer), _waits(now) | (Proposal.made_at > now - SHOWN))
    return list(rows.order_by(_waits(now).desc(), Proposal.made_at.desc(), Proposal.id))


def who_acts(row, by, now):
    """The coordinator as whom a proposal is carried out: the one who says yes, or who proposed it.

    None when that one does not coordinate any more.
    """
    if by.can(STEER):
        return by
    account = Account.select(Account, Volunteer).join(Volunteer).where(
        Account.id == row.by, Account.closed_at.is_null()
    ).first()
    acting = account and accounts.viewer_of(account, clock.local(now).date())
    return acting if acting and acting.can(STEER) else None
