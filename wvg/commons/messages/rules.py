from functools import reduce
from operator import or_

from wvg.base.words import Sentence
from wvg.commons.messages.models import Message


def tell(recipients, kind, now, person=None, activity=None, act=None, **details):
    """Tell each of `recipients` (volunteer ids) once; `details` are what Sentence takes: words, days, times."""
    stored = Sentence("", tuple(sorted(details.items()))).as_json()["params"]
    for recipient in sorted(set(recipients)):
        Message.create(
            recipient=recipient, kind=kind, person=person, activity=activity, act=act,
            details=stored, made_at=now,
        )


def seen(number, viewer, now):
    """Put one message away; only its reader can."""
    Message.update(seen_at=now).where(
        Message.id == number, Message.recipient == viewer.volunteer, Message.seen_at.is_null()
    ).execute()


def forget(kind, person, activity):
    """What nobody read yet of a kind, about somebody and an activity, goes: a newer one comes in its place."""
    Message.delete().where(
        Message.kind == kind, Message.person == person, Message.activity == activity, Message.seen_at.is_null()
    ).execute()


def forget_all(kinds, activity):
    """What nobody read yet of these kinds about an activity goes, whomever it was told."""
    Message.delete().where(
        Message.kind.in_(kinds), Message.activity == activity, Message.seen_at.is_null()
    ).execute()


def take_back(act, kind, now, also=(), but=()):
    """What `act` told is not so any more: unread messages go, whoever read one or had a mail is told `kind`.

    also: volunteers (ids) who keep an unread one and are told too. but: those who are not told: they know.
    """
    Message.delete().where(
        Message.act == act, Message.seen_at.is_null(), Message.mailed_at.is_null(), Message.recipient.not_in(list(also))
    ).execute()
    for message in Message.select().where(Message.act == act, Message.recipient.not_in(list(but))):
        Message.create(
            recipient=message.recipient_id, kind=kind, person=message.person_id,
            activity=message.activity, details=message.details, made_at=now,
        )


def settled(acts, now, recipients=None):
    """What `acts` told needs no answer any more: put it away, for everybody or for `recipients` (volunteer ids)."""
    query = Message.update(seen_at=now).where(Message.act.in_(acts), Message.seen_at.is_null())
    (query if recipients is None else query.where(Message.recipient.in_(recipients))).execute()


def put_away(rooms, recipients, now):
    """Put away what these rooms ("partners") told these volunteers (ids, or a subquery); how many."""
    about = [Message.kind.startswith(f"{room}.") for room in rooms]
    return Message.update(seen_at=now).where(
        Message.seen_at.is_null(), Message.recipient.in_(recipients), reduce(or_, about)).execute()
