"""The verbs of a date that does not go on: cancel one or several; and of one that does go on."""

from collections import defaultdict

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, Refused
from wvg.base.words import say, say_n
from wvg.commons.audit import rules as audit
from wvg.commons.audit.models import ActChange
from wvg.commons.messages import rules as messages
from wvg.commons.planning import notices, queries, queries_people, seating
from wvg.commons.planning.afterwards import queries_attendance
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.changes import rules as rules_changes
from wvg.commons.planning.models import GOES_ON, SignUp
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.planning.series import rules_regulars
from wvg.commons.volunteers.models import Volunteer

# What rooms above know that keeps a date from going on: functions (activity) that raise Refused.
before_going_on = []


def cancel(dates, reason, by, now):
    """Cancel one or several dates in one act; the reason is kept, and those on them are told once.

    A date that is over did not go on: of the past 60 days, while nobody on it is ticked. Nobody is told of it.

    dates: {activity id: the version that was seen}. Raises Unknown, NotAllowed, Invalid, Refused.
    """
    if not dates:
        raise Invalid("dates", say("Choose at least one date."))
    if not reason:
        raise Invalid("reason", say("Write why it does not go on. Those on the list read it."))
    with database.atomic():
        activities = []
        for number, version in sorted(dates.items()):
            rules_changes.must_be_fresh(queries_changes.coordinated(number, by), version, by)
            activities.append(_to_cancel(number, by, now))
        changes, told = call_off(activities, reason, now)
        act = audit.record("planning.cancel", by, now, changes)
        tell(told, reason, by, act, now)
        if len(activities) == 1:
            sentence = say("It is cancelled: %(title)s, %(day)s.", **seating.details(activities[0]))
        else:
            sentence = say_n("%(n)s date is cancelled.", "%(n)s dates are cancelled.", len(activities))
        names = Volunteer.select().where(Volunteer.id.in_(set(told) - {by.volunteer})).order_by(Volunteer.first_name)
        return seating.Done(sentence, warnings=[say("We told %(name)s.", name=v.first_name) for v in names])


def _to_cancel(number, by, now):
    activity, local = queries_changes.coordinated(number, by), clock.local(now)
    if not queries_attendance.has_begun(activity, local):
        return rules_changes.coming(number, by, now)
    _must_be_recent(activity, local)
    if any(row.attendance != "unknown" for row in queries_attendance.on(activity)):
        raise Refused(say("Somebody ticked who came. Take that back first."))
    if activity.state not in GOES_ON:
        raise Refused(say("This did not go on."))
    return activity


def _must_be_recent(activity, local):
    if activity.date < local.date() - queries.SETTLE_BACK:
        raise Refused(say("This is over. It can no longer be changed."))


def call_off(activities, reason, now):
    """Make activities cancelled and end who is on them: (changes for the record, {volunteer to tell: [activity]})."""
    people = queries_changes.people_on([activity.id for activity in activities])
    changes, told = [], defaultdict(list)
    for activity in activities:
        over = queries.has_ended(activity, clock.local(now))
        changes.append((activity, rules_changes.before(activity, ["state", "reason"])))
        activity.state, activity.reason = "cancelled", reason
        rules_series.changed(activity, now)
        for row in people[activity.id]:
            changes.append((row, seating.end(row, "cancelled", now)))
            if not over:
                told[row.volunteer_id].append(activity)
    return changes, told


def tell(told, reason, by, act, now):
    """One message for each title, with all its days."""
    for who, rows in seating.by_title(told, but=by.volunteer):
        messages.tell([who], notices.CANCELLED, now, person=by.volunteer, activity=rows[0].id, act=act,
                      title=rows[0].title, days=seating.days_of(rows), reason=reason)


def confirm(number, by, now):
    """A date in doubt goes on, or one that was not to go on does after all; those who are on it are told.

    Who was on it when it was cancelled is put back where that is possible. Not: who has stopped, is away by now,
    ended the fixed place that they had it by, or sits on it already. Of what is over nobody is told, and whoever has
    no right to it any more is not told either.
    Raises Unknown, NotAllowed, Refused.
    """
    with database.atomic():
        activity, local = queries_changes.coordinated(number, by), clock.local(now)
        was, over = activity.state, queries.has_ended(activity, local)
        if was not in ("to confirm", "skipped", "cancelled"):
            raise Refused(say("This was settled already: it goes on."))
        _must_be_recent(activity, local)
        for must in before_going_on:
            must(activity)
        changes = [(activity, rules_changes.before(activity, ["state", "reason"]))]
        were = _were_on(activity) if was == "cancelled" else []
        activity.state, activity.reason = "planned", ""
        rules_series.changed(activity, now)
        back, others = [], []
        for row in were:
            if not queries_people.may_come_back(row.volunteer_id, activity, local.date()):
                continue
            if not _can_come_back(row, activity):
                others.append(row.volunteer_id)
                continue
            changes.append((row, seating.state_of(row)))
            row.ended_at, row.end_reason = None, ""
            seating.save(row, now)
            back.append(row.volunteer_id)
        if activity.series_id and not over:
            seated = rules_regulars.seat_regulars(activity.series, [activity], now, by)
            changes += [(row, None) for row in seated]
            back += [row.volunteer_id for row in seated]
        if was == "cancelled" and back:
            sentence = say_n("It goes on after all. %(n)s person is on the list again.",
                             "It goes on after all. %(n)s people are on the list again.", len(back))
        else:
            sentence = say("It goes on: %(title)s, %(day)s.", **seating.details(activity))
            back, others = [], [v.id for v in queries.others_on(activity, but=by.volunteer)]
        act = audit.record("planning.confirm", by, now, changes)
        if not over:
            about = {"person": by.volunteer, "activity": activity.id, "act": act, **seating.details(activity)}
            messages.tell(set(back) - {by.volunteer}, notices.REINSTATED, now, **about)
            messages.tell(set(others) - {by.volunteer, *back}, notices.CONFIRMED, now, **about)
        return seating.Done(sentence)


def _were_on(activity):
    """The sign-ups that its cancelling ended, in order of place."""
    ended = ActChange.select(ActChange.row).where(
        ActChange.act == queries_changes.called_off_by(activity), ActChange.table == "sign_up"
    )
    rows = SignUp.select().where(SignUp.id.in_(ended), SignUp.activity == activity, SignUp.end_reason == "cancelled")
    return list(rows.order_by(SignUp.id))


def _can_come_back(row, activity):
    live = SignUp.select().where(
        SignUp.activity == activity, SignUp.ended_at.is_null(),
        (SignUp.seat == row.seat_id) | (SignUp.volunteer == row.volunteer_id),
    )
    day, regular = activity.original_date or activity.date, row.regular
    stopped = regular and (regular.ended_at or (regular.last_day and regular.last_day < day))
    return not (
        row.seat.state != "open" or row.volunteer.left_on or stopped or live.exists()
        or queries_changes.away({(row.volunteer_id, activity.id): activity})
    )
