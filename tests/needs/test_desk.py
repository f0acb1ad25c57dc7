"""Writing down at the desk what was heard, and what one heard oneself."""

import pytest
from door import account, in_english
from families import named
from heard import LINE, at_door, kind, words
from people import told, viewer

from wvg.base import clock
from wvg.base.errors import NotAllowed
from wvg.commons.accounts.models import Grant
from wvg.commons.needs import rules_close, rules_desk, rules_owner
from wvg.commons.needs.models import Need


@pytest.fixture(autouse=True)
def without_the_demo(app):
    Need.delete().execute()
    for name in ("bart", "rita", "jonas", "nadia", "katrien"):
        in_english(name)


def write(browser, key="letter", urgency="this week", line="Een brief van de school.", **more):
    return browser.post("/needs/new", {"kind": kind(key).id, "urgency": urgency, "line": line, **more})


def test_a_volunteer_writes_it_down_and_hears_who_will_see_it(as_person):
    rita = as_person("rita")
    answer = write(rita)
    assert answer.status_code == 303 and answer.location == "/needs/mine"
    page = rita.get("/needs/mine").text
    assert "Kept. Annelies, Bart will see it." in page and "Een brief van de school." in page
    assert "waits for somebody" in page
    need = Need.get()
    assert (need.urgency, need.group, need.household, need.activity) == ("today", "rounds", None, None)
    assert len(told("annelies")) == 1


@pytest.mark.parametrize(("name", "group"), [("jonas", "homework"), ("elira", "rounds")])
def test_what_nobody_coordinates_reaches_those_of_something_else(as_person, name, group):
    assert write(as_person(name), "illness").status_code == 303
    assert Need.get().group == group


def test_when_nobody_would_see_it_that_is_said(as_person):
    nobody = [account(name) for name in ("bart", "annelies", "marijke")]
    Grant.update(ended_at=clock.now()).where(Grant.account.in_(nobody)).execute()
    answer = write(as_person("jonas"))
    assert answer.status_code == 422 and "Nobody would see this yet." in answer.text
    assert "Een brief van de school." in answer.text and not Need.select().exists()


def test_only_who_keeps_the_families_can_name_one(as_person):
    rita, bart, family = as_person("rita"), as_person("bart"), named("Uil")
    assert 'name="household"' not in rita.get("/needs/new").text and "Uil" not in rita.get("/needs/new").text
    for forged in (family.id, "999999999", "x"):
        assert write(rita, household=forged).status_code == 403
    page = bart.get("/needs/new").text
    assert f'<option value="{family.id}">Uil</option>' in page and "Demo-Rahimi" not in page
    assert write(bart, household=family.id).status_code == 303 and Need.get().household == family
    assert write(bart, household="999999999").status_code == 422
    assert write(bart, "food", household="0").status_code == 303


@pytest.mark.parametrize(("typed", "field"), [
    ({"line": ""}, "line"), ({"line": "x" * 301}, "line"), ({"kind": ""}, "kind"), ({"kind": "999"}, "kind"),
    ({"urgency": ""}, "urgency"), ({"urgency": "soon"}, "urgency"),
])
def test_what_is_missing_is_asked_and_nothing_is_lost(as_person, typed, field):
    answer = as_person("rita").post("/needs/new", {
        "kind": kind("food").id, "urgency": "this week", "line": "Twee broden", **typed,
    })
    assert answer.status_code == 422 and f'href="#{field}"' in answer.text
    if "line" not in typed:
        assert 'value="Twee broden"' in answer.text
    assert not Need.select().exists()


@pytest.mark.parametrize(("line", "sentence"), [
    ("bel 0470 12 34 56", "telephone number"), ("zoon ° 12/03/2015", "date of birth"),
    ("woont Sleepstraat 88", "address"), ("85.07.30-033.28", "national number"),
])
def test_a_line_that_says_too_much_is_asked_about_and_kept_when_wanted(as_person, line, sentence):
    rita = as_person("rita")
    assert 'name="private_ok"' not in rita.get("/needs/new").text
    answer = write(rita, line=line)
    assert answer.status_code == 422 and f'value="{line}"' in answer.text and 'name="private_ok"' in answer.text
    assert sentence in answer.text and not Need.select().exists()
    assert write(rita, line=line, private_ok="y").status_code == 303
    assert words(Need.get()).line == line


def test_the_tick_stays_when_something_else_is_wrong(as_person):
    answer = write(as_person("rita"), "food", urgency="", line="bel 0470 12 34 56", private_ok="y")
    assert answer.status_code == 422 and "telephone number" not in answer.text
    box = answer.text[answer.text.index('name="private_ok"') - 60:answer.text.index('name="private_ok"') + 60]
    assert "checked" in box


def test_a_partner_writes_nothing_down(as_person):
    fatiha = as_person("fatiha")
    assert fatiha.get("/needs/new").status_code == 404 and write(fatiha).status_code == 404
    assert fatiha.get("/needs/mine").status_code == 404
    with pytest.raises(NotAllowed):
        rules_desk.write_down(kind("food").id, "today", "x", None, viewer("fatiha"), clock.now())


def test_what_i_heard_says_who_took_it_up_and_nothing_else(as_person):
    made = at_door("letter", "food", family="Kievit")
    at_door("food", "school", family="Kievit")  # the letter was a mistake
    at_door("work", family="Uil", by="godelieve")
    rules_owner.take(made["food"].id, viewer("bart"), clock.now())
    rules_close.plan(made["food"].id, 2, "Geheim plan", None, viewer("bart"), clock.now())
    page = as_person("rita").get("/needs/mine").text
    assert "Bread, food" in page and "School, homework" in page and LINE in page
    assert "Letter" not in page and "Work" not in page, "not a mistake of her own, and not what another heard"
    assert "taken up" in page and "Bart D." in page
    rules_close.close(made["food"].id, 3, "passed on", "Geheim einde", viewer("bart"), clock.now())
    page = as_person("rita").get("/needs/mine").text
    assert "closed" in page
    for secret in ("Kievit", "Geheim", "Passed on", "passed on", str(made["food"].id)):
        assert secret not in page, secret
