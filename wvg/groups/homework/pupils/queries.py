"""Pupils, always for a viewer; the words are opened here."""

from dataclasses import asdict, dataclass, field
from datetime import timedelta

from wvg.base.errors import Unknown
from wvg.commons.planning.models import Activity
from wvg.groups.homework import queries
from wvg.groups.homework.models import LIVE, Booking, HomeworkSession, Pupil
from wvg.groups.homework.permissions import STEER

RECENT = timedelta(weeks=4)  # longer than a holiday: who came before it is still known after it


@dataclass
class Words:
    """What is sealed of a pupil: only what who helps it needs.

    year: the class or year as they say it ("2e leerjaar", "OKAN"); subjects: keys of Subject; language: ISO 639 code;
    phone: of a parent, E.164; reference: the partner's own.
    """

    first_name: str = ""
    school: str = ""
    year: str = ""
    subjects: list[str] = field(default_factory=list)
    language: str = ""
    parent: str = ""
    phone: str = ""
    reference: str = ""
    damaged: bool = False  # the blob cannot be read any more; never sealed

    def sealed(self):
        """What Pupil.seal takes."""
        return {name: value for name, value in asdict(self).items() if name != "damaged"}


def words(pupil):
    """The Words of a pupil; when the blob was damaged or is of another, only that is said."""
    held, damaged = pupil.read()
    return Words(**held, damaged=damaged)


def seen(viewer, today):
    """The condition for pupils that this viewer sees; never one whose words are gone.

    All for a coordinator; for a tutor those with a place in its groups, now or in the last weeks; for a partner its
    own, and those with such a place in groups that it shares.
    """
    there = Pupil.erased_at.is_null()
    if viewer.can(STEER):
        return there
    booked = Booking.select(Booking.pupil).join(HomeworkSession).join(Activity).where(
        Booking.state.in_(LIVE), Activity.date >= today - RECENT)
    if queries.side_of(viewer) == "us":
        return there & Pupil.id.in_(booked.where(HomeworkSession.group.in_(queries.tutored(viewer, today))))
    partner = queries.of_partner(viewer)
    shared = [group.id for group in queries.groups_of(viewer)]
    return there & ((Pupil.partner == partner) | Pupil.id.in_(booked.where(HomeworkSession.group.in_(shared))))


def pupil(number, viewer, today):
    """A pupil. Raises Unknown."""
    found = Pupil.select().where(Pupil.id == number, seen(viewer, today)).first()
    if found is None:
        raise Unknown
    return found


def is_own(viewer, pupil):
    """Whether a pupil is of the side of a viewer: ours, or of that very partner."""
    if queries.side_of(viewer) == "us":
        return pupil.partner_id is None
    return pupil.partner_id is not None and pupil.partner.key == viewer.partner


def keeps(viewer, pupil):
    """Whether a viewer changes, stops and erases a pupil: ours a coordinator, those of a partner that partner."""
    return is_own(viewer, pupil) and (queries.side_of(viewer) == "them" or viewer.can(STEER))
