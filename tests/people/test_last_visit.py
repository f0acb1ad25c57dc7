"""What planning a run and reporting one ask of the families."""

from datetime import date, timedelta

import pytest
from families import named
from people import NOV_28, viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import NotAllowed
from wvg.commons.people import queries, rules
from wvg.commons.people.models import Household


def test_who_is_paused_on_a_day_and_who_is_new(app):
    Household.update(paused_until=NOV_28).where(Household.code_name == "Merel").execute()
    Household.update(paused_until=NOV_28 - timedelta(days=1)).where(Household.code_name == "Uil").execute()
    Household.update(last_visit=None).where(Household.code_name == "Spreeuw").execute()
    found = queries.everybody(viewer("bart"), NOV_28)
    assert [family.household.code_name for family in found if family.paused] == ["Merel"]
    assert [family.household.code_name for family in found if family.new] == ["Spreeuw"]


@pytest.mark.parametrize("name", ["rita", "annelies", "marijke", "katrien", "fatiha"])
def test_nobody_else_hears_which_families_there_are(app, name):
    with pytest.raises(NotAllowed):
        queries.everybody(viewer(name), clock.today())


def test_a_visit_counts_and_raises_the_version(app):
    merel = named("Merel")
    with database.atomic():
        rules.last_visit(merel, NOV_28)
    after = named("Merel")
    assert (after.last_visit, after.version) == (NOV_28, merel.version + 1)


def test_a_report_that_comes_late_does_not_take_back_a_later_visit(app):
    rules.last_visit(named("Merel"), NOV_28)
    rules.last_visit(named("Merel"), date(2026, 11, 21))
    assert named("Merel").last_visit == NOV_28


def test_a_corrected_report_can_take_it_back(app):
    rules.last_visit(named("Merel"), NOV_28)
    rules.last_visit(named("Merel"), None, back=True)
    assert named("Merel").last_visit is None


def test_a_visit_to_one_is_not_a_visit_to_another(app):
    before = named("Uil").last_visit
    rules.last_visit(named("Merel"), NOV_28)
    assert named("Uil").last_visit == before
