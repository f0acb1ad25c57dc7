"""A real Chromium against the real server; the clock is that of the other tests: it stands still, or is moved."""

import os

import pytest
from playwright.sync_api import sync_playwright
from window import CHROMIUM, NO_LIBICAL, Site, launch, watched

NO_CHROMIUM = "no Chromium: install it, or let WVG_CHROMIUM point to one"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    in_browser = [item for item in items if "playwright" in getattr(item, "fixturenames", ())]
    if in_browser and not CHROMIUM and os.environ.get("WVG_NEED_BROWSER"):
        raise pytest.UsageError(NO_CHROMIUM)
    for item in in_browser:
        item.add_marker(pytest.mark.browser)
        if not CHROMIUM:
            item.add_marker(pytest.mark.skip(NO_CHROMIUM))


def pytest_terminal_summary(terminalreporter):
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_CHROMIUM in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} browser tests skipped, {NO_CHROMIUM}.")
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_LIBICAL in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} tests of the calendar skipped, {NO_LIBICAL}.")


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright):
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture
def site(app):
    site = Site(app)
    yield site
    site.stop()


@pytest.fixture
def chrome(chromium, site):
    """Opens windows: chrome("rita", width=390). The test fails on whatever a window complains about."""
    with watched(chromium, site) as chrome:
        yield chrome
