"""The only calls to the clock. Moments are UTC; days and hours on the wall are those of Brussels."""

from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
_frozen = None


def now() -> datetime:
    """This moment, aware, UTC."""
    return _frozen or datetime.now(UTC)


def today() -> date:
    """The day on the wall in Brussels."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """An aware moment as the naive wall-clock time in Brussels."""
    return moment.astimezone(BRUSSELS).replace(tzinfo=None)


@contextmanager
def standing_still(moment: datetime):
    """Stop the clock at `moment` (aware); for tests."""
    global _frozen
    before, _frozen = _frozen, moment.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
