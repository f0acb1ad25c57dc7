"""Parents are called when a session does not go on, moves, goes on after all, or lost its tutors."""

import pytest
from people import viewer
from playhouse.test_utils import count_queries
from tutoring import DEC_15, DEC_17, ROOM, VISSEN, activity, booking, later, page_of

from wvg.base import clock
from wvg.base.errors import Refused, Unknown
from wvg.commons.planning.changes import rules_cancel
from wvg.commons.planning.models import Activity, SignUp
from wvg.groups.homework.closing import queries_calls, rules, rules_calls
from wvg.groups.homework.models import Booking, HomeworkSession, ParentCall

VALUES = {"place": ROOM, "first_day": DEC_15, "last_day": DEC_15, "reason": "verwarming stuk"}


@pytest.fixture
def closed(app):
    return rules.close(VALUES, viewer("marijke"), clock.now())[0]


def call(name, by="marijke", result="told", when=None, day=DEC_15):
    return rules_calls.call(booking(name, day).id, result, viewer(by), when or clock.now())


def to_tell(day=DEC_15, now=None):
    session = HomeworkSession.get(HomeworkSession.activity == activity(day).id)
    session = next(iter(queries_calls.queries.sessions().where(HomeworkSession.id == session.id)))
    return queries_calls.to_tell([session], now or clock.now())[session.id]


def test_the_coordinator_calls_all_their_own_first(closed, as_person):
    page = as_person("marijke").get(f"{page_of(DEC_15)}/calls").text
    assert 'href="tel:+32400000041"' in page and 'href="tel:+32400000043"' in page
    assert page.index("Amina") < page.index("Yusuf") < page.index("Elena")


def test_a_partner_calls_its_own_and_sees_how_far_we_are(closed, as_person):
    call("Amina")
    page = as_person("fatiha").get(f"{page_of(DEC_15)}/calls").text
    assert "Elena" in page and "+32400000043" in page
    assert "Amina" not in page and "+32400000041" not in page
    assert "1" in page.split("notice")[1]
    answer = as_person("fatiha").post(f"/homework/bookings/{booking('Amina', DEC_15).id}/call", {"result": "told"})
    assert answer.status_code == 404


def test_the_last_call_counts(closed, as_person):
    marijke, row = as_person("marijke"), booking("Amina", DEC_15)
    for result in ("tried", "told", "told"):
        assert marijke.post(f"/homework/bookings/{row.id}/call", {"result": result}).status_code == 303
    assert [one.result for one in ParentCall.select().order_by(ParentCall.id)] == ["tried", "told"]
    assert to_tell().left("us") == 2 and to_tell().left("them") == 2
    part = marijke.htmx(f"/homework/bookings/{row.id}/call", {"result": "tried"})
    assert part.status_code == 200 and "<html" not in part.text and part.text.count("autofocus") == 1
    assert to_tell().left("us") == 3
    assert marijke.post(f"/homework/bookings/{row.id}/call", {"result": "shouted"}).status_code == 422


def test_who_calls_nobody(closed, as_person):
    for name, status in (("jonas", 403), ("rita", 403), ("katrien", 403)):
        assert as_person(name).get(f"{page_of(DEC_15)}/calls").status_code == status
        answer = as_person(name).post(f"/homework/bookings/{booking('Amina', DEC_15).id}/call", {"result": "told"})
        assert answer.status_code == status
    assert as_person("fatiha").get("/homework/sessions/999999/calls").status_code == 404


def test_the_page_of_the_session_says_how_many_must_be_told(closed, as_person):
    path = f"{page_of(DEC_15)}/calls"
    assert path in as_person("marijke").get(page_of(DEC_15)).text
    assert path in as_person("fatiha").get(page_of(DEC_15)).text
    assert path not in as_person("jonas").get(page_of(DEC_15)).text
    assert f"{page_of(DEC_17)}/calls" not in as_person("marijke").get(page_of(DEC_17)).text
    assert path in as_person("marijke").get("/homework/closing/").text


def test_today_of_the_coordinator_leads_to_the_list(closed, as_person):
    assert f"{page_of(DEC_15)}/calls" in as_person("marijke").get("/").text


def test_nothing_changed_so_nobody_is_called(app):
    with pytest.raises(Refused):
        call("Amina", day=DEC_17)


def test_a_session_that_was_cancelled(app):
    row = activity(DEC_15)
    rules_cancel.cancel({row.id: row.version}, "ziek", viewer("marijke"), clock.now())
    assert (to_tell().kind, len(to_tell().rows)) == ("off", 5)


def test_who_was_told_that_it_does_not_go_on_is_told_that_it_does(closed, as_person):
    call("Amina")
    with clock.standing_still(later(hours=1)):
        rules.open_again(closed.id, viewer("marijke"), clock.now())
    found = to_tell(now=later(hours=2))
    assert found.kind == "on" and [row.id for row, _ in found.rows] == [booking("Amina", DEC_15).id]
    assert found.left("us") == 1
    with pytest.raises(Unknown):
        call("Yusuf", when=later(hours=2))
    call("Amina", when=later(hours=2))
    assert to_tell(now=later(hours=3)).left("us") == 0


def test_a_session_that_moves(app):
    from wvg.commons.planning.changes import rules as rules_changes

    row = activity(DEC_15)
    rules_changes.change_one(row.id, {"date": DEC_15, "starts": row.starts.replace(hour=15), "ends": row.ends,
                                      "place": row.place, "title": row.title}, viewer("marijke"), row.version,
                             clock.now())
    Booking.update(made_at=later(days=1)).where(Booking.id == booking("Yusuf", DEC_15).id).execute()
    found = to_tell()
    assert found.kind == "moved" and len(found.rows) == 4


def test_a_session_that_lost_its_tutors(app):
    SignUp.update(ended_at=clock.now(), end_reason="withdrew").where(SignUp.activity == activity(DEC_15).id).execute()
    assert to_tell().kind == ""  # three weeks ahead somebody may still come
    HomeworkSession.update(in_need_since=clock.now()).where(
        HomeworkSession.activity == activity(DEC_15).id).execute()
    assert to_tell().kind == "no tutors" and to_tell().left("us", "them") == 5
    call("Amina")
    assert to_tell().left("us", "them") == 4


def test_what_is_over_needs_no_call(closed):
    assert to_tell(now=later(days=22)).kind == ""


def test_one_list_takes_the_same_queries_however_long(closed):
    now, number, marijke = clock.now(), activity(DEC_15).id, viewer("marijke")
    with count_queries() as full:
        queries_calls.calls(number, marijke, now)
    Booking.update(state="cancelled").where(Booking.session == booking("Amina", DEC_15).session).execute()
    with count_queries() as empty:
        queries_calls.calls(number, marijke, now)
    assert full.count == empty.count == 5
    with count_queries() as many:
        queries_calls.coming(marijke, now)
    assert many.count == 5
    assert Activity.select().where(Activity.title == VISSEN).count() > 10


def test_who_told_their_own_parents_does_not_read_that_all_were_told(closed, as_person):
    marijke, fatiha = as_person("marijke"), as_person("fatiha")
    for name in ("Elena", "Sara"):
        call(name, by="fatiha")
    for page in (fatiha.get("/homework/closing/").text, fatiha.get(page_of(DEC_15)).text):
        assert "Alle ouders zijn verwittigd" not in page and "De ouders van jouw leerlingen zijn verwittigd" in page
    assert "WVG: nog 3" in fatiha.get("/homework/closing/").text
    for name in ("Amina", "Yusuf", "Dawit"):
        call(name)
    assert "Alle ouders zijn verwittigd" in fatiha.get("/homework/closing/").text
    assert "Alle ouders zijn verwittigd" in marijke.get("/homework/closing/").text
