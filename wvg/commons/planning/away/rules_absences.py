"""The verbs of being away: say so, take it back, and settle one's places in it in one go."""

from datetime import timedelta

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.planning import notices, queries, rules
from wvg.commons.planning.away import queries_absences
from wvg.commons.volunteers import queries as volunteers
from wvg.commons.volunteers.models import Absence

DAY = timedelta(days=1)
LONGEST_AHEAD = timedelta(days=2 * 365)


def be_away(first_day, last_day, by, now):
    """Be away from one day until another (both in; None: only the first day). (absence, whether it was joined).

    Absences that touch each other become one. Raises Invalid when a day is past, backwards or very far away.
    """
    last_day = last_day or first_day
    today = clock.local(now).date()
    if first_day < today:
        raise Invalid("first_day", say("This day has passed. Take a day from today on."))
    if last_day < first_day:
        raise Invalid("last_day", say("The last day must be after the first day."))
    if last_day > today + LONGEST_AHEAD:
        raise Invalid("last_day" if last_day > first_day else "first_day",
                      say("That is more than two years away. Is the year right?"))
    with database.atomic():
        near = [
            row for row in volunteers.absences(by, today)
            if row.first_day <= last_day + DAY and row.last_day >= first_day - DAY
        ]
        kept = near[0] if near else Absence(volunteer=by.volunteer, first_day=first_day, last_day=last_day, made_at=now)
        kept.first_day = min([first_day, *(row.first_day for row in near)])
        kept.last_day = max([last_day, *(row.last_day for row in near)])
        kept.save()
        for row in near[1:]:
            row.delete_instance()
        act = audit.record("planning.be_away", by, now, [(kept, None)], on_behalf_of=by.volunteer)
        still_on = queries.seats_of(by.volunteer, kept.first_day, kept.last_day)
        _tell(notices.AWAY, kept, by, now, act=act, n=len(still_on))
    return kept, bool(near)


def be_there(number, by, now):
    """Take an absence back; places stay as they are. Raises Unknown."""
    with database.atomic():
        absence = volunteers.absence(number, by)
        act = audit.record("planning.be_there", by, now, [(absence, None)], on_behalf_of=by.volunteer)
        _tell(notices.NOT_AWAY, absence, by, now, act=act)
        absence.delete_instance()


def _tell(kind, absence, by, now, **more):
    """Tell who coordinates the groups in which one helps."""
    groups = {of for role, of in by.grants if role in ("volunteer", "coordinator")}
    people = {v.id for found in queries.coordinators_of(groups, clock.local(now).date()).values() for v in found}
    messages.tell(people - {by.volunteer}, kind, now, person=by.volunteer, first=absence.first_day,
                  last=absence.last_day, **more)


def seek(number, by, now):
    """Look for a substitute for all of one's places in an absence that surely go on; how many. Raises Unknown."""
    with database.atomic():
        places = queries_absences.one(number, by, clock.local(now)).can_seek
        for row in places:
            rules.seek(row.seat_id, by, now)
    return len(places)


def withdraw(number, by, now):
    """Leave all of one's places in an absence; how many. Raises Unknown."""
    with database.atomic():
        places = queries_absences.one(number, by, clock.local(now)).sign_ups
        for row in places:
            rules.withdraw(row.seat_id, by, now)
    return len(places)
