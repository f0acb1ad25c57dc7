"""How often people go, for those who coordinate."""

from dateutil.relativedelta import relativedelta
from peewee import fn

from wvg.base.words import Sentence, month, say_n
from wvg.commons.planning.models import APPOINTMENT, Activity, SignUp


def count(cards, today):
    """Put on each card that this viewer coordinates {volunteer: Sentence}, how often they go that month: one query."""
    mine = [card for card in cards if card.may_assign]
    if not mine:
        return
    people = {place.sign_up.volunteer_id for card in mine for place in card.places if place.sign_up}
    year, number = Activity.date.year, Activity.date.month
    first = mine[0].activity.date.replace(day=1)
    after = mine[-1].activity.date.replace(day=1) + relativedelta(months=1)
    rows = (
        SignUp.select(SignUp.volunteer, year, number, fn.COUNT(SignUp.id)).join(Activity)
        .where(
            SignUp.ended_at.is_null(), SignUp.attendance != "did not come", SignUp.volunteer.in_(people),
            Activity.state.in_(("planned", "done")), Activity.kind != APPOINTMENT,
            Activity.date >= first, Activity.date < after,
        ).group_by(SignUp.volunteer, year, number)
    )
    turns = {(volunteer, y, m): n for volunteer, y, m, n in rows.tuples()}
    for card in mine:
        day = card.activity.date
        card.turns = {v: times(n, day, today) for v in people if (n := turns.get((v, day.year, day.month)))}


def times(n, day, today) -> Sentence:
    """How often in the month of `day`."""
    if (day.year, day.month) == (today.year, today.month):
        return say_n("%(n)s time this month", "%(n)s times this month", n)
    return say_n("%(n)s time in %(month)s", "%(n)s times in %(month)s", n, month=month(day))
