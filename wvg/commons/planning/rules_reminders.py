"""What is told by itself: the day before, and when a place opens shortly before."""

from datetime import date

from wvg.base import clock
from wvg.base.db import database
from wvg.base.words import say
from wvg.commons.messages import rules as messages
from wvg.commons.messages.models import Message
from wvg.commons.planning import notices, queries_reminders, seating


def remind(now):
    """Remind everybody of what they do tomorrow, once, from 16.00 on; how many. What is no longer so goes.

    Whoever took the place after that hour knows.
    """
    local, told = clock.local(now), 0
    with database.atomic():
        coming = queries_reminders.soon(local)
        _forget(coming, local)
        before = _told(notices.REMINDER, {activity for activity, _ in coming})
        for (number, volunteer), row in coming.items():
            activity, at = row.activity, queries_reminders.reminded_at(row.activity)
            if at <= local and clock.local(row.made_at) < at and (number, volunteer, activity.date) not in before:
                messages.tell([volunteer], notices.REMINDER, now, activity=number,
                              time=activity.starts or say("all day"), **seating.details(activity))
                told += 1
    return told


def place_opened(seat, but, act, now):
    """A place is open again: within 72 hours before, those of the group who may take it are told, once.

    but: volunteers (ids) who know already. For inside the transaction of the act that opened it.
    """
    activity, local = seat.activity, clock.local(now)
    if activity.state != "planned" or activity.audience == "those on it" or not seat.required \
            or queries_reminders.has_begun(activity, local) \
            or queries_reminders.begins(activity) > local + queries_reminders.SOON:
        return
    knows = {volunteer for _, volunteer, day in _told(notices.NEEDED, [activity.id]) if day == activity.date}
    asked = {volunteer.id for volunteer in queries_reminders.may_take(seat, local.date())}
    messages.tell(asked - knows - set(but), notices.NEEDED, now, activity=activity.id, act=act,
                  **seating.details(activity))


def _told(kind, activities):
    """{(activity, volunteer, day)} of what was told of a kind: after a move to another day it is told again."""
    rows = Message.select().where(Message.kind == kind, Message.activity.in_(list(activities)))
    return {(row.activity, row.recipient_id, date.fromisoformat(row.details["day"]["date"])) for row in rows}


def _forget(coming, local):
    """What was told by itself and not read goes when it is over or no longer so.

    Who had a mail because somebody was needed still finds why, until it begins.
    """
    unread = list(Message.select().where(
        Message.kind.in_((notices.REMINDER, notices.NEEDED)), Message.seen_at.is_null()
    ))
    needed = queries_reminders.to_come({row.activity for row in unread}, local)
    gone = [
        row.id for row in unread
        if ((row.activity, row.recipient_id) not in coming if row.kind == notices.REMINDER
            else not needed.get(row.activity, False) and not (row.activity in needed and row.mailed_at))
    ]
    Message.delete().where(Message.id.in_(gone)).execute()
