"""What is closed, entered by hand: the list, the form, who may, and who sees it."""

from datetime import date

import pytest
from closings import DEC_15, event, read_in, statements
from people import BREAD, DEC_5, DEC_12, activity, closed_to, told, viewer

from wvg.base import clock
from wvg.base.errors import NotAllowed, Refused
from wvg.commons.accounts import rules as accounts
from wvg.commons.accounts.models import Account
from wvg.commons.audit.models import Act
from wvg.commons.calendar.closings import queries
from wvg.commons.planning.models import Activity, Closure
from wvg.commons.planning.series import rules_closures
from wvg.commons.volunteers.models import Volunteer

PATHS = ["/calendar/closings/", "/calendar/closings/new", "/calendar/closings/file"]
GOOD = {"first_day": "12/12", "what": "group rounds", "reason": "Verbouwing", "policy": "skip"}


def close(by="bart", **more):
    values = {"first_day": DEC_12, "last_day": DEC_12, "scope": "group", "of": "rounds", "reason": "Verbouwing",
              "policy": "skip", **more}
    return rules_closures.close(values, viewer(by), clock.now())


def coordinates(name, group):
    account = Account.get(Account.user_name == name)
    accounts.grant(account, "coordinator", group, None, viewer("katrien"), clock.now())
    return viewer(name)


def test_bart_closes_the_bakery_and_those_on_it_are_told(as_person):
    Volunteer.update(language="en").execute()
    bart, place = as_person("bart"), activity(BREAD, DEC_5).place
    assert f'value="place rounds {place}"' in bart.get("/calendar/closings/new").text
    good = {**GOOD, "first_day": "5/12", "what": f"place rounds {place}"}
    for more in (
        {"first_day": ""}, {"first_day": "31/2"}, {"reason": ""}, {"reason": "x" * 121},
        {"what": "place rounds elsewhere"}, {"what": ""}, {"what": "group youth"}, {"last_day": "1/12/2026"},
        {"policy": "x"}, {"last_day": "13/12/2028"},
        {"what": "partner"}, {"what": "partner", "partner": "x" * 81},
    ):
        answer = bart.post("/calendar/closings/new", {**good, **more})
        assert answer.status_code == 422 and 'class="errsum"' in answer.text, more
        if "reason" not in more:
            assert 'value="Verbouwing"' in answer.text, "as typed"
    assert activity(BREAD, DEC_5).state == "planned"
    answer = bart.post("/calendar/closings/new", good)
    assert answer.status_code == 303 and answer.location == "/calendar/closings/"
    assert (activity(BREAD, DEC_5).state, activity(BREAD, DEC_5).reason) == ("skipped", "Verbouwing")
    assert told("samir") == ["It does not go on: Broodronde, Saturday 5 December. Verbouwing"]
    page = bart.get("/calendar/closings/").text
    assert "Verbouwing" in page and "1 date is hit. We tell those on it." in page
    again = bart.post("/calendar/closings/new", good)
    assert again.status_code == 409 and 'value="Verbouwing"' in again.text
    assert Closure.select().where(Closure.reason == "Verbouwing").count() == 1


def test_the_group_or_place_of_the_address_is_chosen(as_person):
    bart, place = as_person("bart"), activity(BREAD, DEC_5).place
    asked = {"group": "rounds", "place": place, "back": "/rounds/series/"}
    page = bart.get("/calendar/closings/new", query_string=asked).text
    assert f'<option selected value="place rounds {place}">' in page and 'href="/rounds/series/"' in page
    assert '<option selected value="group rounds">' in bart.get("/calendar/closings/new?group=rounds").text
    page = bart.get("/calendar/closings/new?group=youth&back=//evil.example").text
    assert 'name="back" value="/calendar/closings/"' in page and 'href="//evil' not in page
    answer = bart.post("/calendar/closings/new", {**GOOD, "back": "//evil.example"})
    assert answer.location == "/calendar/closings/"


def test_a_school_stands_in_the_calendar_and_nothing_is_cancelled(as_person):
    bart, before = as_person("bart"), list(Activity.select().dicts())
    for path in ("/calendar/closings/new", "/calendar/closings/new?group=rounds"):
        name = f"De \"Zonnebloem\" <b> {path[-3:]}"
        answer = bart.post(path, {**GOOD, "what": "partner", "partner": name, "policy": "ask"})
        assert answer.status_code == 303
    assert list(Activity.select().dicts()) == before
    row = Closure.get(Closure.scope == "partner")
    assert (row.of, row.policy) == ("De \"Zonnebloem\" <b> new", "skip")
    page = bart.get("/calendar/closings/").text
    assert "De &#34;Zonnebloem&#34; &lt;b&gt; new" in page and "<b> new" not in page
    assert bart.post(f"/calendar/closings/{row.id}/removal", {"back": "/calendar/closings/"}).status_code == 303


def test_only_who_coordinates_something_comes_here(as_person):
    for name in ("rita", "fatiha", "godelieve"):
        who = as_person(name)
        for path in PATHS:
            assert who.get(path).status_code == closed_to(name), (name, path)
        assert who.post("/calendar/closings/new", GOOD).status_code == closed_to(name)
        assert who.post("/calendar/closings/file/all").status_code == closed_to(name)
        assert who.post("/calendar/closings/readings/1/removal").status_code == closed_to(name)
    bart = as_person("bart")
    for path in PATHS:
        assert bart.get(path).status_code == 200, path
    assert bart.post("/calendar/closings/").status_code == 405
    assert bart.get("/calendar/closings/file/all").status_code == 405


def test_who_coordinates_another_group_closes_that_one_only(as_person):
    lotte = as_person("lotte")
    page = lotte.get("/calendar/closings/new").text
    assert 'value="group policy"' in page and "group rounds" not in page and "Panos" not in page
    assert lotte.post("/calendar/closings/new", GOOD).status_code == 422
    assert lotte.post("/calendar/closings/new", {**GOOD, "what": "group policy"}).status_code == 303
    answer = lotte.post("/calendar/closings/new", {**GOOD, "what": "everything"})
    assert answer.status_code == 422 and activity(BREAD, DEC_12).state == "planned"
    with pytest.raises(NotAllowed):
        rules_closures.close({"first_day": DEC_12, "last_day": DEC_12, "scope": "group", "of": "rounds",
                              "reason": "x", "policy": "skip"}, viewer("lotte"), clock.now())
    for what in ({"scope": "place", "group": "rounds", "of": activity(BREAD, DEC_12).place},
                 {"scope": "everything", "of": ""}):
        with pytest.raises(NotAllowed):
            close("lotte", **what)
    with pytest.raises(NotAllowed):
        close("rita", scope="partner", of="School")
    assert activity(BREAD, DEC_12).state == "planned"


def test_the_whole_house_is_closed_and_opened_by_who_manages_it(as_person):
    meets = Activity.create(group="policy", kind="meeting", title="Overleg", date=DEC_12, end_date=DEC_12)
    with pytest.raises(NotAllowed):
        close(scope="everything", of="")
    katrien = as_person("katrien")
    assert "group rounds" not in katrien.get("/calendar/closings/new").text
    assert katrien.post("/calendar/closings/new", {**GOOD, "what": "everything"}).status_code == 303
    closure = Closure.get(Closure.scope == "everything")
    assert activity(BREAD, DEC_12).state == Activity.get_by_id(meets.id).state == "skipped"
    for name in ("bart", "lotte"):
        assert f"/calendar/closings/{closure.id}/removal" not in as_person(name).get("/calendar/closings/").text
        assert as_person(name).post(f"/calendar/closings/{closure.id}/removal").status_code == 403
    assert katrien.post(f"/calendar/closings/{closure.id}/removal").status_code == 303
    assert activity(BREAD, DEC_12).state == Activity.get_by_id(meets.id).state == "planned"


def test_a_place_is_closed_for_the_dates_of_one_group_and_tells_nothing_of_another(as_person):
    place = activity(BREAD, DEC_12).place
    secret = Activity.create(group="dossiers", kind="meeting", title="Kanarie", date=DEC_12, end_date=DEC_12,
                             place=place, audience="those on it")
    closure, hit = close(scope="place", group="rounds", of=place)
    assert hit == 1 and Activity.get_by_id(secret.id).state == "planned"
    assert "Verbouwing" not in as_person("hugo").get("/calendar/?month=2026-12").text
    assert as_person("hugo").post(f"/calendar/closings/{closure.id}/removal").status_code == 404


def test_what_a_school_closes_is_taken_away_by_who_wrote_it_down(as_person):
    closure, _ = close(scope="partner", of="School")
    assert as_person("lotte").post(f"/calendar/closings/{closure.id}/removal").status_code == 403
    assert as_person("bart").post(f"/calendar/closings/{closure.id}/removal").status_code == 303
    closure, _ = close(scope="partner", of="School")
    assert as_person("katrien").post(f"/calendar/closings/{closure.id}/removal").status_code == 303


def test_a_day_that_is_over_is_not_closed_any_more(as_person):
    answer = as_person("bart").post("/calendar/closings/new", {**GOOD, "first_day": "1/1/2020"})
    assert answer.status_code == 422 and "1/1/2020" in answer.text
    assert not Closure.select().where(Closure.first_day == date(2020, 1, 1)).exists()


def test_what_began_days_ago_is_not_called_off_by_a_closed_day(app):
    row = Activity.create(group="rounds", kind="other", title="Kamp", date=date(2026, 11, 22),
                          end_date=date(2026, 11, 28))
    close(first_day=date(2026, 11, 26), last_day=date(2026, 11, 26))
    assert Activity.get_by_id(row.id).state == "planned"


def test_somebody_on_several_dates_gets_one_message_with_all_days(app):
    close(first_day=DEC_5, last_day=date(2027, 1, 31))
    assert [line.startswith("It does not go on: ") for line in told("samir")] == [True] * len(told("samir"))
    assert len(told("samir")) == len({line.split(",")[0] for line in told("samir")}), "one a title"
    assert told("bart") == []


def test_closing_the_same_twice_is_refused(app):
    close()
    acts = Act.select().count()
    with pytest.raises(Refused):
        close()
    assert Act.select().count() == acts


def test_what_was_over_this_morning_stays_as_it_was(app):
    row = activity(BREAD, DEC_12)
    later = clock.now().replace(month=12, day=12, hour=21)
    with clock.standing_still(later):
        _, hit = close()
    assert hit == 0 and Activity.get_by_id(row.id).state == "planned"


def test_a_date_without_a_series_is_still_closed_by_the_other_closure(app):
    row = Activity.create(group="rounds", kind="other", title="Extra", date=DEC_12, end_date=date(2026, 12, 14))
    first, _ = close(reason="Feest")
    close(reason="Dicht", first_day=date(2026, 12, 14), last_day=date(2026, 12, 14))
    assert Activity.get_by_id(row.id).reason == "Feest"
    assert rules_closures.open_again(first.id, viewer("bart"), clock.now()) == 1
    assert (Activity.get_by_id(row.id).state, Activity.get_by_id(row.id).reason) == ("skipped", "Dicht")


def test_who_sees_what_on_some_days(app):
    place = activity(BREAD, DEC_12).place
    for scope, of in (("everything", ""), ("group", "rounds"), ("group", "policy"), ("place", place),
                      ("partner", "School")):
        Closure.create(first_day=DEC_12, last_day=DEC_15, scope=scope, of=of, reason="Dicht",
                       group="rounds" if scope == "place" else "")

    def seen(name, first=DEC_12, last=DEC_12):
        return [(one.scope, one.of) for one in queries.on_days(first, last, viewer(name))]

    ours = [("everything", ""), ("group", "rounds"), ("place", place), ("partner", "School")]
    assert seen("bart") == seen("rita") == ours
    assert seen("lotte") == [("everything", ""), ("group", "policy"), ("partner", "School")]
    assert seen("fatiha") == [] and len(seen("bart", DEC_15, date(2026, 12, 20))) == 4
    assert seen("bart", date(2026, 12, 16), date(2026, 12, 20)) == [] == seen("bart", DEC_5, DEC_5)


def test_the_list_and_what_is_seen_take_a_fixed_number_of_queries(as_person):
    bart = as_person("bart")

    def asked():
        counts = []
        for path in ("/calendar/closings/", "/rounds/series/", "/calendar/closings/new"):
            with statements() as sql:
                assert bart.get(path).status_code == 200
            counts.append(len([line for line in sql if line.startswith("SELECT")]))
        with statements() as sql:
            queries.on_days(DEC_5, DEC_15, viewer("bart"))
        return [*counts, len([line for line in sql if '"closure"' in line])]

    read_in(event("1", DEC_15))
    few = asked()
    read_in(*(event(f"n{n}", date(2026, 12, 1 + n)) for n in range(20)))
    for n in range(20):
        close(first_day=date(2027, 1, 1 + n), last_day=date(2027, 1, 1 + n), reason=f"R{n}")
    assert asked() == few and few[0] <= 9 and few[3] == 1, few
