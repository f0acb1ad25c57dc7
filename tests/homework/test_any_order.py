"""Whatever both sides do in whatever order: no place is given twice, and nobody waits beside a free one.

While the room is closed no place is given on; the tick after it opened makes up for it.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import running
from people import viewer
from places import DEC_1, child, empty, room, session
from tutoring import ROOM

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import NotAllowed, Refused
from wvg.commons.planning.models import Activity, Closure
from wvg.groups.homework.booking import queries, rules, rules_answer, rules_catch_up
from wvg.groups.homework.closing import rules as rules_closing
from wvg.groups.homework.models import LIVE, Booking, Enrolment, HomeworkSession

CHILDREN = 8
SIDES = {"us": "marijke", "them": "fatiha"}
deeds = st.lists(st.tuples(
    st.sampled_from(["book", "book", "book", "confirm", "decline", "cancel", "yes", "no", "more places",
                     "close", "open", "tick"]),
    st.integers(0, CHILDREN - 1), st.sampled_from(sorted(SIDES)),
), max_size=40)


@pytest.fixture(scope="module")
def house(templates, tmp_path_factory):
    from office import NOW

    with clock.standing_still(NOW), running(templates["demo"], tmp_path_factory.mktemp("any-order")):
        Enrolment.update(ended_at=clock.now()).execute()
        yield [child(f"Kind{n}", SIDES["us" if n % 2 else "them"]) for n in range(CHILDREN)]


def live(pupil):
    return Booking.get_or_none(Booking.pupil == pupil, Booking.session == session(DEC_1), Booking.state.in_(LIVE))


def open_again(by):
    for closure in Closure.select().where(Closure.first_day == DEC_1):
        rules_closing.open_again(closure.id, by, clock.now())


def do(deed, pupil, side, row):
    """Do it as that side; what is refused is refused."""
    by, now, there = viewer(SIDES[side]), clock.now(), live(pupil)
    own = "us" if pupil.partner_id is None else "them"
    if deed == "tick":
        rules_catch_up.catch_up(now)
    elif deed == "close":
        rules_closing.close({"place": ROOM, "first_day": DEC_1, "last_day": DEC_1, "reason": "Lek"}, by, now)
    elif deed == "open":
        open_again(by)
    elif deed == "more places":
        if row.places < 6:
            HomeworkSession.update(places=HomeworkSession.places + 1).where(HomeworkSession.id == row.id).execute()
            with database.atomic():
                rules.promote([queries.queries.session(row.activity_id, by)], by, now)
    elif deed == "book":
        if there is None:
            return rules.book(row.activity_id, pupil.id, viewer(SIDES[own]), now)
    elif there is not None:
        {
            "confirm": lambda: rules_answer.confirm(there.id, by, now),
            "decline": lambda: rules_answer.decline(there.id, "daarom", by, now),
            "cancel": lambda: rules.cancel(there.id, "daarom", by, now),
            "yes": lambda: rules_answer.say_yes(there.id, by, now),
            "no": lambda: rules_answer.say_no(there.id, by, now),
        }[deed]()
    return None


@settings(max_examples=60, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(deeds, st.integers(1, 4), st.integers(0, 4))
def test_places_and_the_order_of_waiting_hold(house, what, places, share):
    open_again(viewer("marijke"))
    row, settled = empty(DEC_1, places, min(share, places)), True
    for deed, number, side in what:
        before = {one.id: one for one in Booking.select().where(Booking.session == row)}
        try:
            do(deed, house[number], side, HomeworkSession.get_by_id(row.id))
        except (Refused, NotAllowed):
            pass
        now, line = room(row), list(queries.in_line(row))
        closed = Activity.get_by_id(row.activity_id).state != "planned"
        settled = not closed and (settled or deed == "tick")
        assert now.all_taken <= now.places
        if not settled:
            continue
        if now.free:
            assert not any(now.within(one.side) for one in line), "its own place is free, and it was not offered"
            assert not now.waiting or now.asked >= now.free, "it waits, and a place is free that nobody asked for"
        else:
            assert not now.asked, "no place is left to give"
        for one in Booking.select().where(Booking.session == row, Booking.offered_at.is_null(False)):
            if one.id in before and before[one.id].offered_at is None:
                passed = [other for other in line if other.side == one.side
                          and (other.made_at, other.id) < (one.made_at, one.id)]
                assert not passed, "somebody of its side waited longer"
        assert all(one.state in ("asked", "waiting") for one in line)
