"""Turning back one's own act."""

from datetime import timedelta

from peewee import IntegrityError

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import NotAllowed, Refused, Unknown
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.messages import rules as messages
from wvg.commons.planning import notices, queries, queries_people, rules, seating
from wvg.commons.planning.afterwards import rules_attendance
from wvg.commons.planning.models import SignUp
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.planning.who_can import queries as queries_who_can

UNDO_DAYS = 1

# Whether an account looked, since it signed up, at what only those on an activity see: functions (account, activity,
# since) that create_app() puts in.
looked = []


def undo(number, by, now):
    """Turn back one's own act, until the next day, while everything is still as it left it.

    Who looked at what only those on it see was on it: signing up is then not undone, but given back, and others hear
    of it. Raises Unknown, NotAllowed, Refused.
    """
    with database.atomic():
        act = Act.get_or_none(Act.id == number, Act.by == by.account, Act.kind.startswith("planning."))
        if act is None or by.account is None:
            raise Unknown
        changes = list(ActChange.select().where(ActChange.act == act))
        if any(change.table != "sign_up" for change in changes):
            # A date that was cancelled, a fixed place that ended: putting only the people back would be half of it.
            raise Refused(say("This cannot be undone with one press. Use the buttons on the page of the date."))
        rows = {row.id: row for row in SignUp.select().where(SignUp.id.in_([c.row for c in changes]))}
        today = clock.local(now).date()
        if act.undone_by_id is not None:
            return seating.Done(say("That has been undone.")), _activity_of(rows)
        if not changes or today > clock.local(act.at).date() + timedelta(days=UNDO_DAYS):
            raise Refused(say("This can no longer be undone. Use the buttons on the board."))
        if any(rows[c.row].version != c.version for c in changes):
            raise Refused(say("This can no longer be undone: something changed after it."))
        activity = _activity_of(rows)
        afterwards = act.kind.startswith("planning.attend")
        if not afterwards and any(queries.has_ended(row.activity, clock.local(now)) for row in rows.values()):
            raise Refused(say("This is over. It can no longer be changed."))
        if afterwards:
            rules_attendance.must_be_theirs(activity, by, now)
        if not by.can(ASSIGN, activity.group) and (
            act.kind == "planning.attend_instead" or act.on_behalf_of not in (None, by.volunteer)
            or any(c.before is None and rows[c.row].volunteer_id != by.volunteer for c in changes)
        ):
            raise NotAllowed
        if any(row.activity.state == "cancelled" or row.seat.state == "removed" for row in rows.values()) \
                or any(rows[c.row].volunteer.left_on and c.before is not None for c in changes):
            raise Refused(say("This can no longer be undone: something changed after it."))
        if any(not _may_come_back(rows[c.row], c.before, today) for c in changes) \
                and not (afterwards and by.can(ASSIGN, activity.group)):
            raise Refused(say("This can no longer be undone: something changed after it."))
        if not afterwards and _has_looked(act, changes, rows, by):
            if len(changes) > 1:
                raise Refused(say("This can no longer be undone. Use the buttons on the board."))
            done = rules.withdraw(rows[changes[0].row].seat_id, by, now)
            act.undone_by = done.act
            act.save()
            return done, activity
        undoing = audit.record("planning.undo", by, now, on_behalf_of=act.on_behalf_of)
        try:
            # The rows that were made go first, so that the seat is free for who comes back.
            for change in sorted(changes, key=lambda c: c.before is not None):
                _put_back(rows[change.row], change.before, now)
        except IntegrityError:
            raise Refused(say("This can no longer be undone: something changed after it.")) from None
        act.undone_by = undoing
        act.save()
        # Whoever is not of the group hears of it: nobody reads a number by putting them on a list for a moment.
        put_on = {rows[c.row].volunteer_id for c in changes if c.before is None} - {by.volunteer}
        of_group = {v.id for v in queries_who_can.circle(activity.group, today)} if put_on else set()
        messages.take_back(act, notices.UNDONE, now, also=put_on - of_group)
        if afterwards:
            rules_attendance.settle(activity.id, now)
        return seating.Done(say("That has been undone.")), activity


def _activity_of(rows):
    return next(iter(rows.values())).activity if rows else None


def _has_looked(act, changes, rows, by):
    """Whether one's own place, made by this act, would be gone after one looked. Who coordinates looks anyhow."""
    own = [rows[c.row].activity for c in changes if c.before is None and rows[c.row].volunteer_id == by.volunteer]
    return any(
        has_looked(by.account, activity, act.at)
        for activity in own if not by.can(ASSIGN, activity.group) for has_looked in looked
    )


def _may_come_back(row, before, today):
    """False for who would be on the list again, but has no right to that any more."""
    returns = row.ended_at is not None and before is not None and before.get("ended_at", True) is None
    return not returns or queries_people.may_come_back(row.volunteer_id, row.activity, today)


def _put_back(row, before, now):
    if before is None:
        row.ended_at, row.end_reason, row.seeking_since = now, "undone", None
    else:
        for name, value in before.items():
            setattr(row, name, SignUp._meta.fields[name].python_value(value) if value else value)
    seating.save(row, now)
    for also in seating.when_left if row.ended_at else seating.when_seated:
        also(row, now)
