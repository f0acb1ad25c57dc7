"""The README's second road: one-time link, first account, a spreadsheet, a first round, a first sign-up."""

import pytest
from playwright.sync_api import expect
from window import Site, watched

from wvg.base import clock
from wvg.commons.accounts import rules_codes

LIST = "Voornaam;Achternaam;Gsm;E-mail\nJeanne;D'Hondt-Çelik;0470 12 34 56;jeanne@example.org\nOmar;;0470 12 34 57;\n"


@pytest.fixture
def first_chrome(chromium, empty_app):
    site = Site(empty_app)
    with watched(chromium, site) as chrome:
        yield chrome
    site.stop()


@pytest.mark.parametrize("width", [1366, 390])
def test_from_an_empty_machine_to_the_first_place_taken(first_chrome, width):
    admin = first_chrome(width=width)
    admin.goto(f"/first/{rules_codes.first_admin_link(clock.now())}")
    admin.get_by_label("Voornaam").fill("Katrien")
    admin.get_by_label("Gebruikersnaam").fill("katrien")
    admin.get_by_label("Wachtwoord", exact=False).first.fill("een lange zin met koffie")
    admin.locator("label.choice").click()  # I also coordinate the rounds
    admin.locator("main .btn--main").click()
    expect(admin.locator("h1")).to_have_text("Dag Katrien")

    admin.goto("/volunteers/import")
    admin.locator("input[type=file]").set_input_files(
        {"name": "lijst.csv", "mimeType": "text/csv", "buffer": LIST.encode("cp1252")}
    )
    admin.locator("main .btn--main").click()
    expect(admin.locator("main")).to_contain_text("D'Hondt-Çelik")
    admin.locator("main .btn--main").click()
    expect(admin.locator("#message")).to_contain_text("2")

    admin.goto("/accounts/")
    admin.locator("a[href^='/accounts/new/']").first.click()
    admin.locator("main .btn--main").click()
    code = admin.locator(".letter__code").inner_text()
    user_name = admin.locator(".letter b").filter(has_text="jeanne").inner_text()
    admin.goto("/accounts/2")
    admin.locator("label.choice").filter(has_text="Vrijwilliger").click()
    admin.locator("select").select_option("rounds")
    admin.locator("main .btn--main").click()
    expect(admin.locator("main")).to_contain_text("Vrijwilliger")

    admin.goto("/rounds/")
    expect(admin.locator("main")).to_contain_text("Nog geen rondes")
    admin.goto("/rounds/series/new")
    admin.locator("#title").fill("Broodronde")
    admin.locator("#kind label.choice").first.click()
    admin.locator("#place").fill("Bakker, Veldstraat")
    admin.locator("#weekdays label.choice").nth(5).click()
    admin.locator("#starts").fill("17u")
    admin.locator("#ends").fill("19.30")
    admin.locator("#first_day").fill("28/11/2026")
    for number in (0, 1):
        admin.locator(f"#seats-{number}-role").select_option(label="Plaats")
    admin.locator("main .btn--main").click()
    expect(admin.locator("h1")).to_have_text("Broodronde")

    jeanne = first_chrome(width=width)
    jeanne.goto("/sign-in")
    jeanne.locator("a[href='/start']").click()
    jeanne.locator("#code").fill(code.lower())
    offered = jeanne.locator("#password").input_value()
    assert len(offered.split()) == 4
    jeanne.locator("main .btn--main").click()
    expect(jeanne.locator("h1")).to_have_text("Dag Jeanne")
    jeanne.locator(".needs form button").first.click()
    expect(jeanne.locator("#next")).to_contain_text("Broodronde – plaats 1")
    if width > 1000:
        jeanne.locator(".me__out button").click()
    else:
        jeanne.locator(".klaar button").click()
    jeanne.goto("/sign-in")
    jeanne.locator("#login").fill(user_name)
    jeanne.locator("#password").fill(offered)
    jeanne.locator("main .btn--main").click()
    expect(jeanne.locator("h1")).to_have_text("Dag Jeanne")
