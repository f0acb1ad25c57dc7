"""That a tutor saw the pupils of a group is written down; what who decides sees is theirs anyhow."""

from wvg.commons.audit import rules as audit
from wvg.groups.homework import queries


def seen(groups, by, now):
    """Write down that a tutor was shown pupils of these HomeworkGroups: once an hour."""
    if not queries.decides(by):
        for group in groups:
            audit.record_once(queries.SEEN, by, now, group, queries.WRITTEN)
