"""The coordinator steers: a fixed place that ends, a round that moves to another day, a holiday that is settled."""

import re
from datetime import date, timedelta

from people import BREAD, FEB_3, FOOD, WEEK, activity, eleven_sign_up, told
from playwright.sync_api import expect

from wvg.commons.planning.models import Activity, Regular, Series, SignUp
from wvg.commons.volunteers.models import Volunteer

DAY = timedelta(days=1)


def to_the_round(window, title):
    window.goto("/rounds/")
    window.get_by_role("link", name="Rondes en datums").click()
    window.get_by_role("link", name=title).first.click()


def days_of(name):
    """The dates on which somebody has a fixed place."""
    rows = SignUp.select().join(Activity).where(
        SignUp.volunteer == Volunteer.get(Volunteer.first_name == name), SignUp.kind == "regular",
        SignUp.ended_at.is_null(),
    )
    return [row.activity.date for row in rows.order_by(Activity.date)]


def test_a_volunteer_has_every_second_saturday_and_leaves_in_march(chrome):
    bart, nadia = chrome("bart"), chrome("nadia", width=390, height=844)
    to_the_round(bart, BREAD)
    bart.get_by_role("link", name=re.compile("Vaste plaats.*Plaats 2")).click()
    bart.get_by_label("Wie?").select_option(label="Nadia Ahmadi")
    bart.get_by_label("elke tweede keer").check()
    bart.get_by_label("Wat is de eerste keer?").select_option(label="zaterdag 16 januari 2027")
    bart.get_by_role("button", name="Vaste plaats geven").click()
    expect(bart.locator("#message")).to_contain_text("Nadia heeft nu een vaste plaats")
    days = days_of("Nadia")
    assert days[0] == date(2027, 1, 16) and {b - a for a, b in zip(days, days[1:], strict=False)} == {2 * WEEK}
    assert any(day >= date(2027, 3, 1) for day in days)

    nadia.goto("/")
    expect(nadia.locator("main")).to_contain_text("Bart D. gaf je een vaste plaats: Broodronde, elke tweede keer")
    nadia.goto("/me")
    nadia.get_by_role("link", name="Mijn vaste plaatsen").click()
    nadia.get_by_role("link", name="Ik stop hiermee").click()
    nadia.get_by_label("Vanaf welke dag?").fill("1 maart 2027")
    nadia.get_by_role("button", name="Zet mij eraf").click()
    expect(nadia.locator("#message")).to_contain_text("Je hebt geen vaste plaats meer.")
    left = days_of("Nadia")
    assert left == [day for day in days if day < date(2027, 3, 1)] and left

    bart.goto("/rounds/?week=2027-W10")
    card = bart.locator(f"#activity-{activity(BREAD, next(day for day in days if day >= date(2027, 3, 1))).id}")
    expect(card).to_contain_text("2 open")
    assert Regular.get().last_day == date(2027, 2, 28)
    bart.goto("/")
    expect(bart.locator("main")).to_contain_text("Nadia A. stopt met een vaste plaats: Broodronde")


def test_the_food_round_moves_from_wednesday_to_thursday_with_eleven_people(chrome):
    before, series = eleven_sign_up(), Series.get(Series.title == FOOD)
    assert len({who for _, who in before.values()}) == 11
    ids = {a.id: a.date for a in series.activities.where(Activity.date >= FEB_3)}
    bart, samir = chrome("bart"), chrome("samir", width=390, height=844)
    to_the_round(bart, FOOD)
    bart.get_by_role("link", name="Veranderen vanaf een dag").click()
    bart.get_by_label("Vanaf welke dag?").fill("1 februari 2027")
    bart.get_by_label("Woensdag").uncheck()
    bart.get_by_label("Donderdag").check()
    bart.get_by_role("button", name="Bekijk wat er gebeurt").click()
    expect(bart.locator("h1")).to_have_text("Dit gebeurt er")
    expect(bart.locator("main")).to_contain_text("Gaat naar donderdag 4 februari.")
    assert {a.date for a in Activity.select().where(Activity.id.in_(list(ids)))} == set(ids.values()), "nothing yet"
    bart.get_by_role("button", name="Terug naar het formulier").click()
    expect(bart.get_by_label("Donderdag")).to_be_checked()
    bart.get_by_role("button", name="Bekijk wat er gebeurt").click()
    bart.get_by_role("button", name="Zo veranderen").click()
    expect(bart.locator("#message")).to_contain_text("We verwittigden 10 mensen.")  # and Bart, who did it
    moved = {a.id: a.date for a in Activity.select().where(Activity.id.in_(list(ids)))}
    assert moved == {number: day + DAY for number, day in ids.items()}
    rows = SignUp.select().where(SignUp.id.in_(list(before)), SignUp.ended_at.is_null())
    assert {row.id: (row.activity_id, row.volunteer_id) for row in rows} == before
    assert len(told("samir")) == 1
    samir.goto("/")
    expect(samir.locator("main")).to_contain_text("wordt donderdag 4 februari")


def test_26_december_is_settled_before_1_december(chrome):
    row = activity(BREAD, date(2026, 12, 26))
    bart = chrome("bart")
    bart.goto("/rounds/")
    bart.get_by_role("link", name="Rondes en datums").click()
    line = bart.locator("li", has=bart.locator(f"form[action='/activities/{row.id}/confirmation']"))
    expect(line).to_contain_text("Beslis het voor dinsdag 1 december.")
    line.get_by_role("link", name="Gaat niet door").click()
    expect(bart.locator("#reason")).to_have_value("Dag na Kerstmis")
    bart.locator("#reason").fill("Tweede kerstdag")
    bart.get_by_role("button", name="Het gaat niet door").click()
    expect(bart.locator("#message")).to_contain_text("zaterdag 26 december")
    assert activity(BREAD, row.date).state == "cancelled"
    bart.goto("/rounds/?week=2026-W52")
    expect(bart.locator(f"#activity-{row.id}")).to_contain_text("Tweede kerstdag")
