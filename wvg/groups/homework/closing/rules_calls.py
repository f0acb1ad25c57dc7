"""Parents were telephoned because a session does not go on, or moves."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, Refused, Unknown
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.groups.homework import queries
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.closing import queries_calls
from wvg.groups.homework.models import ParentCall

RESULTS = ("told", "tried")


def call(number, result, by, now):
    """Write down that the parents of the pupil of a booking were "told", or that nobody answered ("tried").

    Pressing twice is pressing once. The number of the activity. Raises Unknown (also for who is not to be told, or is
    not theirs to call), NotAllowed, Invalid ("result"), Refused.
    """
    with database.atomic():
        booking = queries_booking.booking(number, by, clock.local(now).date())
        if result not in RESULTS:
            raise Invalid("result", say("Choose one."))
        queries.must_decide(by)
        if result not in RESULTS:
            raise Invalid("result", say("Choose one."))
        found = queries_calls.to_tell([booking.session], now)[booking.session.id]
        if not found.kind:
            raise Refused(say("Nothing changed that must be told."))
        rows = {row.id: called for row, called in found.of(*queries_calls.sides_of(by))}
        if booking.id not in rows:
            raise Unknown
        last = rows[booking.id]
        if last is None or last.result != result:
            row = ParentCall.create(booking=booking, result=result, by=by.account, made_at=now)
            audit.record("homework.called", by, now, [(row, None)])
        return booking.session.activity_id
