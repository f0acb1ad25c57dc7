"""Real SQLite, real migrations, named people; the clock stands still on Tuesday 24 November 2026, 10.00."""

import pytest
from office import NOW, Browser, running, sign_in_quietly

from wvg import demo
from wvg.app import create_app
from wvg.base import clock, db


@pytest.fixture(autouse=True)
def still_clock():
    with clock.standing_still(NOW):
        yield


@pytest.fixture(scope="session")
def templates(tmp_path_factory):
    """Two instance folders, made once: "empty" (migrated) and "demo" (with the demo organisation)."""
    made = {}
    for name in ("empty", "demo"):
        folder = tmp_path_factory.mktemp(name)
        demo.settings(folder)
        with clock.standing_still(NOW):
            create_app(folder, environ={})
            with db.database.connection_context():
                db.migrate()
                if name == "demo":
                    demo.make(NOW, clock.today())
                db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        made[name] = folder
    return made


@pytest.fixture
def app(templates, tmp_path):
    """The app with the demo organisation, fresh for each test."""
    with running(templates["demo"], tmp_path) as app:
        yield app


@pytest.fixture
def empty_app(templates, tmp_path):
    """The app as it is after the first start: no people."""
    with running(templates["empty"], tmp_path) as app:
        yield app


@pytest.fixture
def browser(app):
    return Browser(app)


@pytest.fixture
def as_person(app):
    """A browser in which one of the demo organisation is signed in: as_person("rita")."""

    def signed_in(name):
        browser = Browser(app)
        sign_in_quietly(browser, name)
        return browser

    return signed_in
