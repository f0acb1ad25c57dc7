"""The page for who begins to coordinate, and what the coordinators agreed."""

import threading
from datetime import date

import pytest
from people import BREAD, DEC_5, FOOD, activity, closed_to, viewer

from wvg import demo
from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import NotAllowed, Refused
from wvg.commons.accounts.models import Account, Grant
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.planning.away import rules_absences
from wvg.commons.planning.models import Agreement, Regular, Series, SeriesSeat
from wvg.commons.planning.series import rules as rules_series
from wvg.commons.planning.team import queries_handover, rules_handover
from wvg.commons.volunteers import rules as volunteers

PATH, CHANGE = "/rounds/handover", "/rounds/agreement"


def found(name="bart"):
    return queries_handover.handover("rounds", viewer(name), clock.local(clock.now()))


def make_regular(name, title=BREAD, **more):
    place = SeriesSeat.select().join(Series).where(Series.title == title).order_by(SeriesSeat.position).get()
    return Regular.create(**{
        "series_seat": place, "volunteer": viewer(name).volunteer, "first_day": DEC_5, "anchor": DEC_5, **more,
    })


def save(browser, text, version):
    return browser.post(CHANGE, {"text": text, "version": str(version)})


def test_each_round_with_its_pattern_and_its_regulars(as_person):
    make_regular("luc", every=2)
    make_regular("rita", FOOD, first_day=date(2026, 1, 1), last_day=date(2027, 3, 31))
    gone = make_regular("wim")
    Regular.update(ended_at=clock.now()).where(Regular.id == gone.id).execute()
    make_regular("tesfay", first_day=date(2026, 1, 1), last_day=date(2026, 11, 23))
    page = as_person("bart").get(PATH).text
    assert [one.series.title for one in found().running] == ["Babyronde", BREAD, FOOD]
    bread = found().running[1]
    assert [[r.volunteer.first_name for r in regulars] for _, regulars in bread.seats] == [["Luc"], []]
    assert "Goethals</bdi>, elke tweede keer" in page, "also right for a round that is not weekly"
    assert "Luc Goethals" in page and "5 december 2026" in page and "31 maart 2027" in page
    assert "zaterdag" in page and "17.00 – 19.30" in page and demo.PANOS in page


def test_a_series_that_has_ended_is_not_there_any_more(app):
    Series.update(last_day=date(2026, 11, 23)).where(Series.title == FOOD).execute()
    assert FOOD not in [one.series.title for one in found().running]


def test_who_does_what(as_person):
    account = Account.get(Account.user_name == "luc")
    Grant.create(account=account, role="coordinator", group="rounds", given_at=clock.now(), until=date(2026, 12, 3))
    page = as_person("bart").get(PATH).text
    assert [(g.account.volunteer.first_name, g.until) for g in found().coordinators] == [
        ("Bart", None), ("Luc", date(2026, 12, 3))]
    assert "3 december 2026" in page
    assert [v.first_name for v in found().newcomers] == ["Mieke"]
    assert "Samir Al-Khatib</bdi> (rijbewijs, auto)" in page and "taalhulp" not in page


def test_the_open_points(as_person):
    rules_absences.be_away(DEC_5, None, viewer("rita"), clock.now())
    rules_absences.be_away(DEC_5, None, viewer("jonas"), clock.now())
    rules_series.set_state(activity(BREAD, date(2026, 12, 19)), "to confirm", "Kerstmarkt", clock.now())
    handover, page = found(), as_person("bart").get(PATH).text
    assert date(2026, 12, 19) in [a.date for a in handover.to_confirm] and "Kerstmarkt" in page
    assert [(c.activity.date, p.holder.first_name) for c, p in handover.seeking] == [(DEC_5, "Luc")]
    days = [card.activity.date for card, _ in handover.open]
    assert days == sorted(days) and days[0] == date(2026, 11, 28) and max(days) <= date(2026, 12, 22)
    assert [a.volunteer.first_name for a in handover.absences] == ["Rita"], "Jonas is of another group"
    assert "data-print" in page


@pytest.mark.parametrize("name", ["rita", "jonas", "hugo", "katrien", "fatiha"])
def test_only_coordinators_of_the_rounds_read_and_write_it(as_person, name):
    person = as_person(name)
    assert person.get(PATH).status_code == closed_to(name) and person.get(CHANGE).status_code == closed_to(name)
    assert save(person, "Van mij", 0).status_code == closed_to(name)
    with pytest.raises(NotAllowed):
        found(name)
    with pytest.raises(NotAllowed):
        rules_handover.agree("rounds", "Van mij", 0, viewer(name), clock.now())
    assert not Agreement.select().exists()


def test_a_coordinator_of_the_rounds_does_not_write_for_another_group(app):
    with pytest.raises(NotAllowed):
        rules_handover.agree("steering", "Van mij", 0, viewer("bart"), clock.now())


def test_who_is_not_signed_in_is_sent_to_the_door(browser):
    assert "/sign-in" in browser.get(PATH).location and "/sign-in" in browser.get(CHANGE).location


def test_agreements_are_kept_with_who_and_when(as_person):
    bart = as_person("bart")
    assert save(bart, "Sleutel bij Katrien.\r\nBakker bellen voor 16 uur <b>.", 0).status_code == 303
    row = Agreement.get()
    assert (row.group, row.by, row.version) == ("rounds", viewer("bart").account, 1)
    assert row.text == "Sleutel bij Katrien.\nBakker bellen voor 16 uur <b>."
    page = bart.get(PATH).text
    assert "Sleutel bij Katrien." in page and "uur &lt;b&gt;" in page and "24 november 2026" in page
    assert 'name="version" type="hidden" value="1"' in bart.get(CHANGE).text
    assert save(bart, "Sleutel bij Bart.", 1).status_code == 303
    assert Agreement.get().text == "Sleutel bij Bart." and Agreement.select().count() == 1
    act = Act.select().where(Act.kind == "handover.agree").order_by(Act.id.desc()).get()
    assert "Bakker bellen" in ActChange.get(ActChange.act == act).before["text"], "what stood there is not gone"
    save(bart, "", 2)
    assert Agreement.get().text == ""


def test_when_somebody_else_wrote_meanwhile_nothing_is_lost(as_person):
    bart = as_person("bart")
    save(bart, "Eerste", 0)
    account = Account.get(Account.user_name == "luc")
    Grant.create(account=account, role="coordinator", group="rounds", given_at=clock.now())
    save(as_person("luc"), "Van Luc", 1)
    answer = save(bart, "Van Bart", 1)
    assert answer.status_code == 409
    assert "Van Luc" in answer.text and ">\r\nVan Bart<" in answer.text.replace(">\nVan", ">\r\nVan")
    assert "Luc" in answer.text and 'value="2"' in answer.text and Agreement.get().text == "Van Luc"
    assert save(bart, "Van Luc en van Bart", 2).status_code == 303
    assert Agreement.get().text == "Van Luc en van Bart"


@pytest.mark.parametrize("version", ["", "x", "-1", "7", "999999999999"])
def test_a_version_that_never_was_is_a_conflict(as_person, version):
    bart = as_person("bart")
    save(bart, "Eerste", 0)
    assert save(bart, "Tweede", version).status_code == 409 and Agreement.get().text == "Eerste"


def test_the_same_text_again_changes_nothing(as_person):
    bart = as_person("bart")
    save(bart, "Eerste", 0)
    assert save(bart, "Eerste", 0).status_code == 303, "pressed twice"
    assert Agreement.get().version == 1 and Act.select().where(Act.kind == "handover.agree").count() == 1


def test_too_long_comes_back_as_typed(as_person):
    answer = save(as_person("bart"), "a" * 5001, 0)
    assert answer.status_code == 422 and "a" * 5001 in answer.text and 'href="#text"' in answer.text
    assert not Agreement.select().exists()


@pytest.mark.parametrize("version", [0, 1])
def test_of_ten_who_save_at_once_one_wins_and_the_others_hear_it(app, version):
    bart, now, start, ends = viewer("bart"), clock.now(), threading.Barrier(10), []
    if version:
        rules_handover.agree("rounds", "Eerste", 0, bart, now)
    database.close()

    def save_one(n):
        start.wait()
        with database.connection_context():
            try:
                rules_handover.agree("rounds", f"Van {n}", version, bart, now)
                ends.append("saved")
            except Refused:
                ends.append("refused")

    threads = [threading.Thread(target=save_one, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.connect()
    assert sorted(ends) == ["refused"] * 9 + ["saved"] and Agreement.get().version == version + 1


def test_the_page_takes_the_same_queries_however_much_there_is(as_person):
    bart, statements = as_person("bart"), []

    def hook(event):
        statements.append(event.sql)

    def count():
        statements.clear()
        assert bart.get(PATH).status_code == 200
        return len([sql for sql in statements if sql.startswith("SELECT")])

    rules_handover.agree("rounds", "Eerste", 0, viewer("bart"), clock.now())
    database.obj.query_hooks.append(hook)
    try:
        few = count()
        for n in range(20):
            person = volunteers.add({"first_name": f"Extra{n}"}, viewer("katrien"), clock.now())
            account = Account.create(volunteer=person, user_name=f"extra{n}", made_at=clock.now())
            Grant.create(account=account, role="volunteer", group="rounds", given_at=clock.now())
            place = SeriesSeat.select().get()
            Regular.create(series_seat=place, volunteer=person, first_day=DEC_5, anchor=DEC_5)
        assert len(found().team) > 20 and count() == few <= 20
    finally:
        database.obj.query_hooks.remove(hook)
