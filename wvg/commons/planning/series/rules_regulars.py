"""The verbs of regulars: make somebody one, put them on the dates that are theirs, stop being one."""

from datetime import timedelta

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, Refused
from wvg.base.words import joined, named, say, say_n, short_name
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.planning import dates, notices, queries, rules_reminders, seating
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.models import GOES_ON, Regular, Seat, SeriesSeat, SignUp
from wvg.commons.planning.series import queries as queries_series
from wvg.commons.planning.series import queries_regulars

MOST = 8  # every eighth time
DAY = timedelta(days=1)


def make_regular(number, volunteer, every, anchor, first_day, by, now, override=""):
    """Somebody sits on place `number` of a series every `every`-th time, counted from `anchor`, from `first_day` on.

    The coming dates are filled, but not where somebody sits or they are away. Raises Unknown, Invalid; of the field
    "override" when they lack a paper that only warns, and there is no reason to go over it: it is kept with each date.
    """
    now_local = clock.local(now)
    with database.atomic():
        place = queries_regulars.series_seat(number, by)
        series = place.series
        person = queries.listable(volunteer, series.group, now_local.date())
        if person is None:
            raise Invalid("volunteer", say("Choose somebody from the list."))
        if not 1 <= every <= MOST:
            raise Invalid("every", say("Choose one."))
        if first_day < now_local.date():
            raise Invalid("first_day", say("This day has passed. Take a day from today on."))
        if series.last_day and series.last_day < first_day:
            raise Invalid("first_day", say("This has stopped by then."))
        has = queries.has_of(person.id)
        needs = dict((seat.id, needs) for seat, needs in queries_series.series_seats(series))[place.id]
        blocked = [need for need in needs if need.blocks and not queries.fulfils(need, has)]
        if blocked:
            raise Invalid("volunteer", seating.only_with(blocked))
        papers = [need for need in needs if need.paper_id and not need.blocks and not queries.fulfils(need, has)]
        if papers and not override:
            lacks = say("%(name)s does not have this: %(what)s.", name=person.first_name, what=named(papers[0].paper))
            raise Invalid("override", say("%(warning)s Write why it is all right.", warning=lacks))
        if _is_already(series, person, first_day):
            raise Invalid("volunteer", say("%(name)s is a regular here already.", name=person.first_name))
        row = Regular.create(series_seat=place, volunteer=person, first_day=first_day, every=every, anchor=anchor)
        coming = [
            activity for activity in queries_series.coming(series, max(first_day, now_local.date()))
            if not queries.has_ended(activity, now_local)
        ]
        seated = seat_regulars(series, coming, now, by, [row], override if papers else "")
        act = audit.record("planning.make_regular", by, now, [(row, None), *((s, None) for s in seated)],
                           on_behalf_of=person.id)
        if person.id != by.volunteer:
            messages.tell([person.id], notices.REGULAR, now, person=by.volunteer, act=act,
                          activity=seated[0].activity_id if seated else None, title=series.title,
                          how=how_often(every), day=first_day)
        sentence = say_n("%(name)s is a regular now, and on the list for %(n)s date.",
                         "%(name)s is a regular now, and on the list for %(n)s dates.",
                         len(seated), name=person.first_name)
        return seating.Done(sentence, warnings=_what_to_know(row, series, coming, seated, person))


def _is_already(series, volunteer, first_day):
    return (
        Regular.select().join(SeriesSeat)
        .where(
            SeriesSeat.series == series, Regular.volunteer == volunteer, Regular.ended_at.is_null(),
            Regular.last_day.is_null() | (Regular.last_day >= first_day),
        ).exists()
    )


def _what_to_know(row, series, coming, seated, person):
    """The dates that were passed over, and those on which they are busy."""
    on = {sign_up.activity_id for sign_up in seated}
    theirs = [a for a in coming if a.state in GOES_ON and is_turn(row, series, a)]
    passed = [a.date for a in theirs if a.id not in on]
    busy = queries_changes.busy({(person.id, a.id): a for a in theirs if a.id in on})
    warnings = []
    if passed:
        warnings.append(say("Not on these dates, since the place is taken or %(name)s is away: %(days)s.",
                            name=person.first_name, days=joined(passed, ", ")))
    if busy:
        days = [a.date for a in theirs if (person.id, a.id) in busy]
        warnings.append(say("%(name)s is busy on: %(days)s.", name=person.first_name, days=joined(days, ", ")))
    return warnings


def is_turn(regular, series, activity):
    """Whether an activity of a series is this regular's turn: every n-th time, counted from the anchor."""
    day = activity.original_date or activity.date
    if day < regular.first_day or (regular.last_day and day > regular.last_day):
        return False
    return dates.turns_between(series.rule, regular.anchor, day) % regular.every == 0


def seat_regulars(series, activities, now, by=None, regulars=None, override=""):
    """Put regulars of a series (all, or those given) on those of its activities that are their turn; the new sign-ups.

    Not where somebody sits, where they are away, and never where they were before: who withdrew stays off. override:
    why a warning was passed over; without, as on the dates that they have already.
    """
    goes_on = [activity for activity in activities if activity.state in GOES_ON]
    if not goes_on:
        return []
    first, last = min(a.date for a in goes_on), max(a.date for a in goes_on)
    if regulars is None:
        regulars = list(
            Regular.select().join(SeriesSeat)
            .where(SeriesSeat.series == series, queries_regulars.in_force(first, last)).order_by(Regular.id)
        )
    if not regulars:
        return []
    away = queries_changes.away({(regular.volunteer_id, a.id): a for regular in regulars for a in goes_on})
    ids = [activity.id for activity in goes_on]
    seats = {
        (seat.series_seat_id, seat.activity_id): seat.id
        for seat in Seat.select().where(Seat.activity.in_(ids), Seat.state == "open", Seat.series_seat.is_null(False))
    }
    taken, on, before = set(), set(), set()
    for row in SignUp.select().where(SignUp.activity.in_(ids)):
        before.add((row.regular_id, row.activity_id))
        if row.ended_at is None:
            taken.add(row.seat_id)
            on.add((row.volunteer_id, row.activity_id))
    reasons = dict(SignUp.select(SignUp.regular, SignUp.override).where(
        SignUp.regular.in_([regular.id for regular in regulars]), SignUp.override != ""
    ).distinct().tuples())
    made = []
    for regular in regulars:
        who = regular.volunteer_id
        for activity in goes_on:
            seat = seats.get((regular.series_seat_id, activity.id))
            if (
                seat is None or seat in taken or (who, activity.id) in on or (regular.id, activity.id) in before
                or (who, activity.id) in away or not is_turn(regular, series, activity)
            ):
                continue
            made.append(SignUp.create(
                seat=seat, activity=activity, volunteer=who, kind="regular", regular=regular, made_at=now,
                by=by and by.account, on_behalf=by is not None and by.volunteer != who,
                override=override or reasons.get(regular.id, ""),
            ))
            taken.add(seat)
            on.add((who, activity.id))
    return made


def end_regular(number, from_day, by, now, seek=False):
    """Stop being a regular from a day on, oneself or for a coordinator: the coming dates that came with it open.

    With `seek` they stay on those until somebody takes over; either way no new ones are made.
    Raises Unknown, Invalid, Refused when it has ended already.
    """
    now_local = clock.local(now)
    with database.atomic():
        row = queries_regulars.regular(number, by)
        series, person = row.series_seat.series, row.volunteer
        if from_day < now_local.date():
            raise Invalid("from_day", say("This day has passed. Take a day from today on."))
        if row.ended_at or (row.last_day and row.last_day < from_day):
            raise Refused(say("This has ended already."))
        changes = [(row, {"last_day": row.last_day and row.last_day.isoformat(), "ended_at": None})]
        left, opened = [], []
        for sign_up in queries_regulars.coming(row, from_day, now_local):
            if seek and (sign_up.seeking_since or sign_up.activity.state not in GOES_ON):
                continue
            if seek:
                changes.append((sign_up, seating.state_of(sign_up)))
                sign_up.seeking_since = now
                seating.save(sign_up, now)
            else:
                changes.append((sign_up, seating.end(sign_up, "withdrew", now)))
            if sign_up.activity.state in GOES_ON:
                left.append(sign_up.activity)
                opened += [] if seek else [sign_up.seat]
        row.ended_by = by.account
        if from_day > row.first_day:
            row.last_day = from_day - DAY
        if from_day <= max(row.first_day, now_local.date()):
            row.ended_at = now
        row.save()
        act = audit.record("planning.end_regular", by, now, changes, on_behalf_of=person.id)
        first = left[0].id if left else None
        about = {"title": series.title, "day": from_day, "n": len(left)}
        told = {v.id for v in queries.coordinators(series.group, now_local.date())} - {by.volunteer, person.id}
        kind = notices.REGULAR_SEEKS if seek else notices.REGULAR_STOPS
        messages.tell(told, kind, now, person=person.id, activity=first, act=act, **about)
        for seat in opened:
            rules_reminders.place_opened(seat, told | {by.volunteer, person.id}, act, now)
        if person.id != by.volunteer:
            messages.tell([person.id], notices.REGULAR_ENDED, now, person=by.volunteer, activity=first, act=act,
                          title=series.title, day=from_day)
        return seating.Done(_ended(row, left, by, seek))


def _ended(row, left, by, seek):
    name = short_name(row.volunteer.first_name, row.volunteer.last_name)
    if seek:
        return say_n("We are asking who can take over on %(n)s date. Until then the name stays on the list.",
                     "We are asking who can take over on %(n)s dates. Until then the name stays on the lists.",
                     len(left))
    if row.volunteer_id == by.volunteer:
        return say_n("You are no longer a regular. %(n)s date is open again.",
                     "You are no longer a regular. %(n)s dates are open again.", len(left))
    return say_n("%(name)s is no longer a regular. %(n)s date is open again.",
                 "%(name)s is no longer a regular. %(n)s dates are open again.", len(left), name=name)


def how_often(every):
    """A Sentence: every time, every second time …"""
    words = {1: say("every time"), 2: say("every second time"), 3: say("every third time")}
    return words.get(every) or say("one time in %(n)s", n=every)
