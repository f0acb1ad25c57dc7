"""Hugo plans the monthly meeting of the steering group, on the office PC and on a telephone."""

import re
from datetime import date, time

import pytest
from people import told, viewer
from playwright.sync_api import expect

from wvg.base import clock
from wvg.commons.planning import rules
from wvg.commons.planning.models import Activity, Seat, Series

JAN_12, FEB_9, FEB_16, MAR_9, APR_13 = (
    date(2027, 1, 12), date(2027, 2, 9), date(2027, 2, 16), date(2027, 3, 9), date(2027, 4, 13)
)


def on(day):
    return Activity.get(Activity.title == "Maandvergadering", Activity.date == day)


def fits(window, page):
    """On this page, when it is there, nothing goes sideways."""
    window.wait_for_url(re.compile(page))
    assert window.locator("body").evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, page


@pytest.mark.parametrize("width, height", [(1366, 768), (390, 844)])
def test_a_monthly_meeting_is_made_moved_changed_from_a_day_on_and_cancelled_once(chrome, width, height):
    hugo = chrome("hugo", width=width, height=height)
    hugo.goto("/calendar/appointments/new?day=2027-01-12")
    fits(hugo, "/appointments/new")
    for name in ("#every", "#nth", "#dates", "#last_day"):
        expect(hugo.locator(name)).to_be_hidden()  # it does not come back, so nothing is asked of that
    hugo.locator("#title").fill("Maandvergadering")
    hugo.locator("#place").fill("Kantoor")
    hugo.locator("#starts").fill("19u30")
    hugo.locator("#ends").fill("21.30")
    hugo.locator("[name=pattern][value=nth_weekday]").check()
    expect(hugo.locator("#nth")).to_be_visible()
    expect(hugo.locator("#every")).to_be_hidden()
    hugo.locator("#last_day").fill("30/6/2027")
    hugo.locator("#places").fill("2")
    fits(hugo, "/appointments/new")
    hugo.locator("form.card .btn--main").click()
    expect(hugo.locator("h1")).to_have_text("Maandvergadering")
    expect(hugo.locator("main")).to_contain_text("elke tweede dinsdag van de maand")
    fits(hugo, "/appointments/series/")
    series = Series.get(Series.title == "Maandvergadering")
    assert [row.date.month for row in series.activities.order_by(Activity.date)] == [1, 2, 3, 4, 5, 6]
    rules.sign_up(Seat.get(Seat.activity == on(APR_13)).id, viewer("katrien"), clock.now())

    # February a week later
    hugo.get_by_role("link", name=re.compile("dinsdag 9 februari 2027")).click()
    fits(hugo, "/activities/[0-9]+$")
    hugo.get_by_role("link", name="Alleen deze datum").click()
    fits(hugo, "/change$")
    expect(hugo.locator("#days")).to_have_value("1")
    hugo.locator("#date").fill("16 februari 2027")
    hugo.get_by_role("button", name="Veranderen").click()
    expect(hugo.locator("#message")).to_contain_text("dinsdag 16 februari")
    assert on(FEB_16).original_date == FEB_9 and on(FEB_16).detached

    # From March on at eight
    hugo.goto(f"/activities/{on(MAR_9).id}")
    hugo.get_by_role("link", name="Vanaf deze datum").click()
    fits(hugo, "/series/[0-9]+/change")
    hugo.locator("#starts").fill("20.00")
    hugo.locator("#ends").fill("22.00")
    hugo.get_by_role("button", name="Bekijk wat er gebeurt").click()
    expect(hugo.locator("h1")).to_have_text("Dit gebeurt er")
    expect(hugo.locator("main")).to_contain_text("Katrien L.")
    fits(hugo, "/series/[0-9]+/change")
    assert on(APR_13).starts == time(19, 30), "nothing yet"
    hugo.get_by_role("button", name="Zo veranderen").click()
    expect(hugo.locator("#message")).to_contain_text("We verwittigden 1 persoon.")
    assert [on(day).starts.hour for day in (JAN_12, FEB_16, MAR_9, APR_13)] == [19, 19, 20, 20]
    assert any("20:00 – 22:00" in said for said in told("katrien"))

    # April does not go on
    hugo.get_by_role("link", name=re.compile("dinsdag 13 april 2027")).click()
    hugo.get_by_role("link", name="Het gaat niet door").click()
    fits(hugo, "/cancellation")
    expect(hugo.locator("main")).to_contain_text("Katrien L.")
    hugo.locator("#reason").fill("Paasvakantie")
    hugo.get_by_role("button", name="Het gaat niet door").click()
    expect(hugo.locator("#message")).to_contain_text("We hebben Katrien verwittigd.")
    expect(hugo.locator("main")).to_contain_text("Paasvakantie")
    fits(hugo, "/activities/[0-9]+$")
    assert [on(day).state for day in (MAR_9, APR_13)] == ["planned", "cancelled"]
    hugo.goto("/calendar/appointments/")
    expect(hugo.locator("main")).to_contain_text("Maandvergadering")
    fits(hugo, "/appointments/$")
