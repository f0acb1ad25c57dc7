"""The verbs of sessions beside the usual ones: an extra one, and all of them again in the next school year."""

from datetime import date

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.partners.models import PAPER
from wvg.commons.planning import dates
from wvg.commons.planning import queries as planning
from wvg.commons.planning.models import Activity, Role, Seat, SeatNeed, Series, SeriesSeat
from wvg.commons.planning.queries_people import hours_overlap
from wvg.commons.planning.series import queries_closures
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.volunteers.models import PaperKind
from wvg.groups.homework import notices, rules_telling
from wvg.groups.homework.models import HomeworkGroup, HomeworkSession
from wvg.groups.homework.sessions.rules_groups import check_places, make_group
from wvg.groups.homework.sessions.rules_places import to_steer


def add_session(number, values, by, now):
    """One more session of a group, also on a day that is free. The HomeworkSession.

    values: date, starts, ends, places, share. The other side is told. Raises Unknown, NotAllowed, Invalid.
    """
    local = clock.local(now)
    with database.atomic():
        group = to_steer(number, by)
        check_places(values["places"], values["share"], group.partner_id)
        if values["starts"] is None:
            raise Invalid("starts", say("Fill this in."))
        if values["ends"] is None:
            raise Invalid("ends", say("Fill this in."))
        rules_series.check_hours(values)
        series, day = group.series, values["date"]
        if day < local.date():
            raise Invalid("date", say("This day has passed. Take a day from today on."))
        activity = Activity(
            group="homework", kind="session", title=series.title, date=day, end_date=day, starts=values["starts"],
            ends=values["ends"], place=group.location.place, public_place=group.location.name, audience="group",
            minimum=series.minimum,
        )
        if planning.has_ended(activity, local):
            raise Invalid("starts", say("This hour has passed."))
        # A holiday may pass, a room that is closed not.
        if closed := queries_closures.of_place(activity):
            raise Invalid("date", say("The room is closed then: %(reason)s", reason=closed[0].reason))
        others = Activity.select().join(HomeworkSession, on=HomeworkSession.activity == Activity.id).where(
            HomeworkSession.group == group, Activity.date == day, Activity.state.in_(("planned", "to confirm")),
        )
        if any(hours_overlap(other, activity) for other in others):
            raise Invalid("date", say("There is a session of this group then already."))
        activity.save()
        _seat_tutors(activity, group)
        row = HomeworkSession.create(activity=activity, group=group, places=values["places"], share=values["share"])
        act = audit.record("homework.add_session", by, now, [(activity, None), (row, None)])
        rules_telling.tell("them", notices.EXTRA, group, now, by, act=act, day=day, who=say("WVG"),
                           path=f"/homework/sessions/{activity.id}")
        return row


def _seat_tutors(activity, group):
    """As many places for tutors as the group asks, with the paper that it asks."""
    tutor, paper = Role.get(Role.key == "tutor"), PaperKind.get(PaperKind.key == PAPER)
    for position in range(1, tutors_of(group) + 1):
        seat = Seat.create(activity=activity, role=tutor, position=position)
        if group.paper:
            SeatNeed.create(seat=seat, paper=paper, blocks=False)


def tutors_of(group):
    """How many tutors must be there."""
    return SeriesSeat.select().where(
        SeriesSeat.series == group.series_id, SeriesSeat.required == True  # noqa: E712
    ).count()


def of_next_year(group):
    """The same group in the next school year, None when nobody made it yet."""
    return HomeworkGroup.select().join(Series).where(
        HomeworkGroup.school_year == group.school_year + 1, HomeworkGroup.location == group.location_id,
        Series.title == group.series.title,
    ).first()


def next_year(number, by, now):
    """The same group in the next school year, from its first day, 1 September, on. The new HomeworkGroup.

    Its pupils and fixed tutors are asked anew. Raises Unknown, NotAllowed, Refused, Invalid.
    """
    with database.atomic():
        group = to_steer(number, by)
        series, year = group.series, group.school_year + 1
        kind, pattern = dates.describe(series.rule)
        if kind != "weekly" or pattern["every"] != 1:
            raise Refused(say("This group does not come every week. Make the new one by hand."))
        if group.location.ended_on or (group.partner and group.partner.ended_on):
            raise Refused(say("We do not work there any more. Make a new group with another room or partner."))
        if of_next_year(group) is not None:
            raise Refused(say("This group is there already for the next school year."))
        return make_group({
            "title": series.title, "location": group.location_id, "partner": group.partner_id,
            "weekdays": list(pattern["weekdays"]), "starts": series.starts, "ends": series.ends,
            "first_day": date(year, 9, 1), "places": group.places, "share": group.share,
            "tutors": tutors_of(group), "paper": group.paper,
        }, by, now)
