"""Filling thirteen weeks by typing names."""

import re

import pytest
from people import BREAD, DEC_5, DEC_12, FOOD, NOV_28, activity, holder, live, seat, told, viewer

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.planning import rules
from wvg.commons.planning.fill import routes as routes_fill
from wvg.commons.planning.fill import rules as rules_fill
from wvg.commons.planning.models import Seat, SignUp
from wvg.commons.planning.who_can import queries as queries_who_can
from wvg.commons.volunteers.models import Volunteer
from wvg.commons.volunteers.rules import add

WEEK = "week=2026-W48"


def people():
    return queries_who_can.circle("rounds", clock.today())


def fill(place, typed, by="bart", **more):
    held = live(place)
    more = {"seen": held.id if held else 0, **more}
    return rules_fill.fill(place.id, typed, people=people(), by=viewer(by), now=clock.now(), **more)


def post(browser, *places, **typed):
    """Send the row of these seats without JavaScript, as the page shows it."""
    number = places[0].activity_id
    page = browser.get(f"/fill/rounds?{WEEK}").text
    data = dict(re.findall(rf'name="(seen-\d+)" value="(\d+)" form="row-{number}"', page))
    data |= dict(re.findall(rf'name="(seat-\d+)" value="([^"]*)"[^>]*form="row-{number}"', page))
    return browser.post(f"/activities/{number}/filling?{WEEK}", {**data, **typed})


@pytest.mark.parametrize(("typed", "names"), [
    ("god", ["Godelieve"]), ("GODELIÈVE", ["Godelieve"]), ("van h", ["Godelieve"]), ("sam a.", ["Samir"]),
    ("x", []), ("odelieve", []), ("Rita Coppens", ["Rita"]),
])
def test_a_few_letters_of_any_word_of_the_name_will_do(app, typed, names):
    assert [v.first_name for v in rules_fill.meant(typed, people())] == names


def test_a_typed_name_is_put_on_and_told(app):
    place = seat(BREAD, DEC_12, 2)
    done = fill(place, "rita")
    assert holder(place) == "Rita" and live(place).on_behalf and live(place).by == viewer("bart").account
    assert str(done.sentence) == "Rita is signed up. Broodronde, Saturday 12 December."
    assert len(told("rita")) == 1
    assert fill(place, "rita") is None, "twice is once"
    assert len(told("rita")) == 1


def test_an_empty_box_takes_somebody_off(app):
    place = seat(BREAD, NOV_28, 2)
    fill(place, "")
    assert holder(place) is None and len(told("rita")) == 1
    assert fill(place, "") is None


def test_another_name_moves_who_was_there(app):
    place = seat(BREAD, NOV_28, 2)
    fill(place, "nadia")
    assert holder(place) == "Nadia" and len(told("rita")) == 1


def test_several_of_that_name_are_asked_about(app):
    add({"first_name": "Rita", "last_name": "Coppens", "mobile": "+32400000077"}, by=viewer("katrien"), now=clock.now())
    both = list(Volunteer.select().where(Volunteer.first_name == "Rita").order_by(Volunteer.id))
    place = seat(BREAD, DEC_12, 2)
    with pytest.raises(rules_fill.Several) as several:
        rules_fill.fill(place.id, "Rita Coppens", 0, both, viewer("bart"), clock.now())
    assert several.value.fits == both and holder(place) is None
    rules_fill.fill(place.id, "Rita Coppens", 0, both, viewer("bart"), clock.now(), pick=both[1].id)
    assert live(place).volunteer_id == both[1].id


def test_nobody_of_that_name(app):
    with pytest.raises(Invalid, match="nobody"):
        fill(seat(BREAD, DEC_12, 2), "zorro")


def test_a_need_blocks_and_a_warning_asks_why(app):
    with pytest.raises(Invalid) as blocked:
        fill(seat(FOOD, activity(FOOD, DEC_5.replace(day=9)).date, 1), "rita")
    assert blocked.value.field == "name"
    Volunteer.update(max_per_month=1).where(Volunteer.first_name == "Samir").execute()
    place = seat(BREAD, DEC_12, 2)
    with pytest.raises(Invalid) as warned:
        fill(place, "samir")
    assert warned.value.field == "override" and holder(place) is None
    fill(place, "samir", why="has arranged it")
    assert holder(place) == "Samir" and live(place).override == "has arranged it"


def test_two_coordinators_do_not_undo_each_other_unawares(app):
    place = seat(BREAD, DEC_12, 2)
    rules.sign_up(place.id, viewer("godelieve"), clock.now())
    with pytest.raises(Refused, match=r"Meanwhile Godelieve V\. was put here"):
        fill(place, "rita", seen=0)
    seen = live(place).id
    rules.withdraw(place.id, viewer("godelieve"), clock.now())
    with pytest.raises(Refused, match="became open"):
        fill(place, "rita", seen=seen)
    assert holder(place) is None


def test_only_who_coordinates_fills(app, as_person):
    with pytest.raises(NotAllowed):
        fill(seat(BREAD, DEC_12, 2), "rita", by="rita")
    with pytest.raises(Unknown):
        rules_fill.fill(999999, "rita", 0, people(), viewer("bart"), clock.now())
    for name, status in [("rita", 403), ("bart", 200)]:
        assert as_person(name).get("/fill/rounds").status_code == status
    bart = as_person("bart")
    assert bart.get("/fill/nothing").status_code == 404
    assert bart.get("/fill/rounds?week=2026-W99").status_code == 404
    assert bart.get("/fill/rounds?week=9999-W52").status_code == 404
    assert as_person("rita").post(f"/seats/{seat(BREAD, DEC_12, 2).id}/filling").status_code == 403


def test_without_javascript_a_row_is_sent_whole(as_person):
    first, second = seat(BREAD, DEC_12, 1), seat(BREAD, DEC_12, 2)
    answer = post(as_person("bart"), first, second, **{f"seat-{second.id}": "rita"})
    assert answer.status_code == 303 and f"#date-{first.activity_id}" in answer.location
    assert (holder(first), holder(second)) == ("Bart", "Rita")
    answer = post(as_person("bart"), first, second, **{f"seat-{first.id}": "wim", f"seat-{second.id}": ""})
    assert answer.status_code == 303 and (holder(first), holder(second)) == ("Wim", None)


def test_what_cannot_be_done_comes_back_as_typed_and_the_rest_is_done(as_person):
    first, second = seat(BREAD, DEC_12, 1), seat(BREAD, DEC_12, 2)
    answer = post(as_person("bart"), first, second, **{f"seat-{first.id}": "<b>zorro", f"seat-{second.id}": "rita"})
    assert answer.status_code == 422 and "&lt;b&gt;zorro" in answer.text and "<b>zorro" not in answer.text
    assert (holder(first), holder(second)) == ("Bart", "Rita")


def test_with_javascript_one_box_is_sent_and_comes_back(as_person):
    place = seat(BREAD, DEC_12, 2)
    bart = as_person("bart")
    answer = bart.htmx(f"/seats/{place.id}/filling?{WEEK}", {f"seat-{place.id}": "rita", f"seen-{place.id}": "0"})
    assert answer.status_code == 200 and 'value="Rita Coppens"' in answer.text and "/undo" in answer.text
    assert f'name="seen-{place.id}" value="{live(place).id}"' in answer.text
    answer = bart.htmx(f"/seats/{place.id}/filling?{WEEK}", {f"seat-{place.id}": "zorro", f"seen-{place.id}": "0"})
    assert answer.status_code == 422 and 'value="zorro"' in answer.text and holder(place) == "Rita"
    assert bart.htmx(f"/seats/{place.id}/filling", {f"seen-{place.id}": "x" * 5000}).status_code in (200, 422)


@pytest.mark.parametrize("how", ["post", "htmx"])
def test_a_place_that_goes_while_it_is_filled_is_unknown(as_person, monkeypatch, how):
    place, real = seat(BREAD, DEC_12, 2), routes_fill.queries.seat

    def and_then_it_goes(number, by):
        found = real(number, by)
        Seat.update(state="removed").where(Seat.id == number).execute()
        return found

    bart = as_person("bart")
    monkeypatch.setattr(routes_fill.queries, "seat", and_then_it_goes)
    answer = getattr(bart, how)(f"/seats/{place.id}/filling", {f"seat-{place.id}": "Rita Coppens"})
    assert answer.status_code == 404 and live(place) is None


def test_a_row_that_grew_while_it_was_filled_comes_back_with_its_new_place(as_person, monkeypatch):
    place, real = seat(BREAD, DEC_12, 2), routes_fill.rules_fill.fill

    def and_one_is_added(number, *args):
        Seat.create(activity=place.activity_id, role=place.role_id, position=3)
        return real(number, *args)

    bart = as_person("bart")
    monkeypatch.setattr(routes_fill.rules_fill, "fill", and_one_is_added)
    answer = bart.post(f"/activities/{place.activity_id}/filling?{WEEK}", {f"seat-{place.id}": "Zorro"})
    added = Seat.get(Seat.activity == place.activity_id, Seat.position == 3)
    assert answer.status_code == 422 and "Zorro" in answer.text and f'name="seat-{added.id}"' in answer.text


def test_what_is_over_or_does_not_go_on_has_no_box(as_person):
    page = as_person("bart").get("/fill/rounds?week=2026-W46").text
    past = [s for s in SignUp.select() if s.activity.date < clock.today()]
    assert past and not any(f'name="seat-{row.seat_id}"' in page for row in past)
    assert "Dag na Kerstmis" in as_person("bart").get(f"/fill/rounds?{WEEK}").text


def test_who_said_yes_stands_beside_the_date(as_person):
    page = as_person("bart").get(f"/fill/rounds?{WEEK}").text
    row = page[page.index(f'id="date-{activity(BREAD, DEC_12).id}"'):]
    assert "Christine D." in row[:row.index("</tr>")]
