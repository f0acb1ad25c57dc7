"""What the record says of whether and when activities go on."""

from collections import defaultdict

from wvg.commons.audit.models import Act, ActChange
from wvg.commons.planning.models import OFF

MOVES = ("date", "starts", "ends", "place")


def changes(activities):
    """{activity: [(before, when)]} of what acts changed, the last one first: one query."""
    rows = (
        ActChange.select(ActChange.row, ActChange.before, Act.at).join(Act)
        .where(ActChange.table == "activity", ActChange.row.in_(activities)).order_by(ActChange.id.desc())
    )
    found = defaultdict(list)
    for row, before, at in rows.tuples():
        found[row].append((before or {}, at))
    return found


def last_change(activity, changes):
    """(what, when, moved at) of the last change of whether, when and where it goes on: "off", "moved", "on" or "".

    What goes on again, and moved before that, counts as moved: who did not hear that it was off must hear of that.
    """
    after, on = {name: _plain(getattr(activity, name)) for name in ("state", *MOVES)}, None
    for values, at in changes:
        before = {**after, **{name: value for name, value in values.items() if name in after}}
        if on is None and (before["state"] in OFF) != (after["state"] in OFF):
            if after["state"] in OFF:
                return "off", at, None
            on = at
        if (on or after["state"] not in OFF) and any(before[name] != after[name] for name in MOVES):
            return "moved", on or at, at
        after = before
    if on:
        return "on", on, None
    # A day that was closed before it was made has no act of its own.
    return "off" if activity.state in OFF else "", None, None


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value
