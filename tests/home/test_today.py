"""Today: mine first, then where somebody is needed, then the rest."""

from datetime import time, timedelta

from people import BREAD, DEC_12, NOV_28, seat, viewer

from wvg.base import clock
from wvg.commons.home import queries
from wvg.commons.planning import rules
from wvg.commons.planning.models import APPOINTMENT, Activity, Role, Seat


def today(name, later=timedelta(0)):
    return queries.today(viewer(name), clock.local(clock.now() + later))


def test_my_next_task_says_where_with_whom_and_their_number(as_person):
    rules.sign_up(seat(BREAD, NOV_28, 1).id, viewer("samir"), clock.now())
    page = as_person("rita").get("/").text
    assert "Panos (demo), Veldstraat" in page and "Samir A." in page and "tel:+32400000006" in page


def test_a_number_is_only_for_who_goes_along(as_person):
    page = as_person("godelieve").get("/rounds/").text
    assert "tel:+32400000006" not in page and "0400 00 00 06" not in page


def test_what_is_over_is_no_longer_next(app):
    assert today("rita").next.activity.date == NOV_28
    later = today("rita", timedelta(days=4, hours=9))  # Saturday 19.00: still going on
    assert later.next.activity.date == NOV_28
    assert today("rita", timedelta(days=4, hours=10)).next is None


def test_only_what_i_may_take_is_asked_of_me(app):
    places = {(card.activity.title, card.activity.date, place.seat.position) for card, place in today("rita").needed}
    assert (BREAD, NOV_28, 1) not in places, "only with a car, and Rita is on it"
    assert (BREAD, NOV_28, 1) in {
        (card.activity.title, card.activity.date, place.seat.position) for card, place in today("wim").needed
    }


def test_one_click_on_today_and_i_am_on_the_list(as_person):
    rita = as_person("rita")
    answer = rita.post(f"/seats/{seat(BREAD, DEC_12, 2).id}/sign-up", {"back": "/"})
    assert answer.location == "/"
    page = rita.get("/").text
    assert "/acts/" in page and "za 12 dec" in page


def test_messages_are_put_away_by_their_reader_only(as_person):
    rules.withdraw(seat(BREAD, NOV_28, 2).id, viewer("rita"), clock.now())
    bart = as_person("bart")
    message = today("bart").messages[0][0]
    as_person("godelieve").post(f"/messages/{message.id}/seen")
    assert "Rita C." in bart.get("/").text
    assert bart.post(f"/messages/{message.id}/seen").status_code == 303
    assert message.id not in [m.id for m, _ in today("bart").messages]


def test_a_partner_and_a_newcomer_without_groups_see_a_calm_page(as_person):
    for name, path in (("fatiha", "/homework/shared"), ("jonas", "/")):
        page = as_person(name).get(path)
        assert page.status_code == 200 and "sign-up" not in page.text and "/rounds/" not in page.text


def under_way(places=1):
    """Four days away that began yesterday at 18.00, and end on Friday at 16.00."""
    day = clock.today()
    row = Activity.create(group="rounds", kind=APPOINTMENT, title="Weg samen", date=day - timedelta(days=1),
                          end_date=day + timedelta(days=3), starts=time(18), ends=time(16), audience="everyone")
    for position in range(places):
        Seat.create(activity=row, role=Role.get(Role.key == "helper"), position=position + 1)
    return row


def test_what_is_under_way_is_not_the_next_task_and_says_no_wrong_hour(as_person):
    row = under_way(2)
    rules.sign_up(Seat.get(Seat.activity == row).id, viewer("rita"), clock.now())
    assert today("rita").next.activity.date == NOV_28
    page = as_person("rita").get("/").text
    assert "dag geleden" not in page and "18.00<small>tot 16.00" not in page
    assert [card.activity.title for card in today("bart").alarm if card.activity.id == row.id] == []


def test_all_open_places_are_where_the_link_leads(as_person):
    assert 'href="/rounds/?show=open"' in as_person("godelieve").get("/").text
    under_way()
    assert 'href="/calendar/list"' in as_person("godelieve").get("/").text


def test_nobody_reads_that_all_is_complete_while_others_are_needed(as_person):
    found = today("jonas")
    assert not found.needed and found.open_for_others
    page = as_person("jonas").get("/").text
    assert "Voor jou is er nu geen open plaats" in page and "Alle plaatsen zijn ingevuld" not in page
    Seat.update(state="removed").execute()
    assert "Alle plaatsen zijn ingevuld" in as_person("jonas").get("/").text
