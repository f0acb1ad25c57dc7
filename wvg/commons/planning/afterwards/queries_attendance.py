"""Who came: activities that have begun, for those who may tick it."""

from datetime import timedelta

from wvg.base.errors import NotAllowed, Unknown
from wvg.commons.planning import queries, queries_cards
from wvg.commons.planning.models import Activity, Seat, SignUp
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.volunteers.models import Volunteer

BACK = timedelta(weeks=4)
WENT_ON = ("planned", "done")
CAME = ("unknown", "came")  # whom nobody ticked counts as planned, see docs/decisions/0012


def has_begun(activity, now_local):
    """Whether an activity has begun at this wall-clock moment; without hours it begins with its day."""
    if activity.date != now_local.date():
        return activity.date < now_local.date()
    return activity.starts is None or activity.starts <= now_local.time()


def past(group, viewer, now_local):
    """Cards of the past weeks that went on, the last one first: five queries. Raises NotAllowed."""
    if not viewer.can(ASSIGN, group):
        raise NotAllowed
    today = now_local.date()
    found = queries_cards.cards(viewer, now_local, today - BACK, today, group=group)
    return [card for card in reversed(found) if is_asked(card.activity, now_local)]


def is_asked(activity, now_local):
    """Whether it can be said who came."""
    return activity.state in WENT_ON and has_begun(activity, now_local)


def one(number, viewer, now_local):
    """The card of an activity that has places, for coordinators and those on it. Raises Unknown, NotAllowed."""
    card = queries_cards.card(number, viewer, now_local)
    if not card.places:
        raise Unknown
    if not (card.may_assign or card.mine):
        raise NotAllowed
    return card


def sign_up(number, viewer):
    """A sign-up, ended ones too, with seat, activity and volunteer. Raises Unknown."""
    found = (
        SignUp.select(SignUp, Seat, Activity, Volunteer).join(Seat).switch(SignUp).join(Activity)
        .switch(SignUp).join(Volunteer).where(SignUp.id == number, queries.visible(viewer)).first()
    )
    if found is None:
        raise Unknown
    return found


def on(activity):
    """Live sign-ups of an activity, with their volunteers."""
    return list(
        SignUp.select(SignUp, Volunteer).join(Volunteer)
        .where(SignUp.activity == activity, SignUp.ended_at.is_null()).order_by(SignUp.seat)
    )
