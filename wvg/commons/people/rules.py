from peewee import IntegrityError

from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed
from wvg.base.words import fold, say
from wvg.commons.audit import rules as audit
from wvg.commons.people.models import Household
from wvg.commons.people.permissions import KEEP
from wvg.commons.people.queries import Details


def add(values, by, now):
    """A new household; `values` are columns of Household and fields of Details.

    Raises NotAllowed, Invalid ("code_name": missing, taken, or part of the name on the bell).
    """
    if not by.can(KEEP):
        raise NotAllowed
    words = {name: value for name, value in values.items() if name in Details.__dataclass_fields__}
    row = Household(made_at=now, **{name: value for name, value in values.items() if name not in words})
    sealed = Details(**words)
    check_code_name(row.code_name, sealed)
    row.seal(sealed.words())
    try:
        with database.atomic():
            row.save(force_insert=True)
            audit.record("people.add", by, now, [(row, None)])
    except IntegrityError:
        raise Invalid("code_name", say("Another family has this code name already.")) from None
    return row


def last_visit(household, day, back=False):
    """A household (or its number) was visited on `day`; for a rule that has its transaction open and audits itself.

    A later visit that is known already stays; with `back` it becomes exactly `day` (None: never), for a report that is
    corrected.
    """
    earlier = Household.last_visit.is_null() | (Household.last_visit < day) if not back else True
    Household.update(last_visit=day, version=Household.version + 1).where(
        Household.id == getattr(household, "id", household), earlier
    ).execute()


def check_code_name(code_name, details):
    """Raise Invalid("code_name", …) when there is none, or when it gives away the name on the bell."""
    if not code_name:
        raise Invalid("code_name", say("Enter a code name."))
    if set(fold(code_name).split()) & set(fold(details.bell_name).split()):
        raise Invalid("code_name", say("A code name must not be part of the name on the bell."))
