"""Following up a need: what is next and when, closing it with what came of it, opening it again."""

from datetime import timedelta

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.needs import notices, queries, rules, rules_owner, rules_telling
from wvg.commons.needs.models import OUTCOMES

CLOSE = "needs.close"
SAY_WHY = ("passed on", "not possible")  # outcomes that need a line
WEEK = timedelta(days=7)


def plan(number, version, next_step, follow_up, by, now):
    """Write down the next step, and the day (or None) on which it is looked at again.

    Raises Unknown, Refused (it changed since, it is closed, it is damaged), Invalid ("follow_up": a day that is over).
    """
    with database.atomic():
        row = rules_owner.opened(number, by)
        words = queries.words(row)
        if (words.next_step, row.follow_up) == (next_step, follow_up):
            return row
        rules_owner.same(row, version)
        if follow_up and follow_up != row.follow_up and follow_up < clock.local(now).date():
            raise Invalid("follow_up", say("This day is over."))
        before = {"version": row.version, "follow_up": row.follow_up and row.follow_up.isoformat()}
        changed = {"follow_up": follow_up}
        if next_step != words.next_step:
            changed["sealed"] = rules.resealed(row, next_step=next_step)
        rules.keep(row, changed)
        audit.record("needs.plan", by, now, [(row, before)])
        return row


def close(number, version, outcome, line, by, now):
    """Close it with one of OUTCOMES and a line. Who closes what nobody had taken up, took it up.

    Raises Unknown, Refused (it changed since, it is closed, it is damaged), Invalid ("outcome", "line").
    """
    with database.atomic():
        row = rules_owner.opened(number, by)
        if outcome not in OUTCOMES:
            raise Invalid("outcome", say("Choose what came of it."))
        if outcome in SAY_WHY and not line:
            raise Invalid("line", say("Write in one line to whom it went, or why not."))
        rules_owner.same(row, version)
        before = {"version": row.version, "owner": row.owner_id, "outcome": ""}
        changed = {"closed_at": now, "outcome": outcome}
        if row.owner_id is None:
            changed.update(owner=by.volunteer, taken_at=now)
        if line:
            changed["sealed"] = rules.resealed(row, outcome_line=line)
        rules.keep(row, changed)
        act = audit.record(CLOSE, by, now, [(row, before)])
        messages.settled(rules_telling.acts(row, *rules_owner.ASKED, rules_owner.HAND_OVER), now)
        rules_telling.tell({row.raised_by_id} - {by.volunteer}, notices.CLOSED, row, act, now)
        return row


def open_again(number, by, now):
    """Open a need that was closed: with its owner for a week, then with nobody. Raises Unknown, NotAllowed.

    After that week only who coordinates may, or who once had it could see the household whenever they liked.
    """
    with database.atomic():
        row = queries.need(number, by)
        if row.closed_at is None:
            return row
        late = row.closed_at < now - WEEK
        if late and not queries.leads(row, by):
            raise NotAllowed
        before = {"version": row.version, "outcome": row.outcome}
        rules.keep(row, {"closed_at": None, "outcome": "", **({"owner": None, "taken_at": None} if late else {})})
        for act in rules_telling.acts(row, CLOSE)[:1]:
            messages.take_back(act, notices.OPEN_AGAIN, now, but=[by.volunteer])
        audit.record("needs.open_again", by, now, [(row, before)])
        return row
