"""The verbs of a group that is there: other places, papers or tutors from now on, more places for a while."""

from wvg.base import clock
from wvg.base.db import database, keep
from wvg.base.errors import Invalid, NotAllowed
from wvg.base.words import joined, say
from wvg.commons.audit import rules as audit
from wvg.commons.partners.models import PAPER
from wvg.commons.planning import queries as planning
from wvg.commons.planning.models import Activity, Role, Seat, SeatNeed, SeriesSeat, SeriesSeatNeed
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.volunteers.models import PaperKind
from wvg.groups.homework import queries
from wvg.groups.homework.booking import queries as queries_booking
from wvg.groups.homework.booking import rules as rules_booking
from wvg.groups.homework.models import HomeworkSession
from wvg.groups.homework.permissions import STEER
from wvg.groups.homework.sessions.rules_groups import check_places

MOST_TUTORS = 12
CHANGED = say("This was changed in the meantime. Look at it again.")


def to_steer(number, by):
    """A group for who coordinates it. Raises Unknown, NotAllowed."""
    found = queries.group(number, by)
    if not by.can(STEER):
        raise NotAllowed
    return found


def coming(group, now, first=None, last=None):
    """Sessions of a group that are not over, whether they go on or not, with their activity, in order: one query."""
    local = clock.local(now)
    rows = queries.sessions().where(
        HomeworkSession.group == group, Activity.date >= max(filter(None, [first, local.date()]))
    ).order_by(Activity.date, Activity.starts)
    if last is not None:
        rows = rows.where(Activity.date <= last)
    return [row for row in rows if not planning.has_ended(row.activity, local)]


def change(number, values, version, by, now):
    """Other places, papers or tutors from now on. values: places, share, paper, tutors (how many must be there).

    A session that was given places of its own keeps them. Fewer tutors: nobody is taken off, the places that are too
    many need not be filled any more. Raises Unknown, NotAllowed, Invalid, Refused.
    """
    with database.atomic():
        group = to_steer(number, by)
        check_places(values["places"], values["share"], group.partner_id)
        if values["tutors"] is None or not 1 <= values["tutors"] <= MOST_TUTORS:
            raise Invalid("tutors", say("Enter a number from 1 to 12."))
        ahead, old = coming(group, now), (group.places, group.share)
        before = {name: getattr(group, name) for name in ("places", "share", "paper")}
        group.version = version
        keep(group, {name: values[name] for name in before}, CHANGED)
        as_before = [one for one in ahead if (one.places, one.share) == old]
        changes = [(group, before)]
        if (group.places, group.share) != old:
            changes += _give(as_before, group.places, group.share, "places", by, now)
        _seats(group, ahead, values["tutors"], now)
        _papers(group, ahead, values["paper"])
        audit.record("homework.change_group", by, now, changes)
        return group


def for_a_while(number, first, last, places, share, by, now):
    """Other places in the sessions from a day until a day, both in: how many sessions.

    Raises Unknown, NotAllowed, Invalid, Refused.
    """
    with database.atomic():
        group = to_steer(number, by)
        check_places(places, share, group.partner_id)
        if last < first:
            raise Invalid("last_day", say("The last day must be after the first day."))
        sessions = coming(group, now, first, last)
        if not sessions:
            raise Invalid("first_day", say("There is no session on these days. Choose other days."))
        changes = _give(sessions, places, share, "places", by, now)
        audit.record("homework.places_for_a_while", by, now, changes)
        return len(sessions)


def _give(sessions, places, share, field, by, now):
    """Give sessions other places, never fewer than are taken, and offer the new ones; changes for the record."""
    for session in sessions:
        rules_booking.take_hold(session)
    rooms = queries_booking.rooms(sessions)
    full = [one.activity.date for one in sessions if rooms[one.id].all_taken > places]
    if full:
        raise Invalid(field, say("More pupils come already on: %(days)s. Move or cancel some of them first.",
                                 days=joined(full, ", ")))
    changes = []
    for session in sessions:
        changes.append((session, {"places": session.places, "share": session.share}))
        session.places, session.share = places, share
        session.save(only=[HomeworkSession.places, HomeworkSession.share])
    rules_booking.promote(sessions, by, now)
    return changes


def _seats(group, ahead, tutors, now):
    """So many tutors must be there, in the series and in what comes; places are added, never taken away."""
    tutor = Role.get(Role.key == "tutor")
    fixed = list(SeriesSeat.select().where(SeriesSeat.series == group.series).order_by(SeriesSeat.position))
    for position in range(len(fixed) + 1, tutors + 1):
        fixed.append(SeriesSeat.create(series=group.series, role=tutor, position=position))
    for number, seat in enumerate(fixed):
        if seat.required != (number < tutors):
            seat.required = number < tutors
            seat.save()
    seats = {one.activity_id: [] for one in ahead}
    for seat in Seat.select().where(Seat.activity.in_(list(seats)), Seat.state == "open").order_by(Seat.position):
        seats[seat.activity_id].append(seat)
    for session in ahead:
        own, differs = seats[session.activity_id], False
        for number in range(max(tutors, len(own))):
            if number >= len(own):
                of_series = fixed[number] if session.activity.series_id == group.series_id else None
                Seat.create(activity=session.activity, series_seat=of_series, role=tutor, position=number + 1)
                differs = True
            elif own[number].required != (number < tutors):
                own[number].required = number < tutors
                own[number].save()
                differs = True
        if differs:
            rules_series.changed(session.activity, now)


def _papers(group, ahead, asked):
    """Whether a tutor must have shown extract 596.2, in the series and in what comes."""
    paper = PaperKind.get(PaperKind.key == PAPER)
    fixed = [seat.id for seat in SeriesSeat.select().where(SeriesSeat.series == group.series)]
    seats = [seat.id for seat in Seat.select().where(Seat.activity.in_([one.activity_id for one in ahead]))]
    for table, column, numbers in (
        (SeriesSeatNeed, SeriesSeatNeed.series_seat, fixed), (SeatNeed, SeatNeed.seat, seats),
    ):
        there = {number for (number,) in
                 table.select(column).where(column.in_(numbers), table.paper == paper).tuples()}
        if not asked:
            table.delete().where(column.in_(numbers), table.paper == paper).execute()
            continue
        for number in numbers:
            if number not in there:
                table.create(**{column.name: number, "paper": paper, "blocks": False})
