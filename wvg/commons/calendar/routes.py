"""The calendar by month, week and day, and as a list. What is chosen stands in the address."""

from datetime import date

from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import groups, needs, viewer
from wvg.base.errors import Unknown
from wvg.base.htmx import own_path, page, see_other, tell
from wvg.base.words import parse_day, say
from wvg.commons.calendar import queries
from wvg.commons.calendar.closings import queries as closings
from wvg.commons.calendar.permissions import CLOSE, VIEW
from wvg.commons.calendar.queries import AHEAD, DAY, WEEK, Shown
from wvg.commons.planning import dates
from wvg.commons.planning.permissions import ASSIGN

rooms = Blueprint("calendar", __name__, url_prefix="/calendar")

# {view: (what says when in its address, a day as it is written there)}; each has a page of that name
VIEWS = {
    "month": ("month", lambda day: f"{day:%Y-%m}"),
    "week": ("week", dates.week_name),
    "list": ("from", date.isoformat),
}
WALL = {"on_paper": queries.on_paper, "closed_on_paper": closings.on_paper, "closed_name": closings.named_on_its_days}
OLDEST, NEWEST = date(2000, 1, 3), date(2199, 12, 1)  # between which one can page


@rooms.get("/")
@needs(VIEW)
def month():
    """One month: ?month=2026-11."""
    today = clock.today()
    first = _asked("month", dates.parse_month, today).replace(day=1)
    weeks = queries.month(viewer(), clock.local(clock.now()), first, _shown())
    focus = today if (today.year, today.month) == (first.year, first.month) else first
    in_weeks = [day for week in weeks for day in week]
    return _calendar(
        "month", focus, weeks=weeks, first=first, strip=next(week for week in weeks if focus in [d.date for d in week]),
        agenda=[day for day in in_weeks if day.told and day.date >= focus],
        gone=[day for day in in_weeks if day.told and not day.outside and day.date < focus],
        dense=queries.is_full(weeks),
        earlier=_to("month", first - DAY), later=_to("month", dates.next_month(first)),
    )


@rooms.get("/week")
@needs(VIEW)
def week():
    """One week: ?week=2026-W48."""
    start = dates.monday(*dates.week_of(_asked("week", dates.parse_week, clock.today())))
    end = start + WEEK - DAY
    found = list(queries.days(viewer(), clock.local(clock.now()), start, end, _shown()).values())
    focus = clock.today() if start <= clock.today() <= end else start
    return _calendar("week", focus, start=start, days=found, strip=found, agenda=[day for day in found if day.told],
                     earlier=_to("week", start - WEEK), later=_to("week", start + WEEK))


@rooms.get("/list", endpoint="list")
@needs(VIEW)
def coming():
    """What comes in four weeks, with the places, from a day on: ?from=2026-11-24. It goes on over the month's end."""
    first = _asked("from", date.fromisoformat, clock.today())
    last = first + AHEAD - DAY
    found = queries.with_cards(viewer(), clock.local(clock.now()), first, last, _shown())
    return _calendar("list", first, days=[day for day in found if day.told or day.cards],
                     first=first, last=last, earlier=_to("list", first - AHEAD), later=_to("list", first + AHEAD))


@rooms.get("/day")
@needs(VIEW)
def day():
    """One day, with the places: ?day=2026-11-24."""
    chosen = _asked("day", date.fromisoformat, clock.today())
    (found,) = queries.with_cards(viewer(), clock.local(clock.now()), chosen, chosen)
    return page("calendar/day.html", day=found, today=clock.today(), here_path=_here(), **_may(),
                **WALL, earlier=_to_day(chosen - DAY), later=_to_day(chosen + DAY))


@rooms.get("/go")
@needs(VIEW)
def go():
    """To a day, written as people write it: ?day=24/12. When it is none, back to where one was, with a sentence."""
    try:
        there = _to_day(parse_day(request.args.get("day", ""), clock.today()))
    except ValueError:
        there = None
    if there is None:
        tell(say("Enter a date, for example %(example)s", example="24/12/2026"), bad=True)
    return see_other(there or own_path(request.args.get("back")) or url_for("calendar.month"))


def _calendar(view, focus, **found):
    """The page of a view; for htmx only what the choice of groups changes."""
    shown = _shown()
    views = {name: _to(name, focus) for name in VIEWS}
    name, written = VIEWS[view]
    return page(
        f"calendar/{view}.html", f"calendar/_{view}.html", view=view, focus=focus, today=clock.today(), shown=shown,
        choices=queries.shown_groups(viewer()), views=views, here_path=_here(),
        **_may(), **WALL, name=name, value=written(focus), asked=_choice(), to_day=_to_day, **found,
    )


def _may():
    return {"makes": viewer().can(ASSIGN), "closes": viewer().can(CLOSE)}


def _asked(name, read, otherwise):
    if name not in request.args:
        return otherwise
    try:
        found = read(request.args[name])
    except ValueError:
        raise Unknown from None
    if not OLDEST <= found <= NEWEST:
        raise Unknown
    return found


def _shown():
    """Which groups: ?g=rounds&g=homework, and ?mine=1; unknown groups are left out."""
    return Shown(frozenset(request.args.getlist("g")) & frozenset(groups), "mine" in request.args)


def _choice():
    """The same as the address holds it; what is not chosen is left out."""
    shown = _shown()
    return {**({"g": [key for key in groups if key in shown.groups]} if shown.groups else {}),
            **({"mine": 1} if shown.mine else {})}


def _to(view, day):
    """The address of a view in which a day stands, with the same choice; None outside the calendar."""
    if not OLDEST <= day <= NEWEST:
        return None
    name, written = VIEWS[view]
    return url_for(f"calendar.{view}", **{name: written(day)}, **_choice())


def _to_day(day):
    return url_for("calendar.day", day=day) if OLDEST <= day <= NEWEST else None


def _here():
    return request.full_path.rstrip("?")
