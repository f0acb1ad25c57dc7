"""From "which families this Saturday" to "what did we hear, and who takes it up"; and who sees nothing of it."""

import re
from datetime import datetime, timedelta

import pytest
from heard import EVERYBODY
from office import Browser, sign_in_quietly
from people import BREAD, NOV_28, activity, seat, viewer
from playwright.sync_api import expect
from saturday import BEGIN, family, run
from walk import NUMBERS

from wvg.base import clock
from wvg.commons.needs.models import Need, NeedKind
from wvg.commons.people import queries as people
from wvg.commons.planning import rules
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.rounds.models import Sheet

LINE = "Een brief van de dienst, ze verstaan hem niet."
ALLOWED = {"bart", "wim", "rita", "annelies"}


@pytest.fixture
def friday(app):
    """Wim drives, Rita goes along; it is Friday noon, and the families of Saturday are not chosen yet."""
    rules.sign_up(seat(BREAD, NOV_28, 1).id, viewer("wim"), clock.now())
    with clock.standing_still(BEGIN - timedelta(hours=29)):
        yield


def secrets():
    """What nobody else may see of Merel."""
    details = people.details(family("Merel"))
    return ["Merel", details.bell_name, details.address.partition(",")[0], details.phone, details.phone[-9:], LINE]


def addresses(app, everything=False):
    """Where somebody might look: with the numbers of Merel, her run, its sheet and the need."""
    numbers = {
        "activity": activity(BREAD, NOV_28).id, "family": family("Merel").id,
        "sheets": [sheet.id for sheet in Sheet.select()], "needs": [need.id for need in Need.select()],
        "stops": [stop.id for stop in run().stops],
    }
    found = [
        "/", "/more", "/rounds/", "/people/", "/needs/", "/needs/mine", "/rounds/runs/sheets", "/rounds/roster",
        f"/rounds/runs/{numbers['activity']}", *(f"/rounds/runs/{numbers['activity']}/{page}" for page in (
            "plan", "report", "pick-up", "to-tell")),
        f"/activities/{numbers['activity']}/evening", f"/people/{numbers['family']}",
        f"/people/{numbers['family']}/erasure",
        *(f"/rounds/runs/sheets/{number}" for number in numbers["sheets"]),
        *(f"/needs/{number}" for number in numbers["needs"]),
    ]
    if everything:
        of_all = [numbers["activity"], numbers["family"], *numbers["sheets"], *numbers["needs"], *numbers["stops"][:1]]
        for rule in app.url_map.iter_rules():
            if "GET" in rule.methods and rule.endpoint not in ("static", "accounts.first_admin"):
                if not rule.arguments:
                    found.append(rule.rule)
                elif re.fullmatch(r"[^<]*<int:\w+>[^<]*", rule.rule):
                    found += [re.sub("<.*>", str(number), rule.rule) for number in (*of_all, NUMBERS[0])]
    return found


def nobody_else_sees_anything(app, everything=False):
    """The other sixteen of the twenty look; with `everything` one of each sort on every page there is."""
    others, looked = sorted(set(EVERYBODY) - ALLOWED), 0
    assert len(others) == 16
    others = ["katrien", "mieke", "marijke", "samir"] if everything else others
    for name in others:
        browser = Browser(app)
        sign_in_quietly(browser, name)
        for address in addresses(app, everything):
            page = browser.get(address)
            looked += page.status_code == 200
            seen = [word for word in secrets() if word in page.text]
            assert not seen, f"{name} sees {seen} at {address}"
    assert looked > 3 * len(others)


def plan_and_print(chrome, app):
    bart = chrome("bart")
    number = activity(BREAD, NOV_28).id
    bart.goto("/rounds/")
    bart.locator(f"#activity-{number} a[href='/rounds/runs/{number}']").click()
    bart.locator(f"a.btn[href='/rounds/runs/{number}/plan']").click()
    expect(bart.locator("input[name=households]:checked")).to_have_count(6)
    merel = bart.locator(f"input[name=households][value='{family('Merel').id}']")
    if not merel.is_checked():  # the coordinator changes the proposal
        bart.locator("input[name=households]:checked").last.uncheck()
        merel.check()
    bart.locator("#households .btn--main").click()
    expect(bart.locator("#message")).to_contain_text("6 gezinnen")
    nobody_else_sees_anything(app)
    bart.goto(f"/rounds/runs/{number}")
    bart.locator("form[action$='/sheets'] button").click()
    expect(bart.locator("body")).to_contain_text(people.details(family("Merel")).address)
    assert Sheet.select().where(Sheet.run == run()).count() == 1
    nobody_else_sees_anything(app)
    return number


def report(window, number):
    """Rita reports on her phone, between the doors: a letter at Merel's."""
    window.goto("/rounds/")
    window.locator(f"#activity-{number} a[href='/rounds/runs/{number}']").click()
    expect(window.locator("main")).to_contain_text(people.details(family("Merel")).bell_name)
    window.locator(f"a[href='/rounds/runs/{number}/report']").click()
    bread, letter = window.get_by_label("brood", exact=True), window.get_by_label(NeedKind.get(key="letter").name_nl)
    for stop in run().stops:
        door = window.locator(f"#form-{stop.id}")
        door.get_by_label("Bezocht").check()
        if stop.household == family("Merel"):
            door.locator("summary").nth(0).click()
            door.locator(bread).check()
            door.locator("summary").nth(1).click()
            door.locator(letter).check()
            door.locator("input[type=text]").fill(LINE)
        door.locator(".btn--main").click()
        expect(window.locator(f"#form-{stop.id} .badge--ok")).to_be_visible()
    expect(window.locator("#left-to-do")).to_contain_text("Alle adressen")


@pytest.mark.parametrize("phone", [{"width": 390, "height": 844, "has_touch": True, "is_mobile": True},
                                   {"width": 390, "height": 844, "java_script_enabled": False}],
                         ids=["phone", "without javascript"])
def test_from_the_plan_to_who_takes_it_up(chrome, app, friday, phone):
    number = plan_and_print(chrome, app)
    with clock.standing_still(BEGIN + timedelta(hours=1)):
        annelies = chrome("annelies")
        annelies.clock.install()
        annelies.goto("/needs/")
        annelies.clock.pause_at(datetime.now() + timedelta(seconds=2))  # only its own minute passes
        expect(annelies.locator("body")).not_to_contain_text("Merel")
        report(chrome("rita", **phone), number)
        nobody_else_sees_anything(app)

        annelies.clock.run_for(46_000)
        first = annelies.locator("#needs li").first
        expect(first).to_contain_text("Merel")
        expect(first).to_contain_text(LINE)
        first.locator("a").first.click()
        annelies.locator("form[action$='/owner'] button").first.click()
        expect(annelies.locator("main")).to_contain_text(people.details(family("Merel")).bell_name)
        expect(annelies.locator("main")).not_to_contain_text(people.details(family("Merel")).address)
        need = Need.get(Need.household == family("Merel"), Need.activity == number)
        assert need.owner == Volunteer.get(Volunteer.first_name == "Annelies")

        rita = chrome("rita", **phone)
        rita.goto("/")
        expect(rita.locator("main")).to_contain_text("Annelies V.")
        nobody_else_sees_anything(app, everything="is_mobile" in phone)
