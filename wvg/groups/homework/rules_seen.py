"""That a tutor saw the pupils of a group is written down; what who decides sees is theirs anyhow."""

from wvg.base.db import database
from wvg.commons.audit import rules as audit
from wvg.groups.homework import queries


def seen(groups, by, now):
    """Write down that a tutor was shown pupils of these HomeworkGroups: once an hour."""
    if queries.decides(by):
        return
    there = queries.looked_at(by.account, now)
    new = [group for group in groups if group.id not in there]
    if new:
        with database.atomic():
            audit.record(queries.SEEN, by, now, [(group, {"version": group.version}) for group in new])
