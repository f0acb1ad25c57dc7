from dataclasses import dataclass
from datetime import date

from wvg.base.errors import Unknown
from wvg.base.words import fold
from wvg.commons.volunteers.models import (
    Absence,
    Availability,
    Language,
    PaperKind,
    PaperSeen,
    Skill,
    Volunteer,
    VolunteerLanguage,
    VolunteerSkill,
)


@dataclass
class Details:
    """What hangs on a volunteer: ids of languages and skills, (weekday, part) pairs, {id of paper kind: day}."""

    languages: set[int]
    skills: set[int]
    availability: set[tuple[int, str]]
    papers: dict[int, date]


def volunteer(number):
    """A volunteer, stopped or merged ones too. Raises Unknown."""
    found = Volunteer.get_or_none(Volunteer.id == number)
    if found is None:
        raise Unknown
    return found


def details(volunteer):
    """Four queries."""
    def ids(column, table):
        return {key for (key,) in table.select(column).where(table.volunteer == volunteer).tuples()}

    return Details(
        languages=ids(VolunteerLanguage.language, VolunteerLanguage),
        skills=ids(VolunteerSkill.skill, VolunteerSkill),
        availability=set(
            Availability.select(Availability.weekday, Availability.part)
            .where(Availability.volunteer == volunteer).tuples()
        ),
        papers=dict(PaperSeen.select(PaperSeen.kind, PaperSeen.seen_on)
                    .where(PaperSeen.volunteer == volunteer).tuples()),
    )


def everybody(typed=""):
    """Volunteers whose name has every word typed in it, those who stopped last; one query."""
    query = Volunteer.select().where(Volunteer.merged_into.is_null())
    for word in fold(typed).split():
        query = query.where(Volunteer.search.contains(word))
    return list(query.order_by(Volunteer.left_on.asc(nulls="first"), Volunteer.search, Volunteer.id))


def _choices(table, held):
    return list(table.select().where(table.active | table.id.in_(list(held))).order_by(table.position, table.id))


def languages(held=()):
    """Languages to choose from; those in `held` also when they are no longer offered."""
    return _choices(Language, held)


def every_language():
    """Languages, also those that are no longer offered, in order."""
    return list(Language.select().order_by(Language.position, Language.id))


def skills(held=()):
    return _choices(Skill, held)


def paper_kinds(held=()):
    return _choices(PaperKind, held)


def absences(viewer, today):
    """One's own absences that are not over, in order."""
    return list(
        Absence.select().where(Absence.volunteer == viewer.volunteer, Absence.last_day >= today)
        .order_by(Absence.first_day)
    )


def absence(number, viewer):
    """One's own absence. Raises Unknown."""
    found = Absence.get_or_none(Absence.id == number, Absence.volunteer == viewer.volunteer)
    if found is None:
        raise Unknown
    return found


class Source:
    """Something that only a room above knows; create_app() hands in who can tell it."""

    def __init__(self, nothing):
        self.ask = lambda: nothing

    def use(self, ask):
        self.ask = ask


# {volunteer: account} (ids) of those who can sign in.
open_accounts = Source({})

# {volunteer (id): why} of those whose address the mail server does not take.
refused_addresses = Source({})
