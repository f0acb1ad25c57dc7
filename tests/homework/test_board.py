"""The board of homework support: two weeks, tutors who come and go, counts of places, and never the name of a child."""

import re
from datetime import date, time, timedelta

import pytest
from people import told, viewer
from vissen import DEC_1, DEC_3, LEDEBERG, NOV_24, NOV_25, NOV_26, VISSEN, many, on, seats, session, who

from wvg.base import clock
from wvg.base.db import database
from wvg.commons.partners.models import Location, PartnerPerson
from wvg.commons.planning import rules
from wvg.commons.planning.models import Activity, SignUp
from wvg.commons.volunteers.models import PaperSeen
from wvg.demo_homework import PUPILS
from wvg.groups.homework.models import HomeworkSession, Proposal
from wvg.groups.homework.sessions import queries, queries_tutors, rules_tutors


def test_jonas_sees_two_weeks_by_group_with_hours_tutors_and_what_they_help_with(as_person):
    page = as_person("jonas").get("/homework/").text
    assert page.count('class="sess"') == 6
    assert VISSEN in page and LEDEBERG in page and "Buurtlokaal De Vissen, Forelstraat 9900, 9000 Gent" in page
    assert "16.15 – 17.45" in page and "wiskunde, rekenen" in page and "Zeynep Y." in page and "Nora C." in page
    assert page.index("dinsdag 24 november") < page.index("donderdag 26 november") < page.index("dinsdag 1 december")


@pytest.mark.parametrize("name", ["marijke", "jonas", "zeynep", "fatiha"])
@pytest.mark.parametrize("week", ["", "?week=2026-W50", "?week=2026-W45"])
def test_no_name_of_a_pupil_is_on_the_board_for_anybody(as_person, name, week):
    page = as_person(name).get(f"/homework/{week}").text
    assert not [child for child, *_ in [*PUPILS, ("Lea",)] if re.search(rf"\b{child}\b", page)]


def test_the_partner_sees_only_what_is_shared_and_takes_no_places_of_tutors(as_person):
    fatiha = as_person("fatiha")
    page = fatiha.get("/homework/").text
    assert VISSEN in page and LEDEBERG not in page and "Jonas B." in page
    assert 'action="/seats/' not in page and "/assignment" not in page and 'action="/acts' not in page
    for verb in ("sign-up", "withdrawal", "substitute", "coming", "take-over"):
        assert fatiha.post(f"/seats/{seats(NOV_26)[2].id}/{verb}").status_code == 404
    assert on(NOV_26) == ["Jonas", "Zeynep"]


def test_who_is_of_another_group_sees_no_board(as_person):
    assert as_person("rita").get("/homework/").status_code == 403
    assert as_person("katrien").get("/homework/").status_code == 403


def test_jonas_gives_his_place_back_on_the_board_and_takes_another_one(as_person):
    jonas, mine = as_person("jonas"), seats(NOV_26)[0]
    path = f"/seats/{mine.id}/withdrawal"
    back = re.search(rf'action="{path}".*?name="back" value="([^"]+)"', jonas.get("/homework/").text, re.S)[1]
    answer = jonas.post(path, {"back": back})
    assert answer.status_code == 303
    assert answer.location == back == f"/homework/?week=2026-W48#activity-{mine.activity_id}"
    assert on(NOV_26) == ["Zeynep"]
    page = jonas.get("/homework/").text
    assert f'action="{path}"' not in page and f'action="/seats/{mine.id}/sign-up"' in page
    assert jonas.post(f"/seats/{mine.id}/sign-up", {"back": back}).status_code == 303
    assert on(NOV_26) == ["Jonas", "Zeynep"]


def test_jonas_looks_for_a_substitute_and_somebody_takes_over_without_javascript(as_person):
    jonas, mine = as_person("jonas"), seats(NOV_26)[0]
    rules.withdraw(seats(NOV_26)[1].id, viewer("zeynep"), clock.now())
    assert jonas.post(f"/seats/{mine.id}/substitute", {"back": "/homework/"}).status_code == 303
    assert on(NOV_26) == ["-Jonas"]
    assert f'action="/seats/{mine.id}/coming"' in jonas.get("/homework/").text
    zeynep = as_person("zeynep")
    assert f'action="/seats/{mine.id}/take-over"' in zeynep.get("/homework/").text
    assert zeynep.post(f"/seats/{mine.id}/take-over", {"back": "/homework/"}).status_code == 303
    assert on(NOV_26) == ["Zeynep"] and told("jonas")
    assert jonas.post(f"/seats/{mine.id}/coming", {"back": "/homework/"}).status_code == 403


def test_who_has_not_shown_the_extract_reads_why_there_is_no_button(as_person):
    page = as_person("marijke").get("/homework/").text
    assert "/sign-up" not in page and "/assignment" in page
    PaperSeen.delete().where(PaperSeen.volunteer == viewer("zeynep").volunteer).execute()
    SignUp.delete().where(SignUp.volunteer == viewer("zeynep").volunteer).execute()
    for name, calls in (("marijke", 0), ("zeynep", 1)):
        page = as_person(name).get("/homework/").text
        assert page.count("uittreksel uit het strafregister (596.2)") == 1
        assert page.count('href="tel:+32400000015"') == calls
    for name in ("jonas", "fatiha"):
        assert "(596.2)" not in as_person(name).get("/homework/").text


def test_places_are_counted_with_words_and_dots_and_a_full_session_has_a_waiting_list(as_person):
    HomeworkSession.update(places=5, share=2).where(HomeworkSession.id == session(NOV_24).id).execute()
    line = line_of("marijke", NOV_24)
    assert (line.room.free, line.room.all_taken, line.room.places) == (0, 5, 5)
    page = as_person("marijke").get("/homework/").text
    block = page[page.index(f'id="activity-{session(NOV_24).activity_id}"'):].split('<li class="sess')[0]
    assert block.count('<i class="x">') == 5 and "<i></i>" not in block and "btn--quiet" in block


def test_a_session_without_a_tutor_is_in_need_and_so_is_one_of_which_people_were_told(as_person):
    assert not line_of("jonas", DEC_3).in_need
    SignUp.update(ended_at=clock.now(), end_reason="ill").where(
        SignUp.activity == session(DEC_3).activity_id).execute()
    HomeworkSession.update(in_need_since=clock.now()).where(HomeworkSession.id == session(DEC_1).id).execute()
    assert line_of("jonas", DEC_3).in_need and line_of("jonas", DEC_1).in_need and not line_of("jonas", NOV_26).in_need
    assert as_person("jonas").get("/homework/").text.count("badge--need") == 2


def test_what_does_not_go_on_is_grey_with_its_reason_and_nothing_can_be_done_with_it(as_person):
    page = as_person("marijke").get("/homework/?week=2026-W52").text
    assert page.count("sess--off") == 6 and page.count("Kerstvakantie") >= 6
    assert "/booking" not in page and "/sign-up" not in page and "/assignment" not in page


def test_the_coming_school_holiday_stands_below_with_the_first_session_after_it(as_person):
    page = as_person("fatiha").get("/homework/").text
    assert "<b>Kerstvakantie:</b>" in page and "maandag 21 december" in page and "zondag 3 januari" in page
    assert "dinsdag 5 januari" in page


def test_a_holiday_in_which_something_goes_on_is_not_announced_nor_one_that_is_far(app):
    assert queries.holiday(NOV_24, viewer("jonas"), "nl").again.isoformat() == "2027-01-05"
    assert queries.holiday(NOV_24, viewer("jonas"), "fr").name != "Kerstvakantie"
    assert queries.holiday(NOV_24 - timedelta(weeks=6), viewer("jonas"), "nl").name == "Herfstvakantie"
    assert queries.holiday(date(2027, 5, 1), viewer("jonas"), "nl") is None, "that of Ascension is short"
    Activity.update(state="planned").where(Activity.title == VISSEN, Activity.date == "2026-12-22").execute()
    assert queries.holiday(NOV_24, viewer("jonas"), "nl") is None


def test_ones_own_group_comes_first_and_only_there_a_tutor_books(app):
    SignUp.delete().where(SignUp.volunteer == who("Jonas"), SignUp.activity.in_(
        Activity.select(Activity.id).where(Activity.title == LEDEBERG))).execute()
    found = board("jonas")
    assert [(one.group.series.title, one.mine, one.may_book) for one in found] == [
        (VISSEN, True, True), (LEDEBERG, False, False)]
    assert [one.group.series.title for one in board("marijke")] == [LEDEBERG, VISSEN]
    assert [one.may_book for one in board("marijke")] == [True, True]
    assert [one.may_book for one in board("fatiha")] == [True]


def test_a_week_that_is_none_is_not_there(as_person):
    jonas = as_person("jonas")
    assert jonas.get("/homework/?week=soon").status_code == 404
    assert jonas.get("/homework/?week=2026-W60").status_code == 404
    assert jonas.get("/homework/?week=2199-W01").status_code == 200
    assert jonas.post("/homework/").status_code == 405


def test_the_board_takes_as_many_queries_with_six_sessions_as_with_two_thousand(as_person):
    statements = []
    database.obj.query_hooks.append(lambda event: statements.append(event.sql))
    counts = {}
    for name in ("marijke", "jonas", "fatiha"):
        browser = as_person(name)
        statements.clear()
        assert browser.get("/homework/").status_code == 200
        counts[name] = len([sql for sql in statements if sql.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")])
    many(2000)
    for name, few in counts.items():
        browser = as_person(name)
        statements.clear()
        page = browser.get("/homework/")
        now = len([sql for sql in statements if sql.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")])
        assert now == few <= 15, (name, few, now)
        assert page.text.count('class="sess') > 900
    database.obj.query_hooks.pop()


def board(name):
    return queries.board(NOV_24, viewer(name), clock.local(clock.now()))


def line_of(name, day):
    return next(line for one in board(name) for line in one.lines
                if line.card.activity.date == day and one.group.series.title == VISSEN)


def test_wednesday_is_of_ledeberg(app):
    found = {one.group.series.title: [line.card.activity.date for line in one.lines] for one in board("marijke")}
    assert found[LEDEBERG] == [NOV_25, NOV_25 + timedelta(weeks=1)]
    assert found[VISSEN] == [NOV_24, NOV_26, DEC_1, DEC_3]


def test_what_waits_stands_on_the_tile_of_proposals(as_person):
    assert queries_tutors.how_many_wait(viewer("marijke"), NOV_24) == 0
    nora = PartnerPerson.get(PartnerPerson.volunteer == who("Nora")).volunteer_id
    rules_tutors.offer(seats(NOV_26)[2].id, nora, viewer("fatiha"), clock.now())
    Proposal.create(group=session(NOV_26).group, session=session(NOV_26), starts=time(17), ends=time(18), side="them",
                    location=Location.get(), made_at=clock.now())
    assert queries_tutors.how_many_wait(viewer("marijke"), NOV_24) == 2
    assert queries_tutors.how_many_wait(viewer("fatiha"), NOV_24) == 0
    assert "2 wachten op je antwoord" in as_person("marijke").get("/homework/").text


def test_a_side_reads_how_many_free_places_are_its_own(as_person):
    HomeworkSession.update(share=3).where(HomeworkSession.id == session(NOV_24).id).execute()
    page = as_person("fatiha").get("/homework/").text
    block = page[page.index(f'id="activity-{session(NOV_24).activity_id}"'):].split('<li class="sess')[0]
    assert "3 plaatsen vrij" in block and "waarvan 1 van Hand in Hand" in block
