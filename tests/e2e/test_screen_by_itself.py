"""The screen in the office in a real browser: it looks again by itself, and can be read from three metres."""

import pytest
from people import viewer

from wvg.base import clock
from wvg.commons.calendar.board import routes, rules
from wvg.commons.planning.models import Activity


@pytest.fixture
def path(app):
    return f"/calendar/board/{rules.new_address(viewer('katrien'), clock.now())}"


def test_it_looks_again_by_itself_without_a_script(chrome, path, monkeypatch):
    monkeypatch.setattr(routes, "EVERY", 1)
    window = chrome(java_script_enabled=False)
    window.goto(path)
    assert not window.get_by_text("Schaatsen").count()
    today = clock.today()
    Activity.create(group="youth", kind="x", title="Schaatsen", date=today, end_date=today, audience="everyone")
    window.get_by_text("Schaatsen").wait_for(timeout=8000)


@pytest.mark.parametrize(("width", "height", "least"), [(1366, 768, 23), (1920, 1080, 33)])
def test_its_letters_are_large_and_the_coming_week_fits(chrome, path, width, height, least):
    window = chrome(width=width, height=height)
    window.goto(path)
    sizes = window.evaluate("""() => [...document.querySelectorAll('.wall__line p,.wall__line b,.wall h2')]
      .map(part => parseFloat(getComputedStyle(part).fontSize))""")
    assert sizes and min(sizes) >= least
    assert window.evaluate("() => document.documentElement.scrollHeight <= innerHeight")
    assert window.context.cookies() == []
