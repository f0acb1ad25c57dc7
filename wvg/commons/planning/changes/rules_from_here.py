"""Changing a series from a day on: doing what a preview showed. See docs/decisions/0010."""

from collections import defaultdict
from datetime import timedelta

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, Refused
from wvg.base.words import say, short_name
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.planning import notices, seating
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.changes import rules as rules_changes
from wvg.commons.planning.changes import rules_cancel, rules_preview
from wvg.commons.planning.changes.rules_preview import COLUMNS
from wvg.commons.planning.models import (
    APPOINTMENT,
    GOES_ON,
    Activity,
    Regular,
    Seat,
    SeriesSeat,
    SeriesSeatNeed,
    SignUp,
)
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.planning.series import rules_regulars

DAY = timedelta(days=1)
MOST_TOLD = 6  # dates in one message
# Also on a date that was changed by hand, while they are as the series had them
FOLLOWS = ("title", "minimum", "audience")
MOVES = ("starts", "ends", "place", "public_place")


class Stale(Refused):
    """Something changed since the preview; `plan` is what it would do now."""

    def __init__(self, sentence, plan):
        super().__init__(sentence)
        self.plan = plan


def change_from_here(number, first_day, values, by, fingerprint, reason, now):
    """Do what a preview with this fingerprint showed: (the series from that day on, the volunteers told).

    The old series ends and a new one begins; activities keep their ids. Those who are hit are told. `reason` is
    kept with dates that go. Raises as the preview, Stale with a fresh plan, Invalid("reason") when dates go without.
    """
    with database.atomic():
        plan = rules_preview.preview(number, first_day, values, by, now)
        if plan.fingerprint != fingerprint:
            raise Stale(_why_stale(plan.series, by), plan)
        if plan.goes and not reason:
            raise Invalid("reason", say("Write why it does not go on. Those on the list read it."))
        told = [v for v in plan.people if v.id != by.volunteer]
        old = {name: getattr(plan.series, name) for name in FOLLOWS}
        stay = [line for line in plan.lines if line.activity and line.what != "goes"]
        with_places = queries_changes.with_places([line.activity.id for line in stay])
        skipped = [line.activity for line in stay if line.activity.state == "skipped"]
        series, changes = _new_series(plan, [line.activity.id for line in stay])
        for also in rules_series.when_made:
            also(series, [])
        called_off, off = rules_cancel.call_off([line.activity for line in plan.goes], reason, now)
        changes += called_off
        notes = defaultdict(list)
        for line in stay:
            changed, said = _apply(line, series, plan.new, old, line.activity.id in with_places, now)
            changes += changed
            for row in line.sign_ups:
                if row.volunteer_id != by.volunteer:
                    for kind, what in said:
                        notes[row.volunteer_id, kind, line.activity.title].append((line.activity, what))
        rules_changes.forget_answers([line.activity.id for line in stay if line.what == "moves"])
        act = audit.record("planning.change_from_here", by, now, changes)
        rules_series.extend(series, now, clock.local(now).date())
        rules_regulars.seat_regulars(series, skipped, now, by)
        rules_cancel.tell(off, reason, by, act, now)
        _tell(notes, by, act, now)
        return series, told


def _why_stale(series, by):
    who = queries_changes.changed_by(series)
    if who is None or who.id == by.volunteer:
        return say("Something changed in the meantime. This is what it would do now.")
    return say("Something changed in the meantime, %(name)s was here last. This is what it would do now.",
               name=short_name(who.first_name, who.last_name))


def _new_series(plan, numbers):
    """The series of the activities with these numbers, with the seats and regulars, and the changes for the record."""
    series, new = plan.series, plan.new
    change = (series, rules_changes.before(series, [*COLUMNS, "first_day"]))
    series.version += 1
    if plan.first_day <= series.first_day:  # it has not begun: there is nothing to keep apart
        for name in (*COLUMNS, "first_day"):
            setattr(series, name, getattr(new, name))
        series.save()
        return series, [change]
    new.save(force_insert=True)
    series.last_day = plan.first_day - DAY
    series.save()
    changes = [change, (new, None)]
    for seat in SeriesSeat.select().where(SeriesSeat.series == series).order_by(SeriesSeat.position):
        copy = SeriesSeat.create(series=new, role=seat.role_id, required=seat.required, position=seat.position)
        for need in SeriesSeatNeed.select().where(SeriesSeatNeed.series_seat == seat):
            SeriesSeatNeed.create(series_seat=copy, skill=need.skill_id, paper=need.paper_id, blocks=need.blocks)
        Seat.update(series_seat=copy).where(Seat.series_seat == seat, Seat.activity.in_(numbers)).execute()
        for regular in Regular.select().where(Regular.series_seat == seat, Regular.ended_at.is_null()):
            if regular.last_day is None or regular.last_day >= plan.first_day:
                _hand_on(regular, copy, plan.first_day, numbers)
    return new, changes


def _hand_on(regular, seat, first_day, numbers):
    if regular.first_day >= first_day:
        regular.series_seat = seat
        regular.save()
        return
    follows = Regular.create(
        series_seat=seat, volunteer=regular.volunteer_id, first_day=first_day, last_day=regular.last_day,
        every=regular.every, anchor=regular.anchor,
    )
    # Those who withdrew too, so that they are not put back.
    SignUp.update(regular=follows).where(SignUp.regular == regular, SignUp.activity.in_(numbers)).execute()
    regular.last_day = first_day - DAY
    regular.save()


def _apply(line, series, new, old, places, now):
    """Change one date: (its change for the record, [(kind, what to say)] for those on it). places: whether it has any.
    """
    activity = line.activity
    change = (activity, rules_changes.before(activity, [*MOVES, *FOLLOWS, "date", "end_date", "state", "reason"]))
    follows = {name: getattr(new, name) for name in FOLLOWS if getattr(activity, name) == old[name]}
    if new.audience == "those on it" and not places:
        follows.pop("audience", None)  # nobody could be on it, and nobody would see it
    if line.what == "by itself":
        values = follows if activity.date > clock.local(now).date() else {}
    else:
        values = {**{name: getattr(new, name) for name in MOVES}, **follows, "date": line.after,
                  "end_date": new.ends_on(line.after), "state": line.state, "reason": line.reason}
    if activity.kind == APPOINTMENT:  # who may see this one may have been changed by hand
        audience, place = (values.get(name, getattr(activity, name)) for name in ("audience", "place"))
        values = {**values, "public_place": rules_series.public_place(activity.kind, audience, place)}
    notes = _notes(line, new)
    differs = any(getattr(activity, name) != value for name, value in values.items())
    activity.series, activity.original_date = series, line.stands_for or activity.original_date
    for name, value in values.items():
        setattr(activity, name, value)
    if differs:
        rules_series.changed(activity, now)
        return [change], notes
    activity.save()
    return [], notes


def _notes(line, new):
    if not line.told:
        return []
    if line.state not in GOES_ON:
        return [(notices.SKIPPED, line.reason)]
    if line.what not in ("moves", "changes"):
        return [(notices.CONFIRMED, "")]
    place = line.activity.place != new.place
    after = Activity(
        date=line.after, end_date=new.ends_on(line.after), starts=new.starts, ends=new.ends, place=new.place
    )
    return [(notices.CHANGED, say("%(before)s becomes %(after)s.", before=rules_changes.when(line.activity, place),
                                  after=rules_changes.when(after, place)))]


def _tell(notes, by, act, now):
    """notes: {(volunteer, kind, title): [(activity, what to say)]}; one message for all days that move."""
    for (who, kind, title), said in notes.items():
        about = {"person": by.volunteer, "act": act, "title": title}
        if kind == notices.CHANGED:
            messages.tell([who], kind, now, activity=said[0][0].id, **about,
                          moves=seating.listed([sentence for _, sentence in said], " ", MOST_TOLD))
            continue
        for activity, reason in said:
            more = {"reason": reason} if kind == notices.SKIPPED else {}
            messages.tell([who], kind, now, activity=activity.id, day=activity.date, **about, **more)
