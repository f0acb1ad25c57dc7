"""What is told by itself: an agreement that must be renewed, access that ends. Six weeks before, once."""

from itertools import groupby

from wvg.base import clock
from wvg.base.access import NOBODY
from wvg.base.db import database
from wvg.commons.accounts import queries as accounts
from wvg.commons.audit import rules as audit
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.messages import rules as messages
from wvg.commons.partners import notices, queries, queries_access
from wvg.commons.partners.models import Partner, PartnerAgreement

TOLD = "partners.remind_access"


def remind(now):
    """Tell who coordinates groups that work with partners, and who manages the accounts; how many things were told."""
    today = clock.local(now).date()
    with database.atomic():
        return _agreements(today, now) + _access(today, now)


def _agreements(today, now):
    rows = list(
        PartnerAgreement.select(PartnerAgreement, Partner).join(Partner).where(
            Partner.ended_on.is_null(), PartnerAgreement.renew_on <= today + queries_access.BEFORE,
            PartnerAgreement.reminded_for.is_null() | (PartnerAgreement.reminded_for != PartnerAgreement.renew_on),
        )
    )
    for row in rows:
        PartnerAgreement.update(reminded_for=row.renew_on).where(PartnerAgreement.id == row.id).execute()
        messages.tell(_whom(row.partner, today), notices.RENEW, now, partner=row.partner.name, day=row.renew_on,
                      path=f"/partners/{row.partner_id}/agreement")
    return len(rows)


def _access(today, now):
    """A message may be cleared before the access ends; the act by which it was told stays."""
    told = {row for (row,) in ActChange.select(ActChange.row).join(Act).where(Act.kind == TOLD).tuples()}
    rows = sorted(
        ((partner, grant) for partner, grant in queries_access.ending(today) if grant.id not in told),
        key=lambda pair: (pair[0].id, pair[1].until),
    )
    number = 0
    for until, group in groupby(rows, key=lambda pair: (pair[0].id, pair[1].until)):
        pairs, number = list(group), number + 1
        partner = pairs[0][0]
        act = audit.record(TOLD, NOBODY, now, [(grant, None) for _, grant in pairs])
        messages.tell(_whom(partner, today), notices.ACCESS_ENDS, now, act=act, partner=partner.name, day=until[1],
                      path=f"/partners/{partner.id}")
    return number


def _whom(partner, today):
    return queries.people_of("us", partner, today) | {one.id for one in accounts.holders("admin", "", today)}
