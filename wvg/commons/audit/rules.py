from wvg.base.db import database
from wvg.commons.audit.models import Act, ActChange


def record(kind, by, now, changes=(), on_behalf_of=None):
    """Write down an act, inside the transaction of the act itself.

    changes: (row, before) pairs; `before` is a dict of the values that were, or None for a new row.
    """
    act = Act.create(by=by.account, on_behalf_of=on_behalf_of, kind=kind, at=now)
    for row, before in changes:
        ActChange.create(
            act=act, table=row._meta.table_name, row=row.get_id(),
            version=getattr(row, "version", None), before=before,
        )
    return act


def record_once(kind, by, now, row, within):
    """Write down that somebody looked at a row as it is now, unless they did so `within` this time (a timedelta)."""
    again = Act.select().join(ActChange).where(
        Act.kind == kind, Act.by == by.account, Act.at > now - within,
        ActChange.table == row._meta.table_name, ActChange.row == row.get_id(),
        ActChange.version == row.version,
    )
    if again.exists():
        return  # without a transaction, so that looking does not wait for who writes
    with database.atomic():
        if not again.exists():
            record(kind, by, now, [(row, {"version": row.version})])
