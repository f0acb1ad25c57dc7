"""The pages of a place: book for a known or a new pupil, answer, cancel, stop."""

import html
import re
from datetime import UTC, date, datetime

import pytest
from people import viewer
from places import (
    DEC_1,
    DEC_3,
    DEC_8,
    DEC_17,
    LEDEBERG,
    NOV_25,
    NOV_26,
    VISSEN,
    book,
    child,
    empty,
    group,
    on_list,
    pupil,
    session,
    state,
)

from wvg.base import clock
from wvg.base.db import database
from wvg.commons.planning.models import Activity
from wvg.commons.planning.series import rules as rules_series
from wvg.groups.homework.booking import rules_weekly
from wvg.groups.homework.models import Booking, Enrolment, HomeworkSession, Pupil, PupilNote
from wvg.groups.homework.pupils import queries as pupils
from wvg.groups.homework.sessions import rules_extra

OFTEN = {"often": "once"}


def path(row):
    return f"/homework/sessions/{row.activity_id}/booking"


def heard(browser, answer):
    """What the next page tells."""
    text = browser.get(answer.location).text
    return re.sub("<[^>]+>", "", re.search(r'id="message".*?</div>', text, re.S)[0])


def test_the_partner_books_a_weekly_place_for_a_new_child_in_one_form(app, as_person):
    fatiha, row = as_person("fatiha"), empty(DEC_8, 1, 0)
    book(row, child("Ada"))
    page = fatiha.get(path(session(DEC_1))).text
    until = re.search(r'<option value="(2026-12-20)">', page)[1]
    answer = fatiha.post(path(session(DEC_1)), {
        "pupil": "0", "first_name": "Nour", "year": "OKAN", "phone": "0470 12 34 56", "often": "weekly",
        "weekdays": ["1"], "until": until, "line": "Leest graag",
    })
    assert answer.status_code == 303
    made = pupil("Nour")
    assert pupils.words(made).phone == "+32470123456" and made.partner.key == "hand-in-hand"
    rows = list(Booking.select().where(Booking.pupil == made).order_by(Booking.id))
    assert [one.state for one in rows] == ["confirmed", "waiting", "confirmed"]
    assert PupilNote.get().opened() == {"line": "Leest graag"} and PupilNote.get().school_year == 2026
    assert "8/12" in heard(fatiha, answer)


def test_a_second_press_makes_no_second_child(app, as_person):
    fatiha, before = as_person("fatiha"), Pupil.select().count()
    form = {"pupil": "0", "first_name": "Nour", "year": "OKAN", **OFTEN}
    assert fatiha.post(path(session(DEC_1)), form).status_code == 303
    assert fatiha.post(path(session(DEC_1)), form).status_code == 422
    assert Pupil.select().count() == before + 1


def test_nothing_is_kept_of_a_form_that_is_wrong(app, as_person):
    marijke, before = as_person("marijke"), Pupil.select().count()
    for wrong in ({"pupil": "0"}, {"pupil": pupil("Amina").id, "first_name": "Nour", "year": "1"},
                  {"pupil": "0", "first_name": "Nour"}, {"pupil": "0", "first_name": "Nour", "phone": "12"},
                  {"pupil": "0", "first_name": "Nour", "year": "1", "often": "weekly", "until": "2031-01-01"},
                  {"pupil": "0", "first_name": "Nour", "year": "1", "often": "weekly", "until": "2026-12-20"},
                  {"pupil": "0", "first_name": "Nour", "year": "1", "line": "bel 0470 12 34 56"}):
        answer = marijke.post(path(session(NOV_26)), {**OFTEN, **wrong})
        assert answer.status_code == 422, wrong
        if wrong.get("first_name"):
            assert "Nour" in answer.text
    assert Pupil.select().count() == before and PupilNote.select().count() == 0
    assert marijke.post(path(session(NOV_26)), {"pupil": "99"} | OFTEN).status_code == 404


def test_the_same_pupil_twice_is_told_kindly(app, as_person):
    answer = as_person("marijke").post(path(session(NOV_26)), {"pupil": pupil("Amina").id, **OFTEN})
    assert answer.status_code == 409 and "<form" in answer.text


def test_a_tutor_books_no_new_child(app, as_person):
    jonas, before = as_person("jonas"), Pupil.select().count()
    assert 'name="first_name"' not in jonas.get(path(session(NOV_26))).text
    answer = jonas.post(path(session(NOV_26)), {"pupil": "0", "first_name": "Nour", "year": "1", **OFTEN})
    assert answer.status_code == 422 and Pupil.select().count() == before
    assert jonas.post(path(session(DEC_3)), {"pupil": pupil("Dawit").id, **OFTEN}).status_code == 303


def test_the_part_is_the_form_alone(app, as_person):
    row = session(NOV_26)
    part = as_person("marijke").get(path(row), headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith(f'<section class="card" id="book-{row.activity_id}"') and "<html" not in part


@pytest.mark.parametrize(("who", "code"), [("rita", 403), ("katrien", 403), ("fatiha", 404)])
def test_who_may_not(app, as_person, who, code):
    browser, row = as_person(who), session(NOV_25, LEDEBERG)
    booked = Booking.get(Booking.session == row)
    for method, address in [
        ("get", path(row)), ("post", path(row)), ("get", f"/homework/pupils/{booked.pupil_id}"),
        ("get", f"/homework/pupils/{booked.pupil_id}/change"), ("post", f"/homework/pupils/{booked.pupil_id}/erase"),
        ("post", f"/homework/pupils/{booked.pupil_id}/goes-on"), ("post", f"/homework/pupils/{booked.pupil_id}/move"),
        ("post", f"/homework/pupils/{booked.pupil_id}/tutor"), ("post", f"/homework/pupils/{booked.pupil_id}/stop"),
        ("post", f"/homework/bookings/{booked.id}/confirm"), ("post", f"/homework/bookings/{booked.id}/yes"),
        ("post", f"/homework/bookings/{booked.id}/no"), ("get", f"/homework/bookings/{booked.id}/cancel"),
        ("post", f"/homework/bookings/{booked.id}/decline"), ("post", f"/homework/bookings/{booked.id}/cancel"),
        ("post", f"/homework/enrolments/{booked.enrolment_id}/confirm"),
        ("post", f"/homework/enrolments/{booked.enrolment_id}/decline"),
        ("post", f"/homework/enrolments/{booked.enrolment_id}/stop"),
    ]:
        assert getattr(browser, method)(address).status_code == code, (method, address)
    assert Booking.get_by_id(booked.id).version == booked.version


def test_what_is_not_there_is_not_there(app, as_person):
    marijke = as_person("marijke")
    for address in ("/homework/sessions/999999/booking", "/homework/pupils/9", "/homework/bookings/999999/cancel",
                    "/homework/enrolments/999999/stop", "/homework/bookings/999999/decline"):
        assert marijke.get(address).status_code == 404, address
    assert marijke.get("/homework/bookings/1/confirm").status_code == 405


def test_the_questions_are_answered_on_one_page(app, as_person):
    for day in (DEC_1, DEC_8):
        empty(day, 2, 0)
    made, rows = rules_weekly.enrol(group().id, child("Ada", "fatiha").id, [1], DEC_1, DEC_8, viewer("fatiha"),
                                    clock.now())
    marijke, fatiha = as_person("marijke"), as_person("fatiha")
    page = marijke.get("/homework/questions").text
    assert "Ada" in page and f"/homework/enrolments/{made.id}/confirm" in page
    assert f"/homework/bookings/{rows[0].id}/confirm" in page
    assert "Ada" in fatiha.get("/homework/questions").text
    assert fatiha.post(f"/homework/enrolments/{made.id}/confirm").status_code == 404
    assert as_person("jonas").get("/homework/questions").status_code == 403
    answer = marijke.post(f"/homework/bookings/{rows[0].id}/decline", {"reason": ""})
    assert answer.status_code == 422
    answer = marijke.post(f"/homework/bookings/{rows[0].id}/decline", {"reason": "Geen begeleider"})
    assert answer.status_code == 303
    assert marijke.post(f"/homework/enrolments/{made.id}/confirm").status_code == 303
    assert [state(one) for one in rows] == ["declined", "confirmed"]
    assert marijke.post(f"/homework/bookings/{rows[0].id}/confirm").status_code == 409
    assert "Geen begeleider" in fatiha.get(f"/homework/pupils/{made.pupil_id}").text


def test_a_place_that_came_free_is_answered(app, as_person):
    row = empty(NOV_25, 1, 0, LEDEBERG)
    first, second, third = (book(row, child(name)) for name in ("Ada", "Bea", "Cis"))
    marijke = as_person("marijke")
    assert marijke.post(f"/homework/bookings/{first.id}/cancel", {"reason": ""}).status_code == 303
    assert f"/homework/bookings/{second.id}/yes" in marijke.get("/homework/questions").text
    assert marijke.post(f"/homework/bookings/{second.id}/no").status_code == 303
    assert marijke.post(f"/homework/bookings/{third.id}/yes").status_code == 303
    assert on_list(row) == [("Cis", "confirmed")]
    assert marijke.post(f"/homework/bookings/{third.id}/yes").status_code == 409


def test_a_weekly_place_stops_from_a_day_on(app, as_person):
    row = Enrolment.get(Enrolment.pupil == pupil("Amina"))
    marijke, path_ = as_person("marijke"), f"/homework/enrolments/{row.id}/stop"
    assert marijke.get(path_).status_code == 200
    assert marijke.post(path_, {"version": row.version, "from_day": ""}).status_code == 422
    assert marijke.post(path_, {"version": 7, "from_day": "1/12/2026"}).status_code == 409
    assert marijke.post(path_, {"version": row.version, "from_day": "1/12/2026"}).status_code == 303
    assert ("Amina", "confirmed") in on_list(session(NOV_26)) and "Amina" not in dict(on_list(session(DEC_1)))


def test_what_does_not_go_on_is_shown(app, as_person):
    Activity.update(state="cancelled").where(Activity.id == session(DEC_1).activity_id).execute()
    marijke = as_person("marijke")
    assert "badge--need" in marijke.get(f"/homework/pupils/{pupil('Amina').id}").text
    assert marijke.get(path(session(DEC_1))).status_code == 409


def test_the_pages_of_a_pupil_work(app, as_person):
    fatiha = as_person("fatiha")
    answer = fatiha.post("/homework/pupils/new", {"first_name": "Nour", "year": "OKAN", "subjects": ["maths"],
                                                  "language": "ar", "consent_on": "10/9/2026", "reference": "HIH-9"})
    assert answer.status_code == 303
    row, base = pupil("Nour"), answer.location
    page = fatiha.get(base).text
    assert "HIH-9" in page and "<title>" in page and "Nour" not in re.search("<title>.*?</title>", page)[0]
    assert fatiha.post("/homework/pupils/new", {"first_name": "", "year": ""}).status_code == 422
    changed = {"first_name": "Nour", "year": "1e leerjaar", "version": row.version}
    assert fatiha.post(f"{base}/change", {**changed, "parent": "0470 12 34 56"}).status_code == 422
    assert fatiha.post(f"{base}/change", changed).status_code == 303
    assert fatiha.post(f"{base}/change", changed).status_code == 409
    for step in ("stop", "erase"):
        assert fatiha.get(f"{base}/{step}").status_code == 200
    version = Pupil.get_by_id(row.id).version
    assert fatiha.post(f"{base}/stop", {"version": version, "reason": "Verhuist"}).status_code == 303
    assert fatiha.post(f"{base}/return").status_code == 303
    assert fatiha.post(f"{base}/erase", {"version": 1}).status_code == 409
    assert fatiha.post(f"{base}/erase", {"version": Pupil.get_by_id(row.id).version}).status_code == 303
    assert fatiha.get(base).status_code == 404
    assert fatiha.get(f"/homework/pupils/{pupil('Sara').id}/move").status_code == 409, "one group is shared"


def test_the_coordinator_moves_and_pairs(app, as_person):
    marijke, row = as_person("marijke"), pupil("Yusuf")
    base = f"/homework/pupils/{row.id}"
    assert marijke.get(f"{base}/tutor").status_code == marijke.get(f"{base}/move").status_code == 200
    assert marijke.post(f"{base}/tutor", {"tutor": "1-1"}).status_code == 422
    tutor = f"{group().id}-{viewer('zeynep').volunteer}"
    page = marijke.get(f"{base}/tutor").text
    assert VISSEN in page and LEDEBERG not in page, "only where Yusuf comes"
    elsewhere = f"{group(LEDEBERG).id}-{viewer('zeynep').volunteer}"
    assert marijke.post(f"{base}/tutor", {"tutor": elsewhere}).status_code == 422
    assert marijke.post(f"{base}/tutor", {"tutor": tutor}).status_code == 303
    assert "Zeynep is de vaste begeleider in Huiswerk De Vissen." in marijke.get(base).text
    assert "Zeynep" in marijke.get("/homework/pupils/").text
    assert as_person("jonas").get(f"{base}/tutor").status_code == 403
    page = marijke.get(f"{base}/move").text
    assert f">{LEDEBERG}, woensdag</option>" in page and f">{VISSEN}, " not in page
    moved = {"old": group(VISSEN).id, "new": f"{group(LEDEBERG).id}-2", "first_day": "1/12/2026",
             "last_day": "2026-12-20"}
    assert marijke.post(f"{base}/move", {**moved, "first_day": "1/11/2026"}).status_code == 422
    assert marijke.post(f"{base}/move", moved).status_code == 303
    page = html.unescape(marijke.get(base).text)
    assert "Yusuf gaat vanaf woensdag 2 december naar Huiswerk De Ledeberg." in page
    assert "Zeynep is niet meer de vaste begeleider." in page and "Yusuf: 3 bevestigd (2/12, 9/12, 16/12)." in page
    assert "Yusuf" not in dict(on_list(session(DEC_17)))
    assert marijke.post(f"{base}/tutor/{group().id}/end").status_code == 303


def test_september_on_its_page(app, as_person):
    with clock.standing_still(clock.now().replace(year=2027, month=9, day=2)):
        fatiha, row = as_person("fatiha"), pupil("Sara")
        page = fatiha.get("/homework/pupils/september").text
        assert "Sara" in page and "Amina" not in page
        answer = fatiha.post(f"/homework/pupils/{row.id}/goes-on", {"version": row.version})
        assert answer.status_code == 303
        assert "Sara" not in fatiha.get("/homework/pupils/september").text
        assert fatiha.post(f"/homework/pupils/{row.id}/goes-on", {"version": row.version}).status_code == 409
        assert fatiha.post(f"/homework/pupils/{pupil('Amina').id}/goes-on", {"version": 1}).status_code == 404
        assert as_person("jonas").get("/homework/pupils/september").status_code == 403


@pytest.fixture
def counted():
    statements = []
    database.obj.query_hooks.append(lambda event: statements.append(event.sql))
    yield statements
    database.obj.query_hooks.pop()


def test_a_page_takes_as_many_queries_with_8_pupils_as_with_400(app, as_person, counted):
    row, addresses = empty(DEC_1, 2, 0), ["/homework/pupils/", "/homework/questions", path(session(NOV_26))]
    extra = child("Extra", "fatiha")
    book(row, extra, "fatiha")
    addresses += [f"/homework/pupils/{pupil('Amina').id}", "/homework/pupils/september"]
    browsers = {name: as_person(name) for name in ("marijke", "fatiha", "jonas")}

    def count():
        found = {}
        for name, browser in browsers.items():
            for address in addresses:
                counted.clear()
                if browser.get(address).status_code == 200:
                    found[name, address] = len([sql for sql in counted if sql.split()[0] == "SELECT"])
        return found

    few = count()
    assert len(few) == 13
    HomeworkSession.update(places=40).where(HomeworkSession.id == session(NOV_26).id).execute()
    with database.atomic():
        for n in range(400):
            one = child(f"Kind{n}", "fatiha" if n % 2 else "marijke")
            Booking.create(pupil=one, session=session(NOV_26) if n < 300 else row,
                           side="them" if n % 2 else "us", state="confirmed" if n < 300 else "asked",
                           made_at=clock.now())
    assert count() == few
    assert max(few.values()) <= 20, few


def test_a_question_says_how_full_it_is(as_person):
    page = as_person("fatiha").get("/homework/questions").text
    row = session(DEC_8)
    assert (row.places, row.share) == (8, 6)
    assert "heeft zijn 2 plaatsen al gevuld." in page and "Er zijn nog 3 plaatsen vrij." in page


def test_a_group_of_next_year_is_told_from_that_of_this_year(as_person):
    made = rules_extra.next_year(group(VISSEN).id, viewer("marijke"), clock.now())
    with clock.standing_still(datetime(2027, 6, 1, 10, tzinfo=UTC)):
        row = pupil("Yusuf")
        rules_series.extend(made.series, clock.now(), clock.today())
        book(session(date(2027, 6, 3)), row)
        page = as_person("marijke").get(f"/homework/pupils/{row.id}/move").text
    assert f">{VISSEN} 2027-28, dinsdag + donderdag</option>" in page and f">{VISSEN} 2027-28, dinsdag<" in page
    assert f">{VISSEN}, " not in page and f">{LEDEBERG}, woensdag</option>" in page
