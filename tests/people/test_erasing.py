"""A family is erased whole: because it was kept long enough, or because somebody asks."""

import html
import sqlite3
from datetime import date, timedelta

import pytest
from families import bytes_on_disk, fields, named, page_of
from peewee import IntegrityError
from people import lights_out, viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Refused, Unknown
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.keeping.models import Period
from wvg.commons.messages.models import Message
from wvg.commons.needs.models import Need, NeedKind
from wvg.commons.people import queries, rules
from wvg.commons.people.models import Household
from wvg.commons.planning.models import Activity
from wvg.groups.rounds.models import Run, Stop

TODAY = date(2026, 11, 24)


@pytest.fixture
def asked():
    """What those who hand in a function to `when_erasing` are told."""
    told = []
    rules.when_erasing.append(add := told.append)
    yield told
    rules.when_erasing.remove(add)


def visited(code_name, day, made=None):
    Household.update(last_visit=day).where(Household.code_name == code_name).execute()
    if made:
        Household.update(made_at=made).where(Household.code_name == code_name).execute()


def erase(code_name="Merel", version=1):
    rules.erase(named(code_name).id, version, viewer("bart"), clock.now())


def test_who_is_kept_long_enough_is_proposed_the_oldest_first(app):
    assert queries.to_erase(TODAY) == []
    visited("Merel", date(2025, 11, 23))
    visited("Uil", date(2025, 11, 24))
    visited("Reiger", date(2020, 1, 1))
    visited("Kievit", None, clock.now() - timedelta(days=367))
    visited("Lijster", None, clock.now() - timedelta(days=364))
    assert [row.code_name for row in queries.to_erase(TODAY)] == ["Reiger", "Kievit", "Merel"]
    Period.update(months=11).where(Period.key == "household").execute()
    assert {"Uil", "Lijster"} <= {row.code_name for row in queries.to_erase(TODAY)}


def test_the_page_counts_and_names_them_and_erases_nothing_by_itself(as_person):
    bart = as_person("bart")
    assert "Nothing to erase" in bart.get("/people/to-erase").text
    visited("Merel", date(2025, 1, 1))
    assert "To erase (1)" in " ".join(bart.get("/people/").text.split())
    page = bart.get("/people/to-erase").text
    assert f'href="{page_of("Merel", "/erase")}"' in page and "Uil" not in page and "1/1/2026" in page
    assert Household.select().count() == 10


def test_one_looks_first_and_then_it_is_gone_from_the_disk(app, as_person, asked):
    bart, number = as_person("bart"), named("Merel").id
    assert b"Merel" in bytes_on_disk(app)
    page = bart.get(page_of("Merel", "/erase"))
    assert "cannot be undone" in page.text and "Older backups" in page.text and Household.select().count() == 10
    database.close()
    answer = bart.post(f"/people/{number}/erase", fields(page))
    assert answer.status_code == 303 and answer.location == "/people/"
    assert asked == [number]
    assert Household.get_or_none(Household.id == number) is None and Household.select().count() == 9
    assert b"Merel" not in bytes_on_disk(app), "neither in the file nor in its log"
    page = bart.get("/people/").text
    assert "Merel" not in page and "The family is erased." in html.unescape(page)
    for more in ("", "/erase", "/pause"):
        assert bart.get(f"/people/{number}{more}").status_code == 404
    assert bart.post(f"/people/{number}/erase", {"version": "1"}).status_code == 404


def test_an_earlier_code_name_is_gone_too(app):
    rules.change(named("Merel").id, 1, {"code_name": "Kanarietje"}, viewer("bart"), clock.now())
    erase("Kanarietje", 2)
    found = bytes_on_disk(app)
    assert b"Kanarietje" not in found and b"Merel" not in found and b"Koolmees" in found


def test_a_reader_who_is_busy_does_not_hinder_it(app):
    other = sqlite3.connect(database.obj.database)
    other.execute("BEGIN")
    other.execute("SELECT * FROM household").fetchall()
    erase()
    other.close()
    assert Household.select().count() == 9


def test_what_was_counted_stays_and_what_was_said_goes(app):
    merel, kind = named("Merel"), NeedKind.get()
    run = Run.create(activity=Activity.get(Activity.group == "rounds"))
    Stop.create(run=run, household=merel, position=1, adults=2, children=3)
    Need.create(kind=kind, urgency="today", household=merel, raised_at=clock.now())
    erase()
    stop = Stop.get()
    assert (stop.household_id, stop.adults, stop.children) == (None, 2, 3)
    assert Need.select().where(Need.household == merel.id).count() == 0


def test_the_log_holds_only_its_number(app):
    number, before = named("Merel").id, Message.select().count()
    erase()
    act = Act.get(Act.kind == "people.erase")
    assert act.by == viewer("bart").account and act.on_behalf_of is None
    rows = list(ActChange.select().where(ActChange.act == act))
    assert [(row.table, row.row, row.before) for row in rows] == [("household", number, {"version": 1})]
    assert Message.select().count() == before


def test_who_looked_before_it_was_changed_must_look_again(as_person):
    bart = as_person("bart")
    form = fields(bart.get(page_of("Merel", "/erase")))
    rules.change(named("Merel").id, 1, {"adults": 4}, viewer("bart"), clock.now())
    answer = bart.post(page_of("Merel", "/erase"), form)
    assert answer.status_code == 409 and "4 adults" in answer.text and Household.select().count() == 10
    assert bart.post(page_of("Merel", "/erase"), fields(answer)).status_code == 303


def test_without_a_version_nothing_goes(as_person):
    bart = as_person("bart")
    for data in ({}, {"version": ""}, {"version": "abc"}):
        assert bart.post(page_of("Merel", "/erase"), data).status_code == 409
    assert Household.select().count() == 10


def test_when_a_room_above_fails_nothing_goes(app):
    def fails(number):
        raise Refused(rules.DAMAGED)

    rules.when_erasing.append(fails)
    try:
        with pytest.raises(Refused):
            erase()
    finally:
        rules.when_erasing.remove(fails)
    assert named("Merel") and not Act.select().where(Act.kind == "people.erase").exists()


def test_halfway_is_not_at_all(app, asked):
    lights_out("stop")
    run = Run.create(activity=Activity.get(Activity.group == "rounds"))
    Stop.create(run=run, household=named("Merel"), position=1)
    with pytest.raises(IntegrityError):
        erase()
    assert named("Merel") and not Act.select().where(Act.kind == "people.erase").exists()


def test_erased_twice_is_unknown(app):
    number = named("Merel").id
    erase()
    with pytest.raises(Unknown):
        rules.erase(number, 1, viewer("bart"), clock.now())


def test_the_pages_say_how_long_a_family_is_kept(as_person):
    Period.update(months=9).where(Period.key == "household").execute()
    bart = as_person("bart")
    for path in ("/people/", "/people/new", "/people/to-erase", page_of("Merel")):
        assert "9 months after the last visit" in bart.get(path).text, path
    assert "Tuesday 20 July 2027" in bart.get(page_of("Merel")).text
