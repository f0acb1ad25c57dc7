"""`wvg import volunteers FILE.csv`: the same as the upload page, without a browser."""

import pytest

from wvg import cli
from wvg.base.db import database
from wvg.commons.volunteers.models import Volunteer

LIST = "Voornaam;Achternaam;E-mail;Gsm\nJeanne;D'Hondt-Çelik;jeanne@example.org;0470 12 34 56\nOmar;;;0470 12 34 57\n"


@pytest.fixture
def run(tmp_path, capsys):
    def command(text, encoding="utf-8"):
        file = tmp_path / "list.csv"
        file.write_bytes(text.encode(encoding))
        code = cli.main(["--instance", str(tmp_path / "instance"), "import", "volunteers", str(file)])
        return code, *capsys.readouterr()

    yield command
    if not database.is_closed():
        database.close()


def names():
    with database.connection_context():
        return sorted(f"{v.first_name} {v.last_name}".strip() for v in Volunteer.select())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_list_is_brought_in_and_a_second_time_changes_nothing(run, encoding):
    code, said, _ = run(LIST, encoding)
    assert code == 0 and "2 new, 0 changed, 0 the same." in said
    assert names() == ["Jeanne D'Hondt-Çelik", "Omar"]
    code, said, _ = run(LIST.replace(";", ","), encoding)
    assert code == 0 and "0 new, 0 changed, 2 the same." in said
    assert len(names()) == 2


def test_one_bad_line_and_nothing_is_changed(run):
    code, said, wrong = run(LIST + "Els;Peeters;no address;12\n;zonder naam;;\n")
    assert code == 1 and "Nothing was changed." in said
    assert "4" in wrong and "5" in wrong
    assert names() == []


@pytest.mark.parametrize("text", ["", "\x00\x01\x02", "x;y\n1;2\n"])
def test_what_is_no_list_is_one_sentence(run, text):
    code, _, wrong = run(text)
    assert code == 2 and wrong.startswith("wvg: ")


def test_a_file_that_is_not_there_is_one_sentence(tmp_path, capsys):
    code = cli.main(["--instance", str(tmp_path / "instance"), "import", "volunteers", str(tmp_path / "no.csv")])
    assert code == 2 and "no.csv cannot be read" in capsys.readouterr().err
    if not database.is_closed():
        database.close()
