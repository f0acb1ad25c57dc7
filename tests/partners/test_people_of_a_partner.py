"""A partner's tutors: added by either side, with the day on which extract 596.2 was seen, and taken off again."""

import pytest
from people import viewer

from wvg.base import clock
from wvg.base.errors import Refused, Unknown
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.partners import queries, rules, rules_people
from wvg.commons.partners.models import Partner, PartnerPerson
from wvg.commons.planning import queries as planning
from wvg.commons.planning.models import SignUp
from wvg.commons.volunteers.models import PaperSeen, Volunteer


def partner():
    return Partner.get(Partner.key == "hand-in-hand")


def names():
    return [one.volunteer.first_name for one in queries.people(partner())]


def of(first_name):
    return PartnerPerson.select().join(Volunteer).where(Volunteer.first_name == first_name).get()


@pytest.mark.parametrize("name", ["fatiha", "marijke"])
def test_either_side_adds_somebody_who_is_then_on_our_list_of_tutors_only(as_person, name):
    answer = as_person(name).post(f"/partners/{partner().id}/people/new", {
        "first_name": "Tom", "last_name": "Proef", "mobile": "0400 00 00 33"})
    assert answer.status_code == 303 and names() == ["Fatiha", "Nora", "Stijn", "Tom"]
    tom = Volunteer.get(Volunteer.first_name == "Tom")
    assert tom.mobile == "+32400000033"
    assert planning.listable(tom.id, "homework", clock.today()) and not planning.listable(
        tom.id, "rounds", clock.today())


def test_pressing_twice_adds_one(as_person):
    fatiha, person = as_person("fatiha"), {"first_name": "Tom", "last_name": "Proef"}
    fatiha.post(f"/partners/{partner().id}/people/new", person)
    answer = fatiha.post(f"/partners/{partner().id}/people/new", person)
    assert answer.status_code == 409 and "Tom" in answer.text and names().count("Tom") == 1
    assert fatiha.post(f"/partners/{partner().id}/people/new", {"first_name": ""}).status_code == 422


def test_the_extract_was_seen_on_a_day_by_somebody(as_person):
    fatiha, stijn = as_person("fatiha"), of("Stijn")
    path = f"/partners/{partner().id}/people/{stijn.id}/paper"
    assert fatiha.post(path, {"seen_on": "23/11/2026"}).status_code == 303
    paper = PaperSeen.get(PaperSeen.volunteer == stijn.volunteer_id)
    assert paper.kind.key == "criminal_record" and paper.seen_by == viewer("fatiha").account
    assert "23/11/2026" in fatiha.get(f"/partners/{partner().id}").text
    assert as_person("marijke").post(path, {"seen_on": "24/11/2026"}).status_code == 303
    paper = PaperSeen.get(PaperSeen.volunteer == stijn.volunteer_id)
    assert (paper.seen_on, paper.seen_by) == (clock.today(), viewer("marijke").account)
    for wrong in ("25/11/2026", "", "ooit"):
        assert fatiha.post(path, {"seen_on": wrong}).status_code == 422, wrong


def test_a_partner_knows_its_own_people_only(app):
    other = rules.add({"name": "Ander", "phone": None, "email": None}, viewer("marijke"), clock.now())
    theirs = rules_people.add(other.id, {"first_name": "Piet", "last_name": "", "mobile": None}, viewer("marijke"),
                              clock.now())
    for number in (other.id, partner().id):
        with pytest.raises(Unknown):
            rules_people.see_paper(number, theirs.id, clock.today(), viewer("fatiha"), clock.now())
        with pytest.raises(Unknown):
            rules_people.take_off(number, theirs.id, viewer("fatiha"), clock.now())


def test_who_is_taken_off_leaves_their_places_and_is_not_ours_from_then_on(app):
    nora = of("Nora")
    ahead = SignUp.select().where(SignUp.volunteer == nora.volunteer_id, SignUp.ended_at.is_null())
    assert ahead.count() > 3
    rules_people.take_off(partner().id, nora.id, viewer("fatiha"), clock.now())
    assert names() == ["Fatiha", "Stijn"]
    coming = [row for row in ahead if row.activity.date >= clock.today()]
    assert coming == [] and planning.listable(nora.volunteer_id, "homework", clock.today()) is None
    with pytest.raises(Unknown):
        rules_people.take_off(partner().id, nora.id, viewer("fatiha"), clock.now())
    rules_people.add(partner().id, {"first_name": "Nora", "last_name": "Claes", "mobile": None}, viewer("marijke"),
                     clock.now())
    assert "Nora" in names(), "somebody may come back"


def test_who_has_an_account_keeps_it(app):
    rules_people.take_off(partner().id, of("Fatiha").id, viewer("marijke"), clock.now())
    assert "Fatiha" not in names() and viewer("fatiha").partner == "hand-in-hand"
    assert planning.listable(viewer("fatiha").volunteer, "homework", clock.today()) is None


def test_a_name_that_stands_there_already_is_refused(app):
    with pytest.raises(Refused):
        rules_people.add(partner().id, {"first_name": "nora", "last_name": "claes", "mobile": None},
                         viewer("fatiha"), clock.now())


def test_the_log_keeps_on_which_day_the_extract_was_seen_before(app):
    nora, before = of("Nora"), PaperSeen.get(PaperSeen.volunteer == of("Nora").volunteer_id)
    rules_people.see_paper(partner().id, nora.id, clock.today(), viewer("marijke"), clock.now())
    change = ActChange.select().join(Act).where(Act.kind == "partners.see_paper").order_by(ActChange.id.desc()).get()
    assert (change.table, change.row) == ("paper_seen", before.id)
    assert change.before == {"seen_on": before.seen_on.isoformat(), "seen_by": before.seen_by}
