"""Whether somebody looked at the families of a run."""

from datetime import timedelta

from wvg.commons.audit.models import Act, ActChange
from wvg.groups.rounds.models import Run

WRITTEN = timedelta(hours=1)  # so often `rules_seen` writes it down: who looked just before need not be found again


def looked(account, activity, since):
    """Whether an account (its id) opened the families of the run of an activity since a moment: one query."""
    return ActChange.select().join(Act).where(
        Act.kind == "run.seen", Act.by == account, Act.at > since - WRITTEN, ActChange.table == Run._meta.table_name,
        ActChange.row.in_(Run.select(Run.id).where(Run.activity == activity)),
    ).exists()
