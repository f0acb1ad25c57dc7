"""The report of a run: five minutes, door by door."""

import re

import pytest
from people import BREAD, DEC_5, NOV_28, activity, told, viewer
from saturday import SIX, at, family, goods, planned, run

from wvg import tick
from wvg.base import clock
from wvg.base.db import database
from wvg.commons.accounts.models import Grant
from wvg.commons.audit.models import ActChange
from wvg.commons.needs.models import Need, NeedKind
from wvg.commons.people import rules as people
from wvg.commons.planning.models import Activity
from wvg.groups.rounds.models import Stop, StopGoods
from wvg.groups.rounds.run import rules_plan


def kind(key):
    return NeedKind.get(NeedKind.key == key).id


def address():
    return f"/rounds/runs/{activity(BREAD, NOV_28).id}/report"


def typed(stop, version=None, **values):
    """What is sent for one door."""
    fields = {"version": stop.version if version is None else version, "result": "visited", "urgency": "this week",
              **({"kinds": ["0"]} if values.get("line") else {}), **values}
    return {f"stop-{stop.id}-{name}": value for name, value in fields.items()}


def send(browser, stop, version=None, htmx=False, **values):
    post = browser.htmx if htmx else browser.post
    return post(f"/rounds/stops/{stop.id}/report", typed(stop, version, **values))


def now(stop):
    return Stop.get_by_id(stop.id)


def test_a_visit_is_kept_with_what_was_given_and_said(as_person):
    stop = planned()["Merel"]
    with at(2):
        rita = as_person("rita")
        answer = send(rita, stop, given=[goods("bread"), goods("nappies")], line="Volgende keer maat 6")
    assert answer.status_code == 303
    kept = now(stop)
    assert (kept.result, kept.adults, kept.children) == ("visited", 2, 3)
    assert {row.kind.key for row in kept.goods} == {"bread", "nappies"}
    assert kept.opened() == {"line": "Volgende keer maat 6"}
    assert b"maat" not in bytes(kept.sealed)
    assert family("Merel").last_visit == NOV_28


def test_with_htmx_the_answer_holds_the_door_and_the_message(as_person):
    stop = planned()["Merel"]
    with at(2):
        rita = as_person("rita")
        page = send(rita, stop, htmx=True)
    assert page.status_code == 200
    assert f'id="form-{stop.id}"' in page.text and 'id="message"' in page.text and "HX-Redirect" not in page.headers


@pytest.mark.parametrize("result", ["not home", "not needed", "moved"])
def test_whoever_was_not_there_was_not_visited(as_person, result):
    stop, before = planned()["Merel"], family("Merel").last_visit
    with at(2):
        send(as_person("rita"), stop, result=result)
    assert now(stop).result == result
    assert family("Merel").last_visit == before
    assert (now(stop).adults, now(stop).children) == (0, 0)


def test_a_visit_that_was_a_mistake_is_taken_back(as_person):
    stop, before = planned()["Merel"], family("Merel").last_visit
    with at(2):
        rita = as_person("rita")
        send(rita, stop)
        send(rita, now(stop), result="not home")
    assert family("Merel").last_visit == before


def test_a_letter_heard_at_a_door_becomes_a_need_for_today(as_person):
    stop = planned()["Merel"]
    with at(2):
        send(as_person("rita"), stop, kinds=[kind("letter"), kind("nappies")], line="Een brief van de gemeente")
    needs = {need.kind.key: need for need in Need.select().where(Need.household == family("Merel"))}
    assert needs["letter"].urgency == "today" and needs["nappies"].urgency == "this week"
    assert needs["letter"].opened()["line"] == "Een brief van de gemeente"


def test_sending_the_same_twice_is_sending_it_once(as_person):
    stop = planned()["Merel"]
    with at(2):
        rita = as_person("rita")
        for _ in range(2):
            answer = send(rita, stop, version=1, given=[goods("bread")], kinds=[kind("letter")], line="Een brief")
            assert answer.status_code == 303
    assert now(stop).version == 2
    assert Need.select().where(Need.activity == activity(BREAD, NOV_28)).count() == 1
    assert StopGoods.select().where(StopGoods.stop == stop).count() == 1


def test_two_people_reporting_one_door_see_both_texts_and_neither_is_lost(as_person):
    stop = planned()["Merel"]
    with at(2):
        send(as_person("rita"), stop, version=1, line="Kind is ziek geweest", given=[goods("bread")])
        bart = as_person("bart")
        answer = send(bart, stop, version=1, result="not home", line="Niemand deed open")
        assert answer.status_code == 409
        assert "Kind is ziek geweest" in answer.text and 'value="Niemand deed open"' in answer.text
        assert "Rita" in answer.text
        assert now(stop).result == "visited"
        version = re.search(rf'name="stop-{stop.id}-version"[^>]*value="(\d+)"', answer.text)[1]
        assert send(bart, stop, version=version, result="not home", line="Niemand deed open").status_code == 303
    assert now(stop).result == "not home"


@pytest.mark.parametrize("values", [{"result": ""}, {"result": "eaten"}, {"given": ["999"]}, {"kinds": ["999"]},
                                    {"urgency": "never", "kinds": "x"}, {"kinds": []}, {"line": "x" * 301},
                                    {"version": "x"}])
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(as_person, values):
    stop = planned()["Merel"]
    with at(2):
        answer = send(as_person("rita"), stop, **{"line": "Iets gezegd", **values})
    assert answer.status_code == (409 if "version" in values else 422), values
    assert 'value="Iets gezegd"' in answer.text or "line" in values
    assert now(stop).result == ""


def test_the_report_is_in_when_every_door_is_and_the_coordinator_hears_it(as_person):
    stops = planned()
    with at(2):
        rita = as_person("rita")
        for name in SIX:
            assert run().reported_at is None
            send(rita, stops[name], result="not home" if name == "Uil" else "visited")
        assert run().reported_at is not None
        assert told("bart") == ["Rita C. handed in the report: Broodronde, Saturday 28 November."]
        assert not told("rita")


def test_who_reports_first_is_not_told_twice_when_something_is_mended(as_person):
    stops = planned(["Merel"])
    with at(2):
        rita = as_person("rita")
        send(rita, stops["Merel"])
        send(rita, now(stops["Merel"]), line="Nog iets")
        assert len(told("bart")) == 1


# Who may, and when


def test_only_who_goes_coordinates_or_was_named(app, as_person):
    stop = planned()["Merel"]
    with at(2):
        for name in ("godelieve", "samir", "christine"):
            assert as_person(name).get(address()).status_code == 404
            assert send(as_person(name), stop).status_code == 404
        for name in ("annelies", "katrien", "fatiha", "jonas"):
            assert as_person(name).get(address()).status_code in (403, 404)
            assert send(as_person(name), stop).status_code in (403, 404)
        assert as_person("bart").get(address()).status_code == 200
    assert now(stop).result == ""


def test_not_before_the_day_itself(as_person):
    stop = planned()["Merel"]
    with at(-20):
        rita = as_person("rita")
        page = rita.get(address())
        assert page.status_code == 200 and "Merel" not in page.text
        assert send(rita, stop).status_code == 409
    with at(-7):
        rita = as_person("rita")
        assert send(rita, stop).status_code == 303


def test_after_a_day_only_code_names_and_after_the_report_nothing(as_person):
    stops = planned(["Merel", "Uil"])
    with at(2):
        rita = as_person("rita")
        assert "Demo-Marinov" in rita.get(address()).text
        send(rita, stops["Merel"])
    with at(2.5 + 25):
        rita = as_person("rita")
        page = rita.get(address()).text
        assert "Uil" in page and "Demo-" not in page
        assert send(rita, stops["Uil"]).status_code == 303
        page = rita.get(address())
        assert page.status_code == 200 and "Uil" not in page.text and "Merel" not in page.text
        assert send(rita, now(stops["Uil"]), result="moved").status_code == 409
        assert "Uil" in as_person("bart").get(address()).text


def test_nobody_reports_a_round_that_does_not_go_on(as_person):
    stop = planned()["Merel"]
    Activity.update(state="cancelled").where(Activity.id == activity(BREAD, NOV_28).id).execute()
    with at(2):
        assert send(as_person("rita"), stop).status_code == 409
        assert "Merel" not in as_person("rita").get(address()).text


def test_a_proxy_types_it_with_code_names_only(as_person):
    stop = planned()["Merel"]
    with at(3):
        bart = as_person("bart")
        mieke = as_person("mieke")
        assert mieke.get(address()).status_code == 404
        number = activity(BREAD, NOV_28).id
        chosen = {"proxy-volunteer": family_of("Mieke")}
        assert bart.post(f"/rounds/runs/{number}/proxy", chosen).status_code == 303
        assert told("mieke") == ["Bart D. asks you to type the report: Broodronde, Saturday 28 November."]
        assert address() in mieke.get("/").text
        page = mieke.get(address()).text
        assert "Merel" in page and "Demo-" not in page
        assert send(mieke, stop).status_code == 303
        assert bart.post(f"/rounds/runs/{number}/proxy", {"proxy-volunteer": "0"}).status_code == 303
        assert mieke.get(address()).status_code == 404


def family_of(first_name):
    from wvg.commons.volunteers.models import Volunteer

    return Volunteer.get(Volunteer.first_name == first_name).id


def test_a_proxy_is_somebody_of_the_rounds_and_only_a_coordinator_names_one(as_person):
    planned()
    number = activity(BREAD, NOV_28).id
    with at(3):
        wrong = {"proxy-volunteer": family_of("Jonas")}
        assert as_person("bart").post(f"/rounds/runs/{number}/proxy", wrong).status_code == 422
        assert as_person("rita").post(f"/rounds/runs/{number}/proxy", wrong).status_code == 403


def test_unknown_doors_and_rounds(as_person):
    planned()
    with at(2):
        bart = as_person("bart")
        assert bart.get("/rounds/runs/99999/report").status_code == 404
        assert bart.post("/rounds/stops/999999999/report", {}).status_code == 404
        assert bart.get(f"/rounds/stops/{Stop.get().id}/report").status_code == 405


def test_a_round_that_nobody_planned_says_so(as_person):
    with at(2):
        page = as_person("rita").get(address())
    assert page.status_code == 200 and 'name="left-line"' in page.text


# What was left over, and the pick-up


def test_what_was_left_over_is_sealed_and_kept_once(as_person):
    planned()
    number = activity(BREAD, NOV_28).id
    with at(2):
        rita, bart = as_person("rita"), as_person("bart")
        sent = {"left-version": "1", "left-line": "4 broden naar het kantoor"}
        assert rita.post(f"/rounds/runs/{number}/left-over", sent).status_code == 303
        assert rita.post(f"/rounds/runs/{number}/left-over", sent).status_code == 303
        answer = bart.post(f"/rounds/runs/{number}/left-over", {"left-version": "1", "left-line": "Niets"})
        assert answer.status_code == 409 and 'value="Niets"' in answer.text and "4 broden" in answer.text
    assert run().opened() == {"left_over": "4 broden naar het kantoor"}
    assert b"broden" not in bytes(run().sealed)


def test_what_is_written_stands_in_no_record(app, as_person):
    stop = planned()["Merel"]
    with at(2):
        send(as_person("rita"), stop, line="Kanarie-in-de-regel", kinds=[kind("letter")])
        number = activity(BREAD, NOV_28).id
        as_person("rita").post(f"/rounds/runs/{number}/left-over", {"left-version": "1", "left-line": "Kanarie-over"})
    for row in ActChange.select():
        assert "Kanarie" not in str(row.before)
    for table in database.get_tables():
        rows = database.execute_sql(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608
        assert "Kanarie" not in str(rows)


def test_a_damaged_line_says_so_and_hides_nothing_else(as_person):
    stops = planned()
    with at(2):
        send(as_person("rita"), stops["Merel"], line="Iets")
        other = now(stops["Merel"])
        Stop.update(sealed=other.sealed, result="visited", reported_at=other.reported_at).where(
            Stop.id == stops["Reiger"].id).execute()
        page = as_person("rita").get(address())
    assert page.status_code == 200
    assert page.text.count("notice--bad") == 1


def test_tags_and_quotes_are_shown_as_they_were_typed(as_person):
    stop = planned()["Merel"]
    with at(2):
        rita = as_person("rita")
        send(rita, stop, line="<b>\"O'Neill\"</b> & zo")
        assert "<b>\"O" not in rita.get(address()).text
    assert now(stop).opened()["line"] == "<b>\"O'Neill\"</b> & zo"


def test_a_run_of_another_day_is_another_report(as_person):
    planned()
    later = planned(["Merel"], DEC_5)["Merel"]
    with at(2):
        assert send(as_person("rita"), later).status_code == 404
        assert send(as_person("bart"), later).status_code == 409


@pytest.mark.parametrize("line", ["Bel 0470 12 34 56", "Geboren 12/03/1985", "Woont nu Forelstraat 12"])
def test_a_line_that_says_too_much_is_questioned_and_kept_only_when_asked_twice(as_person, line):
    stop = planned()["Merel"]
    with at(2):
        rita = as_person("rita")
        answer = send(rita, stop, line=line)
        assert answer.status_code == 422 and f'value="{line}"' in answer.text and "private_ok" in answer.text
        assert now(stop).result == ""
        assert send(rita, stop, line=line, private_ok="y").status_code == 303
    assert now(stop).opened() == {"line": line}


def test_a_door_more_makes_the_report_wait_again_and_without_it_it_is_in(as_person):
    stops = planned(["Merel"])
    with at(2):
        send(as_person("rita"), stops["Merel"])
        bart, merel, uil = viewer("bart"), family("Merel").id, family("Uil").id
        assert run().reported_at is not None
        rules_plan.plan(run().activity_id, [merel, uil], set(), run().version, bart, clock.now())
        assert run().reported_at is None
        rules_plan.plan(run().activity_id, [merel], set(), run().version, bart, clock.now())
        assert run().reported_at is not None


def test_what_a_report_says_is_forgotten_after_a_year_and_with_an_erased_family(app, as_person):
    stops = planned()
    with at(2):
        rita = as_person("rita")
        send(rita, stops["Merel"], line="Iets over Merel", given=[goods("bread")])
        send(rita, stops["Reiger"], line="Iets anders")
        people.erase(family("Merel").id, family("Merel").version, viewer("bart"), clock.now())
    erased = now(stops["Merel"])
    assert (erased.sealed, erased.household_id, erased.result) == (None, None, "visited")
    assert (erased.adults, erased.children, erased.goods.count()) == (2, 3, 1)
    assert now(stops["Reiger"]).sealed is not None
    with at(24 * 364):
        assert tick.once(app)["old reports forgotten"] == 0
    with at(24 * 368):
        assert tick.once(app)["old reports forgotten"] == 1
    assert now(stops["Reiger"]).sealed is None


def test_a_correction_never_takes_away_a_visit_that_was_known_already(as_person):
    stop, merel = planned()["Merel"], family("Merel")
    people.last_visit(merel, NOV_28)  # typed by hand, or another run that day
    with at(2):
        rita = as_person("rita")
        send(rita, stop)
        send(rita, now(stop), result="not home")
    assert family("Merel").last_visit == NOV_28


def test_only_another_urgency_is_a_change_too(as_person):
    stop = planned()["Merel"]
    with at(2):
        rita = as_person("rita")
        send(rita, stop, version=1, kinds=[kind("nappies")])
        assert send(rita, stop, version=1, kinds=[kind("nappies")], urgency="today").status_code == 409
        assert send(rita, stop, version=2, kinds=[kind("nappies")], urgency="today").status_code == 303
    assert Need.get(Need.household == family("Merel"), Need.kind == kind("nappies")).urgency == "today"


def test_the_same_again_with_the_version_of_now_changes_nothing(as_person):
    stop = planned()["Merel"]
    with at(2):
        rita = as_person("rita")
        send(rita, stop)
        send(rita, now(stop))
    assert now(stop).version == 2


def test_who_types_it_or_what_was_left_over_leaves_the_plan_and_the_proposal_alone(as_person):
    number = activity(BREAD, NOV_28).id
    with at(-2):
        bart = as_person("bart")
        bart.post(f"/rounds/runs/{number}/proxy", {"proxy-volunteer": family_of("Mieke")})
        page = bart.get(f"/rounds/runs/{number}/plan").text
        assert len(re.findall(r'name="households"[^>]* checked', page)) == 6
    stops = planned_again()
    with at(1):
        before = run().version
        as_person("rita").post(f"/rounds/runs/{number}/left-over", {"left-version": "1", "left-line": "2 broden"})
        assert run().opened() == {"left_over": "2 broden"} and run().version == before
    assert len(stops) == 6


def planned_again():
    return {name: Stop.create(run=run(), household=family(name), position=n) for n, name in enumerate(SIX, 1)}


def test_what_was_left_over_is_closed_with_the_rest(as_person):
    stop, number = planned(["Merel"])["Merel"], activity(BREAD, NOV_28).id
    with at(2):
        rita = as_person("rita")
        send(rita, stop)
        rita.post(f"/rounds/runs/{number}/left-over", {"left-version": "1", "left-line": "Vier broden over"})
    with at(60):
        assert "Vier broden" not in as_person("rita").get(address()).text
        assert "Vier broden" in as_person("bart").get(address()).text


def test_a_new_proxy_takes_the_question_over(as_person):
    planned()
    number = activity(BREAD, NOV_28).id
    with at(3):
        for name in ("Mieke", "Luc"):
            as_person("bart").post(f"/rounds/runs/{number}/proxy", {"proxy-volunteer": family_of(name)})
        assert not told("mieke") and told("luc")


def test_a_round_in_doubt_says_so(as_person):
    stop = planned()["Merel"]
    Activity.update(state="to confirm").where(Activity.id == activity(BREAD, NOV_28).id).execute()
    with at(2):
        page = as_person("rita").get(address()).text
        assert "Het is nog niet zeker" in page and "Merel" not in page
        assert send(as_person("rita"), stop).status_code == 409


def test_dropping_the_last_open_door_hands_the_report_in(as_person):
    stops = planned(["Merel", "Uil"])
    with at(2):
        send(as_person("rita"), stops["Merel"])
        rules_plan.plan(run().activity_id, [family("Merel").id], set(), run().version, viewer("bart"), clock.now())
    assert run().reported_at is not None


def test_bread_is_ticked_beforehand_on_a_bread_round_and_kept_only_for_a_visit(as_person):
    stops = planned(["Merel", "Uil"])
    Stop.update(just_visit=True).where(Stop.id == stops["Uil"].id).execute()
    with at(2):
        page = as_person("rita").get(address()).text
        ticked = re.findall(r'<input[^>]*checked[^>]*name="stop-(\d+)-given"|name="stop-(\d+)-given"[^>]*checked', page)
        assert [number for pair in ticked for number in pair if number] == [str(stops["Merel"].id)]
        send(as_person("rita"), stops["Merel"], result="not home", given=[goods("bread")])
    assert not now(stops["Merel"]).goods.exists()


def test_who_types_from_paper_does_not_read_what_somebody_else_reported(as_person):
    stops, number = planned(["Merel", "Uil"]), activity(BREAD, NOV_28).id
    with at(2):
        send(as_person("rita"), stops["Merel"], line="Geheim van Rita", kinds=[kind("letter")])
        as_person("bart").post(f"/rounds/runs/{number}/proxy", {"proxy-volunteer": family_of("Mieke")})
        mieke = as_person("mieke")
        page = mieke.get(address()).text
        assert "Geheim van Rita" not in page and "Merel" in page
        assert f'name="stop-{stops["Merel"].id}-line"' not in page
        assert send(mieke, now(stops["Merel"]), line="Over wat zij niet zag").status_code == 409
        assert send(mieke, stops["Uil"], line="Zelf getikt").status_code == 303
    assert now(stops["Merel"]).opened() == {"line": "Geheim van Rita"}


def test_a_right_that_ended_closes_the_families_to_who_is_still_on_the_list(app, as_person):
    planned()
    Grant.delete().where(Grant.account == viewer("rita").account, Grant.group == "rounds").execute()
    Grant.create(account=viewer("rita").account, role="volunteer", group="homework", given_at=clock.now())
    with at(1):
        rita, number = as_person("rita"), activity(BREAD, NOV_28).id
        for page in ("", "/report", "/pick-up"):
            assert rita.get(f"/rounds/runs/{number}{page}").status_code == 404
        assert rita.post(f"/rounds/runs/{number}/sheets").status_code == 404
