"""What goes by mail, to whom and when; and how it goes with the mail."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from peewee import fn

from wvg.base import clock, mail
from wvg.base.words import Sentence
from wvg.commons.accounts import queries as accounts
from wvg.commons.accounts.models import Account
from wvg.commons.messages.kinds import kinds
from wvg.commons.messages.models import Message, Outbox
from wvg.commons.volunteers.models import Volunteer

TIME_TO_UNDO = timedelta(minutes=10)
TOO_OLD = timedelta(days=4)  # for a mail; it stays on Today
WEEKLY, TOO_OLD_WEEKLY = timedelta(days=7), timedelta(days=14)  # for who only speaks for a partner
SOON = timedelta(hours=72)
BETWEEN, BETWEEN_SOON = timedelta(hours=4), timedelta(minutes=30)
SHOWN = timedelta(days=7)  # also how long an address that was refused gets no mail
OF_ONE = ("SMTPRecipientsRefused", "ValueError")  # errors that are about the address


@dataclass
class Due:
    """What a mail to one volunteer is about: ids of messages, and the first day of them that is still to come."""

    messages: list[int]
    first_day: date | None = None
    soon: bool = False


def to_mail(now, recipient=None):
    """{volunteer: Due} of what nobody has read or had by mail, of those who can and want to have mail: one query.

    What is about a day that has passed is left out: a mail about it helps nobody.
    """
    given_up = Outbox.select().where(
        Outbox.recipient == Message.recipient, Outbox.gave_up_at.is_null(False),
        (Outbox.made_at >= Message.made_at)
        | ((Outbox.refused == Volunteer.email) & (Outbox.gave_up_at > now - SHOWN)),
    )
    rows = (
        Message.select(Message.id, Message.recipient, Message.details)
        .join(Volunteer, on=Message.recipient).join(Account)
        .where(
            ~fn.EXISTS(given_up),
            Message.kind.in_(list(kinds)), Message.seen_at.is_null(), Message.mailed_at.is_null(),
            Message.made_at <= now - TIME_TO_UNDO,
            (Message.made_at > now - TOO_OLD) | ((Message.made_at > now - TOO_OLD_WEEKLY) & weekly(now)),
            Volunteer.email.is_null(False), Volunteer.mail, Volunteer.left_on.is_null(),
            Account.closed_at.is_null(),  # without an account there is no Today to look at
        ).order_by(Message.id)
    )
    if recipient is not None:
        rows = rows.where(Message.recipient == recipient)
    local, found = clock.local(now), defaultdict(lambda: Due([]))
    for row in rows:
        days = sorted(_days(row.details))
        coming = [day for day in days if day >= local.date()]
        if days and not coming:
            continue
        due = found[row.recipient_id]
        due.messages.append(row.id)
        if coming:
            due.first_day = min(filter(None, [due.first_day, coming[0]]))
            due.soon = due.soon or coming[0] <= (local + SOON).date()
    return dict(found)


def weekly(now):
    """The condition that a volunteer has one mail a week, whatever it is about: they only speak for a partner."""
    return Volunteer.id.in_(accounts.outside(clock.local(now).date()))


def _days(details):
    """Every day in the details of a message, also those of the sentences inside it."""
    if not isinstance(details, dict):
        return []
    if "date" in details:
        return [date.fromisoformat(details["date"])]
    return [day for value in details.values() for day in _days(value)]


def waiting():
    """The condition for mails that still have to go."""
    return Outbox.sent_at.is_null() & Outbox.gave_up_at.is_null()


def all_waiting():
    """Every mail that still has to go, with its volunteer."""
    return Outbox.select(Outbox, Volunteer).join(Volunteer).where(waiting())


def sent_lately(now):
    """{volunteer: when the last mail went} of the last hours."""
    rows = Outbox.select(Outbox.recipient, Outbox.sent_at).where(Outbox.sent_at > now - BETWEEN)
    return dict(rows.order_by(Outbox.sent_at).tuples())


def had_this_week(now):
    """Volunteers (a set of ids) with one mail a week who had theirs, or of whose nobody knows if it came."""
    since = now - WEEKLY
    unsure = (Outbox.gave_up_at > since) & (Outbox.last_error == "Unsure")
    rows = Outbox.select(Outbox.recipient).join(Volunteer).where(weekly(now), (Outbox.sent_at > since) | unsure)
    return {volunteer for (volunteer,) in rows.tuples()}


def next_due(now):
    """The mail that waits longest, with its volunteer; None when none has to go now."""
    return (
        all_waiting().where(Outbox.due_at <= now).order_by(Outbox.due_at, Outbox.id).first()
    )


@dataclass
class State:
    """How it goes with the mail.

    since: since when nothing goes, on the wall in Brussels, and why; None and None when it goes. lost: volunteers to
    whom a mail did not go, with the reason, unless a later one went: of this week.
    """

    since: datetime | None
    why: Sentence | None
    lost: list[tuple[Volunteer, Sentence]]


def state(now):
    """Two queries."""
    sent = dict(Outbox.select(Outbox.recipient, fn.MAX(Outbox.sent_at)).group_by(Outbox.recipient).tuples())
    last = max(filter(None, sent.values()), default=None)
    rows = list(
        Outbox.select(Outbox, Volunteer).join(Volunteer)
        .where(Outbox.sent_at.is_null(), Outbox.last_error.in_(list(mail.REASONS))).order_by(Outbox.made_at)
    )
    of_all = [row for row in rows if row.last_error not in OF_ONE and (last is None or row.made_at > last)]
    lost = {
        row.recipient: mail.REASONS[row.last_error] for row in rows
        if (row.gave_up_at > now - SHOWN if row.gave_up_at else row.last_error in OF_ONE)
        and not (sent[row.recipient_id] and sent[row.recipient_id] > row.made_at)
    }
    return State(
        since=clock.local(of_all[0].made_at) if of_all else None,
        why=mail.REASONS[of_all[-1].last_error] if of_all else None, lost=list(lost.items()),
    )


def refused():
    """{volunteer (id): why} of those whose address of now the mail server did not take: one query."""
    rows = Outbox.select(Outbox.recipient, Outbox.last_error).join(Volunteer).where(
        Outbox.sent_at.is_null(), Outbox.refused == Volunteer.email, Outbox.last_error.in_(OF_ONE)
    )
    return {volunteer: mail.REASONS[error] for volunteer, error in rows.tuples()}
