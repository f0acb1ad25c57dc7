"""The page of a session: everything for who helps there, no child for anybody else."""

import pytest
from people import viewer
from playhouse.test_utils import count_queries
from tutoring import CHILDREN, DEC_15, LEDEBERG, TODAY, VISSEN, WEDNESDAY, activity, booking, page_of, session

from wvg.base import clock
from wvg.commons.planning.models import Activity, Seat, SignUp
from wvg.groups.homework.booking import rules as rules_booking
from wvg.groups.homework.during import queries
from wvg.groups.homework.models import HomeworkSession


@pytest.mark.parametrize("name", ["marijke", "jonas", "fatiha"])
def test_who_helps_sees_who_comes_and_with_what(as_person, name):
    page = as_person(name).get(page_of()).text
    for shown in ("Amina", "2e leerjaar", "Arabisch", "Jonas B.", "Zeynep", "Nora", "Sara", "Hand in Hand"):
        assert shown in page, shown
    assert "Arben" not in page


def test_a_title_holds_no_name_of_a_child(as_person):
    for path in (page_of(), f"{page_of()}/attendance", f"/homework/bookings/{booking('Amina').id}/note",
                 f"/homework/bookings/{booking('Amina').id}/worry", f"/homework/bookings/{booking('Amina').id}/need"):
        page = as_person("jonas").get(path)
        assert page.status_code == 200, path
        assert "Amina" not in page.text.split("</title>")[0]


def test_a_volunteer_who_is_no_tutor_of_the_group_sees_no_child(as_person):
    from wvg.groups.homework.models import HomeworkGroup

    group = HomeworkGroup.get_by_id(session().group_id)
    SignUp.update(ended_at=clock.now(), end_reason="withdrew").where(
        SignUp.volunteer == viewer("zeynep").volunteer,
        SignUp.activity.in_(HomeworkSession.select(HomeworkSession.activity).where(HomeworkSession.group == group)),
    ).execute()
    zeynep = as_person("zeynep")
    page = zeynep.get(page_of())
    assert page.status_code == 200 and "16.15" in page.text and "Jonas B." in page.text
    assert not any(name in page.text for name in CHILDREN)
    assert zeynep.get(f"{page_of()}/attendance").status_code == 403


@pytest.mark.parametrize(("name", "status"), [("rita", 403), ("katrien", 403), ("bart", 403)])
def test_others_do_not_come_in(as_person, name, status):
    assert as_person(name).get(page_of()).status_code == status


def test_what_is_not_shared_is_not_there_for_a_partner(as_person):
    fatiha = as_person("fatiha")
    assert fatiha.get(page_of(WEDNESDAY, LEDEBERG)).status_code == 404
    assert fatiha.get(f"{page_of(WEDNESDAY, LEDEBERG)}/attendance").status_code == 404
    assert fatiha.get("/homework/sessions/999999").status_code == 404


def test_a_round_is_no_session(as_person):
    from people import BREAD, DEC_5
    from people import activity as any_activity

    assert as_person("marijke").get(f"/homework/sessions/{any_activity(BREAD, DEC_5).id}").status_code == 404


def test_a_tutor_hands_over_from_here_and_a_partner_has_no_such_button(as_person):
    jonas = as_person("jonas").get(page_of()).text
    own = Seat.get(Seat.activity == activity(), Seat.position == 1)
    assert f'action="/seats/{own.id}/substitute"' in jonas and f'action="/seats/{own.id}/withdrawal"' in jonas
    page = as_person("fatiha").get(page_of()).text
    assert 'action="/seats/' not in page and page.count("/offer") == 1, "one place is open"


def test_who_waits_is_seen_by_who_decides(as_person):
    from tutoring import pupil

    HomeworkSession.update(places=5, share=2).where(HomeworkSession.id == session(DEC_15).id).execute()
    rules_booking.book(activity(DEC_15).id, pupil("Arben").id, viewer("marijke"), clock.now())
    assert "Arben" in as_person("marijke").get(page_of(DEC_15)).text
    assert "Arben" in as_person("fatiha").get(page_of(DEC_15)).text
    assert "Arben" not in as_person("jonas").get(page_of(DEC_15)).text


def test_a_page_takes_the_same_queries_however_many_come(app):
    now, who = clock.now(), viewer("marijke")
    with count_queries() as full:
        queries.page(activity(TODAY).id, who, now)
    with count_queries() as empty:
        queries.page(activity(DEC_15.replace(month=6, year=2027), VISSEN).id, who, now)
    assert full.count == empty.count <= 16


def test_a_session_without_a_tutor_shows_as_in_need(as_person):

    SignUp.update(ended_at=clock.now(), end_reason="withdrew").where(SignUp.activity == activity(DEC_15).id).execute()
    assert "notice--need" in as_person("marijke").get(page_of(DEC_15)).text
    assert "notice--need" not in as_person("marijke").get(page_of()).text


@pytest.mark.parametrize("name", ["marijke", "jonas", "fatiha"])
def test_a_name_leads_to_the_pupil(as_person, name):
    person, path = as_person(name), f"/homework/pupils/{booking('Amina').pupil_id}"
    assert f'href="{path}"' in person.get(page_of()).text and person.get(path).status_code == 200


def test_what_does_not_go_on_has_no_free_places_and_nothing_to_cancel(as_person):
    Activity.update(state="cancelled", reason="ziek").where(Activity.id == activity(DEC_15).id).execute()
    SignUp.update(ended_at=clock.now(), end_reason="cancelled").where(
        SignUp.activity == activity(DEC_15).id).execute()
    page = as_person("fatiha").get(page_of(DEC_15)).text
    assert "van 8 plaatsen" not in page and "Nog niemand" not in page and "/offer" not in page
    page = as_person("fatiha").get(f"/homework/pupils/{booking('Elena').pupil_id}").text
    row = page[page.index(f'href="{page_of(DEC_15)}"'):].split("</li>\n")[0]
    assert "gaat niet door" in row and "badge--ok" not in row
    assert f"/homework/bookings/{booking('Elena', DEC_15).id}/cancel" not in page
