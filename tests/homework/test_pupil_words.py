"""A note for who helps next, a worry for the coordinator alone, a need for the board."""

import pytest
from people import told, viewer
from places import DEC_1, empty
from tutoring import CHILDREN, LEDEBERG, TODAY, WEDNESDAY, booking, later, page_of, pupil

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import NotAllowed, Refused, Unknown
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.needs import queries_hands
from wvg.commons.needs.models import Need, NeedKind
from wvg.commons.people.models import Household
from wvg.groups.homework.during import queries_worries, rules_needs, rules_notes, rules_worries
from wvg.groups.homework.models import Pupil, PupilNote, Worry

NOTE, WORRY = "tafels van 7 canarynote", "slaapt slecht canaryworry"


def of(name="Amina", day=TODAY, **more):
    return f"/homework/bookings/{booking(name, day, **more).id}"


# Notes


def test_a_note_is_read_by_who_helps_next(as_person):
    answer = as_person("jonas").post(f"{of()}/note", {"line": NOTE})
    assert answer.status_code == 303 and answer.location.startswith(f"{page_of()}#pupil-")
    for name in ("zeynep", "marijke", "fatiha"):
        assert NOTE in as_person(name).get(page_of()).text, name


def test_the_newest_three_are_shown(as_person):
    for n in range(5):
        with clock.standing_still(later(minutes=n)):
            rules_notes.write(booking("Amina").id, f"regel {n}", viewer("jonas"), clock.now())
    page = as_person("zeynep").get(page_of()).text
    assert [f"regel {n}" in page for n in range(5)] == [False, False, True, True, True]


def test_a_note_that_says_too_much_is_asked_about(as_person):
    jonas = as_person("jonas")
    answer = jonas.post(f"{of()}/note", {"line": "woont Kerkstraat 12"})
    assert answer.status_code == 422 and "woont Kerkstraat 12" in answer.text and "private_ok" in answer.text
    assert jonas.post(f"{of()}/note", {"line": "woont Kerkstraat 12", "private_ok": "y"}).status_code == 303
    assert jonas.post(f"{of()}/note", {"line": ""}).status_code == 422
    assert jonas.post(f"{of()}/note", {"line": "x" * 201}).status_code == 422


def test_who_writes_no_note(as_person):
    assert as_person("fatiha").post(f"{of()}/note", {"line": NOTE}).status_code == 404
    assert as_person("rita").post(f"{of()}/note", {"line": NOTE}).status_code == 403
    assert as_person("katrien").get(f"{of()}/note").status_code == 403
    assert as_person("jonas").post("/homework/bookings/999999/note", {"line": NOTE}).status_code == 404
    assert not PupilNote.select().exists()


def test_who_wrote_it_or_the_coordinator_takes_it_away(as_person):
    notes = [rules_notes.write(booking("Amina").id, f"{NOTE} {n}", viewer("jonas"), clock.now()).id for n in "ab"]
    assert as_person("zeynep").post(f"/homework/notes/{notes[0]}/removal").status_code == 403
    assert as_person("fatiha").post(f"/homework/notes/{notes[0]}/removal").status_code == 404
    assert as_person("jonas").post(f"/homework/notes/{notes[0]}/removal", {"back": page_of()}).location == page_of()
    assert as_person("marijke").post(f"/homework/notes/{notes[1]}/removal").status_code == 303
    assert not PupilNote.select().exists()
    assert as_person("marijke").post(f"/homework/notes/{notes[1]}/removal").status_code == 404


def test_a_note_that_is_sent_twice_is_one(as_person):
    jonas = as_person("jonas")
    for name in ("Amina", "Amina", "Yusuf"):
        assert jonas.post(f"{of(name)}/note", {"line": NOTE}).status_code == 303
    assert PupilNote.select().count() == 2
    as_person("zeynep").post(f"{of()}/note", {"line": NOTE})
    rules_notes.write(booking("Amina").id, NOTE, viewer("jonas"), later(minutes=11))
    assert PupilNote.select().count() == 4


def test_a_partner_takes_away_the_line_that_it_wrote_when_it_booked(as_person):
    row, fatiha = empty(DEC_1), as_person("fatiha")
    fatiha.post(f"/homework/sessions/{row.activity_id}/booking", {
        "pupil": pupil("Sara").id, "often": "once", "line": NOTE})
    note = PupilNote.get()
    assert Act.select().join(ActChange).where(ActChange.table == "pupil_note", ActChange.row == note.id).exists()
    path = f"/homework/notes/{note.id}/removal"
    assert path in fatiha.get(f"/homework/sessions/{row.activity_id}").text
    assert as_person("zeynep").post(path).status_code == 403
    assert fatiha.post(path).status_code == 303
    assert not PupilNote.select().exists()


# Worries


def raised(name="jonas"):
    return rules_worries.raise_worry(booking("Amina").id, WORRY, viewer(name), clock.now())


def test_only_the_coordinator_and_who_wrote_it_read_a_worry(as_person):
    assert as_person("jonas").post(f"{of()}/worry", {"line": WORRY}).status_code == 303
    assert WORRY in as_person("marijke").get("/homework/worries/").text
    assert WORRY in as_person("jonas").get("/homework/worries/").text
    assert WORRY not in as_person("zeynep").get("/homework/worries/").text
    number = Worry.get().id
    assert as_person("zeynep").get(f"/homework/worries/{number}").status_code == 404
    for name, status in (("fatiha", 404), ("katrien", 403), ("rita", 403)):
        assert as_person(name).get("/homework/worries/").status_code == status
        assert as_person(name).get(f"/homework/worries/{number}").status_code == status
        assert as_person(name).post(f"{of()}/worry", {"line": "x"}).status_code == status


def test_the_coordinator_is_told_without_a_name(app):
    raised()
    assert told("marijke") == ["Jonas B. is worried about a pupil: Huiswerk De Vissen, Tuesday 24 November."]
    assert told("fatiha") == told("zeynep") == told("katrien") == []


def test_a_worry_that_is_sent_twice_is_one_and_tells_once(as_person):
    for _ in range(2):
        assert as_person("jonas").post(f"{of()}/worry", {"line": WORRY}).status_code == 303
    assert Worry.select().count() == 1 and len(told("marijke")) == 1
    as_person("jonas").post(f"{of('Yusuf')}/worry", {"line": WORRY})
    assert Worry.select().count() == 2


def test_it_is_closed_with_an_answer_that_who_wrote_it_reads(as_person):
    row, marijke = raised(), as_person("marijke")
    path = f"/homework/worries/{row.id}"
    assert marijke.post(path, {"answer": "", "version": 1}).status_code == 422
    assert marijke.post(path, {"answer": "Ik belde de school", "version": 1}).status_code == 303
    assert "Ik belde de school" in as_person("jonas").get("/homework/worries/").text
    assert told("jonas") == ["Marijke T. answered your worry: Huiswerk De Vissen, Tuesday 24 November."]
    late = marijke.post(path, {"answer": "nog eens", "version": 1})
    assert late.status_code == 409 and "nog eens" in late.text and "Ik belde de school" in late.text
    assert as_person("jonas").post(path, {"answer": "x", "version": 2}).status_code == 403


def test_open_worries_stand_first(app):
    first = raised()
    rules_worries.close(first.id, 1, "gedaan", viewer("marijke"), clock.now())
    second = rules_worries.raise_worry(booking("Yusuf").id, "anders", viewer("zeynep"), later(hours=1))
    found = queries_worries.worries(viewer("marijke"), clock.today())
    assert [card.worry.id for card in found] == [second.id, first.id]


def test_who_does_not_see_the_pupil_writes_no_worry(app):
    with pytest.raises(NotAllowed):
        rules_worries.raise_worry(booking("Amina").id, WORRY, viewer("fatiha"), clock.now())
    with pytest.raises((NotAllowed, Unknown)):
        rules_worries.raise_worry(booking("Amina").id, WORRY, viewer("rita"), clock.now())


def test_a_damaged_worry_is_not_written_over(app):
    row = raised()
    Worry.update(sealed=b"x").where(Worry.id == row.id).execute()
    with pytest.raises(Refused):
        rules_worries.close(row.id, 1, "gedaan", viewer("marijke"), clock.now())


def test_six_months_after_it_was_closed_it_is_erased(app):
    row = raised()
    other = rules_worries.raise_worry(booking("Yusuf").id, WORRY, viewer("jonas"), clock.now())
    rules_worries.close(row.id, 1, "gedaan", viewer("marijke"), clock.now())
    assert rules_worries.forget_old(later(days=180)) == 0
    assert rules_worries.forget_old(later(days=190)) == 1
    assert [one.id for one in Worry.select()] == [other.id]


# Needs


def kind(key="other"):
    return NeedKind.get(NeedKind.key == key)


def test_a_need_goes_to_the_board_for_the_family_that_the_tutor_does_not_see(as_person):
    family = Household.select().where(Household.ended_on.is_null()).first()
    Pupil.update(household=family).where(Pupil.id == pupil("Amina").id).execute()
    jonas = as_person("jonas")
    page = jonas.get(f"{of()}/need").text
    assert 'name="household"' not in page and family.code_name not in page
    answer = jonas.post(f"{of()}/need", {"kind": kind().id, "urgency": "this week", "line": "een winterjas"})
    assert answer.status_code == 303
    need = Need.get(Need.raised_by == viewer("jonas").volunteer)
    assert (need.household_id, need.group, need.urgency, need.activity_id) == (family.id, "homework", "this week", None)
    assert "een winterjas" in as_person("marijke").get("/needs/").text
    assert family.code_name not in jonas.get("/needs/mine").text


def test_no_tutor_follows_up_what_a_child_of_a_family_needs(as_person):
    family = Household.select().where(Household.ended_on.is_null()).first()
    Pupil.update(household=family).where(Pupil.id == pupil("Amina").id).execute()
    for row in Account.select().where(Account.user_name.in_(("zeynep", "nadia"))):
        Grant.create(account=row, role="volunteer", group=kind("letter").group, given_at=clock.now())
    for name, told_from in (("Amina", "marijke annelies nadia"), ("Yusuf", "marijke annelies nadia jonas zeynep")):
        need, _people = rules_needs.pass_on(
            booking(name).id, kind("letter").id, "today", "brief", viewer("jonas"), clock.now())
        people = {viewer(who).volunteer for who in "marijke annelies nadia jonas zeynep".split()}
        listed = {person.id for person, _ in queries_hands.hands(need, clock.today())}
        assert listed & people == {viewer(who).volunteer for who in told_from.split()}
    need = Need.get(Need.household == family, Need.group == "homework")
    answer = as_person("marijke").post(f"/needs/{need.id}/handing-over",
                                       {"volunteer": viewer("jonas").volunteer, "version": need.version})
    assert answer.status_code == 422
    assert as_person("jonas").get(f"/needs/{need.id}").status_code == 404


def test_two_of_one_family_need_the_same_and_nobody_can_tell(as_person):
    family = Household.select().where(Household.ended_on.is_null()).first()
    Pupil.update(household=family).where(Pupil.id.in_([pupil("Amina").id, pupil("Yusuf").id])).execute()
    for name in ("Amina", "Yusuf"):
        answer = as_person("jonas").post(f"{of(name)}/need", {"kind": kind().id, "urgency": "today", "line": "jas"})
        assert answer.status_code == 303
    assert Need.select().where(Need.household == family, Need.group == "homework").count() == 2


def test_a_need_that_is_sent_twice_is_one(as_person):
    form = {"kind": kind().id, "urgency": "today", "line": "jas"}
    for name in ("Amina", "Amina", "Yusuf"):
        assert as_person("jonas").post(f"{of(name)}/need", form).status_code == 303
    assert Need.select().where(Need.group == "homework").count() == 2
    as_person("jonas").post(f"{of()}/need", {**form, "urgency": "can wait"})
    assert Need.select().where(Need.group == "homework").count() == 3


def test_without_a_family_it_is_for_nobody_in_particular(as_person):
    as_person("zeynep").post(f"{of()}/need", {"kind": kind().id, "urgency": "can wait", "line": "boeken"})
    assert Need.get(Need.raised_by == viewer("zeynep").volunteer).household_id is None


def test_a_need_that_is_not_right_comes_back_as_typed(as_person):
    jonas = as_person("jonas")
    for wrong in ({"line": "jas"}, {"kind": kind().id, "line": "jas"}, {"kind": kind().id, "urgency": "today"},
                  {"kind": kind().id, "urgency": "today", "line": "bel 0470 12 34 56"}):
        assert jonas.post(f"{of()}/need", wrong).status_code == 422, wrong
    assert as_person("fatiha").post(f"{of()}/need", {"kind": kind().id, "urgency": "today", "line": "x"}
                                    ).status_code == 404
    assert jonas.get(of("Arben", WEDNESDAY, title=LEDEBERG) + "/need").status_code == 200  # jonas helps there too


# Nothing of it anywhere else


def test_no_word_about_a_child_stands_in_the_open(as_person, tmp_path, caplog):
    jonas = as_person("jonas")
    jonas.post(f"{of()}/note", {"line": NOTE})
    jonas.post(f"{of()}/worry", {"line": WORRY})
    jonas.post(f"{of()}/need", {"kind": kind().id, "urgency": "today", "line": "jas canaryneed"})
    as_person("marijke").post(f"/homework/worries/{Worry.get().id}", {"answer": "canaryanswer", "version": 1})
    dump = "\n".join(database.connection().iterdump())
    for word in ("canarynote", "canaryworry", "canaryneed", "canaryanswer"):
        assert word not in dump and word not in caplog.text
    plain = dump.lower()
    assert not any(f"'{name.lower()}" in plain for name in CHILDREN)


