"""What a group can be made of: rooms and partners."""

from wvg.commons.partners.models import Location, Partner


def locations(today, partner=None):
    """Rooms that are in use, by name; with a Partner only its own and ours."""
    rows = Location.select().where(Location.ended_on.is_null() | (Location.ended_on >= today))
    if partner is not None:
        rows = rows.where(Location.partner.is_null() | (Location.partner == partner))
    return list(rows.order_by(Location.name, Location.id))


def partners(today):
    """Organisations with which we work now, by name."""
    there = Partner.ended_on.is_null() | (Partner.ended_on >= today)
    return list(Partner.select().where(there).order_by(Partner.name))
