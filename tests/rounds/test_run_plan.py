"""Planning a run: the proposal is only ticked, the plan is kept by who coordinates, and by one at a time."""

import re
from datetime import date, timedelta

import pytest
from door import in_english
from peewee import IntegrityError
from people import BREAD, DEC_5, FOOD, NOV_28, activity, call_off, closed_to, lights_out, viewer
from runs import CANARY, HIDDEN, SIX, at, canary, household, nothing_of, number, order, path, plan, report

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.messages.models import Message
from wvg.commons.people import rules as people
from wvg.commons.people.models import Household
from wvg.commons.planning.models import Activity, Series
from wvg.groups.rounds.models import Donor, Run, SeriesRun, Stop
from wvg.groups.rounds.run import queries_plan, queries_usual, rules_plan, rules_usual


def page_of(browser, day=NOV_28, title=BREAD):
    answer = browser.get(path("/plan", day, title))
    assert answer.status_code == 200
    return answer.text


def ticked(page):
    names = {str(row.id): row.code_name for row in Household.select()}
    return [names[n] for n in re.findall(r'name="households" value="(\d+)" checked', page)]


def table(page):
    """Code names in the order of the table."""
    names = {str(row.id): row.code_name for row in Household.select()}
    return [names[n] for n in re.findall(r'name="households" value="(\d+)"', page)]


def row_of(page, name):
    return re.search(rf'<tr>(?:(?!</tr>).)*value="{household(name).id}".*?</tr>', page, re.S)[0]


def proposal(day=NOV_28, title=BREAD):
    planner = queries_plan.planner(number(title, day), viewer("bart"))
    return [Household.get_by_id(n).code_name for n in planner.chosen]


# The proposal


def test_before_it_is_planned_the_proposal_is_ticked_and_nothing_is_kept(as_person):
    page = page_of(as_person("bart"))
    assert len(ticked(page)) == 6 and table(page)[:6] == ticked(page) and len(table(page)) == 10
    assert not Run.select().where(Run.activity == activity(BREAD, NOV_28)).exists()
    assert "id=\"stop-" not in page


def test_keeping_the_plan(as_person):
    bart = as_person("bart")
    names = ticked(page_of(bart))
    chosen = [household(name).id for name in names]
    answer = bart.post(path("/plan"), {"households": chosen, "just_visit": chosen[2:3], "version": "0"})
    assert answer.status_code == 303 and order() == names
    run = Run.get(Run.activity == activity(BREAD, NOV_28))
    assert [s.just_visit for s in Stop.select().where(Stop.run == run).order_by(Stop.position)] == [
        False, False, True, False, False, False]
    assert ticked(page_of(bart)) == [n for n in table(page_of(bart)) if n in names]
    assert Act.select().where(Act.kind == "run.plan").order_by(Act.id.desc()).first().by == viewer("bart").account


def test_last_visits_and_marks_are_shown(as_person):
    in_english("bart")
    Household.update(paused_until=date(2026, 12, 24)).where(Household.code_name == "Uil").execute()
    people.add({"code_name": "Ekster"}, viewer("bart"), clock.now())
    plan("Kievit", title=FOOD, day=date(2026, 11, 25))
    page = page_of(as_person("bart"))
    assert "3 weeks ago" in row_of(page, "Uil") and "less than a week ago" in row_of(page, "Spreeuw")
    assert "paused until 24/12/2026" in row_of(page, "Uil") and table(page)[-1] == "Uil"
    assert "priority" in row_of(page, "Zwaluw") and "priority" not in row_of(page, "Merel")
    assert "never" in row_of(page, "Ekster") and "new" in row_of(page, "Ekster") and table(page)[0] == "Ekster"
    assert "on another run, Wed 25 Nov" in row_of(page, "Kievit") and "Kievit" not in ticked(page)
    assert "Ekster" in ticked(page) and "Uil" not in ticked(page)


def test_twice_in_vain_is_shown_on_top_and_not_proposed(as_person):
    in_english("bart")
    for weeks, results in [(3, ("not home", "not home", "not needed")), (2, ("not home", "not needed", "visited"))]:
        day = NOV_28 - timedelta(weeks=weeks)
        Stop.delete().where(Stop.run == Run.get(Run.activity == activity(BREAD, day))).execute()
        with clock.standing_still(clock.now() - timedelta(weeks=weeks)):
            plan("Uil", "Kievit", "Lijster", day=day)
        for name, result in zip(("Uil", "Kievit", "Lijster"), results, strict=True):
            report(name, result, day)
    page = page_of(as_person("bart"))
    assert set(table(page)[:2]) == {"Uil", "Kievit"} and not {"Uil", "Kievit"} & set(ticked(page))
    assert "Call first: twice" in row_of(page, "Uil") and "Call first" not in row_of(page, "Lijster")


def test_a_turn_is_a_visit_or_not_needed(app):
    def turn(name):
        planner = queries_plan.planner(number(), viewer("bart"))
        return next(line.family.turn for line in planner.lines if line.household.code_name == name)

    nov_21, nov_14 = date(2026, 11, 21), date(2026, 11, 14)
    assert turn("Uil") == nov_14, "not needed"
    assert turn("Merel") == date(2026, 11, 7), "not home last week, visited before"
    assert turn("Spreeuw") == nov_21
    Activity.update(state="cancelled").where(Activity.date == nov_14).execute()
    assert turn("Uil") == date(2026, 10, 31), "that run did not go on"


def test_a_run_without_a_report_went_as_it_was_planned(app):
    with clock.standing_still(clock.now() - timedelta(days=7)):
        plan("Merel", day=date(2026, 11, 18), title=FOOD)
    assert "Merel" not in proposal(), "within a week, and its turn was on 18 November"
    assert "Merel" not in proposal(date(2026, 12, 19))[:1]


def test_a_family_that_moved_is_not_visited_before_somebody_called(app):
    assert "Lijster" in proposal()
    report("Lijster", "moved", date(2026, 11, 14))
    assert "Lijster" not in proposal()


def test_a_baby_round_only_goes_where_there_is_a_baby(as_person):
    day = Activity.get(Activity.title == "Babyronde", Activity.date > clock.today(), Activity.state == "planned").date
    assert set(proposal(day, "Babyronde")) == {"Merel", "Zwaluw", "Lijster", "Pimpelmees"}
    assert len(table(page_of(as_person("bart"), day, "Babyronde"))) == 10, "the others can still be ticked"


def test_who_is_not_visited_any_more_is_not_in_the_table_but_stays_on_a_plan(app, as_person):
    plan("Merel", "Uil")
    Household.update(ended_on=NOV_28).where(Household.code_name.in_(["Merel", "Reiger"])).execute()
    assert "Merel" in table(page_of(as_person("bart"))) and "Reiger" not in table(page_of(as_person("bart")))
    plan("Merel", "Uil", "Kievit")
    with pytest.raises(Invalid):
        plan("Merel", "Reiger")


# How many are usual


def test_how_many_are_usual_follows_the_series_through_its_changes(app):
    series = Series.get(Series.title == BREAD)
    rules_usual.set_usual(series.id, 3, Donor.get(Donor.name == "Foodsavers (demo)").id, viewer("bart"), clock.now())
    assert len(proposal()) == 3
    copy = {**series.__data__, "previous": series.id, "id": None}
    newer = Series.create(**copy)
    newest = Series.create(**{**copy, "previous": newer.id})
    found = queries_usual.usual(newest.id)
    assert found.stops == 3 and found.donor.name == "Foodsavers (demo)"
    SeriesRun.create(series=newer, stops=9)
    assert queries_usual.usual(newest.id).stops == 9 and queries_usual.usual(series.id).stops == 3
    assert queries_usual.usual(None).stops == 6


def test_what_is_usual_can_be_changed_and_the_form_says_what_is_wrong(as_person):
    bart, series = as_person("bart"), Series.get(Series.title == BREAD).id
    where = f"/rounds/runs/series/{series}"
    assert 'value="6"' in bart.get(where).text
    for stops in ("", "0", "31", "zes", "²"):
        answer = bart.post(where, {"stops": stops, "donor": "0"})
        assert answer.status_code == 422 and f'value="{stops}"' in answer.text
    assert bart.post(where, {"stops": "5", "donor": "999"}).status_code == 422
    assert bart.post(where, {"stops": "5", "donor": "0"}).status_code == 303
    assert queries_usual.usual(series) == queries_usual.Usual(5, None)
    assert bart.get("/rounds/runs/series/99").status_code == 404
    for name in ("rita", "jonas", "katrien", "fatiha", "hugo"):
        assert as_person(name).post(where, {"stops": "2"}).status_code == closed_to(name)
    with pytest.raises(Unknown):
        rules_usual.set_usual(series, 2, None, viewer("hugo"), clock.now())


# What to fetch


def test_what_to_fetch_does_not_count_a_visit_without_bread(as_person):
    in_english("bart")
    plan("Merel", "Zwaluw", "Lijster", "Spreeuw", "Pimpelmees", just_visit=["Pimpelmees"])
    totals = queries_plan.planner(number(), viewer("bart")).totals
    assert (totals.families, totals.adults, totals.children, totals.mouths) == (4, 8, 8, 16)
    assert totals.nappies == [("2", 1), ("4", 1), ("5", 1)] and totals.baby_food == [("melk 1", 1)]
    assert [(wish.key, n) for wish, n in totals.wishes] == [("no_pork", 1)] and totals.allergies == [("noten", 1)]
    bart = as_person("bart")
    for page in (page_of(bart), bart.get(path("/pick-up")).text):
        assert "16 (8 adults, 8 children)" in page and "1 × size 5" in page and "1 × no pork" in page
    large = bart.get(path("/pick-up")).text
    assert nothing_of(["Merel", "Visserij", "Demo-"], large), "sums without names"
    assert "Panos (demo)" in large


# Changing it


def test_those_on_it_keep_their_order_and_new_ones_come_after(app):
    plan("Merel", "Uil", "Kievit")
    plan("Reiger", "Kievit", "Merel")
    assert order() == ["Merel", "Kievit", "Reiger"]


def test_up_and_down(as_person):
    plan("Merel", "Uil", "Kievit")
    bart = as_person("bart")

    def press(name, direction):
        stop = Stop.get(Stop.household == household(name), Stop.run == Run.get(Run.activity == number()))
        return bart.post(f"/rounds/stops/{stop.id}/place", {"direction": direction})

    answer = press("Kievit", "up")
    assert answer.status_code == 303 and "#stop-" in answer.location and order() == ["Merel", "Kievit", "Uil"]
    press("Merel", "down")
    assert order() == ["Kievit", "Merel", "Uil"]
    acts = Act.select().count()
    press("Kievit", "up")
    press("Uil", "down")
    assert order() == ["Kievit", "Merel", "Uil"] and Act.select().count() == acts
    assert press("Uil", "sideways").status_code == 404
    assert bart.post("/rounds/stops/123456789/place", {"direction": "up"}).status_code == 404
    page = page_of(bart)
    assert page.count('value="up"') == page.count('value="down"') == 2


def test_two_coordinators_at_once_the_second_sees_what_is_there_now(as_person):
    in_english("bart")
    bart, chosen = as_person("bart"), [household(n).id for n in ("Merel", "Uil")]
    plan("Reiger", "Kievit")
    answer = bart.post(path("/plan"), {"households": chosen, "version": "0"})
    assert answer.status_code == 409 and order() == ["Reiger", "Kievit"]
    assert set(ticked(answer.text)) == {"Merel", "Uil"}, "what was ticked stays"
    now_there = answer.text.partition('id="meanwhile"')[2].partition("</section>")[0]
    assert "Reiger" in now_there and "Kievit" in now_there and "Bart changed it last." in now_there
    version = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    assert bart.post(path("/plan"), {"households": chosen, "version": version}).status_code == 303
    assert order() == ["Merel", "Uil"]
    with pytest.raises(Refused):
        plan("Kievit", version=int(version))


def test_when_both_make_the_first_plan_only_one_is_kept(app):
    run = plan("Merel")
    with pytest.raises(Refused):
        rules_plan._first(activity(BREAD, NOV_28))
    assert Run.get(Run.activity == activity(BREAD, NOV_28)) == run


def test_a_stop_that_was_reported_stays(as_person):
    plan("Merel", "Uil")
    report("Merel", "visited")
    with pytest.raises(Refused, match="Merel was reported already"):
        plan("Uil")
    assert order() == ["Merel", "Uil"]
    answer = as_person("bart").post(path("/plan"), {"households": household("Uil").id, "version": "1"})
    assert answer.status_code == 409 and "Merel" in answer.text


def test_the_same_plan_again_changes_nothing(app):
    run, acts = plan("Merel", "Uil", just_visit=["Uil"]), Act.select().count()
    assert plan("Merel", "Uil", just_visit=["Uil"]).version == run.version == 1 and Act.select().count() == acts
    assert plan("Merel", "Uil").version == 2


@pytest.mark.parametrize("households", [[], ["x"], ["123456789"], ["-1"], ["²"], ["1" * 30]])
def test_what_cannot_be_planned_is_said(as_person, households):
    answer = as_person("bart").post(path("/plan"), {"households": households, "version": "0"})
    assert answer.status_code == 422 and 'class="errsum"' in answer.text
    assert not Run.select().where(Run.activity == number()).exists()


def test_what_is_off_or_over_for_a_day_is_not_planned(as_person):
    in_english("bart")
    bart = as_person("bart")
    with at(29, 19):
        plan("Merel")
    with at(29, 20), pytest.raises(Refused, match="over for more than a day"):
        plan("Merel", "Uil")
    call_off(activity(BREAD, DEC_5), "Toe")
    with pytest.raises(Refused, match="does not go on"):
        plan("Merel", day=DEC_5)
    page = page_of(bart, DEC_5)
    assert "disabled" in page and "Keep the plan" not in page
    stop = Stop.get(Stop.run == Run.get(Run.activity == number()))
    with at(30, 10), pytest.raises(Refused):
        rules_plan.move(stop.id, "up", viewer("bart"), clock.now())


def test_when_the_light_goes_out_nothing_is_half_planned(app):
    plan("Merel", "Uil")
    lights_out("run")
    with pytest.raises(IntegrityError, match="lights out"):
        plan("Reiger", "Uil")
    assert order() == ["Merel", "Uil"]


# Who may not


@pytest.mark.parametrize("name", ["rita", "jonas", "katrien", "fatiha", "hugo", "annelies", "marijke", "lotte"])
def test_nobody_else_plans_or_sees_the_table(as_person, name):
    plan("Merel")
    stop, who = Stop.get(Stop.run == Run.get(Run.activity == number())), as_person(name)
    for answer in (
        who.get(path("/plan")), who.post(path("/plan"), {"households": household("Uil").id, "version": "1"}),
        who.post(f"/rounds/stops/{stop.id}/place", {"direction": "up"}),
    ):
        assert answer.status_code in (403, 404) and nothing_of(SIX, answer.text)
    with pytest.raises((NotAllowed, Unknown)):
        plan("Uil", by=name)
    with pytest.raises((NotAllowed, Unknown)):
        queries_plan.planner(number(), viewer(name))
    assert order() == ["Merel"]


def test_an_unknown_activity_or_one_of_another_group(as_person):
    bart = as_person("bart")
    other = Activity.create(group="homework", kind="", title="Les", date=NOV_28, end_date=NOV_28, audience="everyone")
    for n in (999999, other.id):
        for tail in ("", "/plan", "/pick-up", "/to-tell"):
            assert bart.get(f"/rounds/runs/{n}{tail}").status_code == 404
        for tail in ("/plan", "/sheets", "/told"):
            assert bart.post(f"/rounds/runs/{n}{tail}", {"households": "1"}).status_code == 404


def test_nothing_sealed_is_in_the_record_a_message_or_the_message_of_the_page(as_person):
    canary()
    plan()
    plan("Merel")
    kept = [row.before for row in ActChange.select()] + [row.details for row in Message.select()]
    assert nothing_of([*map(str, CANARY.values()), *HIDDEN.values(), "kanarie"], repr(kept))
    bart = as_person("bart")
    page = page_of(bart)
    assert nothing_of(["KanarieBel", "Kanariestraat", "+32411111111", *HIDDEN.values()], page), "not on the planner"


# How much work it is


def test_the_planner_takes_the_same_queries_with_thirty_families_and_ten_years_of_runs(as_person):
    bart, statements = as_person("bart"), []

    def count(where):
        statements.clear()
        assert bart.get(where).status_code == 200
        return len(statements)

    pages = [path("/plan"), path("/plan", DEC_5), path()]
    plan("Merel")
    report("Merel", "visited")
    database.obj.query_hooks.append(lambda event: statements.append(event.sql))
    try:
        few = [count(where) for where in pages]
        years_of_runs()
        plan(*{"Merel", *(row.code_name for row in Household.select().limit(20))})
        assert [count(where) for where in pages] == few and max(few) <= 22, few
        plan_of = [row[3] for row in database.execute_sql("EXPLAIN QUERY PLAN " + queries_plan.past_stops(
            activity(BREAD, DEC_5)).sql()[0], queries_plan.past_stops(activity(BREAD, DEC_5)).sql()[1])]
        assert not [line for line in plan_of if line.startswith("SCAN")], plan_of
    finally:
        database.obj.query_hooks.clear()


def years_of_runs(weeks=520, families=30):
    """Thirty families, and six stops of them on each of the weekly runs of ten years."""
    bart = viewer("bart")
    for n in range(families - Household.select().count()):
        people.add({"code_name": f"Vogel{n}", "nappies": ["4"]}, bart, clock.now())
    numbers = [row.id for row in Household.select().order_by(Household.code_name)]
    days = [date(2026, 11, 20) - timedelta(weeks=n) for n in range(weeks)]
    with database.atomic():
        Activity.insert_many([
            {"id": 50_000 + n, "group": "rounds", "kind": "bread", "title": "Vroeger", "date": day, "end_date": day}
            for n, day in enumerate(days)
        ]).execute()
        Run.insert_many([{"id": 50_000 + n, "activity": 50_000 + n} for n in range(weeks)]).execute()
        Stop.insert_many([
            {"id": 1000 + n * 6 + place, "run": 50_000 + n, "household": numbers[(n * 6 + place) % families],
             "position": place, "result": "visited", "reported_at": clock.now()}
            for n in range(weeks) for place in range(6)
        ]).execute()
