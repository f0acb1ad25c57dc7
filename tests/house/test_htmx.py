"""htmx's own check, made for those who come from version 2, finds nothing in our templates; and the file is theirs."""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHECK = ROOT / "tests" / "vendor" / "htmx-upgrade-check.py"


def check(folder):
    done = subprocess.run([sys.executable, CHECK, "--no-color", folder], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_no_template_speaks_htmx_2():
    said = check(ROOT / "wvg" / "templates")
    assert "Scanning" in said and "Found 0 issue(s)" in said, said


def test_the_check_bites(tmp_path):
    (tmp_path / "old.html").write_text('<button hx-get="/x" hx-disabled-elt="this">x</button>')
    assert "Found 1 issue(s)" in check(tmp_path)


def test_htmx_is_the_file_that_its_makers_published():
    digest = hashlib.sha256((ROOT / "wvg" / "static" / "htmx.min.js").read_bytes()).hexdigest()
    assert digest == "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
