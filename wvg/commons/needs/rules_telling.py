"""Who is told about a need, and taking that back: kinds and days only, never anything that is sealed."""

from collections import defaultdict
from datetime import timedelta

from wvg.base import clock
from wvg.base.words import named
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.messages import rules as messages
from wvg.commons.needs import notices, queries
from wvg.commons.planning import queries as planning
from wvg.commons.volunteers.models import Volunteer

TO_MAIL = timedelta(days=3)  # a mail about it makes sense until then


def coordinators(need, today):
    """Volunteers who coordinate the group of its kind; when there are none, those of the group that raised it."""
    found = planning.coordinators_of({need.kind.group, need.group}, today)
    return found[need.kind.group] or found[need.group]


def tell(recipients, notice, need, act, now, person=None):
    """Tell volunteers (ids) about a need, its kind in the language of each."""
    recipients = set(recipients) - {None}
    by_language = defaultdict(list)
    for number, language in Volunteer.select(Volunteer.id, Volunteer.language).where(
        Volunteer.id.in_(sorted(recipients))
    ).tuples():
        by_language[language].append(number)
    for language, people in by_language.items():
        # `until` makes it something soon for the mail, also when the day itself is over at midnight.
        messages.tell(
            people, notice, now, person=person, act=act, what=named(need.kind, language), day=queries.day_of(need),
            until=clock.local(now).date() + TO_MAIL,
        )


def tell_for_today(need, act, by, now):
    """Who must look at it today is told, when it is for today."""
    if need.urgency == "today":
        people = coordinators(need, clock.local(now).date())
        tell({v.id for v in people} - {by.volunteer}, notices.FOR_TODAY, need, act, now, person=by.volunteer)


def acts(need, *kinds):
    """Acts of these kinds on a need, the last one first."""
    found = Act.select().join(ActChange).where(
        ActChange.table == "need", ActChange.row == need.id, Act.kind.in_(kinds)
    )
    return list(found.order_by(Act.id.desc()))
