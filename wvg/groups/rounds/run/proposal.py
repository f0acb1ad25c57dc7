"""Which families a run could visit: who waits longest first, priorities sooner. Pure: dates in, families out."""

from dataclasses import dataclass
from datetime import date

# A day counts so often for a priority: six of thirty then come every third week, the others every sixth.
PRIORITY = 2


@dataclass(frozen=True)
class Family:
    """What the proposal knows of a family.

    turn: the last day that counts as a visit, None when there was none yet. since: when it came to us. flagged: the
    coordinator calls before anybody goes again. elsewhere: on another run within a week.
    """

    number: int
    code_name: str
    turn: date | None
    since: date
    priority: bool = False
    paused_until: date | None = None
    flagged: bool = False
    elsewhere: bool = False

    def paused(self, day):
        """Whether it is not visited on this day; a pause includes its last day."""
        return self.paused_until is not None and self.paused_until >= day


@dataclass(frozen=True)
class Proposal:
    """chosen: the families to visit. call_first: those that would have waited, but somebody must call first.

    ranked: all families, call_first on top and then as the proposal takes them; paused ones last.
    """

    chosen: list[Family]
    call_first: list[Family]
    ranked: list[Family]


def propose(families, how_many, day):
    """A Proposal of at most `how_many` families for a run on `day`."""
    def rank(one):
        if one.turn is None:
            return 0, one.since.toordinal(), one.code_name, one.number
        waited = (day - one.turn).days * (PRIORITY if one.priority else 1)
        return 1, -waited, one.code_name, one.number

    ordered = sorted(families, key=rank)
    going = [one for one in ordered if not one.paused(day)]
    call_first = [one for one in going if one.flagged]
    others = [one for one in going if not one.flagged]
    chosen = [one for one in others if not one.elsewhere][:how_many]
    return Proposal(chosen, call_first, [*call_first, *others, *(one for one in ordered if one.paused(day))])
