"""Who looked at the families of a run is written down."""

from datetime import timedelta

from wvg.commons.audit import rules as audit
from wvg.groups.rounds.run.queries_seen import SEEN

AGAIN = timedelta(hours=1)


def seen(run, by, now):
    """Write down that `by` opened the families of a run: once an hour, and again when the plan changed."""
    audit.record_once(SEEN, by, now, run, AGAIN)
