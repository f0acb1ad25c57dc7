"""The list of pupils by group, and the pupils one may choose from."""

from dataclasses import dataclass, field

from peewee import JOIN

from wvg.base.words import fold
from wvg.commons.partners.models import Partner
from wvg.commons.people.models import Household
from wvg.commons.planning.models import Activity
from wvg.commons.volunteers.models import Language
from wvg.groups.homework import queries
from wvg.groups.homework.models import LIVE, Booking, HomeworkGroup, HomeworkSession, Pairing, Pupil, Subject
from wvg.groups.homework.permissions import STEER
from wvg.groups.homework.pupils.queries import Words, keeps, seen, words
from wvg.groups.homework.pupils.queries_pairs import fixed

LETTERS = 2  # of a first name, in the address of a search: no whole name stands there


@dataclass
class Child:
    """tutors: {group: the volunteer who always helps}."""

    pupil: Pupil
    words: Words
    tutors: dict = field(default_factory=dict)


@dataclass
class OfGroup:
    """The pupils with a place in a group from today on; group None: in no group now."""

    group: HomeworkGroup | None
    children: list[Child] = field(default_factory=list)


def children(viewer, today):
    """[Child] that a viewer sees and who did not stop, by first name; the damaged ones last."""
    rows = Pupil.select(Pupil, Partner).join(Partner, JOIN.LEFT_OUTER).where(
        seen(viewer, today), Pupil.stopped_on.is_null())
    return sorted((Child(row, words(row)) for row in rows), key=_by_name)


def _by_name(child):
    return child.words.damaged, fold(child.words.first_name), child.words.year, child.pupil.id


def by_group(viewer, today, beginning=""):
    """([OfGroup], [Child] who stopped), of those whose first name begins so: a fixed number of queries.

    A damaged one is always there: nobody knows how it begins.
    """
    start = fold(beginning[:LETTERS])
    rows = Pupil.select(Pupil, Partner).join(Partner, JOIN.LEFT_OUTER).where(seen(viewer, today))
    found = {row.id: Child(row, words(row)) for row in rows}
    found = {number: child for number, child in found.items()
             if child.words.damaged or fold(child.words.first_name).startswith(start)}
    groups = groups_with_pupils(viewer, today)
    for pair in fixed().where(Pairing.group.in_(groups)):
        if pair.pupil_id in found:
            found[pair.pupil_id].tutors[pair.group_id] = pair.tutor
    lists = {group.id: OfGroup(group) for group in groups}
    placed, ordered = set(), sorted(found.values(), key=_by_name)
    there = _places(groups, today)
    for child in ordered:
        for group in groups:
            if (child.pupil.id, group.id) in there and child.pupil.stopped_on is None:
                lists[group.id].children.append(child)
                placed.add(child.pupil.id)
    stopped = [child for child in ordered if child.pupil.stopped_on is not None and keeps(viewer, child.pupil)]
    none = OfGroup(None, [c for c in ordered if c.pupil.id not in placed and c.pupil.stopped_on is None])
    shown = [one for one in lists.values() if one.children]
    return ([*shown, none] if none.children else shown), stopped


def groups_with_pupils(viewer, today):
    """Groups of this school year of which a viewer sees the pupils."""
    groups = [group for group in queries.groups_of(viewer) if group.school_year >= queries.school_year(today)]
    if viewer.can(STEER) or queries.side_of(viewer) == "them":
        return groups
    tutored = queries.tutored(viewer, today)
    return [group for group in groups if group.id in tutored]


def _places(groups, today):
    """{(pupil, group)} with a place from today on: one query."""
    rows = Booking.select(Booking.pupil, HomeworkSession.group).join(HomeworkSession).join(Activity).where(
        Booking.state.in_(LIVE), HomeworkSession.group.in_(groups), Activity.date >= today).distinct()
    return set(rows.tuples())


def groups_with(pupil, groups, today):
    """Those of these groups in which a pupil has a place from today on: one query."""
    rows = Booking.select(HomeworkSession.group).join(HomeworkSession).join(Activity).where(
        Booking.pupil == pupil, Booking.state.in_(LIVE), Activity.date >= today).distinct()
    there = {group for (group,) in rows.tuples()}
    return [group for group in groups if group.id in there]


def subjects():
    return list(Subject.select().order_by(Subject.position, Subject.id))


def languages():
    return list(Language.select().order_by(Language.position, Language.id))


def household_called(code_name):
    """The number of a household, or None. Whoever knows the family knows the name: the others are on no list here."""
    found = Household.get_or_none(Household.folded == fold(code_name))
    return found and found.id
