"""What the tests of needs share: something heard at a door of Saturday's bread round, and who looks."""

from families import named
from people import BREAD, NOV_28, activity, viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.commons.needs import queries, rules
from wvg.commons.needs.models import Need, NeedKind

LINE = "Er kwam een kanarie-brief van de dienst."
EVERYBODY = [
    "annelies", "bart", "christine", "elira", "fatiha", "godelieve", "hugo", "ivan", "jonas", "katrien", "lotte",
    "luc", "marijke", "mieke", "nadia", "rita", "samir", "tesfay", "wim", "zeynep",
]


def kind(key):
    return NeedKind.get(NeedKind.key == key)


def at_door(*keys, family="Kievit", urgency="this week", line=LINE, by="rita", title=BREAD, day=NOV_28):
    """The live needs after this was ticked at a door, as {key: Need}."""
    with database.atomic():
        made = rules.heard(activity(title, day), named(family), {kind(key).id for key in keys}, urgency, line,
                           viewer(by), clock.now())
    return {need.kind.key: need for need in made}


def again(need):
    """The need as it is in the database now."""
    return Need.get_by_id(need.id)


def words(need):
    return queries.words(again(need))
