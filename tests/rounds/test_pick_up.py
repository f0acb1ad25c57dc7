"""What was got at the pick-up: donor, goods, and the degrees when it was cooled."""

import pytest
from people import BREAD, NOV_28, activity
from saturday import at, planned

from wvg.commons.planning.models import Activity, Series
from wvg.groups.rounds.models import Donor, PickUp, SeriesRun


@pytest.fixture
def panos(app):
    planned()
    donor = Donor.get_or_none(Donor.name == "Bakker (test)") or Donor.create(name="Bakker (test)", place="Veldstraat")
    SeriesRun.replace(series=activity(BREAD, NOV_28).series_id, stops=6, donor=donor.id).execute()
    return donor


def send(browser, at_donor, key=None, **values):
    key = key or at_donor.id
    fields = {"version": 0, "donor": at_donor.id, "got": "12 broden", **values}
    number = activity(BREAD, NOV_28).id
    return browser.post(f"/rounds/runs/{number}/pick-ups",
                        {"key": key, **{f"donor-{key}-{name}": value for name, value in fields.items()}})


def test_the_donor_of_the_series_stands_there(panos, as_person):
    with at(1):
        page = as_person("rita").get(f"/rounds/runs/{activity(BREAD, NOV_28).id}/report")
    assert panos.name in page.text


def test_what_was_got_is_kept(panos, as_person):
    with at(1):
        assert send(as_person("rita"), panos, cooled="y", temperature="3,5").status_code == 303
    row = PickUp.get()
    assert (row.got, row.cooled, row.temperature, row.donor_id) == ("12 broden", True, 3.5, panos.id)


def test_the_degrees_need_not_be_known_and_are_only_of_what_was_cooled(panos, as_person):
    with at(1):
        assert send(as_person("rita"), panos, cooled="y").status_code == 303
        assert PickUp.get().temperature is None
        assert send(as_person("rita"), panos, version=1, temperature="4").status_code == 303
    assert (PickUp.get().cooled, PickUp.get().temperature) == (False, None)


@pytest.mark.parametrize("values", [{"temperature": "koud", "cooled": "y"}, {"temperature": "400", "cooled": "y"},
                                    {"temperature": "nan", "cooled": "y"}, {"temperature": "inf", "cooled": "y"},
                                    {"got": ""}, {"got": "x" * 301}, {"donor": "999"}, {"donor": "zee"}])
def test_what_cannot_be_is_said(panos, as_person, values):
    with at(1):
        answer = send(as_person("rita"), panos, **values)
    assert answer.status_code in (404, 422)
    assert not PickUp.select().exists()


def test_another_donor_can_be_chosen(panos, as_person):
    other = Donor.create(name="Buurtwinkel (test)")
    with at(1):
        assert send(as_person("rita"), other, key="new").status_code == 303
        page = as_person("rita").get(f"/rounds/runs/{activity(BREAD, NOV_28).id}/report")
    assert PickUp.get().donor == other and f'id="form-{other.id}"' in page.text


def test_two_people_noting_the_same_donor_see_both(panos, as_person):
    with at(1):
        send(as_person("rita"), panos)
        assert send(as_person("rita"), panos).status_code == 303  # the same again
        answer = send(as_person("bart"), panos, got="20 broden")
    assert answer.status_code == 409 and "12 broden" in answer.text and 'value="20 broden"' in answer.text
    assert PickUp.get().got == "12 broden"


def test_only_who_goes_or_coordinates(panos, as_person):
    with at(1):
        assert send(as_person("samir"), panos).status_code == 404
        assert send(as_person("annelies"), panos).status_code == 404
    assert not PickUp.select().exists()


def test_the_donor_of_the_series_that_it_comes_from_stands_there_too(panos, as_person):
    row = activity(BREAD, NOV_28)
    before = Series.get_by_id(row.series_id)
    newer = Series.create(**{**before.__data__, "id": None, "previous": before.id})
    Activity.update(series=newer).where(Activity.id == row.id).execute()
    with at(1):
        assert panos.name in as_person("rita").get(f"/rounds/runs/{row.id}/report").text
