"""What lies on the disk: nobody else on the machine reads it, and old copies go."""

import os
import socket
import stat
import subprocess
import sys
from datetime import timedelta

import pytest

from wvg import cli, tick
from wvg.base import clock, db

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


@pytest.fixture(autouse=True)
def mask():
    """A machine on which everybody reads everything, as most are; put back afterwards."""
    before = os.umask(0o022)
    yield
    os.umask(before)
    if not db.database.is_closed():
        db.database.close()


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def migrate(folder):
    assert cli.main(["--instance", str(folder), "migrate"]) == 0


@posix
def test_database_keys_and_folder_are_for_their_owner_alone(tmp_path):
    folder = tmp_path / "deep" / "instance"
    migrate(folder)
    assert mode(folder) == mode(folder.parent) == 0o700
    db.database.connect(reuse_if_open=True)
    db.database.execute_sql("CREATE TABLE written (x)")  # so that the write-ahead log is there
    names = {path.name for path in folder.iterdir()}
    assert {"wvg.db", "wvg.db-wal", "keys.json"} <= names
    assert not [path for path in folder.iterdir() if mode(path) & 0o077]


@posix
def test_the_copy_before_migrating_too(tmp_path):
    folder = tmp_path / "instance"
    migrate(folder)
    with db.database.connection_context():
        db.database.execute_sql("DELETE FROM schema_migration WHERE id = (SELECT max(id) FROM schema_migration)")
        copy = db.copy_before_migrating(folder)
    assert copy.name.startswith("before-") and mode(copy) == 0o600


@posix
def test_the_folder_of_the_demo_too(tmp_path):
    folder = tmp_path / "demo"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "wvg.cli", "--instance", str(folder), "serve", "--demo", "--port", port]
        assert subprocess.run(command, capture_output=True, timeout=60).returncode == 2
    assert mode(folder) == 0o700 and not [path for path in folder.iterdir() if mode(path) & 0o077]


def test_a_copy_goes_after_35_days(app, tmp_path):
    ages = {"before-0003_x.db": 36, "before-0004_y.db": 34, "backup.db": 400, "wvg.db": 400}
    for name, days in ages.items():
        (tmp_path / name).touch()
        at = (clock.now() - timedelta(days=days)).timestamp()
        os.utime(tmp_path / name, (at, at))
    assert tick.once(app)["old copies removed"] == 1
    assert {name for name in ages if (tmp_path / name).exists()} == set(ages) - {"before-0003_x.db"}
    assert tick.once(app)["old copies removed"] == 0
