"""Taking an open place."""

from datetime import datetime, timedelta

import pytest
from people import BREAD, DEC_5, DEC_12, FOOD, NOV_28, activity, holder, live, seat, viewer

from wvg.base import clock
from wvg.base.errors import Refused, Unknown
from wvg.commons.audit.models import Act
from wvg.commons.planning import rules
from wvg.commons.planning.models import Activity, Seat, SeatNeed, SignUp
from wvg.commons.volunteers.models import Skill


def test_a_volunteer_takes_an_open_place(app):
    place = seat(BREAD, DEC_12, 2)
    done = rules.sign_up(place.id, viewer("rita"), clock.now())
    assert holder(place) == "Rita"
    row = live(place)
    assert (row.kind, row.on_behalf, row.by) == ("one-off", False, viewer("rita").account)
    assert done.act.kind == "planning.sign_up"
    assert str(done.sentence).endswith("Broodronde, Saturday 12 December.")


def test_pressing_twice_is_pressing_once(app):
    place = seat(BREAD, DEC_12, 2)
    rules.sign_up(place.id, viewer("rita"), clock.now())
    again = rules.sign_up(place.id, viewer("rita"), clock.now())
    assert again.act is None and holder(place) == "Rita"
    assert SignUp.select().where(SignUp.seat == place).count() == 1


def test_who_comes_second_hears_who_was_faster(app):
    place = seat(BREAD, DEC_12, 2)
    rules.sign_up(place.id, viewer("rita"), clock.now())
    with pytest.raises(Refused, match="Rita was just a little faster. This place is taken."):
        rules.sign_up(place.id, viewer("godelieve"), clock.now())


def test_nobody_has_two_places_on_one_round(app):
    first, second = seat(FOOD, datetime(2026, 12, 9).date(), 2), seat(FOOD, datetime(2026, 12, 9).date(), 3)
    rules.sign_up(first.id, viewer("rita"), clock.now())
    with pytest.raises(Refused, match="on this list already"):
        rules.sign_up(second.id, viewer("rita"), clock.now())
    assert holder(second) is None


def test_a_place_for_drivers_is_for_drivers(app):
    place = seat(BREAD, NOV_28, 1)
    with pytest.raises(Refused, match="Only with: auto."):
        rules.sign_up(place.id, viewer("godelieve"), clock.now())
    rules.sign_up(place.id, viewer("wim"), clock.now())
    assert holder(place) == "Wim"


def test_a_need_that_only_warns_lets_people_on_and_says_so(app):
    place = seat(BREAD, DEC_12, 2)
    SeatNeed.create(seat=place, skill=Skill.get(Skill.key == "first_aid"), blocks=False)
    done = rules.sign_up(place.id, viewer("rita"), clock.now())
    assert [str(w) for w in done.warnings] == ["Note: this place asks for: eerste hulp."]


def test_who_has_something_else_then_is_told_but_not_stopped(app):
    other = activity(FOOD, datetime(2026, 12, 9).date())
    Activity.update(date=DEC_12, end_date=DEC_12, starts="18:00:00", ends="20:00:00").where(
        Activity.id == other.id
    ).execute()
    rules.sign_up(Seat.get(Seat.activity == other, Seat.position == 2).id, viewer("rita"), clock.now())
    done = rules.sign_up(seat(BREAD, DEC_12, 2).id, viewer("rita"), clock.now())
    assert [str(w) for w in done.warnings] == ["Note: you also have this then: Voedselronde."]


def test_what_only_touches_in_time_is_no_clash(app):
    other = activity(FOOD, datetime(2026, 12, 9).date())
    Activity.update(date=DEC_12, end_date=DEC_12, starts="19:30:00", ends="20:00:00").where(
        Activity.id == other.id
    ).execute()
    rules.sign_up(Seat.get(Seat.activity == other, Seat.position == 2).id, viewer("rita"), clock.now())
    assert rules.sign_up(seat(BREAD, DEC_12, 2).id, viewer("rita"), clock.now()).warnings == []


def test_what_is_over_cannot_be_taken(app):
    place = seat(BREAD, NOV_28, 1)
    with pytest.raises(Refused, match="This is over"):
        rules.sign_up(place.id, viewer("wim"), clock.now() + timedelta(days=5))


def test_what_is_not_sure_or_does_not_go_on_cannot_be_taken(app):
    place = seat(BREAD, DEC_12, 2)
    for state, sentence in [("to confirm", "not sure yet"), ("skipped", "does not go on"), ("cancelled", "does not")]:
        Activity.update(state=state).where(Activity.id == place.activity_id).execute()
        with pytest.raises(Refused, match=sentence):
            rules.sign_up(place.id, viewer("rita"), clock.now())


@pytest.mark.parametrize("name", ["fatiha", "jonas", "katrien"])
def test_who_is_not_of_the_rounds_sees_no_place(app, name):
    with pytest.raises(Unknown):
        rules.sign_up(seat(BREAD, DEC_12, 2).id, viewer(name), clock.now())


def test_a_place_for_everyone_is_for_all_volunteers_but_not_for_a_partner(app):
    place = seat(BREAD, DEC_12, 2)
    Activity.update(audience="everyone").where(Activity.id == place.activity_id).execute()
    rules.sign_up(place.id, viewer("jonas"), clock.now())
    assert holder(place) == "Jonas"
    with pytest.raises(Unknown):
        rules.sign_up(place.id, viewer("fatiha"), clock.now())


def test_a_removed_place_is_not_there(app):
    place = seat(BREAD, DEC_12, 2)
    Seat.update(state="removed").where(Seat.id == place.id).execute()
    with pytest.raises(Unknown):
        rules.sign_up(place.id, viewer("rita"), clock.now())


def test_with_htmx_the_round_comes_back_with_a_message_and_undo(as_person):
    place = seat(BREAD, DEC_12, 2)
    answer = as_person("rita").htmx(f"/seats/{place.id}/sign-up")
    assert answer.status_code == 200
    assert f'id="activity-{place.activity_id}"' in answer.text and "<html" not in answer.text
    assert 'id="message" hx-swap-oob="innerHTML"' in answer.text and 'action="/acts/' in answer.text
    assert answer.headers["HX-Trigger"] == "changed" and "HX-Request" in answer.headers["Vary"]


def test_without_javascript_the_page_comes_back_with_the_message(as_person):
    rita = as_person("rita")
    place = seat(BREAD, DEC_12, 2)
    answer = rita.post(f"/seats/{place.id}/sign-up", {"back": "/rounds/"})
    assert (answer.status_code, answer.location) == (303, "/rounds/")
    assert 'action="/acts/' in rita.get("/rounds/").text
    assert 'action="/acts/' not in rita.get("/rounds/").text, "the message is shown once"


def test_too_late_is_409_with_the_fresh_place_with_and_without_htmx(as_person):
    place = seat(BREAD, DEC_12, 2)
    as_person("rita").htmx(f"/seats/{place.id}/sign-up")
    godelieve = as_person("godelieve")
    part, whole = godelieve.htmx(f"/seats/{place.id}/sign-up"), godelieve.post(f"/seats/{place.id}/sign-up")
    for answer in (part, whole):
        assert answer.status_code == 409 and "Rita C." in answer.text
    assert "<html" not in part.text and "<html" in whole.text


def test_an_unknown_place_is_404_and_looking_is_405(as_person):
    rita = as_person("rita")
    assert rita.post("/seats/999999/sign-up").status_code == 404
    assert rita.htmx("/seats/999999/sign-up").status_code == 404
    assert rita.get(f"/seats/{seat(BREAD, DEC_12, 2).id}/sign-up").status_code == 405


def test_going_back_never_leads_to_another_site(as_person):
    rita = as_person("rita")
    for evil in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\nx"):
        answer = rita.post(f"/seats/{seat(BREAD, DEC_12, 2).id}/sign-up", {"back": evil})
        assert answer.location == "/", evil


def test_the_act_is_written_down(app):
    rules.sign_up(seat(BREAD, DEC_12, 2).id, viewer("rita"), clock.now())
    act = Act.select().order_by(Act.id.desc()).first()
    assert (act.by, act.on_behalf_of, act.kind, act.at) == (
        viewer("rita").account, None, "planning.sign_up", clock.now()
    )


def test_a_newcomer_goes_with_somebody_experienced(app):
    """Mieke is new: she may come first or with Bart, but two newcomers do not fill a round."""
    place, other = seat(BREAD, DEC_5, 1), seat(BREAD, DEC_5, 2)
    SignUp.update(ended_at=clock.now(), end_reason="withdrew").where(
        SignUp.activity == place.activity_id, SignUp.ended_at.is_null()
    ).execute()
    rules.sign_up(other.id, viewer("mieke"), clock.now())
    from wvg.commons.volunteers.models import Volunteer

    Volunteer.update(new_since=clock.today()).where(Volunteer.first_name == "Wim").execute()
    with pytest.raises(Refused, match="Somebody new is coming along already"):
        rules.sign_up(place.id, viewer("wim"), clock.now())
    rules.sign_up(place.id, viewer("bart"), clock.now())
    assert (holder(place), holder(other)) == ("Bart", "Mieke")
