from wvg.base.errors import Unknown
from wvg.commons.keeping.models import Period


def periods():
    """All periods, in order."""
    return list(Period.select().order_by(Period.position, Period.id))


def period(number):
    """A period. Raises Unknown."""
    found = Period.get_or_none(Period.id == number)
    if found is None:
        raise Unknown
    return found


def months(key):
    """How many months something is kept: "household", "stop", "need"."""
    return Period.get(Period.key == key).months
