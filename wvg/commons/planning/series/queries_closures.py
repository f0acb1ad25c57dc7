"""Questions about what is closed: whom it reaches, and who may open it again."""

from collections import defaultdict

from wvg.base.errors import Unknown
from wvg.commons.accounts.permissions import MANAGE
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.planning import queries
from wvg.commons.planning.models import Activity, Closure, Series
from wvg.commons.planning.permissions import ASSIGN

BY_FILE, TAKE_BACK = "planning.close_by_file", "planning.take_back_file"
KINDS = (".close", ".open_again", BY_FILE, TAKE_BACK)  # how acts on dates end, in whatever room


def visible(viewer):
    """The condition for closures that a viewer sees.

    A place is for whoever is of a group that goes there, and not only those on a list: it may be somebody's address.
    """
    own = [of for role, of in viewer.grants if role in ("volunteer", "coordinator")]
    coordinated = [of for role, of in viewer.grants if role == "coordinator"]
    places = Series.select(Series.place).where(
        Series.group.in_(coordinated) | (Series.group.in_(own) & (Series.audience != "those on it"))
    )
    place = (Closure.scope == "place") & Closure.of.in_(places) & Closure.group.in_(own)
    seen = ((Closure.scope == "group") & Closure.of.in_(own)) | place
    return seen | Closure.scope.in_(["everything", "partner"]) if viewer.helps else seen


def closure(number, viewer):
    """A closure that this viewer sees. Raises Unknown."""
    found = Closure.select().where(Closure.id == number, visible(viewer)).first()
    if found is None:
        raise Unknown
    return found


def may_close(closure, viewer):
    """Whether a viewer may close this: everything for who manages the accounts, the rest for who coordinates it."""
    if closure.scope == "everything":
        return viewer.can(MANAGE)
    if closure.scope == "partner":
        return viewer.can(ASSIGN) or viewer.can(MANAGE)
    return viewer.can(ASSIGN, closure.of if closure.scope == "group" else closure.group)


def may_open(closures, viewer):
    """Those of `closures` that a viewer may open again: at most one query.

    Whoever may close it; of a school or partner only who wrote it down, or manages the accounts.
    """
    acts = {one.act for one in closures if one.scope == "partner" and one.act}
    own = Act.select(Act.id).where(Act.id.in_(acts), Act.by == viewer.account) if acts and viewer.account else ()
    own = {act.id for act in own}
    return [
        one for one in closures
        if may_close(one, viewer) and (one.scope != "partner" or one.act in own or viewer.can(MANAGE))
    ]


def closes(closure, thing):
    """Whether a closure reaches a series or activity; a partner's closures reach its own rooms' sessions."""
    return (
        closure.scope == "everything"
        or (closure.scope == "group" and closure.of == thing.group)
        or (closure.scope == "place" and closure.of == thing.place and closure.group == thing.group)
    )


def reaches(closure, activity):
    """Whether a closure is about an activity: what it closes, and one of its days."""
    return closure.first_day <= activity.end_date and closure.last_day >= activity.date and closes(closure, activity)


def of_place(activity):
    """Closures of its place that reach an activity (it need not be kept yet), in the order in which they were made."""
    return list(
        Closure.select().where(
            Closure.scope == "place", Closure.group == activity.group, Closure.of == activity.place,
            Closure.first_day <= activity.end_date, Closure.last_day >= activity.date,
        ).order_by(Closure.act.asc(nulls="first"), Closure.first_day, Closure.last_day, Closure.id)
    )


def coming(closures, now_local):
    """Activities that closures reach, that are not over and were not cancelled, in order: one query.

    Not what began on an earlier day: those who are away together stay away, or the coordinator calls it off.
    """
    if not closures:
        return []
    first, last = min(one.first_day for one in closures), max(one.last_day for one in closures)
    rows = Activity.select().where(
        queries.on_days(max(now_local.date(), first), last), Activity.state.in_(("planned", "to confirm", "skipped")),
    ).order_by(Activity.date, Activity.starts.asc(nulls="first"), Activity.id)
    return [
        row for row in rows
        if row.date >= now_local.date() and any(reaches(one, row) for one in closures)
        and not queries.has_ended(row, now_local)
    ]


def settled(activities):
    """{activity: the act by which somebody settled last that it goes on, whatever was closed then}: one query.

    That is who let it go on, who gave it another day, and who made it, when it is of no series.
    """
    rows = (
        ActChange.select(ActChange, Act).join(Act)
        .where(ActChange.table == "activity", ActChange.row.in_([activity.id for activity in activities]))
        .order_by(ActChange.id.desc())
    )
    changes = defaultdict(list)
    for row in rows:
        changes[row.row].append(row)
    found = {}
    for activity in activities:
        after = {"state": activity.state, "date": activity.date.isoformat()}
        for change in changes[activity.id]:
            before = change.before or {}
            made = not activity.series_id and change is changes[activity.id][-1]
            differs = made or any(before.get(name, value) != value for name, value in after.items())
            if after["state"] == "planned" and differs and not change.act.kind.endswith(KINDS):
                found[activity.id] = change.act_id
                break
            after |= {name: before[name] for name in after if name in before}
    return found
