from wvg.base import clock, db
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.keeping import queries
from wvg.commons.keeping.permissions import AGREE

LEAST, MOST = 1, 120  # months
CHANGED_SINCE = say("Somebody changed this in the meantime. Look at both, and save again.")


def agree(number, version, months, agreed_on, by, now):
    """Keep something so many months, as the board agreed on a day.

    Raises NotAllowed, Unknown, Refused (somebody else changed it since), Invalid ("months", "agreed_on").
    """
    if not by.can(AGREE):
        raise NotAllowed
    if months is None or not LEAST <= months <= MOST:
        raise Invalid("months", say("Enter a number from 1 to 120."))
    if agreed_on is None:
        raise Invalid("agreed_on", say("Enter the day on which the board agreed."))
    if agreed_on > clock.local(now).date():
        raise Invalid("agreed_on", say("This day has still to come."))
    with database.atomic():
        row = queries.period(number)
        before = {"months": row.months, "agreed_on": row.agreed_on and row.agreed_on.isoformat()}
        if (row.months, row.agreed_on) == (months, agreed_on):
            return row
        if row.version != version:
            raise Refused(CHANGED_SINCE)
        db.keep(row, {"months": months, "agreed_on": agreed_on}, CHANGED_SINCE)
        audit.record("keeping.agree", by, now, [(row, before)])
    return row
