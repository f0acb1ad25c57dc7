"""Who of each side is told, and how a side is called."""

from wvg.base import clock
from wvg.base.words import joined, say
from wvg.commons.accounts import queries as accounts
from wvg.commons.messages import rules as messages
from wvg.commons.planning import queries as planning
from wvg.groups.homework import notices

QUESTIONS = "/homework/questions"  # where they are answered


def people_of(side, group, today):
    """Volunteers who decide for a side of a group: those who coordinate it, or who speak for its partner."""
    if side == "us":
        return planning.coordinators("homework", today)
    return accounts.holders("partner", group.partner.key, today) if group.partner else []


def other(side):
    return "us" if side == "them" else "them"


def name_of(side, group):
    """How a side is called: WVG, or the name of the partner."""
    return group.partner.name if side == "them" and group.partner else say("WVG")


def tell(side, kind, group, now, by, act=None, path="/homework/", **about):
    """Tell those who decide for a side; never who did it. No name of a child in `about`."""
    told = {person.id for person in people_of(side, group, clock.local(now).date())} - {by and by.volunteer}
    messages.tell(told, kind, now, act=act, person=by and by.volunteer, title=group.series.title, path=path, **about)


def tell_asked(side, group, found, by, now, act=None):
    """Tell the other side that `side` asks for places on these days."""
    tell(other(side), notices.ASKED, group, now, by, act=act, path=QUESTIONS, days=days(found),
         who=name_of(side, group))


def days(found):
    """A Sentence of some days, the first of them when there are many."""
    return joined(found if len(found) <= 4 else [*found[:3], "…"], ", ")
