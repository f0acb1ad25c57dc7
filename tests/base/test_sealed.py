"""Rows of which a part is sealed."""

import pytest

from wvg.base import vault
from wvg.base.db import database
from wvg.commons.people.models import Household


def household(code_name):
    return Household.get(Household.code_name == code_name)


def test_what_is_sealed_comes_back_and_stands_nowhere_in_the_row(app):
    row = household("Merel")
    assert row.opened()["address"] == "Visserij 9901, 9000 Gent"
    assert b"Visserij" not in bytes(row.sealed)


def test_the_blob_of_another_row_is_noticed(app):
    database.execute_sql(
        "UPDATE household SET sealed = (SELECT sealed FROM household WHERE code_name = 'Uil') "
        "WHERE code_name = 'Merel'"
    )
    with pytest.raises(vault.Unreadable):
        household("Merel").opened()


@pytest.mark.parametrize("place", [0, 1, 2, 14, -1])
def test_one_flipped_bit_is_noticed(app, place):
    row = household("Merel")
    blob = bytearray(row.sealed)
    blob[place] ^= 1
    Household.update(sealed=bytes(blob)).where(Household.id == row.id).execute()
    with pytest.raises(vault.Unreadable):
        household("Merel").opened()


def test_numbers_of_rows_say_nothing(app):
    numbers = [row.id for row in Household.select()]
    assert len(set(numbers)) == 10
    assert all(100_000_000 <= number <= 999_999_999 for number in numbers)


def test_nothing_to_seal_leaves_no_blob(app):
    row = Household(code_name="Ekster")
    row.seal({"address": "", "wishes": []})
    assert row.sealed is None
    assert row.opened() == {}
