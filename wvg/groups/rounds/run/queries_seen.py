"""Who looked at the families of a run."""

from datetime import timedelta

from peewee import fn

from wvg.base import clock
from wvg.commons.accounts.models import Account
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.rounds.models import Run

WRITTEN = timedelta(hours=1)  # so often `rules_seen` writes it down: who looked just before need not be found again
SEEN = "run.seen"


def looked(account, activity, since):
    """Whether an account (its id) opened the families of the run of an activity since a moment: one query."""
    runs = Run.select(Run.id).where(Run.activity == activity)
    return _looks(runs).where(Act.by == account, Act.at > since - WRITTEN).exists()


def lookers(run):
    """[(Volunteer, the last time on the wall)] of everybody who opened the families of a run, the last one first."""
    rows = (
        _looks([run]).select(Volunteer, fn.MAX(Act.at).alias("last"))
        .join(Account, on=Act.by == Account.id).join(Volunteer, on=Account.volunteer).group_by(Volunteer.id)
        .order_by(fn.MAX(Act.at).desc()).objects(Volunteer)
    )
    return [(row, clock.local(Act.at.python_value(row.last))) for row in rows]


def _looks(runs):
    return ActChange.select().join(Act).where(
        Act.kind == SEEN, ActChange.table == Run._meta.table_name, ActChange.row.in_(runs)
    )
