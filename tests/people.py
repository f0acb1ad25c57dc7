"""The named people and places of the demo organisation, for tests to speak about."""

from datetime import date, timedelta

from wvg import demo
from wvg.base import clock
from wvg.base.db import database
from wvg.commons.messages import queries as messages
from wvg.commons.planning import rules
from wvg.commons.planning.changes import rules_cancel
from wvg.commons.planning.models import Activity, Seat, SignUp

NOV_28, DEC_5, DEC_12, DEC_19 = date(2026, 11, 28), date(2026, 12, 5), date(2026, 12, 12), date(2026, 12, 19)
FEB_3, WEEK = date(2027, 2, 3), timedelta(weeks=1)
BREAD, FOOD = "Broodronde", "Voedselronde"
EVERYBODY = 22  # of the demo: twenty volunteers, and two people of a partner


def activity(title, day):
    return Activity.get(Activity.title == title, Activity.date == day)


def seat(title, day, position):
    return Seat.get(Seat.activity == activity(title, day), Seat.position == position)


def live(seat):
    return SignUp.get_or_none(SignUp.seat == seat, SignUp.ended_at.is_null())


def holder(seat):
    """The first name of who sits there now, or None."""
    row = live(seat)
    return row and row.volunteer.first_name


def viewer(name):
    return demo.viewer(name, clock.today())


def call_off(row, reason):
    """Bart cancels an activity, as it is now."""
    version = Activity.get_by_id(row.id).version
    return rules_cancel.cancel({row.id: version}, reason, viewer("bart"), clock.now())


def told(name):
    """What somebody has been told since the test began and has not put away, in English."""
    unread = messages.unread(viewer(name))
    return [str(sentence) for message, sentence in unread if message.made_at >= clock.now()]


def lights_out(table, when="1"):
    """From now on a change of `table` fails halfway: what was begun must be as if it never was."""
    database.execute_sql(
        f"CREATE TEMP TRIGGER lights_out BEFORE UPDATE ON {table} WHEN {when} "
        "BEGIN SELECT RAISE(ABORT, 'lights out'); END"
    )


def eleven_sign_up():
    """Eleven people on the Wednesdays of February and March; {sign-up: (activity, volunteer)}."""
    names = ["samir", "wim", "ivan", "godelieve", "luc", "christine", "mieke", "tesfay", "nadia", "rita", "bart"]
    places = [(FEB_3 + n * WEEK, position) for n in range(4) for position in (1, 2, 3)]
    drivers, helpers = iter(names[:3] + ["bart"]), iter(names[3:10] + ["wim"])
    for day, position in places:
        name = next(drivers if position == 1 else helpers)
        if name == "wim" and position != 1:
            continue  # eleven
        rules.sign_up(seat(FOOD, day, position).id, viewer(name), clock.now())
    rows = SignUp.select().join(Activity).where(Activity.date >= FEB_3, Activity.title == FOOD)
    return {row.id: (row.activity_id, row.volunteer_id) for row in rows}


def closed_to(name):
    """The status of what somebody may not see or do: for who only speaks for a partner it is not there at all."""
    return 404 if name == "fatiha" else 403
