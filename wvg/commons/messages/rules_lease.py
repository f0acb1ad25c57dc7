"""One process at a time."""

from wvg.base.db import database
from wvg.commons.messages.models import Lease


def take(name, now, length):
    """Whether this process may do `name` until `now` + `length`; the others may not. It ends by itself."""
    with database.atomic():
        Lease.insert(name=name, until=now).on_conflict_ignore().execute()
        # Further away than anybody takes it: the clock of this machine was wrong then.
        free = (Lease.until <= now) | (Lease.until > now + length)
        return Lease.update(until=now + length).where(Lease.name == name, free).execute() == 1
