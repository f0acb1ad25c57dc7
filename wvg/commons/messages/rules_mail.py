"""The outbox: one mail for all that somebody must be told, waiting when the mail server is away.

What is guaranteed. Each mail is claimed before it is sent, so two processes never send the same one. When the mail
server took it and said so, it is never sent again. When nobody knows (the machine or the connection broke between
handing over and the answer) it is sent once more, with the same Message-ID so that a mailbox can see it is the same,
and after a second time like that no more. Whatever happens, what is told stands on Today.
"""

from datetime import timedelta

from wvg.base import mail
from wvg.base.db import database
from wvg.base.words import say, say_n, text
from wvg.commons.messages import queries_mail
from wvg.commons.messages.models import Message, Outbox

PAUSES = [timedelta(minutes=10), timedelta(minutes=20), timedelta(hours=1), timedelta(hours=4)]
PAUSES_OF_ONE = [timedelta(minutes=20), timedelta(hours=1), timedelta(days=1)]  # when it is about one address
MOST_UNSURE = 2
GIVES_UP = timedelta(days=3)
KEPT, UNREAD = timedelta(days=60), timedelta(days=180)


def collect(now):
    """Make a mail for everybody who has something to be told by mail, at most one that waits; how many there are new.

    Not more often than once in four hours; once in half an hour for what is within 72 hours. Who only speaks for a
    partner has one in seven days, also when it is soon: what is told meanwhile waits for the next.
    """
    made = 0
    with database.atomic():
        sent, had = queries_mail.sent_lately(now), queries_mail.had_this_week(now)
        there = {row.recipient_id: row for row in queries_mail.all_waiting()}
        for recipient, due in queries_mail.to_mail(now).items():
            if recipient in had:
                continue
            pause = queries_mail.BETWEEN_SOON if due.soon else queries_mail.BETWEEN
            due_at = max(now, sent[recipient] + pause) if recipient in sent else now
            row = there.get(recipient)
            if row is None:
                Outbox.create(recipient=recipient, made_at=now, due_at=due_at)
                made += 1
            elif due_at < row.due_at and (row.tries == 0 or row.refused not in ("", row.recipient.email)):
                Outbox.update(due_at=due_at, refused="").where(
                    Outbox.id == row.id, Outbox.tries == row.tries
                ).execute()
    return made


def send_due(settings, now):
    """Send the mails that are due, one by one, outside of any transaction; how many went.

    settings: smtp_url, mail_from and base_url. now: a function that gives the moment, since each mail takes a while.
    """
    sent = 0
    while settings.smtp_url and (row := queries_mail.next_due(now())):
        due = queries_mail.to_mail(now(), row.recipient_id).get(row.recipient_id)
        if due is None:  # read, undone or over by now; or the volunteer wants no mail, or has no address any more
            _drop(row, now())
        elif row.unsure == MOST_UNSURE:
            _mark(row, due, now(), gave_up_at=now(), last_error="Unsure")
        elif _claim(row, now()):
            try:
                mail.send(settings.smtp_url, settings.mail_from, row.recipient.email,
                          *letter(row.recipient, due, settings), now=now(),
                          number=f"wvg-{row.id}-{row.made_at:%Y%m%d%H%M%S}")
            except Exception as error:  # whatever it is: the mail waits
                _failed(row, error, now())
                if not mail.only_this_one(error):
                    break
            else:
                _mark(row, due, now(), sent_at=now(), last_error="", refused="")
                sent += 1
    return sent


def letter(reader, due, settings):
    """(subject, text) in the reader's own language: how many messages, the first day, where to look; nothing else."""
    number = len(due.messages)
    lines = [
        say_n("There is something for you in wvg: %(n)s message.", "There is something for you in wvg: %(n)s messages.",
              number),
        say("It is about %(day)s.", day=due.first_day) if due.first_day and number == 1
        else say("The first is about %(day)s.", day=due.first_day) if due.first_day else None,
        "", f"{settings.base_url}/", "",
        say("You read it on the page Today, after signing in."),
        say("Would you rather have no mail? Switch it off on the page My details."),
    ]
    said = [line if isinstance(line, str) else text(line, reader.language) for line in lines if line is not None]
    return text(say("There is something for you in wvg"), reader.language), "\n".join(said) + "\n"


def _claim(row, now):
    """Make a mail ours: nobody else sends it before the pause is over, not even when we never come back."""
    return Outbox.update(
        tries=row.tries + 1, unsure=row.unsure + 1, due_at=now + PAUSES[min(row.tries, len(PAUSES) - 1)],
    ).where(Outbox.id == row.id, Outbox.tries == row.tries, queries_mail.waiting()).execute() == 1


def _failed(row, error, now):
    """It did not go, or nobody knows. Of the error only its kind is kept: its text holds the address."""
    kept = {"last_error": mail.kind_of(error)}
    if kept["last_error"] != "Unsure":
        kept["unsure"] = row.unsure
    if kept["last_error"] in queries_mail.OF_ONE:
        kept["refused"] = row.recipient.email
        kept["due_at"] = now + PAUSES_OF_ONE[min(row.tries, len(PAUSES_OF_ONE) - 1)]
    if now - row.made_at >= GIVES_UP:
        kept["gave_up_at"] = now
    Outbox.update(kept).where(Outbox.id == row.id).execute()


def _drop(row, now):
    """Nothing to say any more; what was tried in vain is kept, to tell that it never went."""
    this = (Outbox.id == row.id) & (Outbox.tries == row.tries) & queries_mail.waiting()
    if row.tries:
        Outbox.update(gave_up_at=now).where(this).execute()
    else:
        Outbox.delete().where(this).execute()


def _mark(row, due, now, **how):
    with database.atomic():
        Outbox.update(**how).where(Outbox.id == row.id).execute()
        Message.update(mailed_at=now).where(Message.id.in_(due.messages)).execute()


def clear(now):
    """What was read or sent sixty days ago goes, and what nobody read for half a year; how many messages."""
    with database.atomic():
        Outbox.delete().where((Outbox.sent_at < now - KEPT) | (Outbox.gave_up_at < now - KEPT)).execute()
        return Message.delete().where(
            (Message.seen_at < now - KEPT) | (Message.seen_at.is_null() & (Message.made_at < now - UNREAD))
        ).execute()
