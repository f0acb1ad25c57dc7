"""Who can when, for the coordinator: volunteers by dates, and what it leaves open."""

from dataclasses import dataclass

from wvg.commons.planning import queries, queries_cards
from wvg.commons.planning.models import ANSWERS, Activity, Answer
from wvg.commons.planning.queries_people import away_then
from wvg.commons.planning.who_can import queries as queries_who_can
from wvg.commons.volunteers.models import Volunteer


@dataclass
class Row:
    """What one volunteer said: {activity: answer}."""

    volunteer: Volunteer
    said: dict[int, str]


@dataclass
class Date:
    """One date: {answer: how many}, and the places for which nobody is left who said yes and may take them."""

    activity: Activity
    counts: dict[str, int]
    open: list


@dataclass
class Overview:
    dates: list[Date]
    rows: list[Row]  # those who said nothing come first

    @property
    def silent(self):
        return [row.volunteer for row in self.rows if not row.said]

    @property
    def open(self):
        return sum(len(date.open) for date in self.dates)


def overview(asking, viewer, now_local):
    """Volunteers by dates, for a coordinator: nine queries."""
    wanted = {activity.id for activity in queries_who_can.dates(asking, now_local)}
    cards = [
        card for card in queries_cards.cards(viewer, now_local, asking.first_day, asking.last_day, asking.group)
        if card.activity.id in wanted
    ]
    rows = {v.id: Row(v, {}) for v in queries_who_can.circle(asking.group, now_local.date())}
    answers = Answer.select(Answer, Volunteer, away_then(Answer.volunteer).alias("away")).join(Activity).switch(
        Answer
    ).join(Volunteer).where(
        Answer.asking == asking, Volunteer.left_on.is_null()
    )
    for answer in answers:
        row = rows.setdefault(answer.volunteer_id, Row(answer.volunteer, {}))
        row.said[answer.activity_id] = "no" if answer.away else answer.answer
    has = queries.have(list(rows))
    made = []
    for card in cards:
        number = card.activity.id
        by_answer = {said: {v for v, row in rows.items() if row.said.get(number) == said} for said in ANSWERS}
        counts = {said: len(people) for said, people in by_answer.items()}
        made.append(Date(card.activity, counts, _left_open(card, by_answer["yes"], has)))
    return Overview(made, sorted(rows.values(), key=lambda row: (bool(row.said), row.volunteer.search)))


def _left_open(card, yes, has):
    """The required places that stay open when everybody who said yes takes one that they may take.

    A matching (Kuhn): whoever has the car is not used up on a seat that anybody can take.
    """
    free = [p for p in card.places if p.seat.required and (p.sign_up is None or p.sign_up.seeking_since)]
    can = sorted(yes - {p.sign_up.volunteer_id for p in card.places if p.sign_up})
    fits = {
        p.seat.id: [v for v in can if all(queries.fulfils(need, has[v]) for need in p.needs if need.blocks)]
        for p in free
    }
    given = {}

    def sit(seat, tried):
        for volunteer in fits[seat]:
            if volunteer not in tried:
                tried.add(volunteer)
                if volunteer not in given or sit(given[volunteer], tried):
                    given[volunteer] = seat
                    return True
        return False

    return [p for p in free if not sit(p.seat.id, set())]
