"""Where who speaks for a partner begins: what waits for them, what waits for us, and the sessions that we share."""

from datetime import UTC, datetime, time, timedelta

import pytest
from people import viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Unknown
from wvg.commons.accounts.models import Grant
from wvg.commons.messages import rules as messages
from wvg.commons.messages.models import Message
from wvg.commons.partners import notices, rules_agreement
from wvg.commons.partners.models import Location, Partner, PartnerAgreement, PartnerPerson
from wvg.commons.planning.models import Activity, Seat
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.homework.booking import rules as booking
from wvg.groups.homework.booking import rules_answer, rules_weekly
from wvg.groups.homework.closing import rules as rules_closing
from wvg.groups.homework.closing import rules_calls
from wvg.groups.homework.models import Booking, HomeworkGroup, HomeworkSession, Proposal, Pupil
from wvg.groups.homework.pupils import rules as pupils
from wvg.groups.homework.sessions import rules_tutors
from wvg.groups.homework.shared import queries

PAGE = "/homework/shared"


@pytest.fixture(autouse=True)
def _nothing_waits(app):
    """What we ask in the demo was answered."""
    Booking.update(state="confirmed").where(Booking.state == "asked", Booking.side == "us").execute()


def first(name="fatiha"):
    return queries.first(viewer(name), clock.now())


def vissen():
    return HomeworkGroup.get(HomeworkGroup.partner.is_null(False))


def sessions(group=None):
    """The sessions of a group that are to come, in order."""
    return [row for row in rules_weekly.coming(group or vissen(), clock.today(), clock.today() + timedelta(weeks=20),
                                               clock.now())]


def full(session, side="us"):
    """No place of its own is left for a side in a session."""
    HomeworkSession.update(share=session.places if side == "us" else 0).where(
        HomeworkSession.id == session.id).execute()


def pupil(name="Milan", by="marijke"):
    return pupils.add({"first_name": name, "year": "4e leerjaar"}, viewer(by), clock.now())


def ask(day=0, name="Milan", by="marijke"):
    """A side asks for a place above its own share."""
    session = sessions()[day]
    full(session, "us" if by == "marijke" else "them")
    return booking.book(session.activity_id, pupil(name, by).id, viewer(by), clock.now())


def test_today_leads_there_and_to_nothing_else(as_person):
    fatiha = as_person("fatiha")
    answer = fatiha.get("/")
    assert answer.status_code == 303 and answer.location == PAGE
    page = fatiha.get(PAGE)
    assert page.status_code == 200 and 'aria-current="page"' in page.text
    for other in ("/rounds/", "/calendar", "/people/", "/needs", "/organisation", "/absences", "/who-can", "Arben"):
        assert other not in page.text, other


def test_what_we_ask_for_waits_for_them_with_who_asked_and_the_days(as_person):
    row = pupil()
    for session in sessions()[:2]:
        full(session)
        booking.book(session.activity_id, row.id, viewer("marijke"), clock.now())
    (asked,) = first().asked
    assert asked.words.first_name == "Milan" and asked.by.first_name == "Marijke" and len(asked.sessions) == 2
    page = as_person("fatiha").get(PAGE).text
    assert "Milan" in page and "4e leerjaar" in page and "Marijke T." in page and "24 nov, do 26 nov" in page


def test_when_it_is_answered_it_waits_no_more(app):
    row = ask()
    rules_answer.confirm(row.id, viewer("fatiha"), clock.now())
    assert first().asked == [] and not first().waits


def test_a_place_that_came_free_for_a_pupil_of_theirs_waits_for_them(app):
    row = ask(by="fatiha")
    Booking.update(state="waiting", offered_at=clock.now()).where(Booking.id == row.id).execute()
    (offered,) = first().offered
    assert offered.words.first_name == "Milan" and offered.sessions[0].activity.date == clock.today()


def test_what_they_asked_waits_for_us(as_person):
    assert [one.words.first_name for one in first().our_asked] == ["Lea"]
    ask(day=1, by="fatiha")
    found = first()
    assert [one.words.first_name for one in found.our_asked] == ["Milan", "Lea"] and not found.asked
    page = as_person("fatiha").get(PAGE).text
    assert "Milan" in page and "do 26 nov" in page and page.count('href="/homework/questions"') >= 2


def test_a_tutor_whom_they_offered_waits_for_us_with_the_day(as_person):
    seat = Seat.get(Seat.activity == sessions()[1].activity_id, Seat.position == 4)
    nora = PartnerPerson.get(PartnerPerson.volunteer == Volunteer.get(Volunteer.first_name == "Nora")).volunteer
    assert f"/homework/seats/{seat.id - 1}/offer" in as_person("fatiha").get(PAGE).text, "the first that is open"
    row = rules_tutors.offer(seat.id, nora.id, viewer("fatiha"), clock.now())
    page = as_person("fatiha").get(PAGE).text
    assert f"/homework/offers/{row.id}" in page and "Nora C." in page


def test_parents_who_must_be_called_wait_for_them_until_all_know_it(as_person):
    day = sessions()[1].activity.date
    rules_closing.close({"place": sessions()[1].activity.place, "first_day": day, "last_day": day,
                         "reason": "verwarming stuk"}, viewer("fatiha"), clock.now())
    (one,) = first().calls
    path = f"/homework/sessions/{one.session.activity_id}/calls"
    assert one.left("them") == 2 and path in as_person("fatiha").get(PAGE).text
    for row, _called in one.of("them"):
        rules_calls.call(row.id, "told", viewer("fatiha"), clock.now())
    assert not first().calls and path not in as_person("fatiha").get(PAGE).text


def test_in_september_both_sides_read_on_their_first_page_who_has_no_answer(as_person):
    question = "/homework/pupils/september"
    assert question not in as_person("fatiha").get(PAGE).text
    Pupil.update(goes_on=clock.today().year - 1).execute()
    Grant.update(until=None).execute()
    with clock.standing_still(datetime(2026, 9, 20, 9, tzinfo=UTC)):
        fatiha, marijke, jonas = as_person("fatiha"), as_person("marijke"), as_person("jonas")
        assert first().unanswered == 3
        assert question in fatiha.get(PAGE).text
        page = marijke.get("/homework/").text
        assert "Nog 5 leerlingen zonder antwoord" in page and question in page
        assert question not in jonas.get("/homework/").text
        Pupil.update(goes_on=2026).execute()
        assert question not in fatiha.get(PAGE).text and question not in marijke.get("/homework/").text


def test_a_proposal_waits_for_the_side_that_did_not_make_it(as_person):
    room = Location.get(Location.name == "Lokaal De Ledeberg")
    for side, session in (("us", sessions()[0]), ("them", None)):
        Proposal.create(group=vissen(), session=session, first_day=None if session else clock.today(),
                        starts=time(17), ends=time(18), location=room, side=side, made_at=clock.now())
    found = first()
    assert [row.side for row in found.proposals] == ["us"] and [row.side for row in found.our_proposals] == ["them"]
    page = as_person("fatiha").get(PAGE).text
    assert "17.00 – 18.00" in page and "Lokaal De Ledeberg" in page


def test_an_agreement_that_was_changed_or_ends_soon_waits_for_them(app):
    assert not first().agree and not first().renew
    partner = Partner.get()
    row = PartnerAgreement.get()
    rules_agreement.change(partner.id, row.version, {"snack": "Soep"}, viewer("marijke"), clock.now())
    assert first().agree
    rules_agreement.agree(partner.id, row.version + 1, viewer("fatiha"), clock.now())
    PartnerAgreement.update(renew_on=clock.today() + timedelta(weeks=6)).execute()
    assert not first().agree and first().renew


def test_two_weeks_of_shared_sessions_with_who_helps_and_how_many_come(as_person):
    found = first().lines
    assert [line.card.activity.date.day for line in found] == [24, 26, 1, 3, 8]
    assert {line.session.group_id for line in found} == {vissen().id}
    page = as_person("fatiha").get(PAGE).text
    assert "Jonas" in page and "Nora" in page and "Buurtlokaal De Vissen" in page and "Baeyens" not in page


def test_a_session_that_does_not_go_on_says_why(as_person):
    Activity.update(state="cancelled", reason="De verwarming is stuk").where(
        Activity.id == sessions()[1].activity_id).execute()
    assert "De verwarming is stuk" in as_person("fatiha").get(PAGE).text


def test_whom_to_call_and_messages_with_a_button(as_person):
    fatiha = as_person("fatiha")
    messages.tell([viewer("fatiha").volunteer], notices.RENEW, clock.now(), partner="Hand in Hand",
                  day=clock.today(), path="/partners/1/agreement")
    page = fatiha.get(PAGE).text
    assert "tel:+32400000015" in page and "Hand in Hand" in page
    number = Message.get(Message.recipient == viewer("fatiha").volunteer, Message.seen_at.is_null()).id
    assert f"/messages/{number}/seen" in page
    assert fatiha.post(f"/messages/{number}/seen").status_code == 303
    assert Message.get_by_id(number).seen_at is not None


def test_six_weeks_before_their_access_ends_it_says_so(as_person):
    assert first().ends_on is None
    Grant.update(until=clock.today() + timedelta(weeks=6)).where(Grant.role == "partner").execute()
    assert first().ends_on == clock.today() + timedelta(weeks=6)
    assert "5 januari 2027" in as_person("fatiha").get(PAGE).text


def test_nothing_of_another_partner_or_of_our_own_group_is_there(app):
    Partner.create(key="ander", name="Ander", made_at=clock.now())
    Grant.create(account=viewer("luc").account, role="partner", group="ander", given_at=clock.now())
    ask()
    found = first("luc")
    assert not (found.asked or found.lines or found.our_asked or found.our_offers or found.calls)
    with pytest.raises(Unknown):
        queries.first(viewer("rita"), clock.now())


def test_our_own_people_have_no_such_page(as_person):
    for name in ("marijke", "jonas", "katrien"):
        assert as_person(name).get(PAGE).status_code == 403
        assert as_person(name).get("/").status_code == 200


def test_a_pupil_that_cannot_be_read_hides_no_other(as_person):
    one, other = ask(), ask(day=1, name="Ilse")
    Pupil.update(sealed=b"x" * 60).where(Pupil.id == one.pupil_id).execute()
    page = as_person("fatiha").get(PAGE)
    assert page.status_code == 200 and "Ilse" in page.text and other.state == "asked"


def test_it_takes_the_same_few_queries_however_much_there_is(as_person):
    fatiha, statements = as_person("fatiha"), []

    def hook(event):
        statements.append(event.sql)

    def counted():
        statements.clear()
        assert fatiha.get(PAGE).status_code == 200
        return len([sql for sql in statements if sql.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")])

    database.obj.query_hooks.append(hook)
    few = counted()
    for day in range(5):
        ask(day, f"Kind {day}")
    for _ in range(5):
        messages.tell([viewer("fatiha").volunteer], notices.RENEW, clock.now(), partner="x", day=clock.today())
    many = counted()
    database.obj.query_hooks.remove(hook)
    assert few <= many <= few + 1 <= 25, (few, many)
