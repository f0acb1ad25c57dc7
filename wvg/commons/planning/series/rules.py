"""The verbs of a series: make it, extend it 13 months ahead."""

import math
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.planning import dates
from wvg.commons.planning.models import (
    APPOINTMENT,
    LONGEST,
    Activity,
    Closure,
    Seat,
    SeatNeed,
    Series,
    SeriesSeat,
    SeriesSeatNeed,
)
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.planning.series import rules_regulars
from wvg.commons.planning.series.queries_closures import closes

MONTHS_AHEAD = 13
MOST_PLACES = 2000  # of all its dates together: making them keeps everybody else from writing
DAY = timedelta(days=1)
MADE = "planning.make_series"

# What rooms above do with dates that were made: functions (series, [activity]), in the same transaction. Also, with
# none, when a series takes the place of another.
when_made = []


def make_series(values, seats, by, now, today, form=""):
    """Make a series with its seats, and its dates 13 months ahead.

    values: the columns of Series. seats: dicts {"role", "required", "needs": [{"skill" or "paper", "blocks"}]},
    roles, skills and papers as ids; an appointment may have none. form: the number of the form it was typed in, see
    audit.queries. Raises NotAllowed; Invalid when hours or days run backwards or over each other, or there is no seat.
    """
    if not by.can(ASSIGN, values["group"]):
        raise NotAllowed
    check_hours(values, values.get("days", 1))
    if values.get("last_day") and values["last_day"] < values["first_day"]:
        raise Invalid("last_day", say("The last day must be after the first day."))
    check_days(values.get("days", 1), values["rule"], values["first_day"], values.get("last_day"))
    if values["kind"] != APPOINTMENT and not any(seat["required"] for seat in seats):
        raise Invalid("seats", say("Give at least one place that must be filled."))
    until = min(filter(None, [values.get("last_day"), _horizon(today)]))
    if len(seats) * len(dates.occurrences(values["rule"], values["first_day"], today, until)) > MOST_PLACES:
        raise Invalid("places" if values["kind"] == APPOINTMENT else "seats", say(
            "These are too many places on too many dates. Take fewer places, or until a nearer day."
        ))
    with database.atomic():
        series = Series.create(**values, made_at=now)
        for position, seat in enumerate(seats, 1):
            row = SeriesSeat.create(
                series=series, role=seat["role"], required=seat["required"], position=position
            )
            for need in seat["needs"]:
                SeriesSeatNeed.create(series_seat=row, **need)
        audit.record(MADE, by, now, [(series, {"form": form} if form else None)])
        extend(series, now, today)
    return series


def check_hours(values, days=1):
    """Hours of `values`, of what lasts a number of days: forwards. Raises Invalid."""
    starts, ends = values.get("starts"), values.get("ends")
    if ends and (not starts or (days == 1 and ends <= starts)):
        raise Invalid("ends", say("The end must be after the beginning."))
    if days > 1 and starts and not ends:
        raise Invalid("ends", say("Enter until what time on the last day. Or leave both times empty."))


def check_days(days, rule=None, first_day=None, last_day=None, field="days"):
    """How many days something lasts; not until it comes back again, by `rule` from `first_day` on. Raises Invalid."""
    if days > LONGEST.days:
        raise Invalid(field, say("Take %(n)s days at most.", n=LONGEST.days))
    if rule and days > 1:
        gap = dates.shortest_gap(rule, first_day, last_day)
        if gap is not None and days > gap:
            raise Invalid(field, say("It comes back before it is over. Take fewer days."))


def public_place(kind, audience, place):
    """What of a place may stand in telephones and on the wall.

    Of an appointment all that was typed, since the form says so, and nothing when it is only for those on it.
    """
    if kind != APPOINTMENT:
        return place.partition(",")[0]
    return "" if audience == "those on it" else place


def _horizon(today):
    return today + relativedelta(months=MONTHS_AHEAD)


def extend_all(now, today):
    """Make the dates of every series 13 months ahead; how many were made. Doing it twice changes nothing."""
    return sum(
        extend(series, now, today)
        for series in Series.select().where(Series.last_day.is_null() | (Series.last_day >= today))
    )


def extend(series, now, today):
    """Make the dates of one series that are not there yet; how many were made.

    A holiday or closure makes a date `skipped` or `to confirm`, with its reason; it is never left out.
    """
    first = max(series.first_day, today)
    last = min(filter(None, [series.last_day, _horizon(today)]))
    if last < first:
        return 0
    with database.atomic():
        there = {
            day for (day,) in Activity.select(Activity.original_date).where(Activity.series == series).tuples()
        }
        missing = [
            day for day in dates.occurrences(series.rule, series.first_day, first, last) if day not in there
        ]
        if not missing:
            return 0
        judged = judge(series, missing[0], missing[-1])
        seats = list(SeriesSeat.select().where(SeriesSeat.series == series).order_by(SeriesSeat.position))
        needs = list(SeriesSeatNeed.select().join(SeriesSeat).where(SeriesSeat.series == series))
        made = []
        for day in missing:
            state, reason = judged(day)
            activity = Activity.create(
                series=series, group=series.group, kind=series.kind, title=series.title, date=day,
                end_date=series.ends_on(day), starts=series.starts, ends=series.ends, place=series.place,
                public_place=series.public_place, audience=series.audience, minimum=series.minimum,
                state=state, reason=reason, original_date=day,
            )
            for series_seat in seats:
                seat = Seat.create(
                    activity=activity, series_seat=series_seat, role=series_seat.role_id,
                    required=series_seat.required, position=series_seat.position,
                )
                for need in needs:
                    if need.series_seat_id == series_seat.id:
                        SeatNeed.create(
                            seat=seat, skill=need.skill_id, paper=need.paper_id, blocks=need.blocks
                        )
            made.append(activity)
        for also in when_made:
            also(series, made)
        rules_regulars.seat_regulars(series, made, now)
        return len(missing)


def judge(series, first, last):
    """A function from a day to (state, reason): what holidays and closures make of it, on any day that it lasts."""
    holidays = dates.holidays_between(first, series.ends_on(last))
    closures = [one for one in closures_between(first, series.ends_on(last)) if closes(one, series)]

    def judged(day):
        until = series.ends_on(day)
        found = [one for one in closures if one.first_day <= until and one.last_day >= day]
        return decided(found, held_back(series, holidays, day, until))

    return judged


def held_back(series, holidays, first, last):
    """(policy, name) of the holidays from `first` to `last`, as a series takes them."""
    free = [holiday for n in range((last - first).days + 1) for holiday in holidays.get(first + n * DAY, [])]
    public = {holiday.name for holiday in free if holiday.kind == "public"}
    return [
        (series.on_public if holiday.kind == "public" else series.on_school, holiday.name) for holiday in free
        # 1 May and 11 November stand in both lists; the policy for public holidays counts
        if holiday.kind == "public" or holiday.name not in public
    ]


def decided(closures, holidays=()):
    """(state, reason) by closures, in the order of `made_in_turn`, and (policy, name) of holidays.

    The first one that lets it not go on counts; of those that only ask, the last one.
    """
    skips = [one.reason for one in closures if one.policy == "skip"]
    asks = [one.reason for one in reversed(closures) if one.policy == "ask"]
    for state, policy, reasons in (("skipped", "skip", skips), ("to confirm", "ask", asks)):
        reasons += [name for found, name in holidays if found == policy]
        if reasons:
            return state, reasons[0]
    return "planned", ""


def closures_between(first, last):
    """Closures that touch these days, in the order in which they were made."""
    return sorted(Closure.select().where(Closure.first_day <= last, Closure.last_day >= first), key=made_in_turn)


def made_in_turn(closure):
    """By the act that made it, in an act by day; one that is not kept yet comes last."""
    new = closure.act is None and closure.id is None
    return (math.inf if new else closure.act or 0), closure.first_day, closure.last_day, closure.id or math.inf


def set_state(activity, state, reason, now):
    activity.state, activity.reason = state, reason
    changed(activity, now)


def changed(activity, now):
    """Save an activity of which something changed, so that whoever subscribed hears of it."""
    activity.version += 1
    activity.sequence += 1
    activity.changed_at = now
    activity.save()
