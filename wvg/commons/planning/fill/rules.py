"""Filling the list by typing names: who is meant by some letters, and putting them on a seat."""

from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import fold, full_name, say
from wvg.commons.planning import queries, rules, rules_assign, seating
from wvg.commons.planning.permissions import ASSIGN


class Several(Invalid):
    """More than one may be meant; `fits` are they."""

    def __init__(self, sentence, fits):
        super().__init__("name", sentence)
        self.fits = fits


def meant(typed, people):
    """Those whose names begin with every word typed; only the one who is called so exactly when there is one."""
    words = fold(typed).replace(".", " ").split()
    fits = [v for v in people if all(any(part.startswith(word) for part in v.search.split()) for word in words)]
    exactly = [v for v in fits if fold(full_name(v)) == fold(typed)]
    return exactly or fits


def fill(number, typed, seen, people, by, now, pick=None, why=""):
    """Put on a seat who of `people` is meant by `typed`, nobody when it is empty. Done, or None when it is so already.

    seen: the sign-up that was shown (0 for nobody), so that two coordinators do not undo each other unawares.
    pick: the one (an id) that was chosen when several fit; why: a reason to go over a warning.
    Raises Unknown, NotAllowed, Several, Invalid("name" or "override"), Refused.
    """
    with database.atomic():
        seat = queries.seat(number, by)
        if not by.can(ASSIGN, seat.activity.group):
            raise NotAllowed
        held, fits = queries.live(seat), meant(typed, people) if typed else []
        fits = [v for v in fits if v.id == pick] or fits
        if typed and not fits:
            raise Invalid("name", say("We find nobody by that name."))
        if len(fits) > 1:
            raise Several(say("Who do you mean?"), fits)
        now_on = held.volunteer_id if held else None
        if now_on == (fits[0].id if fits else None):
            return None
        if seen != (held.id if held else 0):
            raise Refused(
                say("Meanwhile %(name)s was put here. Look first.", name=seating.name_of(held)) if held
                else say("Meanwhile this place became open. Look first.")
            )
        if not fits:
            return rules.withdraw(number, by, now)
        try:
            return rules_assign.assign(number, fits[0].id, by, now, why)
        except Invalid as invalid:
            raise Invalid("override" if invalid.field == "override" else "name", invalid.sentence) from None
