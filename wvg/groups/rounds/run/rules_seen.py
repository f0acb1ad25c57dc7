"""Who looked at the families of a run is written down."""

from datetime import timedelta

from wvg.base.db import database
from wvg.commons.audit import rules as audit
from wvg.commons.audit.models import Act, ActChange

AGAIN = timedelta(hours=1)
SEEN = "run.seen"


def seen(run, by, now):
    """Write down that `by` opened the families of a run: once an hour, and again when the plan changed."""
    before = Act.select().join(ActChange).where(
        Act.kind == SEEN, Act.by == by.account, Act.at > now - AGAIN, ActChange.table == "run",
        ActChange.row == run.id, ActChange.version == run.version,
    )
    if not before.exists():  # a look writes nothing, so most of them wait for nobody
        with database.atomic():
            audit.record(SEEN, by, now, [(run, {"version": run.version})])
