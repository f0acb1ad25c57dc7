import os

import pytest

from wvg.base import vault


@pytest.fixture(autouse=True)
def keys(tmp_path):
    vault.load(tmp_path / "keys.json")
    return tmp_path / "keys.json"


def test_what_is_sealed_can_be_read_again_and_nothing_of_it_shows():
    blob = vault.seal("Kasteellaan 9904, D'Hondt-Çelik", "household", "x7")
    assert b"Kasteel" not in blob
    assert vault.unseal(blob, "household", "x7") == "Kasteellaan 9904, D'Hondt-Çelik"


def test_every_changed_byte_is_noticed():
    blob = vault.seal("geheim", "household", "x7")
    for position in range(len(blob)):
        for bit in (1, 128):
            changed = bytearray(blob)
            changed[position] ^= bit
            with pytest.raises(vault.Unreadable):
                vault.unseal(bytes(changed), "household", "x7")


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01\x01", b"\x01\x01" + b"\0" * 12])
def test_what_is_cut_off_is_noticed(blob):
    with pytest.raises(vault.Unreadable):
        vault.unseal(blob, "household", "x7")


def test_a_blob_belongs_to_its_own_row_and_table():
    blob = vault.seal("geheim", "household", "x7")
    for table, row in (("household", "x8"), ("child", "x7")):
        with pytest.raises(vault.Unreadable):
            vault.unseal(blob, table, row)


def test_no_two_blobs_are_alike():
    assert len({vault.seal("geheim", "household", "x7") for _ in range(500)}) == 500


def test_the_keys_stay_the_same_and_are_readable_by_their_owner_only(keys):
    blob, secret = vault.seal("geheim", "t", "r"), vault.cookie_secret()
    vault.load(keys)
    assert vault.unseal(blob, "t", "r") == "geheim" and vault.cookie_secret() == secret
    assert keys.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of posix")
def test_keys_that_others_can_read_stop_the_start(keys):
    keys.chmod(0o640)
    with pytest.raises(PermissionError, match="0600"):
        vault.load(keys)


def test_other_keys_open_nothing(tmp_path):
    blob = vault.seal("geheim", "t", "r")
    vault.load(tmp_path / "other.json")
    with pytest.raises(vault.Unreadable):
        vault.unseal(blob, "t", "r")
