"""Homework support as the three who share it use it: the partner, a tutor on a phone, the coordinator."""

from datetime import date

from people import holder, seat, told
from playwright.sync_api import expect
from tutoring import DEC_15, ROOM, VISSEN, booking, page_of, pupil

from wvg.groups.homework.models import Booking

NOV_26, DEC_1, DEC_8 = date(2026, 11, 26), date(2026, 12, 1), date(2026, 12, 8)


def test_the_partner_answers_and_books_a_new_child_every_week(chrome):
    window = chrome("fatiha")
    window.goto("/")
    expect(window).to_have_url(f"{chrome.site.address}/homework/shared")
    waits = window.locator("section[aria-labelledby=waits]")
    expect(waits).to_contain_text("Mariam, 3e secundair")
    waits.get_by_role("link", name="Antwoord").click()
    window.get_by_role("button", name="Geef de plaats").click()
    expect(window.locator("#message")).to_contain_text("Eén plaats is gegeven.")
    assert booking("Mariam", DEC_8).state == "confirmed"

    window.goto("/")
    window.locator(f"a[href='{page_of(DEC_1)}/booking']").click()
    window.click("details summary")
    window.get_by_label("Voornaam").fill("Noor")
    window.get_by_label("Klas of jaar").fill("3e leerjaar")
    window.get_by_label("Elke week").check()
    window.get_by_label("Tot wanneer?").select_option(index=0)
    window.locator("form.booking button.btn--main").click()
    expect(window.locator("#message")).to_contain_text("Noor: 3")
    rows = Booking.select().where(Booking.pupil == pupil("Noor"))
    assert {row.state for row in rows} == {"confirmed"} and len(rows) == 3, "1, 8 and 15 December"
    assert pupil("Noor").partner.key == "hand-in-hand"


def test_a_tutor_says_on_a_phone_who_is_here_and_hands_over(chrome):
    phone = chrome("jonas", width=390, height=844)
    phone.goto("/")
    phone.locator("#next").get_by_role("link", name="De sessie").click()
    phone.click(".tick-now")
    phone.get_by_role("button", name="Iedereen is er").click()
    expect(phone.locator(".mark--present[aria-pressed=true]")).to_have_count(5)
    phone.locator(f"#pupil-{booking('Sara').id} .mark--absent").click()
    expect(phone.locator(".mark--present[aria-pressed=true]")).to_have_count(4)
    assert booking("Sara").attendance == "absent" and booking("Amina").attendance == "present"

    phone.goto(page_of(NOV_26))
    phone.locator("details.cant summary").click()
    phone.get_by_role("button", name="Ik zoek een vervanger").click()
    expect(phone.locator("#message")).to_contain_text("We vragen wie kan overnemen")

    partner = chrome("fatiha")
    partner.goto("/homework/")
    partner.locator(f"#activity-{seat(VISSEN, NOV_26, 1).activity_id}").get_by_role(
        "link", name="Bied een begeleider aan").first.click()
    partner.locator("select[name=volunteer]").select_option(label="Fatiha Benali")
    partner.locator("main form button.btn--main").click()
    expect(partner.locator("#message")).not_to_be_empty()

    coordinator = chrome("marijke")
    coordinator.goto("/homework/proposals")
    coordinator.get_by_role("link", name="Fatiha B.").click()
    coordinator.locator("main form button.btn--main").first.click()
    expect(coordinator.locator("#message")).not_to_be_empty()
    assert holder(seat(VISSEN, NOV_26, 1)) == "Fatiha"
    phone.goto(page_of(NOV_26))
    expect(phone.locator("main")).to_contain_text("Fatiha B.")


def test_the_coordinator_closes_the_room_and_sees_who_is_told(chrome):
    window = chrome("marijke")
    window.goto("/homework/")
    window.get_by_role("link", name="Gesloten, en ouders om te bellen").click()
    window.locator("main a[href='/homework/closing/new']").first.click()
    window.locator("select[name=place]").select_option(value=ROOM)
    window.fill("#first_day", "15/12")
    window.fill("#reason", "De verwarming is stuk")
    window.get_by_role("button", name="Kijk wie").click()
    expect(window.locator("main")).to_contain_text("Jonas B.")
    expect(window.locator("main")).to_contain_text("Fatiha B.")
    expect(window.locator("main")).to_contain_text("5 leerlingen")
    assert told("jonas") == [], "nothing has changed yet"
    window.get_by_role("button", name="Lokaal sluiten").click()
    expect(window.locator("main")).to_contain_text("ouder van Amina")
    call = window.locator(f"#call-{booking('Amina', DEC_15).id}")
    expect(call.locator("a[href^='tel:']")).to_be_visible()
    call.locator("button[value=told]").click()
    expect(call.locator("button[value=told]")).to_have_attribute("aria-pressed", "true")
    assert "It does not go on: Huiswerk De Vissen, Tuesday 15 December. De verwarming is stuk" in told("jonas")
    assert any("De verwarming is stuk" in sentence for sentence in told("fatiha"))
