"""Taking an open place on the board."""

from wvg.commons.planning.models import Activity, Seat, SignUp
from wvg.commons.volunteers.models import Volunteer


def seat(title, day, position):
    activity = Activity.get(Activity.title == title, Activity.date == day)
    return Seat.get(Seat.activity == activity, Seat.position == position)


def holder(seat):
    row = SignUp.get_or_none(SignUp.seat == seat, SignUp.ended_at.is_null())
    return row and row.volunteer.first_name


def test_rita_takes_an_open_place_and_undoes_it(as_person):
    place = seat("Broodronde", "2026-12-12", 2)
    rita = as_person("rita")
    answer = rita.htmx(f"/seats/{place.id}/sign-up")
    assert answer.status_code == 200
    assert holder(place) == "Rita"
    assert f'id="activity-{place.activity_id}"' in answer.text
    undo = answer.text.split('action="/acts/')[1].split("/")[0]
    assert rita.htmx(f"/acts/{undo}/undo").status_code == 200
    assert holder(place) is None


def test_without_javascript_the_page_comes_back_with_the_message(as_person):
    place = seat("Broodronde", "2026-12-12", 2)
    rita = as_person("rita")
    answer = rita.post(f"/seats/{place.id}/sign-up", {"back": "/rounds/"})
    assert answer.status_code == 303 and answer.location == "/rounds/"
    assert 'action="/acts/' in rita.get("/rounds/").text


def test_who_comes_second_hears_who_was_faster(as_person):
    place = seat("Broodronde", "2026-12-12", 2)
    as_person("rita").htmx(f"/seats/{place.id}/sign-up")
    answer = as_person("godelieve").htmx(f"/seats/{place.id}/sign-up")
    assert answer.status_code == 409
    assert holder(place) == "Rita"
    assert "Rita" in answer.text


def test_somebody_without_the_car_is_refused(as_person):
    place = seat("Broodronde", "2026-11-28", 1)
    assert as_person("godelieve").htmx(f"/seats/{place.id}/sign-up").status_code == 409
    assert holder(place) is None


def test_the_partner_sees_no_rounds(as_person):
    place = seat("Broodronde", "2026-12-12", 2)
    fatiha = as_person("fatiha")
    assert fatiha.get("/rounds/").status_code == 403
    assert fatiha.htmx(f"/seats/{place.id}/sign-up").status_code in (403, 404)


def test_there_are_twenty_volunteers(app):
    assert Volunteer.select().count() == 20
