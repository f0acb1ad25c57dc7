from wvg.base import clock
from wvg.base.db import database
from wvg.commons.audit import rules as audit
from wvg.groups.rounds.run import queries_counts


def take_along(year, by, now):
    """The counts of a year, to take along; that they were taken is kept. Raises NotAllowed."""
    with database.atomic():
        counts = queries_counts.counts(year, by, clock.local(now))
        audit.record("run.counts", by, now)
    return counts
