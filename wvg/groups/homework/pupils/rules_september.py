"""Each autumn both sides say of each of their pupils whether it comes again; who is not said goes (rules_erase)."""

from datetime import datetime, time

from wvg.base import clock, db
from wvg.base.db import database
from wvg.base.errors import Refused
from wvg.base.words import say
from wvg.commons.accounts import queries as accounts
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.messages.models import Message
from wvg.commons.partners.models import Partner
from wvg.commons.planning import queries as planning
from wvg.groups.homework import notices
from wvg.groups.homework.models import Pupil
from wvg.groups.homework.pupils import queries_september, rules

PAGE = "/homework/pupils/september"


def goes_on(number, version, by, now):
    """A pupil comes in the school year that begins. Raises Unknown, NotAllowed, Refused."""
    with database.atomic():
        row, year = rules.own(number, by, now), queries_september.year_asked(clock.local(now).date())
        if year is None or row.goes_on >= year or row.version != version:
            raise Refused(say("Somebody answered this in the meantime. Look at it again."))
        before = {"goes_on": row.goes_on, "version": row.version}
        db.keep(row, {"goes_on": year}, rules.CHANGED_SINCE)
        audit.record("pupils.goes_on", by, now, [(row, before)])


def remind(now):
    """In September, tell once who has still to say of a pupil whether it comes; how many were told."""
    today = clock.local(now).date()
    year = queries_september.year_asked(today)
    if year is None or today.month != 9:
        return 0
    with database.atomic():
        without = Pupil.select().where(Pupil.erased_at.is_null(), Pupil.stopped_on.is_null(), Pupil.goes_on < year)
        people = set()
        if without.where(Pupil.partner.is_null()).exists():
            people |= {one.id for one in planning.coordinators("homework", today)}
        for partner in Partner.select().where(Partner.id.in_(without.select(Pupil.partner))):
            people |= {one.id for one in accounts.holders("partner", partner.key, today)}
        first = datetime.combine(today.replace(day=1), time.min, clock.BRUSSELS)
        told = {who for (who,) in Message.select(Message.recipient).where(
            Message.kind == notices.GOES_ON, Message.made_at >= first).tuples()}
        messages.tell(people - told, notices.GOES_ON, now, day=queries_september.last_day(year), path=PAGE)
    return len(people - told)
