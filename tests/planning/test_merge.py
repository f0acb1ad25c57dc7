"""A volunteer who was entered twice is put together."""

from datetime import date

import pytest
from peewee import IntegrityError
from people import BREAD, DEC_5, DEC_12, FOOD, NOV_28, activity, holder, lights_out, live, seat, told, viewer

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.accounts.models import Account
from wvg.commons.audit.models import Act
from wvg.commons.messages import rules as messages
from wvg.commons.messages.models import Message
from wvg.commons.planning import notices, rules_assign
from wvg.commons.planning.away import rules_absences, rules_merge
from wvg.commons.planning.models import Regular, SeriesSeat, SignUp
from wvg.commons.volunteers import queries
from wvg.commons.volunteers import rules as volunteers
from wvg.commons.volunteers.models import Absence, Language, PaperKind, PaperSeen, Skill, Volunteer


def named(first_name):
    return Volunteer.get(Volunteer.first_name == first_name)


@pytest.fixture
def double(app):
    """Rita, entered a second time by Katrien under the name of her husband; without an account."""
    licence, turkish = Skill.get(Skill.key == "licence"), Language.get(Language.key == "tr")
    dutch = Language.get(Language.key == "nl")
    return volunteers.add(
        {"first_name": "Margarita", "last_name": "D'Hondt-Çelik <b>", "email": "margarita@example.org",
         "mobile": "+32400000010", "phone": "+32400000055", "max_per_month": 3, "skills": {licence.id},
         "languages": {turkish.id, dutch.id}, "availability": {(0, "morning"), (1, "morning")},
         "papers": {kind.id: clock.today() for kind in PaperKind.select()}},
        viewer("katrien"), clock.now(),
    )


def merge(kept, other, by="katrien"):
    rules_merge.merge(kept.id, other.id, viewer(by), clock.now())


def test_everything_goes_to_the_one_that_is_kept(double):
    rita, katrien, now = named("Rita"), viewer("katrien"), clock.now()
    messages.tell([double.id], notices.ASSIGNED, now, person=double.id, title="Broodronde", day=DEC_12)
    Absence.create(volunteer=double, first_day=DEC_5, last_day=DEC_5, made_at=now)
    rules_assign.assign(seat(BREAD, DEC_12, 2).id, double.id, viewer("bart"), now, "belt")
    place = SeriesSeat.select().where(SeriesSeat.series == activity(BREAD, DEC_12).series).first()
    Regular.create(series_seat=place, volunteer=double, first_day=DEC_5, anchor=DEC_5)
    held, other_held = queries.details(rita), queries.details(double)
    rules_merge.merge(rita.id, double.id, katrien, now)

    assert holder(seat(BREAD, DEC_12, 2)) == "Rita"
    assert Absence.get().volunteer == rita and Regular.get().volunteer == rita
    told_now = Message.select().where(Message.kind == notices.ASSIGNED, Message.made_at == now)
    assert {(m.recipient, m.person) for m in told_now} == {(rita, rita), (rita, named("Bart"))}
    after = queries.details(rita)
    assert after.skills == held.skills | other_held.skills
    assert after.languages == held.languages | other_held.languages
    assert after.availability == held.availability | other_held.availability
    assert after.papers == other_held.papers, "the day on which a paper was seen last"
    rita, gone = named("Rita"), Volunteer.get_by_id(double.id)
    assert (rita.email, rita.mobile, rita.phone, rita.max_per_month) == (
        "rita@example.org", "+32400000010", "+32400000055", 3,
    ), "what was empty is filled, what was there stays"
    assert (gone.merged_into, gone.left_on) == (rita, clock.today())
    assert (gone.email, gone.mobile, gone.phone) == (None, None, None)


def test_nothing_of_any_room_points_at_the_one_that_goes(double):
    rita, luc = named("Rita"), named("Luc")
    merge(rita, luc)
    left = {
        f"{field.model.__name__}.{field.name}" for field in Volunteer._meta.backrefs
        if field.model.select().where(field == luc).exists()
    }
    assert left <= {"Account.volunteer", "VolunteerLanguage.volunteer", "Availability.volunteer", "PaperSeen.volunteer"}
    rows = PaperSeen.select().where(PaperSeen.volunteer == luc)
    assert all(PaperSeen.get_or_none(PaperSeen.volunteer == rita, PaperSeen.kind == row.kind) for row in rows)


def test_on_the_same_round_one_of_the_two_places_opens(app):
    rita, luc = named("Rita"), named("Luc")
    SignUp.update(volunteer=rita).where(SignUp.seat == seat(BREAD, DEC_5, 1)).execute()
    merge(rita, luc)
    assert holder(seat(BREAD, DEC_5, 1)) == "Rita" and live(seat(BREAD, DEC_5, 2)) is None
    ended = SignUp.get(SignUp.seat == seat(BREAD, DEC_5, 2))
    assert (ended.end_reason, ended.volunteer, ended.ended_at) == ("moved", rita, clock.now())
    assert told("bart") == ["Rita C. was on the list twice. One place is open again: Broodronde, Saturday 5 December."]


def test_on_a_round_that_is_over_it_is_known_who_came_and_nobody_is_told(app):
    rita, luc = named("Rita"), named("Luc")
    past = activity(FOOD, date(2026, 10, 28))  # both were on it
    SignUp.update(attendance="came").where(SignUp.activity == past, SignUp.volunteer == luc).execute()
    other = SignUp.get(SignUp.activity == past, SignUp.volunteer == rita)
    merge(rita, luc)
    row = SignUp.get(SignUp.activity == past, SignUp.volunteer == rita, SignUp.ended_at.is_null())
    assert (row.id, row.attendance) == (other.id, "came")
    assert told("bart") == []


def test_of_two_accounts_the_merged_one_closes(as_person):
    luc = as_person("luc")
    merge(named("Rita"), named("Luc"))
    account = Account.get(Account.user_name == "luc")
    assert account.closed_at == clock.now() and account.password_hash is None
    assert luc.get("/me").status_code == 303, "signed out at once"
    assert as_person("rita").get("/me").status_code == 200
    places = SignUp.select().where(SignUp.volunteer == named("Rita"), SignUp.ended_at.is_null())
    assert places.count() > 0 and holder(seat(FOOD, date(2026, 11, 25), 2)) == "Rita", "places moved before it closed"


def test_the_only_account_comes_along(as_person, double):
    merge(double, named("Rita"))
    account = Account.get(Account.user_name == "rita")
    assert account.volunteer.id == double.id and account.closed_at is None
    page = as_person("rita").get("/me").text
    assert "margarita@example.org" in page and "&lt;b&gt;" in page


def test_one_who_was_merged_before_points_at_the_last_one(double):
    rita, luc = named("Rita"), named("Luc")
    merge(luc, double)
    merge(rita, luc)
    assert Volunteer.get_by_id(double.id).merged_into == rita


def test_katrien_chooses_looks_and_does_it(as_person, double):
    katrien, rita = as_person("katrien"), named("Rita")
    page = katrien.get(f"/volunteers/{rita.id}/merge").text
    assert page.split("<option")[2].split('value="')[1].startswith(f"{double.id}\""), "the same number: first"
    page = katrien.get(f"/volunteers/{rita.id}/merge?other={double.id}").text
    assert "0400 00 00 55" in page, "what comes along is named"
    assert "margarita@example.org" in page, "what is lost is named"
    assert "btn--bad" in page and "&lt;b&gt;" in page and "<b>" not in page.split("<main")[1].split("</main")[0]
    assert Volunteer.get_by_id(double.id).merged_into is None, "looking changes nothing"
    for _ in range(2):
        answer = katrien.post(f"/volunteers/{rita.id}/merge", {"other": str(double.id)})
        assert answer.status_code == 303 and answer.location == f"/volunteers/{rita.id}", "twice is once"
    assert Act.select().where(Act.kind == "leaving.merge").count() == 1
    assert katrien.get(f"/volunteers/{double.id}").location == f"/volunteers/{rita.id}"
    assert "Margarita" not in katrien.get("/volunteers/").text


def test_accounts_and_places_that_double_are_named_before(as_person):
    rita, luc = named("Rita"), named("Luc")
    SignUp.update(volunteer=rita).where(SignUp.seat == seat(BREAD, DEC_5, 1)).execute()
    page = as_person("katrien").get(f"/volunteers/{rita.id}/merge?other={luc.id}").text
    assert "<dd><bdi>luc</bdi></dd>" in page and "5 december 2026" in page and "luc@example.org" in page


@pytest.mark.parametrize("other", ["", "0", "x", "-1", "99999999999999999999", "²", "10"])
def test_who_chooses_nobody_or_the_same_one_is_asked_again(as_person, other):
    rita = named("Rita")
    assert rita.id == 10
    for answer in (
        as_person("katrien").get(f"/volunteers/10/merge?other={other}"),
        as_person("katrien").post("/volunteers/10/merge", {"other": other}),
    ):
        assert answer.status_code == 422 and 'id="other-err"' in answer.text
    assert as_person("katrien").post("/volunteers/10/merge").status_code == 422


def test_nobody_of_that_number(as_person, double):
    katrien = as_person("katrien")
    assert katrien.get("/volunteers/999/merge").status_code == 404
    assert katrien.post("/volunteers/10/merge", {"other": "999"}).status_code == 404
    merge(named("Rita"), double)
    assert katrien.get(f"/volunteers/{double.id}/merge").status_code == 404


def test_what_is_refused(app, double):
    rita, luc, katrien = named("Rita"), named("Luc"), named("Katrien")
    with pytest.raises(Invalid):
        merge(rita, rita)
    with pytest.raises(Refused, match="own account"):
        merge(rita, katrien)
    with pytest.raises(Unknown):
        rules_merge.merge(rita.id, 999, viewer("katrien"), clock.now())
    merge(rita, double)
    with pytest.raises(Refused, match="put together"):
        merge(luc, double)
    with pytest.raises(Refused, match="put together"):
        merge(double, luc)
    volunteers.stop(luc.id, viewer("katrien"), clock.now())
    with pytest.raises(Refused, match="has stopped"):
        merge(luc, rita)
    with pytest.raises(Refused):
        volunteers.bring_back(double.id, viewer("katrien"), clock.now())
    for name in ("rita", "bart", "fatiha"):
        for rule in (lambda by: rules_merge.look(rita.id, luc.id, by),
                     lambda by: rules_merge.merge(rita.id, luc.id, by, clock.now())):
            with pytest.raises(NotAllowed):
                rule(viewer(name))


def test_all_of_it_or_nothing(app):
    rita, luc = named("Rita"), named("Luc")
    SignUp.update(volunteer=rita).where(SignUp.seat == seat(BREAD, DEC_5, 1)).execute()
    lights_out("account")
    with pytest.raises(IntegrityError, match="lights out"):
        merge(rita, luc)
    assert holder(seat(BREAD, DEC_5, 2)) == "Luc" and named("Luc").email == "luc@example.org" and told("bart") == []


def test_who_is_away_twice_at_once_says_it_once_more(double):
    rita = named("Rita")
    for volunteer in (rita, double):
        Absence.create(volunteer=volunteer, first_day=NOV_28, last_day=DEC_5, made_at=clock.now())
    merge(rita, double)
    rules_absences.be_away(DEC_5, DEC_12, viewer("rita"), clock.now())
    assert [(a.first_day, a.last_day) for a in Absence.select()] == [(NOV_28, DEC_12)]
