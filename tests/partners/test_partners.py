"""Partners, whom to call there, and the rooms where we work."""

import pytest
from people import viewer

from wvg.base import clock
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.commons.partners import queries, rules, rules_rooms
from wvg.commons.partners.models import Contact, Location, Partner
from wvg.commons.planning.models import Activity


def hand_in_hand():
    return Partner.get(Partner.key == "hand-in-hand")


def add(name="Buurthuis 't Échte Werk", by="marijke"):
    return rules.add({"name": name, "phone": "+3290000009", "email": None}, viewer(by), clock.now())


@pytest.mark.parametrize("name", ["marijke", "katrien"])
def test_who_coordinates_a_group_that_works_with_partners_and_an_admin_make_a_partner(as_person, name):
    browser = as_person(name)
    answer = browser.post("/partners/new", {"name": "Buurthuis", "phone": "09 000 00 09", "email": "b@example.org"})
    assert answer.status_code == 303
    row = Partner.get(Partner.name == "Buurthuis")
    assert answer.location == f"/partners/{row.id}" and row.phone == "+3290000009"
    assert "Buurthuis" in browser.get("/partners/").text


def test_the_key_is_made_from_the_name_once(app):
    row = add()
    assert row.key == "buurthuis-t-echte-werk"
    rules.change(row.id, row.version, {"name": "Anders", "phone": None, "email": None}, viewer("marijke"), clock.now())
    assert Partner.get_by_id(row.id).key == "buurthuis-t-echte-werk"
    assert add().key == "buurthuis-t-echte-werk-2", "the name is free, the key is not"
    assert add("؟؟").key == "partner"
    assert add("Homework").key == "homework-2", "that is a group of ours"


def test_two_partners_have_two_names(app, as_person):
    with pytest.raises(Invalid):
        add("Hand in Hand (demo)")
    answer = as_person("marijke").post("/partners/new", {"name": ""})
    assert answer.status_code == 422


def test_a_change_of_somebody_else_meanwhile_is_shown_beside_what_was_typed(as_person):
    partner, browser = hand_in_hand(), as_person("marijke")
    rules.change(partner.id, partner.version, {"name": "Hand in Hand", "phone": None, "email": None},
                 viewer("katrien"), clock.now())
    answer = browser.post(f"/partners/{partner.id}/change", {"name": "Iets anders", "version": partner.version})
    assert answer.status_code == 409 and "Iets anders" in answer.text and "Hand in Hand" in answer.text
    assert hand_in_hand().name == "Hand in Hand"


def test_a_partner_that_ends_has_nobody_who_can_do_anything(app, as_person):
    partner = hand_in_hand()
    assert as_person("marijke").get(f"/partners/{partner.id}/end").text.count("Fatiha") == 1
    assert as_person("marijke").post(f"/partners/{partner.id}/end").status_code == 303
    assert hand_in_hand().ended_on == clock.today() and viewer("fatiha").partner is None
    rules.end(partner.id, viewer("marijke"), clock.now())
    rules.work_together_again(partner.id, viewer("marijke"), clock.now())
    assert hand_in_hand().ended_on is None and viewer("fatiha").partner is None, "access is given anew"


def test_who_only_helps_or_coordinates_what_has_nothing_to_do_with_them_sees_no_partners(as_person):
    for name in ("rita", "jonas", "bart", "annelies"):
        browser = as_person(name)
        for path in ("/partners/", "/partners/new", "/partners/1", "/partners/rooms/1", "/partners/1/agreement"):
            assert browser.get(path).status_code == 403, path
        assert browser.post("/partners/1/agreement/agree").status_code == 403, name
        assert "/partners/" not in browser.get("/more").text
    assert "/partners/" in as_person("marijke").get("/more").text


def test_a_partner_sees_its_own_page_and_no_other(as_person):
    other, fatiha = add(), as_person("fatiha")
    page = fatiha.get(f"/partners/{hand_in_hand().id}")
    assert page.status_code == 200 and "sleutel en lokaal" in page.text
    assert "/change" not in page.text and "/contacts/" not in page.text and "/access" not in page.text
    for path in (f"/partners/{other.id}", "/partners/", f"/partners/{other.id}/agreement", "/partners/999999"):
        assert fatiha.get(path).status_code == 404, path
    with pytest.raises(NotAllowed):
        rules.change(hand_in_hand().id, 1, {"name": "x", "phone": None, "email": None}, viewer("fatiha"), clock.now())


def test_unknown_numbers_are_404(as_person):
    marijke = as_person("marijke")
    for path in ("/partners/999", "/partners/999/change", "/partners/1/contacts/999", "/partners/rooms/999",
                 "/partners/999/agreement", "/partners/1/people/999/paper", "/partners/999/end"):
        assert marijke.get(path).status_code == 404, path


def test_contacts_come_change_and_go(as_person):
    partner, marijke = hand_in_hand(), as_person("marijke")
    path = f"/partners/{partner.id}/contacts"
    assert marijke.post(f"{path}/new", {"name": "Poetsploeg", "does": "sleutel", "phone": "09 000 00 08"}
                        ).status_code == 303
    row = Contact.get(Contact.name == "Poetsploeg")
    assert marijke.post(f"{path}/{row.id}", {"name": "Poetshulp", "version": row.version}).status_code == 303
    stale = marijke.post(f"{path}/{row.id}", {"name": "Te laat", "version": row.version})
    assert stale.status_code == 409 and "Te laat" in stale.text and "Poetshulp" in stale.text
    assert marijke.post(f"{path}/{row.id}/removal").status_code == 303
    assert Contact.get_or_none(Contact.id == row.id) is None
    with pytest.raises(Unknown):
        queries.contact(Contact.get().id, add())


def test_a_room_is_ours_or_of_a_partner(as_person):
    marijke = as_person("marijke")
    assert marijke.post("/partners/rooms/new", {"name": "Kantoor boven", "partner": "0"}).status_code == 303
    row = Location.get(Location.name == "Kantoor boven")
    assert row.partner_id is None and "Kantoor boven" in marijke.get("/partners/").text
    partner = hand_in_hand().id
    answer = marijke.post(f"/partners/rooms/{row.id}", {
        "name": "Boven", "address": "Straat 1", "partner": str(partner), "version": row.version})
    assert answer.location == f"/partners/{partner}" and "Boven" in marijke.get(answer.location).text
    assert marijke.post("/partners/rooms/new", {"name": "Boven", "partner": "0"}).status_code == 422
    assert marijke.post("/partners/rooms/new", {"name": "Weer", "partner": "999"}).status_code == 422


def test_a_room_that_ends_stays_with_what_was_held_there(app):
    row = Location.get(Location.name == "Buurtlokaal De Vissen")
    before = Activity.select().where(Activity.place == row.place).count()
    for _ in range(2):
        rules_rooms.end(row.id, viewer("marijke"), clock.now())
    assert Location.get_by_id(row.id).ended_on == clock.today()
    assert Activity.select().where(Activity.place == row.place).count() == before > 0
    rules_rooms.use_again(row.id, viewer("marijke"), clock.now())
    assert Location.get_by_id(row.id).ended_on is None
    with pytest.raises(NotAllowed):
        rules_rooms.end(row.id, viewer("fatiha"), clock.now())


def test_an_old_page_takes_no_room_from_a_newer_one(app):
    row = Location.get(Location.name == "Buurtlokaal De Vissen")
    values = {"name": row.name, "address": "Elders 1", "partner": row.partner_id}
    rules_rooms.change(row.id, row.version, values, viewer("marijke"), clock.now())
    with pytest.raises(Refused):
        rules_rooms.change(row.id, row.version, {**values, "address": "Nog elders"}, viewer("katrien"), clock.now())
