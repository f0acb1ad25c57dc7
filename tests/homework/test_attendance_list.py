"""The attendance list of a session on paper: first name, class, what they need, and boxes to tick."""

from datetime import date, timedelta

from people import viewer

from wvg.base import clock
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.partners.models import Partner
from wvg.commons.planning.models import Activity
from wvg.groups.homework.models import Booking, HomeworkGroup, HomeworkSession, Pupil

TODAY = date(2026, 11, 24)


def session(title="Huiswerk De Vissen", day=TODAY):
    return Activity.get(Activity.title == title, Activity.date == day)


def path(activity=None):
    return f"/homework/sessions/{(activity or session()).id}/list"


def pupil(name):
    return next(row for row in Pupil.select() if row.opened()["first_name"] == name)


def test_a_tutor_gets_first_names_classes_and_subjects_of_who_has_a_place(app, as_person):
    page = as_person("jonas").get(path())
    assert page.status_code == 200
    for word in ("Amina", "2e leerjaar", "Yusuf", "OKAN", "wiskunde, rekenen", "dinsdag 24 november 2026",
                 "Buurtlokaal De Vissen", "Nora C.", "Afgedrukt door Jonas", "0400 00 00 04"):
        assert word in page.text
    assert "Arben" not in page.text, "he is in another group"


def test_neither_a_parent_nor_a_number_of_one_is_on_it(app, as_person):
    for name in ("jonas", "marijke", "fatiha"):
        page = as_person(name).get(path()).text
        assert "ouder van" not in page and "0400 00 00 41" not in page and "HIH-" not in page
        assert "Basisschool" not in page
        assert "Amina" not in page.partition("</head>")[0]


def test_four_boxes_for_each_and_four_empty_lines(app, as_person):
    page = as_person("marijke").get(path()).text
    on = Booking.select().join(HomeworkSession).where(
        HomeworkSession.activity == session(), Booking.state == "confirmed").count()
    assert on == 5
    assert page.count('<td class="box">') == 4 * (on + 4)


def test_who_waits_or_cancelled_is_not_on_it(app, as_person):
    for name, state in (("Amina", "waiting"), ("Yusuf", "cancelled"), ("Elena", "asked")):
        Booking.update(state=state).where(Booking.pupil == pupil(name)).execute()
    page = as_person("marijke").get(path()).text
    assert "Sara" in page and "Dawit" in page
    assert not any(name in page for name in ("Amina", "Yusuf", "Elena"))


def test_pupils_stand_by_first_name_and_two_of_one_name_by_class(app, as_person):
    row = pupil("Yusuf")
    row.seal({**row.opened(), "first_name": "Amina", "year": "1e leerjaar"})
    row.save()
    page = as_person("marijke").get(path()).text
    assert page.index("1e leerjaar") < page.index("2e leerjaar") < page.index("Dawit") < page.index("Sara")


def test_a_pupil_that_cannot_be_read_hides_no_other(app, as_person):
    Pupil.update(sealed=b"x" * 60).where(Pupil.id == pupil("Amina").id).execute()
    page = as_person("marijke").get(path())
    assert page.status_code == 200 and "Yusuf" in page.text and "Amina" not in page.text
    assert page.text.count('<td class="box">') == 4 * 9


def test_an_erased_pupil_is_not_on_it(app, as_person):
    Pupil.update(sealed=None, erased_at=clock.now()).where(Pupil.id == pupil("Amina").id).execute()
    assert as_person("marijke").get(path()).text.count('<td class="box">') == 4 * 8


def test_that_somebody_had_it_is_written_down_once_and_holds_no_name(app, as_person):
    jonas = as_person("jonas")
    jonas.get(path())
    jonas.get(path())
    act = Act.get(Act.kind == "homework.print_list")
    assert act.by == viewer("jonas").account
    change = ActChange.get(ActChange.act == act)
    assert change.table == "homework_session" and "Amina" not in str(change.before)
    HomeworkSession.update(version=HomeworkSession.version + 1).where(
        HomeworkSession.activity == session()).execute()
    jonas.get(path())
    assert Act.select().where(Act.kind == "homework.print_list").count() == 2, "another list by now"


def test_who_is_no_tutor_of_the_group_gets_no_names(app, as_person):
    ledeberg = session("Huiswerk De Ledeberg", TODAY + timedelta(days=1))
    sign_ups = [sign_up for sign_up in session().sign_ups]
    assert sign_ups
    for one in Activity.select().where(Activity.group == "homework", Activity.title == "Huiswerk De Vissen"):
        for sign_up in one.sign_ups:
            if sign_up.volunteer_id == viewer("zeynep").volunteer:
                sign_up.ended_at, sign_up.end_reason = clock.now(), "withdrew"
                sign_up.save()
    zeynep = as_person("zeynep")
    assert zeynep.get(path(ledeberg)).status_code == 200
    refused = zeynep.get(path())
    assert refused.status_code == 403 and "Amina" not in refused.text


def test_who_may_not(app, as_person):
    for name in ("katrien", "rita", "bart"):
        answer = as_person(name).get(path())
        assert answer.status_code == 403 and "Amina" not in answer.text
    assert as_person("fatiha").get(path(session("Huiswerk De Ledeberg", TODAY + timedelta(days=1)))).status_code == 404
    other = Partner.create(key="other", name="Other", made_at=clock.now())
    HomeworkGroup.update(partner=other).execute()
    assert as_person("fatiha").get(path()).status_code == 404
    assert Act.select().where(Act.kind == "homework.print_list").count() == 0


def test_what_does_not_go_on_has_no_list(app, as_person):
    Activity.update(state="cancelled", reason="ziek").where(Activity.id == session().id).execute()
    answer = as_person("marijke").get(path())
    assert answer.status_code == 409 and "Amina" not in answer.text


def test_unknown_sessions_and_other_methods(app, as_person):
    marijke = as_person("marijke")
    assert marijke.get("/homework/sessions/999999/list").status_code == 404
    round_ = Activity.get(Activity.group == "rounds")
    assert marijke.get(f"/homework/sessions/{round_.id}/list").status_code == 404
    assert marijke.post(path()).status_code == 405
