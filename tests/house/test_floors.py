"""Three floors, imports only go down: read from the code itself."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent / "wvg"
COMMONS = [
    "audit", "volunteers", "accounts", "messages", "partners", "keeping", "people", "planning", "needs", "calendar",
    "home",
]
LAYERS = ["models", "permissions", "queries", "rules", "forms", "routes"]
FILES = sorted(path for path in ROOT.rglob("*.py") if "migrations" not in path.parts)


def imports(path):
    """Dotted names that a file imports, wherever it does so."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def place(dotted):
    """(floor, room, file) of a name inside wvg, or None."""
    parts = dotted.split(".")
    if parts[0] != "wvg" or len(parts) < 2:
        return None
    if parts[1] in ("base", "commons", "groups"):
        return (parts[1], parts[2] if len(parts) > 2 else "", parts[3] if len(parts) > 3 else "")
    return ("top", parts[1], "")


def of(path):
    return place(".".join(("wvg", *path.relative_to(ROOT).with_suffix("").parts)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_only_go_down(path):
    floor, room, file = of(path)
    for name in imports(path):
        target = place(name)
        if target is None or floor == "top":
            continue
        to_floor, to_room, to_file = target
        assert to_floor != "top", f"{path.name} imports {name}: only app, cli and demo know every room"
        if floor == "base":
            assert to_floor == "base", f"the foundation imports {name}"
        elif floor == "commons":
            assert to_floor in ("base", "commons"), f"{room} imports {name}"
            if to_floor == "commons" and to_room != room:
                assert COMMONS.index(to_room) < COMMONS.index(room), f"{room} imports {name}, a room above it"
        elif to_floor == "groups":
            assert to_room == room, f"group {room} imports group {to_room}"
        if floor == to_floor and room == to_room and file.split("_")[0] in LAYERS:
            to = to_file.split("_")[0]
            if to in LAYERS:
                assert LAYERS.index(to) <= LAYERS.index(file.split("_")[0]), f"{path.name} imports {name}"


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.stem.split("_")[0] in ("models", "queries", "rules")],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_models_queries_and_rules_know_no_flask(path):
    for name in imports(path):
        assert name.split(".")[0] not in ("flask", "flask_login", "flask_wtf", "flask_babel", "wtforms"), name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_the_clock_reads_the_clock(path):
    if path.stem == "clock":
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            said = ast.unparse(node.func)
            assert not said.endswith(("datetime.now", "date.today", "datetime.utcnow", "time.time")), said


def test_every_room_begins_with_a_docstring_and_nothing_else():
    for path in FILES:
        if path.name == "__init__.py":
            tree = ast.parse(path.read_text())
            assert len(tree.body) == 1 and ast.get_docstring(tree), path


def test_no_file_has_an_empty_name():
    for path in FILES:
        assert path.stem not in ("utils", "helpers", "common", "misc", "tools", "manager", "handlers"), path


def test_there_is_something_to_check():
    assert len(FILES) > 30
