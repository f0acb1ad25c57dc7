from wvg.base.errors import Unknown
from wvg.commons.planning.models import Wish
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.volunteers.models import Volunteer

Fellow = Volunteer.alias()


def _wishes():
    return Wish.select(Wish, Volunteer, Fellow).join(Volunteer, on=Wish.volunteer).switch(Wish).join(
        Fellow, on=(Wish.fellow == Fellow.id)
    )


def wishes(group, viewer):
    """Who likes to go with whom in a group that this viewer coordinates, by name: one query. Raises Unknown."""
    if not viewer.can(ASSIGN, group):
        raise Unknown
    return list(
        _wishes().where(
            Wish.group == group, Wish.ended_at.is_null(), Volunteer.left_on.is_null(), Fellow.left_on.is_null()
        ).order_by(Volunteer.search, Fellow.search)
    )


def wish(number, viewer):
    """A wish in a group that this viewer coordinates, ended or not. Raises Unknown."""
    found = _wishes().where(Wish.id == number).first()
    if found is None or not viewer.can(ASSIGN, found.group):
        raise Unknown
    return found
