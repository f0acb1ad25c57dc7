"""What reports say is forgotten: at once for a household that is erased, else after the agreed period."""

from dateutil.relativedelta import relativedelta

from wvg.base import clock, db
from wvg.base.db import database
from wvg.commons.keeping import queries as keeping
from wvg.commons.planning.models import Activity
from wvg.groups.rounds.models import PickUp, Run, Stop


def forget_household(number):
    """The words about a household (its number) go; that its stops were there stays, for the counts.

    For inside the transaction that erases it.
    """
    Stop.update(sealed=None).where(Stop.household == number).execute()


def forget_old(now):
    """Erase the words of reports of runs longer ago than the board agreed; how many."""
    before = clock.local(now).date() - relativedelta(months=keeping.months("stop"))
    old = Run.select(Run.id).join(Activity).where(Activity.end_date < before)
    with database.atomic():
        gone = (
            Stop.update(sealed=None).where(Stop.run.in_(old), Stop.sealed.is_null(False)).execute()
            + PickUp.update(got="").where(PickUp.run.in_(old), PickUp.got != "").execute()
            + Run.update(sealed=None).where(Run.id.in_(old), Run.sealed.is_null(False)).execute()
        )
    if gone:
        db.leave_nothing_behind()
    return gone
