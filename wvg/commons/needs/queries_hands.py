"""Who can follow up a need, and how the household is reached."""

from dataclasses import dataclass

from wvg.base import access
from wvg.base.words import named
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.accounts.queries import grants_in_force
from wvg.commons.needs.models import Need, NeedKind
from wvg.commons.people import queries as people
from wvg.commons.people.models import Household
from wvg.commons.people.permissions import KEEP
from wvg.commons.planning import queries as planning
from wvg.commons.volunteers import queries as volunteers
from wvg.commons.volunteers.models import Volunteer


def _helpers(today):
    """(volunteer, role, group) of everybody who can sign in and helps in a group."""
    return (
        Grant.select(Grant.role, Grant.group, Volunteer).join(Account).join(Volunteer)
        .where(
            Grant.role.in_(("volunteer", "coordinator")), grants_in_force(today), Account.closed_at.is_null(),
            Volunteer.left_on.is_null(),
        )
    )


def hands(need, today):
    """[(Volunteer, whether they coordinate)] of the group of its kind and of the one that raised it: one query.

    When it was heard from a child of a family, not who only helps there or raised it: they would learn whose child.
    """
    found, knows = {}, {need.raised_by_id}
    rows = _helpers(today).where(Grant.group.in_([need.kind.group, need.group]), Grant.group != "")
    for row in rows:
        person = row.account.volunteer
        found[person.id] = (person, row.role == "coordinator" or found.get(person.id, (None, False))[1])
        if row.group == need.group:
            knows.add(person.id)
    if need.household_id and need.group in access.groups and access.groups[need.group].of_children:
        found = {number: pair for number, pair in found.items() if pair[1] or number not in knows}
    return sorted(found.values(), key=lambda pair: (not pair[1], pair[0].first_name, pair[0].id))


def without_owner(today):
    """Open needs of which the owner cannot see them any more, with their kind: two queries."""
    helping = {(row.account.volunteer_id, row.group) for row in _helpers(today)}
    rows = Need.select(Need, NeedKind).join(NeedKind).where(Need.owner.is_null(False), Need.closed_at.is_null())
    return [row for row in rows if not helping & {(row.owner_id, row.kind.group), (row.owner_id, row.group)}]


def households(viewer):
    """[(id, code name)] of the households that this viewer may name, in order."""
    if not viewer.can(KEEP):
        return []
    rows = Household.select(Household.id, Household.code_name).where(Household.ended_on.is_null())
    return list(rows.order_by(Household.code_name).tuples())


@dataclass
class Reach:
    """How a household is reached: without its address, for which one asks `ask`, who coordinate those who visit."""

    bell_name: str
    phone: str
    languages: list[str]
    damaged: bool
    ask: list[Volunteer]


def may_reach(need, viewer):
    """Whether this viewer sees how to reach the household: who keeps them, and its owner while it is open."""
    if need.household_id is None:
        return False
    return viewer.can(KEEP) or (need.owner_id == viewer.volunteer and need.closed_at is None)


def reach(need, today):
    """The Reach of its household: three queries."""
    details = people.details(Household.get_by_id(need.household_id))
    names = {row.key: named(row) for row in volunteers.languages()}
    return Reach(
        details.bell_name, details.phone, [names.get(key, key) for key in details.languages], details.damaged,
        planning.coordinators(KEEP.group, today),
    )
