from wvg.base import clock
from wvg.base.db import database
from wvg.commons.audit import rules as audit
from wvg.commons.planning.afterwards import queries_hours


def export(group, first, last, by, now):
    """The table of who went, to take along; that it was taken is kept. Raises NotAllowed."""
    with database.atomic():
        table = queries_hours.of_group(group, first, last, by, clock.local(now))
        audit.record("hours.export", by, now)
    return table
