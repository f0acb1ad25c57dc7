"""What is usual for a series, and the donors."""

from peewee import IntegrityError

from wvg.base import db
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.planning.series import queries as queries_series
from wvg.groups.rounds.models import Donor, SeriesRun
from wvg.groups.rounds.permissions import STEER
from wvg.groups.rounds.run import queries_usual

CHANGED_SINCE = say("Somebody changed this donor in the meantime. What you typed is still here. Save again.")


def set_usual(series, stops, donor, by, now):
    """How many stops the runs of a series (a number) have, and at which donor (a number or None) they fetch.

    Raises NotAllowed, Unknown, Invalid.
    """
    with database.atomic():
        row = queries_series.of_work(series, "rounds", by)
        if stops is None or not 1 <= stops <= 30:
            raise Invalid("stops", say("Enter a number from 1 to 30."))
        if donor is not None and Donor.get_or_none(Donor.id == donor) is None:
            raise Invalid("donor", say("Choose a donor from the list."))
        kept = SeriesRun.get_or_none(SeriesRun.series == row)
        before = kept and {"stops": kept.stops, "donor": kept.donor_id}
        if before == {"stops": stops, "donor": donor}:
            return kept
        kept = kept or SeriesRun(series=row)
        kept.stops, kept.donor = stops, donor
        kept.save()
        audit.record("run.usual", by, now, [(kept, before)])
        return kept


def add_donor(values, by, now):
    """A new donor; `values` are columns of Donor. Raises NotAllowed, Invalid."""
    return _save(Donor(), values, None, by, now)


def change_donor(number, version, values, by, now):
    """Change a donor; version: the one that was on the page. Raises NotAllowed, Unknown, Invalid, Refused."""
    row = queries_usual.donor(number, by)
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    return _save(row, values, version, by, now)


def _save(row, values, version, by, now):
    if not by.can(STEER):
        raise NotAllowed
    if not values.get("name"):
        raise Invalid("name", say("Fill this in."))
    try:
        with database.atomic():
            before = None
            if row.id:
                if row.version != version:
                    raise Refused(CHANGED_SINCE)
                before = {name: getattr(row, name) for name in values}
                db.keep(row, values, CHANGED_SINCE)
            else:
                row = Donor.create(**values)
            audit.record("donors.change" if before else "donors.add", by, now, [(row, before)])
    except IntegrityError:
        raise Invalid("name", say("Another donor has this name already.")) from None
    return row
