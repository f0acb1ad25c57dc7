"""Short of people: which activities, and what a coordinator needs on the evening itself."""

from dataclasses import dataclass
from datetime import timedelta

from wvg.base import clock
from wvg.base.errors import NotAllowed
from wvg.commons.accounts.models import Account
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.planning import queries_candidates, queries_cards
from wvg.commons.planning.changes import queries as queries_changes
from wvg.commons.planning.models import OFF, Call, SignUp
from wvg.commons.volunteers.models import Volunteer

SOON, WEEK = timedelta(hours=72), timedelta(days=7)
# Families to be told when activities change: ([activity]) -> [(activity, how many, endpoint)]. See app.py.
also_to_tell = []
GO_ON = "evening.go_on"


def short(cards):
    """Of the cards that this viewer coordinates, those with too few people to go.

    All that begin within 72 hours; when there is none, the next one within a week: who looks in on Tuesday must
    hear of Saturday while there are still evenings to call somebody. Not what lasts several days and has begun.
    """
    found = sorted((c for c in cards if c.may_assign and c.missing and not _is_under_way(c)), key=lambda c: c.begins_in)
    return [c for c in found if c.begins_in <= SOON] or [c for c in found if c.begins_in <= WEEK][:1]


def _is_under_way(card):
    return card.activity.end_date > card.activity.date and card.begins_in <= timedelta(0)


@dataclass
class Called:
    """The last telephone call to somebody: result, who called, and the time on the wall."""

    result: str
    by: str
    at: object


@dataclass
class Evening:
    """One activity on the evening itself.

    on: volunteers on it; when it does not go on, those who were, without the viewer.
    calls: (candidate, Called or None, [places they may take]), the best ones first.
    called: {volunteer: Called}, under None the place.
    word: (because, first name, time) of the coordinator who said that it goes on with fewer people, or None.
    """

    card: object
    on: list
    calls: list
    called: dict
    word: tuple | None

    @property
    def off(self):
        """Whether it does not go on."""
        return self.card.activity.state in OFF

    @property
    def to_tell(self):
        """Those who were not reached yet."""
        return [v for v in self.on if v.id not in self.called or self.called[v.id].result != "told"]


def evening(number, viewer, now):
    """An Evening for those who coordinate it: a fixed number of queries. Raises Unknown, NotAllowed."""
    now_local = clock.local(now)
    card = queries_cards.card(number, viewer, now_local)
    if not card.may_assign:
        raise NotAllowed
    called = _called(card.activity)
    made = Evening(card, _on(card, viewer), [], called, _word(number))
    seats, people = queries_candidates.candidates(card.activity, now_local.date()), {}
    for place in card.to_fill:
        for one in seats[place.seat.id]:
            if not one.blocked and one.free and not one.absent and one.said != "no" and one.member:
                people.setdefault(one.volunteer.id, (one, called.get(one.volunteer.id), []))[2].append(place)
    # In an order that a call does not change: nobody must press beside a row that has just moved.
    made.calls = sorted(people.values(), key=lambda row: row[0].rank)
    return made


def _on(card, viewer):
    if card.activity.state not in OFF:
        return [place.holder for place in card.places if place.holder]
    # Cancelling ends their places; the viewer knows.
    rows = SignUp.select(SignUp.volunteer).where(
        SignUp.activity == card.activity, SignUp.ended_at.is_null() | (SignUp.end_reason == "cancelled"),
        SignUp.volunteer != viewer.volunteer,
    )
    return list(Volunteer.select().where(Volunteer.id.in_(rows)).order_by(Volunteer.first_name, Volunteer.id))


def also(activities):
    """[(activity, how many families must be told, endpoint)] of those of these that are off or moved."""
    return [row for function in also_to_tell for row in function(activities)] if activities else []


def calls(activity):
    """Telephone calls about an activity; when it does not go on, only those since that was said."""
    found = Call.select().where(Call.activity == activity)
    act = queries_changes.called_off_by(activity) if activity.state in OFF else None
    return found.where(Call.made_at >= act.at) if act else found


def _called(activity):
    rows = (
        calls(activity).select(Call.volunteer, Call.result, Call.made_at, Volunteer.first_name)
        .join(Account, on=Call.by == Account.id).join(Volunteer, on=Account.volunteer).order_by(Call.id)
    )
    return {volunteer: Called(result, name, clock.local(at)) for volunteer, result, at, name in rows.tuples()}


def _word(activity):
    row = (
        ActChange.select(ActChange.before, Act.at, Volunteer.first_name)
        .join(Act).join(Account, on=Act.by == Account.id).join(Volunteer, on=Account.volunteer)
        .where(Act.kind == GO_ON, ActChange.table == "activity", ActChange.row == activity)
        .order_by(Act.id.desc()).tuples().first()
    )
    return row and (row[0]["because"], row[2], clock.local(row[1]))
