"""What the tests of a run share: the bread round of Saturday with six families, of which one holds a canary everywhere.

Saturday 28 November 17.00 to 19.30; Rita is on it. The window opens on Thursday at 17.00, closes on Sunday at 19.30.
"""

from datetime import UTC, datetime

from people import BREAD, NOV_28, activity, viewer

from wvg.base import clock
from wvg.commons.people.models import Household
from wvg.groups.rounds.models import Run, Stop
from wvg.groups.rounds.run import rules_plan

SIX = ("Merel", "Zwaluw", "Koolmees", "Reiger", "Spreeuw", "Kievit")
CANARY = {
    "bell_name": "KanarieBel", "address": "Kanariestraat 1", "phone": "+32411111111", "allergies": "kanariezaad",
    "baby_food": "kanariemelk", "nappies": ["kanariemaat"], "access": "kanariedeur", "languages": ["bg"],
    "wishes": ["halal"],
}
HIDDEN = {"pause_reason": "kanariepauze", "told_by": "kanarievriend", "asks": "kanarievraag",
          "ended_because": "kanarieeinde"}
SHOWN = ("KanarieBel", "Kanariestraat 1", "+32411111111", "kanariezaad", "kanariemelk", "kanariemaat", "kanariedeur")


def household(name):
    return Household.get(Household.code_name == name)


def number(title=BREAD, day=NOV_28):
    return activity(title, day).id


def path(tail="", day=NOV_28, title=BREAD):
    return f"/rounds/runs/{number(title, day)}{tail}"


def plan(*names, day=NOV_28, title=BREAD, just_visit=(), by="bart", version=None, now=None):
    """Bart plans a run with these families (six when none is named); the Run."""
    kept = Run.get_or_none(Run.activity == activity(title, day))
    wanted = [household(name).id for name in names or SIX]
    version = (kept.version if kept else 0) if version is None else version
    return rules_plan.plan(number(title, day), wanted, {household(name).id for name in just_visit}, version,
                           viewer(by), now or clock.now())


def order(day=NOV_28, title=BREAD):
    """The code names of the families on a run, in order."""
    rows = Stop.select(Stop, Household).join(Household).switch(Stop).join(Run).where(
        Run.activity == activity(title, day)
    )
    return [row.household.code_name for row in rows.order_by(Stop.position)]


def canary(name="Merel", **more):
    """Fill every sealed field of a family with words that can be looked for."""
    row = household(name)
    row.seal({**CANARY, **HIDDEN, **more})
    row.save()
    return row


def report(name, result, day=NOV_28, title=BREAD):
    """A stop was reported, as the report writes it."""
    Stop.update(result=result, reported_at=clock.now()).where(
        Stop.household == household(name), Stop.run == Run.get(Run.activity == activity(title, day))
    ).execute()


def at(day, hour, minute=0):
    """The clock stands still on a day of November 2026 at this hour in Brussels."""
    return clock.standing_still(datetime(2026, 11, day, hour - 1, minute, tzinfo=UTC))


def nothing_of(canaries, text):
    """Whether none of the words stands in a text, whatever the case."""
    return [word for word in canaries if word.lower() in text.lower()] == []
