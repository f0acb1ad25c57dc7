"""Who sees and changes which pupil, and what becomes of one."""

from datetime import date, datetime

import pytest
from people import told, viewer
from places import (
    DEC_1,
    DEC_2,
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
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.audit.models import ActChange
from wvg.commons.messages.models import Message
from wvg.commons.people import rules as rules_people
from wvg.commons.people.models import Household
from wvg.commons.planning import rules as planning
from wvg.commons.planning.away import rules_leaving
from wvg.commons.planning.models import Seat, SignUp
from wvg.commons.volunteers.models import PaperKind, PaperSeen
from wvg.groups.homework.booking import rules_weekly
from wvg.groups.homework.models import Booking, BookingStep, Enrolment, HomeworkGroup, Pairing, Pupil, PupilNote, Worry
from wvg.groups.homework.pupils import (
    queries,
    queries_list,
    queries_one,
    queries_pairs,
    queries_september,
    rules,
    rules_erase,
    rules_group,
    rules_september,
)
from wvg.groups.homework.sessions import rules_extra, rules_groups

HOUSE = "Kolibrie"


def names(who, beginning=""):
    groups, _stopped = queries_list.by_group(viewer(who), clock.today(), beginning)
    return {one.group.series.title if one.group else None: [c.words.first_name for c in one.children] for one in groups}


def household():
    return rules_people.add({"code_name": HOUSE, "adults": 1}, viewer("bart"), clock.now())


def test_each_sees_their_own_pupils(app):
    vissen = ["Amina", "Dawit", "Elena", "Lea", "Mariam", "Sara", "Yusuf"]
    assert names("marijke") == {VISSEN: vissen, LEDEBERG: ["Arben", "Mariam"]}
    assert names("jonas") == names("marijke")
    assert names("fatiha") == {VISSEN: vissen}
    for who in ("rita", "katrien"):
        with pytest.raises(Unknown):
            names(who)
    child("Nour")
    assert names("marijke")[None] == ["Nour"] and None not in names("jonas") and None not in names("fatiha")


def test_who_left_a_group_is_not_seen_there_for_long(app):
    row = pupil("Amina")
    rules_group.move(row.id, group(VISSEN).id, group(LEDEBERG).id, [2], DEC_1, DEC_17, "", viewer("marijke"),
                     clock.now())
    assert queries.pupil(row.id, viewer("fatiha"), DEC_17)
    with pytest.raises(Unknown):
        queries.pupil(row.id, viewer("fatiha"), date(2026, 12, 30))


def test_a_search_goes_no_further_than_what_one_sees(app):
    assert names("marijke", "ma") == {VISSEN: ["Mariam"], LEDEBERG: ["Mariam"]}
    assert names("marijke", "ar") == {LEDEBERG: ["Arben"]} and names("fatiha", "ar") == {}
    assert names("marijke", "É") == names("marijke", "e") == {VISSEN: ["Elena"]}
    assert names("marijke", "Mariam") == names("marijke", "ma"), "no whole name is asked for"


def test_a_damaged_one_says_so_and_hides_no_other(app, as_person):
    Pupil.update(sealed=b"\x01\x01 nothing").where(Pupil.id == pupil("Amina").id).execute()
    marijke = as_person("marijke")
    page = marijke.get("/homework/pupils/?name=yu").text
    assert "Yusuf" in page and page.count("badge--need") == 1
    row = next(one for one in Pupil.select() if queries.words(one).damaged)
    assert marijke.get(f"/homework/pupils/{row.id}").status_code == 200
    assert marijke.get(f"/homework/pupils/{row.id}/change").status_code == 200
    with pytest.raises(Refused):
        rules.change(row.id, row.version, {"first_name": "A", "year": "1"}, viewer("marijke"), clock.now())
    rules_erase.erase(row.id, row.version, viewer("marijke"), clock.now())


def test_a_side_changes_only_its_own(app):
    ours, theirs = pupil("Amina"), pupil("Sara")
    with pytest.raises(NotAllowed):
        rules.change(ours.id, ours.version, {"school": "X"}, viewer("fatiha"), clock.now())
    with pytest.raises(NotAllowed):
        rules.change(theirs.id, theirs.version, {"school": "X"}, viewer("marijke"), clock.now())
    with pytest.raises(NotAllowed):
        rules.change(ours.id, ours.version, {"school": "X"}, viewer("jonas"), clock.now())
    rules.change(theirs.id, theirs.version, {"school": "Nieuw"}, viewer("fatiha"), clock.now())
    assert queries.words(pupil("Sara")).school == "Nieuw" and queries.words(pupil("Sara")).reference == "HIH-45"
    with pytest.raises(Refused, match="Save again"):
        rules.change(theirs.id, theirs.version, {"school": "Y"}, viewer("fatiha"), clock.now())
    for values, field in (({"first_name": ""}, "first_name"), ({"year": ""}, "year")):
        with pytest.raises(Invalid) as invalid:
            rules.change(ours.id, ours.version, values, viewer("marijke"), clock.now())
        assert invalid.value.field == field
    with pytest.raises(Invalid):
        rules.change(ours.id, ours.version, {}, viewer("marijke"), clock.now(), consent_on=date(2026, 11, 25))


def test_the_household_is_for_the_coordinator_alone(app, as_person):
    row, house = pupil("Amina"), household()
    rules.change(row.id, row.version, {}, viewer("marijke"), clock.now(), household=house.id)
    path = f"/homework/pupils/{row.id}"
    assert HOUSE in as_person("marijke").get(path).text
    for who in ("jonas", "fatiha"):
        page = as_person(who).get(path)
        assert page.status_code == 200 and HOUSE not in page.text
    assert HOUSE not in as_person("fatiha").get("/homework/pupils/new").text
    with pytest.raises(Invalid):
        rules.change(row.id, row.version + 1, {}, viewer("marijke"), clock.now(), household=7)
    theirs = rules.add({"first_name": "Ada", "year": "1"}, viewer("fatiha"), clock.now(), household=house.id)
    assert theirs.household_id is None
    rules_people.erase(house.id, house.version, viewer("bart"), clock.now())
    assert Pupil.get_by_id(row.id).household_id is None and not Household.select().where(
        Household.id == house.id).exists()


def test_a_tutor_has_the_number_of_a_parent_the_day_before_and_the_day_itself(app, as_person):
    arben, path = pupil("Arben"), f"/homework/pupils/{pupil('Arben').id}"  # on Wednesday 25 November
    assert "0400 00 00 46" in as_person("jonas").get(path).text
    with clock.standing_still(datetime(2026, 11, 26, 9, tzinfo=clock.BRUSSELS)):
        page = as_person("jonas").get(path).text
        assert "0400 00 00 46" not in page and "ouder van" not in page
        assert "0400 00 00 46" in as_person("marijke").get(path).text
    assert "HIH-45" not in as_person("jonas").get(f"/homework/pupils/{pupil('Sara').id}").text
    assert arben.partner_id is None


def test_a_partner_has_the_numbers_of_its_own_pupils_alone(app, as_person):
    for name, number in (("Amina", "0400 00 00 41"), ("Sara", "0400 00 00 45")):
        page = as_person("fatiha").get(f"/homework/pupils/{pupil(name).id}").text
        assert (number in page) == (f"ouder van {name}" in page) == (name == "Sara")
        assert number in as_person("marijke").get(f"/homework/pupils/{pupil(name).id}").text
    assert "ouder van" not in as_person("fatiha").get(f"/homework/pupils/{pupil('Amina').id}").text


def test_an_agreement_that_is_missing_is_shown(app, as_person):
    marijke = as_person("marijke")
    dawit = pupil("Dawit")
    missing = "notice--bad"
    assert missing in marijke.get(f"/homework/pupils/{dawit.id}").text
    assert missing not in marijke.get(f"/homework/pupils/{pupil('Amina').id}").text
    rules.change(dawit.id, dawit.version, {}, viewer("marijke"), clock.now(), consent_on=date(2026, 11, 20))
    one = queries_one.one(dawit.id, viewer("marijke"), clock.today())
    assert (one.pupil.consent_on, one.consent_by.first_name) == (date(2026, 11, 20), "Marijke")


def test_pressing_twice_makes_one_pupil(app):
    rules.add_once({"first_name": "Nour", "year": "OKAN"}, viewer("marijke"), clock.now())
    with pytest.raises(Invalid):
        rules.add_once({"first_name": "nour ", "year": "okan"}, viewer("marijke"), clock.now())
    rules.add_once({"first_name": "Nour", "year": "OKAN"}, viewer("fatiha"), clock.now())
    with pytest.raises(NotAllowed):
        rules.add_once({"first_name": "Ada", "year": "1"}, viewer("jonas"), clock.now())


def test_who_stops_gives_its_places_to_who_waits(app):
    row = empty(NOV_25, 1, 0, LEDEBERG)
    ada = child("Ada")
    booked, waits = book(row, ada), book(row, child("Bea"))
    Pairing.create(pupil=ada, group=group(LEDEBERG), tutor=viewer("jonas").volunteer, made_at=clock.now())
    assert rules.stop(ada.id, ada.version, "Verhuist", viewer("marijke"), clock.now()) == 1
    assert (state(booked), state(waits)) == ("cancelled", "offered")
    assert Pairing.select().where(Pairing.pupil == ada, Pairing.ended_at.is_null()).count() == 0
    with pytest.raises(Refused):
        rules.stop(ada.id, ada.version, "Weer", viewer("marijke"), clock.now())
    rules.come_back(ada.id, viewer("marijke"), clock.now())
    assert Pupil.get_by_id(ada.id).stopped_on is None


def test_who_stops_says_why_to_who_booked_it(app):
    ours = pupil("Amina")
    Booking.update(side="them").where(Booking.pupil == ours, Booking.session == session(DEC_1)).execute()
    with pytest.raises(Invalid):
        rules.stop(ours.id, ours.version, "", viewer("marijke"), clock.now())
    assert Pupil.get_by_id(ours.id).stopped_on is None
    rules.stop(ours.id, ours.version, "Verhuist", viewer("marijke"), clock.now())


def test_erased_leaves_a_number_and_nothing_that_was_said(app):
    row = pupil("Sara")
    came = Booking.select().where(Booking.pupil == row).count()
    for table in (PupilNote, Worry):
        made = table(pupil=row, school_year=2026, made_at=clock.now()) if table is PupilNote else table(
            pupil=row, raised_at=clock.now())
        made.seal({"line": "tafels van 7"})
        made.save(force_insert=True)
    step = BookingStep.select().join(Booking).where(Booking.pupil == row).get()
    step.seal({"reason": "Sara is ziek"})
    step.save()
    with pytest.raises(NotAllowed):
        rules_erase.erase(row.id, row.version, viewer("marijke"), clock.now())
    with pytest.raises(Refused):
        rules_erase.erase(row.id, row.version + 1, viewer("fatiha"), clock.now())
    rules_erase.erase(row.id, row.version, viewer("fatiha"), clock.now())
    gone = Pupil.get_by_id(row.id)
    assert (gone.sealed, gone.household_id, gone.consent_on, gone.erased_at) == (None, None, None, clock.now())
    assert Booking.select().where(Booking.pupil == row).count() == came
    assert not Booking.select().where(Booking.pupil == row, Booking.session == session(DEC_1),
                                      Booking.state == "confirmed").exists()
    assert not Enrolment.select().where(Enrolment.pupil == row, Enrolment.ended_at.is_null()).exists()
    for table in (PupilNote, Worry, Pairing):
        assert not table.select().where(table.pupil == row).exists()
    assert BookingStep.get_by_id(step.id).sealed is None
    with pytest.raises(Unknown):
        queries.pupil(row.id, viewer("fatiha"), clock.today())
    assert "Sara" not in str([name for one in names("marijke").values() for name in one])


def on(*what):
    return clock.standing_still(datetime(*what, tzinfo=clock.BRUSSELS))


def test_in_september_each_side_says_of_its_own_and_who_is_not_said_is_erased(app):
    assert queries_september.unanswered(viewer("marijke"), clock.today()) == []
    with on(2027, 8, 14, 10):
        assert queries_september.unanswered(viewer("marijke"), clock.today()) == []
    with on(2027, 8, 15, 10):
        assert rules_september.remind(clock.now()) == 0
        assert child("Nieuw").goes_on == 2027, "who is new in these weeks is not asked about"
        assert [c.words.first_name for c in queries_september.unanswered(viewer("fatiha"), clock.today())] == [
            "Elena", "Lea", "Sara"]
        row = pupil("Elena")
        with pytest.raises(NotAllowed):
            rules_september.goes_on(row.id, row.version, viewer("marijke"), clock.now())
        rules_september.goes_on(row.id, row.version, viewer("fatiha"), clock.now())
        with pytest.raises(Refused):
            rules_september.goes_on(row.id, row.version, viewer("fatiha"), clock.now())
    with on(2027, 9, 1, 10):
        assert rules_september.remind(clock.now()) == 2 and rules_september.remind(clock.now()) == 0
        assert told("marijke") == [
            "Say of each pupil if they come this school year. Before Thursday 30 September."] == told("fatiha")
    with on(2027, 9, 30, 23):
        assert rules_erase.forget_old(clock.now()) == 0
    with on(2027, 10, 1, 10):
        assert rules_erase.forget_old(clock.now()) == 7 and rules_erase.forget_old(clock.now()) == 0
        left = [queries.words(row).first_name for row in Pupil.select().where(Pupil.erased_at.is_null())]
        assert sorted(left) == ["Elena", "Nieuw"] and Pupil.select().count() == 9


def test_who_books_its_own_pupil_has_said_that_it_comes(app):
    amina, sara, elena = pupil("Amina"), pupil("Sara"), pupil("Elena")
    with on(2027, 9, 7, 10):
        old = group()
        rules_extra.next_year(old.id, viewer("marijke"), clock.now())
        new = next(one for one in HomeworkGroup.select() if one.school_year == 2027)
        for row, by in ((amina, "marijke"), (sara, "fatiha"), (elena, "marijke")):
            Booking.update(enrolment=None).where(Booking.pupil == row).execute()
            Enrolment.delete().where(Enrolment.pupil == row).execute()
            rules_weekly.enrol(new.id, row.id, [1], clock.today(), date(2027, 12, 17), viewer(by), clock.now())
        assert [Pupil.get_by_id(row.id).goes_on for row in (amina, sara, elena)] == [2027, 2027, 2026]
    with on(2027, 10, 1, 10):
        rules_erase.forget_old(clock.now())
    assert [Pupil.get_by_id(row.id).erased_at is None for row in (amina, sara, elena)] == [True, True, False]


def test_a_note_goes_when_its_school_year_is_over(app):
    note = PupilNote(pupil=pupil("Amina"), school_year=2026, made_at=clock.now())
    note.seal({"line": "tafels van 7"})
    note.save(force_insert=True)
    with on(2027, 8, 31, 23):
        assert rules_erase.forget_old(clock.now()) == 0
    with on(2027, 9, 1, 1):
        assert rules_erase.forget_old(clock.now()) == 1
    assert PupilNote.select().count() == 0


def test_a_fixed_tutor_and_who_takes_their_place(as_person):
    row, day = pupil("Amina"), session(NOV_26)
    jonas, marijke = viewer("jonas"), viewer("marijke")
    PaperSeen.create(volunteer=marijke.volunteer, kind=PaperKind.get(PaperKind.key == rules_groups.PAPER),
                     seen_on=clock.today())
    assert queries_pairs.pairs(day)[row.id].helper.first_name == "Jonas"
    seat = Seat.get(Seat.id == SignUp.get(
        SignUp.activity == day.activity_id, SignUp.volunteer == jonas.volunteer).seat_id)
    planning.withdraw(seat.id, jonas, clock.now())
    (pair,) = queries_pairs.pairs(day).values()
    assert (pair.pupil, pair.tutor.first_name, pair.helper) == (row.id, "Jonas", None)
    other = Seat.select().where(Seat.activity == day.activity_id, Seat.id != seat.id).order_by(Seat.position)[2]
    assert "nu niet op de lijst" in as_person("jonas").get(f"/homework/sessions/{day.activity_id}").text
    planning.sign_up(seat.id, marijke, clock.now())
    assert queries_pairs.pairs(day)[row.id].helper.first_name == "Marijke"
    page = as_person("jonas").get(f"/homework/sessions/{day.activity_id}").text
    line = page[page.index(f'id="pupil-{Booking.get(Booking.pupil == row, Booking.session == day).id}"'):]
    assert "Marijke T." in line.split("</li>")[0] and "nu niet op de lijst" not in page
    planning.withdraw(seat.id, marijke, clock.now())
    planning.sign_up(other.id, marijke, clock.now())
    assert queries_pairs.pairs(day)[row.id].helper is None, "another place is another tutor"
    assert with_jonas(row) == 3


def with_jonas(row):
    """In how many places it is said that Jonas always helps a pupil: the list, its page, a session."""
    me, today = viewer("marijke"), clock.today()
    listed = [child for one in queries_list.by_group(me, today)[0] for child in one.children
              if child.pupil.id == row.id and child.tutors]
    return len(listed) + len(queries_one.one(row.id, me, today).pairs) + len(queries_pairs.pairs(session(DEC_17)))


def test_a_tutor_who_stopped_always_helps_nobody(app):
    assert with_jonas(pupil("Amina")) == 3
    rules_leaving.stop(viewer("jonas").volunteer, viewer("katrien"), clock.now())
    assert with_jonas(pupil("Amina")) == 0


def test_a_tutor_who_went_to_another_place_still_helps(app):
    row, day, jonas = pupil("Amina"), session(DEC_3), viewer("jonas")
    seat = SignUp.get(SignUp.activity == day.activity_id, SignUp.volunteer == jonas.volunteer).seat_id
    theirs = SignUp.get(SignUp.activity == day.activity_id, SignUp.volunteer == viewer("zeynep").volunteer).seat_id
    planning.withdraw(theirs, viewer("zeynep"), clock.now())
    free = Seat.select().where(Seat.activity == day.activity_id, Seat.id.not_in(
        SignUp.select(SignUp.seat).where(SignUp.ended_at.is_null()))).order_by(Seat.position)[0]
    planning.withdraw(seat, jonas, clock.now())
    planning.sign_up(free.id, jonas, clock.now())
    planning.sign_up(seat, viewer("zeynep"), clock.now())
    assert queries_pairs.pairs(day)[row.id].helper.first_name == "Jonas"


def test_a_fixed_tutor_stays_until_the_pupil_goes(app):
    row = pupil("Amina")
    rules_group.move(row.id, group().id, group(LEDEBERG).id, [2], DEC_8, DEC_17, "", viewer("marijke"), clock.now())
    assert len(queries_one.one(row.id, viewer("marijke"), clock.today()).pairs) == 1
    assert queries_pairs.pairs(session(DEC_1))[row.id].tutor.first_name == "Jonas"
    rules_group.move(row.id, group().id, group(LEDEBERG).id, [2], clock.today(), DEC_1, "", viewer("marijke"),
                     clock.now())
    assert queries_one.one(row.id, viewer("marijke"), clock.today()).pairs == []


def test_the_coordinator_chooses_a_fixed_tutor(app):
    row, vissen = pupil("Yusuf"), group()
    zeynep, nora = viewer("zeynep").volunteer, viewer("rita").volunteer
    for who in ("jonas", "fatiha"):
        with pytest.raises(NotAllowed):
            rules_group.pair(row.id, vissen.id, zeynep, viewer(who), clock.now())
    with pytest.raises(Invalid):
        rules_group.pair(row.id, vissen.id, nora, viewer("marijke"), clock.now())
    made = rules_group.pair(row.id, vissen.id, zeynep, viewer("marijke"), clock.now())
    assert rules_group.pair(row.id, vissen.id, zeynep, viewer("marijke"), clock.now()).id == made.id
    rules_group.pair(row.id, vissen.id, viewer("jonas").volunteer, viewer("marijke"), clock.now())
    with pytest.raises(Invalid):
        rules_group.pair(row.id, group(LEDEBERG).id, zeynep, viewer("marijke"), clock.now())
    assert Pairing.select().where(Pairing.pupil == row, Pairing.ended_at.is_null()).count() == 1
    rules_group.end_pair(row.id, vissen.id, viewer("marijke"), clock.now())
    assert Pairing.select().where(Pairing.pupil == row, Pairing.ended_at.is_null()).count() == 0


def test_a_move_keeps_what_was(app):
    row, old, new = pupil("Amina"), group(VISSEN), group(LEDEBERG)
    before = Booking.select().where(Booking.pupil == row).count()
    with pytest.raises(Invalid):
        rules_group.move(row.id, old.id, old.id, [2], DEC_1, DEC_17, "", viewer("marijke"), clock.now())
    with pytest.raises(Unknown):
        rules_group.move(pupil("Sara").id, old.id, new.id, [2], DEC_1, DEC_17, "", viewer("fatiha"), clock.now())
    moved = rules_group.move(row.id, old.id, new.id, [2], DEC_1, DEC_17, "Dichter bij huis", viewer("marijke"),
                             clock.now())
    bookings = moved.bookings
    assert (moved.ended, moved.tutor) == (6, None), "Jonas helps until the last date there"
    assert [one.session.activity.date for one in bookings][0] == DEC_2
    assert {one.state for one in bookings} == {"confirmed"}
    assert Booking.select().where(Booking.pupil == row).count() == before + len(bookings)
    assert ("Amina", "confirmed") in on_list(session(NOV_26)) and ("Amina", "confirmed") not in on_list(session(DEC_1))
    one = queries_one.one(row.id, viewer("marijke"), clock.today())
    reasons = {step.reason for found in one.coming for step in found.steps}
    assert "Dichter bij huis" in reasons and one.past


def test_no_name_of_a_child_stands_in_the_log_or_in_a_message(app):
    row = pupil("Sara")
    made, _rows = rules_weekly.enrol(group().id, child("Kanarie", "fatiha", phone="+32499112233").id, [1], DEC_1,
                                     DEC_17, viewer("fatiha"), clock.now())
    rules_weekly.stop(made.id, made.version, DEC_1, "Kanarie is ziek", viewer("marijke"), clock.now())
    rules_erase.erase(row.id, row.version, viewer("fatiha"), clock.now())
    for text in (*(str(one.details) for one in Message.select()), *(str(one.before) for one in ActChange.select())):
        assert "Kanarie" not in text and "Sara" not in text and "99112233" not in text


@pytest.mark.parametrize("name", ["Sa\u202era", "\u2066Sara", "Sara\u200f", "https://sara.example"])
def test_a_name_that_hides_signs_is_refused_not_mended_in_silence(as_person, name):
    answer = as_person("fatiha").post("/homework/pupils/new", {"first_name": name, "year": "4e leerjaar"})
    assert answer.status_code == 422
    with pytest.raises(Invalid):
        child(name)


def test_a_persian_name_keeps_its_joiner(app):
    assert queries.words(child("علی\u200cرضا")).first_name == "علی\u200cرضا"
