"""A worry about a pupil: a tutor writes it, the coordinator alone reads and answers it."""

from dataclasses import replace
from datetime import datetime, time

from dateutil.relativedelta import relativedelta

from wvg.base import clock, db
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.keeping import queries as keeping
from wvg.commons.messages import rules as messages
from wvg.groups.homework import notices, rules_telling
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.booking.rules_line import take_hold
from wvg.groups.homework.during import queries_worries
from wvg.groups.homework.during.rules_notes import AGAIN
from wvg.groups.homework.models import Worry
from wvg.groups.homework.permissions import STEER, TUTOR

LONGEST = 500
CHANGED_SINCE = say("Somebody answered this in the meantime. Look at it again.")
PATH = "/homework/worries/"


def raise_worry(number, line, by, now):
    """A tutor is worried about the pupil of a booking; who coordinates is told, without a name. The Worry.

    Raises Unknown, NotAllowed, Invalid ("line").
    """
    if not by.can(TUTOR):
        raise NotAllowed
    if not line:
        raise Invalid("line", say("Write what you are worried about."))
    with database.atomic():
        booking = queries_booking.booking(number, by, clock.local(now).date())
        take_hold(booking.session)
        for there in Worry.select().where(
            Worry.pupil == booking.pupil_id, Worry.raised_by == by.volunteer, Worry.raised_at > now - AGAIN
        ):
            if queries_worries.words(there).line == line:
                return there
        row = Worry(pupil=booking.pupil_id, session=booking.session, raised_by=by.volunteer, raised_at=now)
        row.seal(queries_worries.Words(line).sealed())
        row.save(force_insert=True)
        act = audit.record("worry.raise", by, now, [(row, None)])
        rules_telling.tell("us", notices.WORRY, booking.session.group, now, by, act=act, path=PATH,
                           day=booking.session.activity.date)
        return row


def close(number, version, answer, by, now):
    """The coordinator answers a worry, and it is closed; who wrote it is told. The Worry.

    Raises Unknown, NotAllowed, Invalid ("answer"), Refused.
    """
    card = queries_worries.worry(number, by, clock.local(now).date())
    if not by.can(STEER):
        raise NotAllowed
    if not answer:
        raise Invalid("answer", say("Write what you did or will do. Who wrote it reads this."))
    row = card.worry
    with database.atomic():
        if row.closed_at or row.version != version:
            raise Refused(CHANGED_SINCE)
        if card.words.damaged:
            raise Refused(say("A part of this is damaged. No words can be added any more."))
        row.seal(replace(card.words, answer=answer).sealed())
        before = {"version": row.version}
        db.keep(row, {"closed_at": now, "closed_by": by.account, "sealed": row.sealed}, CHANGED_SINCE)
        act = audit.record("worry.close", by, now, [(row, before)])
        if card.session and row.raised_by_id != by.volunteer:
            messages.tell({row.raised_by_id} - {None}, notices.WORRY_ANSWERED, now, act=act, person=by.volunteer,
                          title=card.session.group.series.title, day=card.session.activity.date, path=PATH)
        return row


def forget_old(now):
    """Erase worries that were closed longer ago than the board agreed: how many. For the tick."""
    first = clock.local(now).date() - relativedelta(months=keeping.months("worry"))
    gone = Worry.delete().where(Worry.closed_at < datetime.combine(first, time.min, clock.BRUSSELS)).execute()
    if gone:
        db.leave_nothing_behind()
    return gone
