"""The ways in at the machine itself: wvg admin-link and wvg reset."""

import re

import pytest
from door import account, another, who

from wvg import cli
from wvg.base import clock, db
from wvg.commons.accounts.models import Grant


def run(capsys, folder, *words):
    """(exit code, what was said)"""
    db.database.close()
    code = cli.main(["--instance", str(folder), *words])
    db.database.connect(reuse_if_open=True)
    said = capsys.readouterr()
    return code, said.out + said.err


def test_a_new_link_while_nobody_manages_the_accounts(browser, tmp_path, capsys):
    Grant.update(ended_at=clock.now()).where(Grant.role == "admin").execute()
    code, said = run(capsys, tmp_path, "admin-link")
    link = re.search(r"http://127\.0\.0\.1:8000(/first/\S+)", said)[1]
    assert code == 0 and browser.get(link).status_code == 200


def test_no_link_when_there_is_an_admin(app, tmp_path, capsys):
    code, said = run(capsys, tmp_path, "admin-link")
    assert code == 2 and "reset" in said and "/first/" not in said


def test_a_code_for_an_admin_who_lost_the_password(as_person, tmp_path, capsys):
    katrien = as_person("katrien")
    code, said = run(capsys, tmp_path, "reset", "KATRIEN")
    found = re.search(r"code: (\S+)", said)[1]
    assert code == 0 and "until 2026-12-01" in said
    assert who(katrien) is None and account("katrien").password_hash is None
    begun = another(katrien)
    begun.post("/start", {"code": found, "password": "banaan lepel zon fiets"})
    assert who(begun) == "Katrien"


@pytest.mark.parametrize("name", ["nobody", "", "rita@example.org"])
def test_a_user_name_that_nobody_has(app, tmp_path, capsys, name):
    code, said = run(capsys, tmp_path, "reset", name)
    assert code == 2 and "Nobody has the user name" in said


def test_a_closed_account_stays_closed(app, tmp_path, capsys):
    row = account("luc")
    row.closed_at = clock.now()
    row.save()
    code, said = run(capsys, tmp_path, "reset", "luc")
    assert code == 2 and "closed" in said and account("luc").closed_at


def test_the_help_says_what_happens(capsys):
    with pytest.raises(SystemExit):
        cli.main(["reset", "--help"])
    assert "sessions" in capsys.readouterr().out
