"""Extract 596.2: without it nobody helps children by themselves, and a coordinator says why."""

from datetime import date

import pytest
from people import told, viewer
from vissen import DEC_3, NOV_24, NOV_26, group, many, on, seats, who

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.planning import rules, rules_assign
from wvg.commons.planning.models import Activity, Regular, SeriesSeat, SeriesSeatNeed, SignUp
from wvg.commons.planning.series import queries_regulars, rules_regulars
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.volunteers.models import PaperKind, PaperSeen
from wvg.groups.homework.models import TutorSubject
from wvg.groups.homework.sessions import queries_tutors, rules_tutors


def forget_paper(name):
    PaperSeen.delete().where(
        PaperSeen.volunteer == who(name), PaperSeen.kind == PaperKind.get(PaperKind.key == "criminal_record")
    ).execute()


def place(position=3):
    return SeriesSeat.get(SeriesSeat.series == group().series, SeriesSeat.position == position)


def make_regular(name, override="", position=3):
    return rules_regulars.make_regular(place(position).id, who(name).id, 1, DEC_3, DEC_3, viewer("marijke"),
                                       clock.now(), override)


def test_without_the_extract_zeynep_cannot_sign_up_or_take_over(as_person):
    rules.withdraw(seats(NOV_26)[1].id, viewer("zeynep"), clock.now())
    rules.seek(seats(NOV_26)[0].id, viewer("jonas"), clock.now())
    forget_paper("Zeynep")
    with pytest.raises(Refused, match="Only with: uittreksel 596.2"):
        rules.sign_up(seats(NOV_26)[1].id, viewer("zeynep"), clock.now())
    with pytest.raises(Refused):
        rules.take_over(seats(NOV_26)[0].id, viewer("zeynep"), clock.now())
    zeynep = as_person("zeynep")
    assert zeynep.post(f"/seats/{seats(NOV_26)[1].id}/sign-up").status_code == 409
    assert on(NOV_26) == ["-Jonas"]


def test_marijke_puts_stijn_on_the_list_only_with_a_reason_that_is_kept(as_person):
    marijke, seat = as_person("marijke"), seats(NOV_26)[2]
    path = f"/seats/{seat.id}/assignment"
    assert marijke.post(path, {"volunteer": who("Stijn").id}).status_code == 422
    assert on(NOV_26) == ["Jonas", "Zeynep"]
    assert marijke.post(path, {"volunteer": who("Stijn").id, "override": "Komt morgen."}).status_code == 303
    assert on(NOV_26) == ["Jonas", "Zeynep", "Stijn"]
    assert SignUp.get(SignUp.seat == seat).override == "Komt morgen."
    rules_assign.assign(seats(DEC_3)[2].id, who("Nora").id, viewer("marijke"), clock.now())
    assert on(DEC_3) == ["Jonas", "Zeynep", "Nora"], "Nora has shown it"


def test_a_fixed_place_asks_for_a_reason_too_and_keeps_it_with_each_date(as_person):
    with pytest.raises(Invalid) as invalid:
        make_regular("Stijn")
    assert invalid.value.field == "override" and not Regular.select().where(Regular.volunteer == who("Stijn")).exists()
    marijke, path = as_person("marijke"), f"/series-seats/{place(4).id}/regulars"
    typed = {"volunteer": who("Stijn").id, "every": "1", "first_day": DEC_3.isoformat()}
    make_known("Stijn")
    answer = marijke.post(path, typed)
    assert answer.status_code == 422 and 'name="override"' in answer.text
    assert marijke.post(path, {**typed, "override": "Brengt het volgende week."}).status_code == 303
    rows = SignUp.select().where(SignUp.volunteer == who("Stijn"), SignUp.regular.is_null(False))
    assert rows.count() > 40 and {row.override for row in rows} == {"Brengt het volgende week."}


def make_known(name):
    """Who has no account stands in the lists of a group after they were there once."""
    rules_assign.assign(seats(NOV_24)[3].id, who(name).id, viewer("marijke"), clock.now(), "Eenmalig.")
    assert who(name) in queries_regulars.may_be_regular(place(), clock.today())


def test_dates_that_are_made_later_keep_the_reason_of_the_fixed_place(app):
    make_regular("Stijn", "Brengt het.")
    series = group().series
    series.last_day = date(2027, 9, 30)
    series.save()
    rules_series.extend(series, clock.now(), date(2027, 8, 31))
    made = SignUp.select().join(Activity).where(SignUp.volunteer == who("Stijn"), Activity.date >= date(2027, 9, 1))
    assert [row.override for row in made] == ["Brengt het."] * 9, "Tuesdays and Thursdays of September"


def test_who_showed_it_needs_no_reason_and_none_is_kept(app):
    make_regular("Nora", "Nergens voor nodig.")
    rows = SignUp.select().where(SignUp.volunteer == who("Nora"), SignUp.regular.is_null(False))
    assert rows.count() and {row.override for row in rows} == {""}


def test_without_the_rule_nobody_is_asked(app):
    SeriesSeatNeed.delete().where(SeriesSeatNeed.series_seat == place()).execute()
    assert make_regular("Stijn").sentence


def test_marijke_sees_who_showed_it_and_notes_that_she_saw_one(as_person):
    marijke = as_person("marijke")
    page = marijke.get("/homework/tutors").text
    assert "Jonas" in page and "Nora" in page and "5/9/2026" in page and "Marijke T." in page
    path = f"/homework/tutors/{who('Stijn').id}"
    assert marijke.get(path).status_code == 200
    assert marijke.post(path, {"seen_on": "23/11/2026"}).status_code == 303
    tutor = queries_tutors.tutor(who("Stijn").id, viewer("marijke"), clock.today())
    assert tutor.paper.seen_on == date(2026, 11, 23) and tutor.seen_by.first_name == "Marijke"
    assert marijke.post(path, {"seen_on": "24/11/2026"}).status_code == 303, "a newer one takes its place"
    assert queries_tutors.tutor(who("Stijn").id, viewer("marijke"), clock.today()).paper.seen_on == NOV_24
    rules_assign.assign(seats(NOV_26)[2].id, who("Stijn").id, viewer("marijke"), clock.now())


def test_what_cannot_be_comes_back_as_typed(as_person):
    marijke, path = as_person("marijke"), f"/homework/tutors/{who('Stijn').id}"
    for typed in ("", "gisteren", "25/11/2026", "31/2/2026"):
        answer = marijke.post(path, {"seen_on": typed})
        assert answer.status_code == 422 and 'class="errsum"' in answer.text and typed in answer.text


def test_only_the_coordinator_sees_who_showed_what(as_person):
    number = who("Jonas").id
    for path in ("/homework/tutors", f"/homework/tutors/{number}", f"/homework/tutors/{number}/subjects"):
        assert as_person("jonas").get(path).status_code == 403
        assert as_person("rita").get(path).status_code == 403
        assert as_person("fatiha").get(path).status_code == 404
    marijke = as_person("marijke")
    assert marijke.get("/homework/tutors/999999").status_code == 404
    assert marijke.get(f"/homework/tutors/{who('Rita').id}").status_code == 404, "she is no tutor"
    assert marijke.post(f"/homework/tutors/{who('Rita').id}", {"seen_on": "24/11/2026"}).status_code == 404
    with pytest.raises(NotAllowed):
        rules_tutors.see_paper(number, NOV_24, viewer("jonas"), clock.now())


def test_jonas_says_himself_with_what_he_helps(as_person):
    jonas = as_person("jonas")
    page = jonas.get("/homework/subjects").text
    assert page.count("checked") == 2
    maths = TutorSubject.get(TutorSubject.volunteer == who("Zeynep")).subject_id
    assert jonas.post("/homework/subjects", {"subjects": [maths]}).status_code == 303
    assert [row.subject_id for row in TutorSubject.select().where(TutorSubject.volunteer == who("Jonas"))] == [maths]
    assert jonas.post("/homework/subjects", {"subjects": [9999]}).status_code == 422
    assert jonas.post("/homework/subjects", {}).status_code == 303
    assert not TutorSubject.select().where(TutorSubject.volunteer == who("Jonas")).exists()
    assert as_person("fatiha").get("/homework/subjects").status_code == 404
    assert as_person("rita").get("/homework/subjects").status_code == 403


def test_marijke_writes_down_the_subjects_of_a_tutor_without_account(as_person):
    marijke, nora = as_person("marijke"), who("Nora").id
    maths = TutorSubject.get(TutorSubject.volunteer == who("Zeynep")).subject_id
    assert marijke.get(f"/homework/tutors/{nora}/subjects").status_code == 200
    assert marijke.post(f"/homework/tutors/{nora}/subjects", {"subjects": [maths]}).status_code == 303
    assert TutorSubject.get(TutorSubject.volunteer == nora).subject_id == maths
    with pytest.raises(NotAllowed):
        rules_tutors.helps_with(nora, [maths], viewer("jonas"), clock.now())
    with pytest.raises(Unknown):
        rules_tutors.helps_with(999999, [maths], viewer("marijke"), clock.now())


def test_the_list_of_tutors_takes_as_many_queries_with_many_sessions(as_person):
    marijke, statements, counts = as_person("marijke"), [], []
    database.obj.query_hooks.append(lambda event: statements.append(event.sql))
    for more in (0, 300):
        many(more) if more else None
        statements.clear()
        assert marijke.get("/homework/tutors").status_code == 200
        counts.append(len(statements))
    database.obj.query_hooks.pop()
    assert counts[0] == counts[1] <= 16, counts


def test_nobody_is_told_of_an_extract(as_person):
    as_person("marijke").post(f"/homework/tutors/{who('Jonas').id}", {"seen_on": "24/11/2026"})
    assert told("jonas") == []
