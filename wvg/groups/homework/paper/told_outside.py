"""Counts as they may be told outside the two organisations: see docs/decisions/0018."""

from wvg.groups.homework.paper.queries_counts import SMALL

HIDDEN = f"<{SMALL}"


def of_group(row):
    """(places used, pupils) of a group, both hidden when its pupils are few."""
    return (HIDDEN, HIDDEN) if row.few else (str(row.used), str(len(row.pupils)))


def of_all(rows):
    """(places used, pupils) of all groups: only those that are told are in it, so that nothing can be taken away.

    Pupils in fives: taking groups together would tell how few are in two of them.
    """
    told = [row for row in rows if not row.few]
    used, pupils = sum(row.used for row in told), len(set().union(*(row.pupils for row in told)))
    if len(told) == len(rows):
        more = "+" if len(rows) > 1 and pupils else ""
        return str(used), f"{pupils // SMALL * SMALL}+" if more else str(pupils)
    return (f"{used}+", f"{pupils // SMALL * SMALL}+") if used else (HIDDEN, HIDDEN)
