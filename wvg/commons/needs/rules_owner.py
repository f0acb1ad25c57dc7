"""Who follows up a need: taking it, handing it over, giving it back."""

from wvg.base import clock
from wvg.base.access import Viewer
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.needs import notices, queries, queries_hands, rules, rules_telling

TAKE, HAND_OVER, GIVE_BACK = "needs.take", "needs.hand_over", "needs.give_back"
ASKED = (rules.HEARD, rules.RAISED, GIVE_BACK)  # acts that asked for somebody
CLOSED = say("This need is closed. Open it again first.")


def opened(number, by):
    """An open need that is theirs to follow up: its owner's, or whose group they coordinate.

    Raises Unknown, Refused (it is closed).
    """
    row = queries.need(number, by)
    if row.closed_at is not None:
        raise Refused(CLOSED)
    return row


def same(row, version):
    """Raise Refused when the need is not any more as it stood on the page."""
    if row.version != version:
        raise Refused(rules.CHANGED_SINCE)


def take(number, by, now):
    """Follow it up oneself. Raises Unknown, NotAllowed, Refused (somebody was faster, it is closed)."""
    with database.atomic():
        row = opened(number, by)
        if row.owner_id == by.volunteer:
            return row
        if not queries.leads(row, by):
            raise NotAllowed
        if row.owner_id is not None:
            raise Refused(say("%(name)s was just a little faster.", name=row.owner.first_name))
        _give(row, by.volunteer, TAKE, by, now)
        return row


def hand_over(number, version, volunteer, by, now):
    """Let somebody else of one of its groups follow it up: they see it from now on. Returns that Volunteer.

    Raises Unknown, Refused (it changed since, it is closed), Invalid ("volunteer").
    """
    with database.atomic():
        row = opened(number, by)
        people = {person.id: person for person, _ in queries_hands.hands(row, clock.local(now).date())}
        if volunteer not in people:
            raise Invalid("volunteer", say("Choose somebody from the list."))
        if row.owner_id == volunteer:
            return people[volunteer]
        same(row, version)
        _give(row, volunteer, HAND_OVER, by, now)
        return people[volunteer]


def give_back(number, version, by, now):
    """Nobody follows it up any more; it waits for somebody. Raises Unknown, Refused (it changed since, closed)."""
    with database.atomic():
        row = opened(number, by)
        if row.owner_id is None:
            return row
        same(row, version)
        _release(row, by, now)
        return row


def give_back_lost(now):
    """What belongs to somebody who cannot see it any more waits for somebody again; how many."""
    with database.atomic():
        lost = queries_hands.without_owner(clock.local(now).date())
        for row in lost:
            _release(row, Viewer(), now)
    return len(lost)


def _give(row, volunteer, kind, by, now):
    """Make somebody the owner, and tell them, who had it, and who heard it."""
    before = {"version": row.version, "owner": row.owner_id}
    rules.keep(row, {"owner": volunteer, "taken_at": now})
    act = audit.record(kind, by, now, [(row, before)], on_behalf_of=volunteer)
    messages.settled(rules_telling.acts(row, *ASKED), now)
    if before["owner"]:
        _not_theirs(row, before["owner"], act, by, now)
    rules_telling.tell({volunteer} - {by.volunteer}, notices.HANDED, row, act, now, person=by.volunteer)
    rules_telling.tell(
        {row.raised_by_id} - {volunteer, by.volunteer}, notices.TAKEN, row, act, now, person=volunteer
    )


def _release(row, by, now):
    before, owner = {"version": row.version, "owner": row.owner_id}, row.owner_id
    rules.keep(row, {"owner": None, "taken_at": None})
    act = audit.record(GIVE_BACK, by, now, [(row, before)])
    _not_theirs(row, owner, act, by, now)
    # What was told when it was taken up is not so any more; the one who had it knows.
    for taken in rules_telling.acts(row, TAKE, HAND_OVER)[:1]:
        messages.take_back(taken, notices.OPEN_AGAIN, now, but=[owner])
    people = rules_telling.coordinators(row, clock.local(now).date())
    rules_telling.tell({v.id for v in people} - {by.volunteer, owner}, notices.WAITS, row, act, now)


def _not_theirs(row, owner, act, by, now):
    messages.settled(rules_telling.acts(row, HAND_OVER), now, [owner])
    rules_telling.tell({owner} - {by.volunteer}, notices.NOT_YOURS, row, act, now)

