"""A coordinator notes who likes to go with whom, and ends it."""

import pytest
from people import BREAD, DEC_12, closed_to, seat, viewer

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Unknown
from wvg.commons.audit.models import Act
from wvg.commons.planning import queries_candidates
from wvg.commons.planning.away import rules_merge
from wvg.commons.planning.models import Wish
from wvg.commons.planning.team import queries_wishes, rules_wishes
from wvg.commons.volunteers.models import Volunteer

PATH = "/wishes/groups/rounds"


def number(name):
    return Volunteer.get(Volunteer.first_name == name).id


def note(one="Luc", other="Bart", by="bart"):
    return rules_wishes.note("rounds", number(one), number(other), viewer(by), clock.now())


def noted():
    return [(w.volunteer.first_name, w.fellow.first_name) for w in queries_wishes.wishes("rounds", viewer("bart"))]


def test_it_is_noted_and_seen_when_somebody_is_chosen(as_person):
    bart, place = as_person("bart"), seat(BREAD, DEC_12, 2)
    answer = bart.post(PATH, {"volunteer": number("Luc"), "fellow": number("Bart")})
    assert answer.status_code == 303 and answer.location == PATH
    assert noted() == [("Bart", "Luc")] and Wish.get().by == viewer("bart").account
    assert Act.select().where(Act.kind == "wishes.note").count() == 1
    luc = next(c for c in queries_candidates.candidates(place.activity, clock.today())[place.id]
               if c.volunteer.first_name == "Luc")
    assert luc.likes == ["Bart"]
    assert "Luc G." in bart.get(PATH).text
    assert PATH in bart.get(f"/seats/{place.id}/assignment").text and PATH in bart.get("/rounds/series/").text


def test_it_is_ended_and_kept(as_person):
    wish, bart = note(), as_person("bart")
    for _ in range(2):
        answer = bart.post(f"/wishes/{wish.id}/end")
        assert answer.status_code == 303 and answer.location == PATH
    assert noted() == [] and Wish.get().ended_at == clock.now()
    assert Act.select().where(Act.kind == "wishes.end").count() == 1
    note("Bart", "Luc")
    assert noted() == [("Bart", "Luc")] and Wish.select().count() == 2


def test_the_same_two_are_noted_once_whichever_way(app):
    note("Luc", "Bart")
    with pytest.raises(Invalid, match="noted already"):
        note("Bart", "Luc")
    assert Wish.select().count() == 1


@pytest.mark.parametrize(("volunteer", "fellow", "field"), [
    ("", "", "volunteer"), ("0", "2", "volunteer"), ("2", "x", "fellow"), ("2", "9" * 30, "fellow"),
    ("2", "2", "fellow"), ("2", "999", "fellow"), ("Luc", "Jonas", "fellow"), ("Fatiha", "Luc", "volunteer")])
def test_what_cannot_be_comes_back_with_a_sentence(as_person, volunteer, fellow, field):
    chosen = {key: number(v) if v.isalpha() and len(v) > 1 else v
              for key, v in (("volunteer", volunteer), ("fellow", fellow))}
    answer = as_person("bart").post(PATH, chosen)
    assert answer.status_code == 422 and f'href="#{field}"' in answer.text and Wish.select().count() == 0


def test_what_was_chosen_is_not_lost(as_person):
    answer = as_person("bart").post(PATH, {"volunteer": number("Luc"), "fellow": "0"})
    assert f'<option selected value="{number("Luc")}">' in answer.text


def test_who_stopped_is_no_longer_shown(app):
    note()
    Volunteer.update(left_on=clock.today()).where(Volunteer.first_name == "Luc").execute()
    assert noted() == []


@pytest.mark.parametrize("name", ["rita", "katrien", "hugo", "fatiha"])
def test_only_the_coordinator_of_the_rounds_may(as_person, name):
    wish, who = note(), as_person(name)
    assert who.get(PATH).status_code == closed_to(name)
    assert who.post(PATH, {"volunteer": "1", "fellow": "2"}).status_code == closed_to(name)
    assert who.post(f"/wishes/{wish.id}/end").status_code in (403, 404)
    assert noted() == [("Bart", "Luc")]


def test_the_rules_themselves_refuse_too(app):
    wish = note()
    with pytest.raises(NotAllowed):
        note("Rita", "Luc", by="rita")
    for ask in (lambda: rules_wishes.end(wish.id, viewer("rita"), clock.now()),
                lambda: queries_wishes.wishes("rounds", viewer("rita"))):
        with pytest.raises(Unknown):
            ask()


def test_unknown_groups_and_wishes_and_wrong_methods(as_person):
    bart = as_person("bart")
    assert bart.get("/wishes/groups/moon").status_code == 404
    assert bart.get("/wishes/groups/homework").status_code == 403
    assert bart.post("/wishes/999/end").status_code == 404
    assert bart.get("/wishes/1/end").status_code == 405


def test_when_one_person_stood_twice_the_wish_stays_and_is_there_once(app):
    note("Luc", "Bart")
    note("Luc", "Wim")
    note("Tesfay", "Wim")  # Tesfay is entered after Luc, and Wim after both
    rules_merge.merge(number("Luc"), number("Tesfay"), viewer("katrien"), clock.now())
    assert sorted(noted()) == [("Bart", "Luc"), ("Luc", "Wim")]
    assert all(row.volunteer_id < row.fellow_id for row in Wish.select().where(Wish.ended_at.is_null()))
    with pytest.raises(Invalid, match="noted already"):
        note("Wim", "Luc")
