"""The screen in the office in a real browser: it looks again by itself, and can be read from three metres."""

from datetime import time, timedelta

import pytest
from people import viewer

from wvg.base import clock
from wvg.commons.calendar.board import routes, rules
from wvg.commons.planning.models import Activity, Seat, SignUp


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


def fill(title, number):
    """So many activities on each of the eight days, with much to say of each."""
    first = Seat.select().join(SignUp).where(SignUp.ended_at.is_null()).first()
    for n in range(number * 8):
        day = clock.today() + timedelta(days=n % 8)
        row = Activity.create(group="youth", kind="x", title=f"{title} {n}", date=day, end_date=day, starts=time(9, 30),
                              ends=time(21, 45), public_place="Buurthuis De Brug, Sint-Pietersnieuwstraat" * (n % 2),
                              audience="everyone", state=("planned", "cancelled", "to confirm", "planned")[n % 4])
        for position, name in enumerate(("christine", "samir", "godelieve")):
            seat = Seat.create(activity=row, role=first.role, position=position)
            if (n + position) % 3:
                SignUp.create(seat=seat, activity=row, volunteer=viewer(name).volunteer, made_at=clock.now(),
                              seeking_since=clock.now() if (n + position) % 3 == 1 else None)


@pytest.mark.parametrize(("width", "height", "least"), [(1366, 768, 19), (1920, 1080, 26)])
@pytest.mark.parametrize("title", ["Taalcafé", "Voedselronde en uitdeling aan het station", "W" * 60, "WEEKOVERLEG"])
@pytest.mark.parametrize("number", [1, 2, 6])
def test_a_full_week_fits_too(chrome, path, width, height, least, title, number):
    fill(title, number)
    window = chrome(width=width, height=height)
    window.goto(path)
    assert window.evaluate("""() => document.documentElement.scrollHeight <= innerHeight
      && document.documentElement.scrollWidth <= innerWidth && document.querySelectorAll('.wall__line').length""") >= 5
    assert window.evaluate("""() => [...document.querySelectorAll('.wall__col')].flatMap(column =>
      [...column.querySelectorAll('*')].map(part => part.getBoundingClientRect().bottom -
      column.getBoundingClientRect().bottom).filter(over => over > 0))""") == [], "nothing is cut off below"
    clock_on_it = window.locator(".wall__head time").bounding_box()
    assert clock_on_it["x"] + clock_on_it["width"] <= width
    sizes = window.evaluate("""() => [...document.querySelectorAll('.wall__line p')]
      .map(part => parseFloat(getComputedStyle(part).fontSize))""")
    assert min(sizes) >= least
