from wvg.base.words import fold
from wvg.commons.volunteers.models import Volunteer


def add(values, by, now):
    """A new volunteer; `values` are columns of Volunteer."""
    return Volunteer.create(
        **values, search=fold(f"{values['first_name']} {values.get('last_name', '')}"), made_at=now
    )
