from peewee import JOIN

from wvg.base.words import Sentence, short_name
from wvg.commons.messages.kinds import kinds
from wvg.commons.messages.models import Message
from wvg.commons.volunteers.models import Volunteer


def unread(viewer, most=20):
    """(message, sentence) pairs that this viewer has not put away, newest first: one query."""
    rows = (
        Message.select(Message, Volunteer)
        .join(Volunteer, JOIN.LEFT_OUTER, on=Message.person)
        .where(Message.recipient == viewer.volunteer, Message.seen_at.is_null())
        .order_by(Message.made_at.desc(), Message.id.desc()).limit(most)
    )
    return [(row, sentence(row)) for row in rows if row.kind in kinds]


def sentence(message):
    """What a message says, with the person's first name and initial as they are now."""
    made = Sentence.from_json({"sentence": kinds[message.kind], "plural": None, "params": message.details})
    person = short_name(message.person.first_name, message.person.last_name) if message.person_id else ""
    return Sentence(made.msgid, tuple(sorted({**dict(made.params), "person": person}.items())))
