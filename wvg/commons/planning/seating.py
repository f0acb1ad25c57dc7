"""What the verbs of a seat share: what must be so, sitting somebody down, and telling people."""

from collections import defaultdict
from dataclasses import dataclass, field

from peewee import IntegrityError

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import NotAllowed, Refused
from wvg.base.words import Sentence, joined, named, say, say_n, short_name
from wvg.commons.audit import rules as audit
from wvg.commons.audit.models import Act
from wvg.commons.messages import rules as messages
from wvg.commons.planning import queries, queries_people
from wvg.commons.planning.models import Seat, SignUp
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.volunteers.models import Volunteer

MOST_TOLD = 10  # dates in one message

# What rooms above do when a place comes free, and when somebody sits down or comes back: functions (the sign-up, now),
# in the same transaction. Who takes over from somebody comes after that one left.
when_left, when_seated = [], []


@dataclass
class Done:
    """What happened: a sentence for who did it, warnings after it, and the act when it can be undone."""

    sentence: Sentence
    act: Act | None = None
    warnings: list[Sentence] = field(default_factory=list)


def own_or_assigned(number, by):
    """(seat, live sign-up): one's own, or anybody's for a coordinator. Raises NotAllowed, Refused."""
    seat = queries.seat(number, by)
    held = queries.live(seat)
    if held is None or (held.volunteer_id != by.volunteer and not by.can(ASSIGN, seat.activity.group)):
        if held is None:
            raise Refused(say("Nobody is on this place any more."))
        raise NotAllowed
    return seat, held


def must_be_on(seat, now):
    must_not_be_over(seat, now)
    if seat.activity.state == "to confirm":
        raise Refused(say("It is not sure yet that this goes on. Wait until it is confirmed."))
    if seat.activity.state != "planned":
        raise Refused(say("This does not go on."))


def must_not_be_over(seat, now):
    if queries.has_ended(seat.activity, clock.local(now)):
        raise Refused(say("This is over. It can no longer be changed."))


def must_fit(seat, volunteer, now):
    blocked = [need for need in queries.missing_needs(seat, volunteer) if queries.keeps_off(need)]
    if blocked:
        raise Refused(only_with(blocked))
    volunteer = Volunteer.get_by_id(volunteer)
    if only_newcomers(seat, volunteer, clock.local(now).date()):
        raise Refused(say("Somebody new is coming along already. We look for somebody with experience."))


def only_newcomers(seat, volunteer, today):
    """Whether this volunteer would fill the last required seat without anybody experienced on it."""
    series = seat.activity.series
    if series is None or not series.with_experienced or not queries_people.is_new(volunteer, today):
        return False
    others = queries.others_on(seat.activity, but=volunteer.id)
    required = Seat.select().where(
        Seat.activity == seat.activity_id, Seat.required == True, Seat.state == "open"  # noqa: E712
    ).count()
    held = queries.live(seat)
    others = [v for v in others if held is None or v.id != held.volunteer_id]
    return len(others) + 1 >= required and all(queries_people.is_new(v, today) for v in others)


def seat_down(seat, volunteer, by, now, **more):
    try:
        with database.atomic():
            row = SignUp.create(
                seat=seat, activity=seat.activity_id, volunteer=volunteer, by=by.account,
                on_behalf=volunteer != by.volunteer, made_at=now, **more,
            )
    except IntegrityError:
        held = queries.live(seat)
        raise Refused(faster(held) if held else _once_each(volunteer, by)) from None
    for also in when_seated:
        also(row, now)
    return row


def end(row, reason, now):
    """A sign-up ends; its values before, as the record of the act keeps them."""
    before = state_of(row)
    row.seeking_since, row.ended_at, row.end_reason = None, now, reason
    save(row, now)
    for also in when_left:
        also(row, now)
    return before


def replace(seat, held, volunteer, by, now, kind, reason, act_kind, **more):
    before = end(held, reason, now)
    row = seat_down(seat, volunteer, by, now, kind=kind, replaces=held, **more)
    act = audit.record(act_kind, by, now, [(held, before), (row, None)], on_behalf_of=volunteer)
    return row, act


def state_of(row):
    """The values of a sign-up that a verb may change, as the record of the act keeps them."""
    kept = {name: row.__data__[name] for name in ("seeking_since", "ended_at", "end_reason")}
    return {name: SignUp._meta.fields[name].db_value(v).isoformat(" ") if hasattr(v, "isoformat") else v
            for name, v in kept.items()}


def save(row, now):
    row.version += 1
    row.changed_at = now
    row.save()


def tell(recipients, kind, sign_up, act, now):
    activity = sign_up.activity
    messages.tell(recipients, kind, now, person=sign_up.volunteer_id, activity=activity.id, act=act,
                  **details(activity))


def tell_coordinators(kind, sign_up, act, by, now, also=()):
    """Tell those who coordinate the group, and `also` (volunteer ids); never who did it or whom it is about."""
    people = {v.id for v in queries.coordinators(sign_up.activity.group, clock.local(now).date())} | set(also)
    tell(people - {by.volunteer, sign_up.volunteer_id}, kind, sign_up, act, now)


def details(activity):
    return {"title": activity.title, "day": activity.date}


def by_title(told, but):
    """(volunteer, activities) for each message that tells all dates of one title at once; not for the one `but`.

    told: {volunteer: [activity]}.
    """
    for who, activities in told.items():
        titles = defaultdict(list)
        for activity in activities:
            titles[activity.title].append(activity)
        yield from ((who, rows) for rows in titles.values() if who != but)


def days_of(activities):
    """A Sentence of their days, as one message tells them."""
    return listed([activity.date for activity in activities], ", ", MOST_TOLD)


def listed(parts, between, most):
    """A Sentence of several (days or Sentences), and how many more there are beyond `most`."""
    more = [say_n("and %(n)s more", "and %(n)s more", len(parts) - most)] if len(parts) > most else []
    return joined([*parts[:most], *more], between)


def name_of(held):
    return short_name(held.volunteer.first_name, held.volunteer.last_name)


def faster(held):
    return say("%(name)s was just a little faster. This place is taken.", name=held.volunteer.first_name)


def _once_each(volunteer, by):
    if volunteer == by.volunteer:
        return say("You are on this list already, on another place.")
    return say("This volunteer is on this list already, on another place.")


def only_with(needs):
    return say("Only with: %(what)s.", what=", ".join(named(need.skill or need.paper) for need in needs))
