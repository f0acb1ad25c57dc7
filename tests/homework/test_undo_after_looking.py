"""Signing up, looking at the children and undoing it is giving the place back: others hear of it."""

import pytest
from people import told, viewer
from tutoring import DEC_17, VISSEN, activity, booking, later, page_of

from wvg.base import clock
from wvg.commons.audit.models import Act
from wvg.commons.planning import rules, rules_undo
from wvg.commons.planning.models import Activity, Seat, SignUp
from wvg.groups.homework.queries import SEEN

DAY = DEC_17.replace(day=3)


@pytest.fixture
def act(app):
    """Zeynep was no tutor of this group, and signs up for one session of it."""
    of_group = Activity.select().where(Activity.title == VISSEN)
    SignUp.update(ended_at=clock.now(), end_reason="withdrew").where(
        SignUp.volunteer == viewer("zeynep").volunteer, SignUp.activity.in_(of_group)).execute()
    free = [seat for seat in Seat.select().where(Seat.activity == activity(DAY)).order_by(Seat.position)
            if not SignUp.select().where(SignUp.seat == seat, SignUp.ended_at.is_null()).exists()]
    return rules.sign_up(free[0].id, viewer("zeynep"), clock.now()).act


def undone(act):
    rules_undo.undo(act.id, viewer("zeynep"), clock.now())
    row = SignUp.select().where(SignUp.volunteer == viewer("zeynep").volunteer, SignUp.activity == activity(DAY))
    return row.order_by(SignUp.id.desc()).first().end_reason


def looks():
    return [row.by for row in Act.select().where(Act.kind == SEEN)]


def paths():
    row = booking("Amina", DAY)
    return [page_of(DAY), f"{page_of(DAY)}/attendance", f"{page_of(DAY)}/list", f"{page_of(DAY)}/booking",
            "/homework/pupils/", f"/homework/pupils/{row.pupil_id}", f"/homework/bookings/{row.id}/note",
            f"/homework/bookings/{row.id}/cancel"]


@pytest.mark.parametrize("number", range(8))
def test_who_looked_is_taken_to_have_been_on_it(act, as_person, number):
    page = as_person("zeynep").get(paths()[number])
    assert page.status_code == 200 and "Amina" in page.text
    assert undone(act) == "withdrew"
    assert as_person("zeynep").get(paths()[5]).status_code == 404


def test_who_did_not_look_leaves_no_message(act, as_person):
    as_person("zeynep").get("/homework/")
    assert undone(act) == "undone" and looks() == []
    assert not any("Zeynep" in line for line in told("marijke"))


def test_it_is_written_down_once_an_hour_and_only_of_tutors(act, as_person):
    for name in ("zeynep", "zeynep", "marijke", "fatiha"):
        for path in paths()[:2]:
            assert as_person(name).get(path).status_code == 200
    assert looks() == [viewer("zeynep").account]
    with clock.standing_still(later(hours=2)):
        as_person("zeynep").get(page_of(DAY))
    assert len(looks()) == 2


def test_what_was_seen_of_another_group_does_not_count(act, as_person):
    as_person("zeynep").get(page_of(DAY.replace(day=2), "Huiswerk De Ledeberg"))
    assert looks() != [] and undone(act) == "undone"
