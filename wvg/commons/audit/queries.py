"""Questions about what was done."""

from datetime import timedelta

from wvg.commons.audit.models import Act, ActChange

WITHIN = timedelta(days=7)


def made_from(form, kinds, by, now):
    """The record (ActChange) of the row that the same form made before, in the past week; None the first time.

    kinds: of the acts that it may have been. A form that makes something carries a random number, and its record
    keeps that as {"form": number}. To be asked inside the transaction that makes the row: only one at a time writes.
    """
    if not form:
        return None
    rows = ActChange.select().join(Act).where(
        Act.kind.in_(kinds), Act.by == by.account, Act.at > now - WITHIN, ActChange.before.is_null(False)
    )
    return next((row for row in rows if row.before.get("form") == form), None)
