"""Who likes to go with whom: a coordinator notes it, and ends it."""

from peewee import IntegrityError

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.planning.models import Wish
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.planning.team import queries_wishes
from wvg.commons.planning.who_can import queries as queries_who_can


def note(group, volunteer, fellow, by, now):
    """Note that two volunteers of a group like to go together. Raises NotAllowed, Invalid (who, themselves, twice)."""
    if not by.can(ASSIGN, group):
        raise NotAllowed
    with database.atomic():
        people = {v.id for v in queries_who_can.circle(group, clock.local(now).date())}
        for name, number in (("volunteer", volunteer), ("fellow", fellow)):
            if number not in people:
                raise Invalid(name, say("Choose somebody from the list."))
        if volunteer == fellow:
            raise Invalid("fellow", say("Choose two different volunteers."))
        # The one with the lower number first: a wish goes both ways, and is kept once.
        first, second = sorted((volunteer, fellow))
        try:
            with database.atomic():
                row = Wish.create(group=group, volunteer=first, fellow=second, by=by.account, made_at=now)
        except IntegrityError:
            raise Invalid("fellow", say("This has been noted already.")) from None
        audit.record("wishes.note", by, now, [(row, None)])
        return row


def put_in_order(volunteer, now):
    """Two entries of one person became `volunteer`: the lower number first again, and what stands twice ends."""
    theirs = (Wish.volunteer == volunteer) | (Wish.fellow == volunteer)
    for row in Wish.select().where(theirs, Wish.ended_at.is_null(), Wish.volunteer > Wish.fellow):
        try:
            with database.atomic():
                Wish.update(volunteer=row.fellow_id, fellow=row.volunteer_id).where(Wish.id == row.id).execute()
        except IntegrityError:
            Wish.update(ended_at=now).where(Wish.id == row.id).execute()


def end(number, by, now):
    """The two no longer ask for it; pressing twice is pressing once. Raises Unknown."""
    with database.atomic():
        row = queries_wishes.wish(number, by)
        if row.ended_at is None:
            row.ended_at = now
            row.save()
            audit.record("wishes.end", by, now, [(row, {"ended_at": None})])
        return row
