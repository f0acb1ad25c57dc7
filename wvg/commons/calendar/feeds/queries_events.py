"""What stands in a feed: one query of plain values, whatever the feed.

Households are never asked here. What is only for those on it stands in a feed of who is on it, as its group calls it
before others (`Group.busy`), without its title, place and role.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dateutil.relativedelta import relativedelta
from peewee import JOIN, Case, fn

from wvg.base import clock
from wvg.base.access import groups
from wvg.base.db import UTCDateTimeField, database
from wvg.base.errors import Unknown
from wvg.base.words import say, text
from wvg.commons.calendar.feeds.ics import Event
from wvg.commons.planning import queries as planning
from wvg.commons.planning.models import GOES_ON, OFF, Activity, Role, Seat, SignUp

BACK, AHEAD = timedelta(days=31), relativedelta(months=12)
OFF_FOR = timedelta(days=30)  # so long a date that was called off stays, for who looks seldom
MOST = 1000
SHARED = ("everyone", "group")  # audiences
FORMAT = 1  # raise it when the writer, or a word in a title, changes: then every telephone takes all of it anew
NEVER_CHANGED = datetime(2026, 1, 1, tzinfo=UTC)  # what has not been changed since it was made

_moment = UTCDateTimeField().python_value
COLUMNS = [
    Activity.id, Activity.group, Activity.title, Activity.public_place, Activity.audience, Activity.date,
    Activity.end_date, Activity.starts, Activity.ends, Activity.state, Activity.sequence, Activity.changed_at,
    SignUp.id, Role.key, Role.name_nl, Role.name_fr, Role.name_en,
]


@dataclass
class Content:
    """What a feed holds now: rows as the database keeps them, and the ETag that stands for all that is made of them."""

    name: str
    rows: list
    etag: str
    language: str

    def events(self):
        return [_event(row, self.language) for row in self.rows]


def content(feed, viewer, now, host):
    """The Content of a feed for its viewer: one query. `host` stands in every UID."""
    today = clock.local(now).date()
    if feed.kind == "group":
        name = f"WVG: {text(groups[feed.group].label, viewer.language)}"
        query = _rows(None).where((Activity.group == feed.group) & Activity.audience.in_(SHARED))
    else:
        name = "Werkgroep Vluchtelingen Gent"
        also = Activity.group.in_(feed.also.split()) & Activity.audience.in_(SHARED) & planning.visible(viewer)
        query = _rows(viewer.volunteer).where(SignUp.id.is_null(False) | also)
    still_off = Activity.state.in_(OFF) & (Activity.sequence > 0) & (Activity.changed_at > now - OFF_FOR)
    query = query.where(
        planning.on_days(today - BACK, today + AHEAD), Activity.state.in_((*GOES_ON, "done")) | still_off
    ).order_by(Activity.date, Activity.starts.asc(nulls="first"), Activity.id).limit(MOST)
    rows = database.execute(query).fetchall()  # as they lie there: only what is built needs days and hours of them
    # Not of the bytes: for those the dear part would have to be done already.
    stands_for = repr((FORMAT, name, host, viewer.language, today, rows))
    return Content(name, rows, hashlib.sha256(stands_for.encode()).hexdigest()[:32], viewer.language)


def one(number, viewer):
    """The Event of one activity. Raises Unknown when the viewer may not see it."""
    query = _rows(viewer.volunteer).where(Activity.id == number, planning.visible(viewer))
    row = database.execute(query).fetchone()
    if row is None:
        raise Unknown
    return _event(row, viewer.language)


def _rows(volunteer):
    """Activities, each with the place that this volunteer (an id or None) has on it, or had when it was
    called off; `turns` counts the changes of their places on it, and never goes down.
    """
    called_off = Case(None, [(SignUp.end_reason == "cancelled", SignUp.id)])
    live = Case(None, [(SignUp.ended_at.is_null(), SignUp.id)])
    own = SignUp.select(
        SignUp.activity, fn.MAX(live).alias("live"), fn.MAX(called_off).alias("called_off"),
        fn.SUM(SignUp.version).alias("turns"),
        fn.MAX(fn.COALESCE(SignUp.changed_at, SignUp.made_at)).alias("changed_at"),
    ).where(SignUp.volunteer == volunteer).group_by(SignUp.activity).alias("own")
    place = fn.COALESCE(own.c.live, Case(Activity.state, [("cancelled", own.c.called_off)]))
    return (
        Activity.select(*COLUMNS, own.c.turns, own.c.changed_at)
        .join(own, JOIN.LEFT_OUTER, on=own.c.activity_id == Activity.id)
        .join(SignUp, JOIN.LEFT_OUTER, on=SignUp.id == place)
        .join(Seat, JOIN.LEFT_OUTER, on=SignUp.seat == Seat.id)
        .join(Role, JOIN.LEFT_OUTER, on=Seat.role == Role.id)
    )


def _event(row, language):
    (number, group, title, place, audience, first, last, starts, ends, state, sequence, changed,
     sign_up, role, nl, fr, en) = (column.python_value(value) for column, value in zip(COLUMNS, row, strict=False))
    turns, own_changed = row[len(COLUMNS):]
    if audience not in SHARED:
        title, place, role = text(groups[group].busy or groups[group].label, language), "", None
    if role not in (None, "place"):
        name = {"fr": fr, "en": en}.get(language) or nl
        title = f"{title} ({name[:1].lower()}{name[1:]})"
    if state in OFF:
        title = text(say("Does not go on: %(title)s", title=title), language)
    elif state == "to confirm":
        title = text(say("Not sure yet: %(title)s", title=title), language)
    moments = [moment for moment in (changed, own_changed and _moment(own_changed)) if moment]
    return Event(
        number, title, place, first, last, starts, ends, state, sequence + (turns or 0),
        max(moments, default=NEVER_CHANGED), busy=sign_up is not None,
    )
