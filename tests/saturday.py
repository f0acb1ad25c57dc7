"""Saturday's bread round and its families, for tests to speak about."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from people import BREAD, NOV_28, activity

from wvg.base import clock
from wvg.commons.people.models import Household
from wvg.groups.rounds.models import GoodsKind, Run, Stop

SIX = ["Merel", "Zwaluw", "Koolmees", "Reiger", "Spreeuw", "Kievit"]
BEGIN = datetime(2026, 11, 28, 16, 0, tzinfo=UTC)  # Saturday at five in Ghent


def family(code_name):
    return Household.get(Household.code_name == code_name)


def planned(names=SIX, day=NOV_28, title=BREAD):
    """The run of a day with these families, in this order; {code name: Stop}."""
    run = Run.create(activity=activity(title, day))
    return {name: Stop.create(run=run, household=family(name), position=n) for n, name in enumerate(names, 1)}


def run():
    """Saturday's run."""
    return Run.get(Run.activity == activity(BREAD, NOV_28))


@contextmanager
def at(hours):
    """So many hours after Saturday's round begins (before it when negative)."""
    with clock.standing_still(BEGIN + timedelta(hours=hours)):
        yield


def goods(key):
    return GoodsKind.get(GoodsKind.key == key).id
