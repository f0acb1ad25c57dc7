from collections import defaultdict
from dataclasses import asdict, dataclass

from peewee import JOIN

from wvg.base import clock
from wvg.base.errors import Unknown
from wvg.commons.needs.models import Need, NeedKind
from wvg.commons.needs.permissions import TAKE
from wvg.commons.people.models import Household
from wvg.commons.volunteers.models import Volunteer

Owner, Raiser = Volunteer.alias(), Volunteer.alias()


@dataclass
class Words:
    """What is sealed of a need."""

    line: str = ""
    next_step: str = ""
    outcome_line: str = ""
    damaged: bool = False  # the blob cannot be read any more; never sealed

    def sealed(self):
        """What Need.seal takes."""
        return {name: value for name, value in asdict(self).items() if name != "damaged"}


def words(need):
    """The Words of a need; when the blob was damaged or is of another, only that is said."""
    found, damaged = need.read()
    return Words(**found, damaged=damaged)


def kinds():
    """The sorts of need that can be chosen, in order."""
    return list(NeedKind.select().where(NeedKind.active).order_by(NeedKind.position, NeedKind.id))


def heard_on(activity):
    """{household (id): [Need with kind and owner]} of what was heard on an activity and was no mistake: one query."""
    found = defaultdict(list)
    rows = _with_kind_and_owner().where(Need.activity == activity, Need.outcome != "mistake")
    for row in rows.order_by(NeedKind.position, Need.id):
        found[row.household_id].append(row)
    return dict(found)


def of_door(activity, household):
    """{kind (id): Need with kind and owner} of one door, mistakes too: one query."""
    rows = _with_kind_and_owner().where(Need.activity == activity, Need.household == household)
    return {row.kind_id: row for row in rows.order_by(NeedKind.position, Need.id)}


def _with_kind_and_owner():
    return Need.select(Need, NeedKind, Owner).join(NeedKind).switch(Need).join(Owner, JOIN.LEFT_OUTER, on=Need.owner)


def taken_up(need):
    """Whether somebody began with it: then it is not for who raised it to take it back."""
    return bool(need.owner_id or need.follow_up or need.closed_at)


# Who sees a need


def _helps(viewer):
    return {group for role, group in viewer.grants if role in ("volunteer", "coordinator")}


def seen_by(viewer):
    """The condition (on Need joined with its kind) for what this viewer may see.

    That is: who coordinates the group of its kind or the group that raised it; its owner, for as long as they help in
    one of those two.
    """
    leads, helps = sorted(viewer.groups_with(TAKE)), sorted(_helps(viewer))
    may = NeedKind.group.in_(leads) | Need.group.in_(leads)
    if viewer.volunteer is not None:
        may |= (Need.owner == viewer.volunteer) & (NeedKind.group.in_(helps) | Need.group.in_(helps))
    return may


def leads(need, viewer):
    """Whether this viewer coordinates the group of its kind or the one that raised it."""
    return viewer.can(TAKE, need.kind.group) or bool(need.group and viewer.can(TAKE, need.group))


def rows(viewer):
    """The needs that this viewer may see, each with kind, household, owner and who raised it: one query."""
    return (
        Need.select(Need, NeedKind, Household.id, Household.code_name, Owner, Raiser).join(NeedKind)
        .switch(Need).join(Household, JOIN.LEFT_OUTER)
        .switch(Need).join(Owner, JOIN.LEFT_OUTER, on=Need.owner)
        .switch(Need).join(Raiser, JOIN.LEFT_OUTER, on=Need.raised_by)
        .where(seen_by(viewer))
    )


def need(number, viewer):
    """A need that this viewer may see. Raises Unknown."""
    found = rows(viewer).where(Need.id == number).first()
    if found is None:
        raise Unknown
    return found


def raised_by(viewer):
    """What this viewer heard, newest first, with kind and owner; not what they took back themselves: one query."""
    mine = _with_kind_and_owner().where(
        Need.raised_by == viewer.volunteer, (Need.outcome != "mistake") | Need.owner.is_null(False)
    )
    return list(mine.order_by(Need.raised_at.desc(), Need.id))


def day_of(need):
    """The day, in Brussels, on which it was heard."""
    return clock.local(need.raised_at).date()
