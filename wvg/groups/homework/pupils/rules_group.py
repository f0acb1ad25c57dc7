"""A pupil and its groups: the tutor who always helps it, and a move from one group to another."""

from dataclasses import dataclass

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.homework import queries
from wvg.groups.homework.booking import rules as rules_booking
from wvg.groups.homework.booking import rules_weekly
from wvg.groups.homework.models import Booking, Pairing
from wvg.groups.homework.permissions import STEER
from wvg.groups.homework.pupils import queries as queries_pupils
from wvg.groups.homework.pupils import queries_list, queries_move, queries_one, rules


@dataclass
class Moved:
    """bookings: in the new group, with their sessions; ended: how many dates in the old one; tutor: who was fixed."""

    bookings: list[Booking]
    ended: int
    tutor: Volunteer | None


def pair(number, group, tutor, by, now):
    """A tutor (a volunteer's number) always helps a pupil in a group; in place of who did.

    For a coordinator. Raises Unknown, NotAllowed, Refused, Invalid ("tutor").
    """
    if not by.can(STEER):
        raise NotAllowed
    today = clock.local(now).date()
    with database.atomic():
        row, found = queries_pupils.pupil(number, by, today), queries.group(group, by)
        if row.stopped_on is not None:
            raise Refused(rules_booking.NOT_COMING)
        if not queries_list.groups_with(row, [found], today):
            raise Invalid("tutor", say("This pupil has no place in that group."))
        if tutor not in {one.id for one in queries_one.tutors([found], today)[found.id]}:
            raise Invalid("tutor", say("Choose from the list."))
        there = Pairing.get_or_none(Pairing.pupil == row, Pairing.group == found, Pairing.ended_at.is_null())
        if there is not None and there.tutor_id == tutor:
            return there
        rules.end_pairs(row, now, found)
        made = Pairing.create(pupil=row, group=found, tutor=tutor, by=by.account, made_at=now)
        audit.record("pupils.pair", by, now, [(made, None)])
        return made


def end_pair(number, group, by, now):
    """Nobody always helps a pupil in a group any more. Raises Unknown, NotAllowed."""
    if not by.can(STEER):
        raise NotAllowed
    with database.atomic():
        row = queries_pupils.pupil(number, by, clock.local(now).date())
        there = Pairing.get_or_none(
            Pairing.pupil == row, Pairing.group == queries.group(group, by), Pairing.ended_at.is_null())
        if there is not None:
            rules.end_pairs(row, now, there.group_id)
            audit.record("pupils.end_pair", by, now, [(there, {"ended_at": None})])


def move(number, old, new, weekdays, first_day, last_day, reason, by, now):
    """A pupil goes to another group: from a day on all that is booked in the old one ends, and it comes weekly there.

    The Moved. What was stays. Raises Unknown, NotAllowed, Refused, Invalid ("new",
    "first_day", "reason" and as rules_weekly.enrol does).
    """
    today = clock.local(now).date()
    with database.atomic():
        row = rules.own(number, by, now)
        left, other = queries.group(old, by), queries.group(new, by)
        rules_booking.must_book(left, by, today)
        if left.id == other.id:
            raise Invalid("new", say("Choose another group."))
        if first_day is None:
            raise Invalid("first_day", say("Fill this in."))
        if first_day < today:
            raise Invalid("first_day", say("This day has passed."))
        ended, fixed = rules_weekly.leave(row, first_day, reason, by, now, left), None
        if not queries_move.comes(row, left, today):
            fixed = Pairing.get_or_none(Pairing.pupil == row, Pairing.group == left, Pairing.ended_at.is_null())
            rules.end_pairs(row, now, left)
        _made, bookings = rules_weekly.enrol(other.id, row.id, weekdays, first_day, last_day, by, now)
        return Moved(bookings, ended, fixed and fixed.tutor)
