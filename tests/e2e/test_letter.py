"""A letter that was heard of stands on top of the board within the minute."""

from heard import at_door
from playwright.sync_api import expect


def test_a_letter_stands_on_top_within_the_minute(chrome):
    window = chrome("annelies")
    window.clock.install()
    window.goto("/needs/")
    letter = at_door("letter", family="Koolmees")["letter"]
    work = at_door("work", family="Uil")["work"]
    window.clock.run_for(50_000)
    expect(window.locator(f"#need-{letter.id}")).to_contain_text("Koolmees")
    expect(window.locator(f"#need-{work.id}")).to_be_visible()
    numbers = window.locator("#needs > ul > li").evaluate_all("rows => rows.map(row => row.id)")
    assert numbers.index(f"need-{letter.id}") < numbers.index(f"need-{work.id}")
