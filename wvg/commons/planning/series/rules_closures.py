"""What was closed is open after all."""

from wvg.base.db import database
from wvg.base.errors import NotAllowed
from wvg.commons.audit import rules as audit
from wvg.commons.planning import notices
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.models import Activity, Series
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.planning.series import rules_regulars


def open_again(number, by, now, today):
    """Take closed days away; the coming dates that they held up go on again, unless something else speaks against it.

    For who coordinates every group whose dates or series it could reach, now or later.
    What a coordinator settled by hand stays. How many dates go on. Raises Unknown, NotAllowed.
    """
    with database.atomic():
        closure = queries_changes.closure(number, by)
        state = "skipped" if closure.policy == "skip" else "to confirm"
        reached = [
            activity for activity in Activity.select().where(
                Activity.date <= closure.last_day, Activity.end_date >= max(closure.first_day, today)
            ) if rules_series.closes(closure, activity)
        ]
        owners = {thing.group for thing in [*reached, *Series.select()] if rules_series.closes(closure, thing)}
        if closure.scope == "group":
            owners.add(closure.of)
        if not all(by.can(ASSIGN, owner) for owner in owners):
            raise NotAllowed
        held_up = [activity for activity in reached if (activity.state, activity.reason) == (state, closure.reason)]
        changes = [(closure, {name: str(value) for name, value in closure.__data__.items()})]
        closure.delete_instance()
        turned = []
        for activity in held_up:
            was = {"state": activity.state, "reason": activity.reason}
            now_is = ("planned", "")
            if activity.series_id:
                now_is = rules_series.judge(activity.series, activity.date, activity.date)(activity.date)
            if now_is == (activity.state, activity.reason):
                continue
            rules_series.set_state(activity, *now_is, now)
            changes.append((activity, was))
            turned.append((activity, was["state"]))
        act = audit.record("planning.open_again", by, now, changes)
        for activity, was in turned:
            if was == "skipped" and activity.state != "skipped":
                if activity.series_id:
                    rules_regulars.seat_regulars(activity.series, [activity], now, by)
                rules_series.tell_everybody(activity, notices.CONFIRMED, by, act, now)
        return sum(activity.state == "planned" for activity, _ in turned)
