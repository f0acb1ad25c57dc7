"""A volunteer stops, or has no right in a group any more: places ahead open, the fixed ones end."""

from itertools import groupby

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.accounts import queries as accounts
from wvg.commons.accounts import rules as account_rules
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.planning import notices, queries, rules_reminders, seating
from wvg.commons.planning.away import queries_leaving
from wvg.commons.volunteers import rules as volunteers
from wvg.commons.volunteers.permissions import MANAGE


def stop(number, by, now):
    """A volunteer stops from today on, in one act. Raises Unknown, NotAllowed, Refused (oneself)."""
    if number == by.volunteer:
        raise Refused(say("This is you. Ask somebody else who manages the volunteers."))
    with database.atomic():
        row = volunteers.stop(number, by, now)
        leave_all(number, by, now)
        account = accounts.account_of(row)
        if account and account.closed_at is None:
            account_rules.close_account(account, by, now)
    return row


def leave_all(volunteer_id, by, now):
    """End all places ahead and all fixed places of a volunteer, and tell the coordinators once a group.

    How many places are open again. Raises NotAllowed.
    """
    if not by.can(MANAGE):
        raise NotAllowed
    with database.atomic():
        left = queries_leaving.ahead(volunteer_id, clock.local(now))
        fixed = queries_leaving.regulars(volunteer_id)
        return _leave("leaving.leave_all", volunteer_id, left, fixed, by, now)


def leave_group(volunteer_id, group, by, now):
    """The same in one group, for who has no right in it any more; for everybody else nothing happens.

    How many places are open again. Whoever could take the right back could do this.
    """
    with database.atomic():
        if accounts.in_group([volunteer_id], group, clock.local(now).date()):
            return 0
        left = [row for row in queries_leaving.ahead(volunteer_id, clock.local(now)) if row.activity.group == group]
        fixed = queries_leaving.regulars(volunteer_id, group)
        return _leave("leaving.leave_group", volunteer_id, left, fixed, by, now)


def _leave(act_kind, volunteer_id, left, fixed, by, now):
    now_local, changes = clock.local(now), []
    for row in left:
        changes.append((row, seating.end(row, "withdrew", now)))
    for row in fixed:
        changes.append((row, {"ended_at": None, "ended_by": None}))
        row.ended_at, row.ended_by = now, by.account
        row.save()
    if not changes:
        return 0
    # Not "planning.…": undo would put the places back for somebody who is gone.
    act = audit.record(act_kind, by, now, changes, on_behalf_of=volunteer_id)
    goes_on = [row for row in left if row.activity.state in ("planned", "to confirm")]
    for group, rows in groupby(goes_on, key=lambda row: row.activity.group):
        opened = list(rows)
        first = opened[0].activity
        told = {v.id for v in queries.coordinators(group, now_local.date())} - {by.volunteer, volunteer_id}
        messages.tell(told, notices.STOPPED, now, person=volunteer_id, activity=first.id, act=act,
                      n=len(opened), title=first.title, day=first.date)
        for row in opened:
            rules_reminders.place_opened(row.seat, told | {by.volunteer, volunteer_id}, act, now)
    return len(goes_on)
