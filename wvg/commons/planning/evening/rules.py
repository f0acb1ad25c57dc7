"""The evening itself: who was telephoned, and whether it goes on with too few people."""

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.planning import notices, queries, queries_cards
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.evening import queries as queries_evening
from wvg.commons.planning.evening.queries import GO_ON
from wvg.commons.planning.models import CALL_RESULTS, Call, SignUp
from wvg.commons.volunteers.models import Volunteer


def call(number, volunteer, result, by, now):
    """Write down that somebody was telephoned about an activity: tried, yes, no, or told that it does not go on.

    volunteer: a number, or None for the place, which can only be tried or told. Pressing twice is pressing once.
    The Volunteer or None. Raises Unknown, NotAllowed, Invalid.
    """
    with database.atomic():
        activity = queries_changes.coordinated(number, by)
        person, results = None, ("tried", "told")
        if volunteer is not None:
            # Who was on it is told that it does not go on, whatever became of them since.
            was_on_it = Volunteer.select().join(SignUp).where(SignUp.activity == activity, Volunteer.id == volunteer)
            today = clock.local(now).date()
            person = queries.listable(volunteer, activity.group, today) or was_on_it.first()
            results = CALL_RESULTS
        if (person is None and volunteer is not None) or result not in results:
            raise Invalid("volunteer", say("Choose somebody from the list."))
        whom = Call.volunteer.is_null() if person is None else Call.volunteer == person
        last = queries_evening.calls(activity).where(whom).order_by(Call.id.desc()).first()
        if last is None or last.result != result:
            row = Call.create(activity=activity, volunteer=person, result=result, by=by.account, made_at=now)
            audit.record("evening.call", by, now, [(row, None)], on_behalf_of=volunteer)
        return person


def go_on(number, because, by, now):
    """A coordinator's word: it goes on with those who are there. Its minimum is their number from now on.

    They are told. Raises Unknown, NotAllowed, Refused (it is over, nobody is on it), Invalid (no reason).
    """
    with database.atomic():
        activity = queries_changes.coordinated(number, by)
        card = queries_cards.card(number, by, clock.local(now))
        people = [place.sign_up.volunteer_id for place in card.places if place.sign_up]
        if not card.takes_people:
            raise Refused(say("This does not go on, or it is over."))
        if not people:
            raise Refused(say("Nobody is on the list."))
        if not card.missing:
            return activity
        if not because:
            raise Invalid("because", say("Write why it is all right. Those on the list read it."))
        # The act is the only place where the reason stays, beside the minimum that was.
        act = audit.record(GO_ON, by, now, [(activity, {"minimum": activity.minimum, "because": because})])
        activity.minimum = len(people)
        activity.version += 1
        activity.save()
        messages.tell(set(people) - {by.volunteer}, notices.GOES_ON_WITH_FEWER, now, person=by.volunteer,
                      activity=activity.id, act=act, title=activity.title, day=activity.date, reason=because)
        return activity
