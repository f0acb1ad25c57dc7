"""What the coordinators of a group agreed, kept in their own words."""

from peewee import IntegrityError

from wvg.base.db import database
from wvg.base.errors import NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.planning.models import Agreement
from wvg.commons.planning.permissions import ASSIGN


def agree(group, text, version, by, now):
    """Keep a text for a group; version is that of the text that was read, 0 when there was none.

    The text that was is kept with the act. Raises NotAllowed; Refused when somebody else changed it meanwhile.
    """
    if not by.can(ASSIGN, group):
        raise NotAllowed
    with database.atomic():
        row = Agreement.get_or_none(Agreement.group == group)
        if row and row.text == text:
            return
        if (row.version if row else 0) != version:
            raise _changed()
        before, values = row and {"text": row.text, "by": row.by}, {"text": text, "by": by.account, "changed_at": now}
        if row is None:
            row = _first(group, values)
        elif not Agreement.update(version=version + 1, **values).where(
            Agreement.id == row.id, Agreement.version == version
        ).execute():
            raise _changed()
        audit.record("handover.agree", by, now, [(Agreement.get_by_id(row.id), before)])


def _first(group, values):
    try:
        with database.atomic():
            return Agreement.create(group=group, **values)
    except IntegrityError:
        raise _changed() from None


def _changed():
    return Refused(say("Somebody else changed this in the meantime. Put the two together, and save again."))
