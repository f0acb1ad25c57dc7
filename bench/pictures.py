"""Takes pictures of every page, found by itself, into pictures/."""

import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "e2e")]

from office import Browser, sign_in_quietly  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from walk import PEOPLE, pages  # noqa: E402
from window import Chrome, Site, launch  # noqa: E402

from wvg import demo  # noqa: E402
from wvg.app import create_app  # noqa: E402
from wvg.base import clock, db  # noqa: E402

LOOKS = {
    "wide": ({"width": 1366, "height": 768}, {"media": "screen", "color_scheme": "light"}),
    "dark": ({"width": 1366, "height": 768}, {"media": "screen", "color_scheme": "dark"}),
    "phone": ({"width": 390, "height": 844}, {"media": "screen", "color_scheme": "light"}),
    "night": ({"width": 390, "height": 844}, {"media": "screen", "color_scheme": "dark"}),
    "paper": ({"width": 1080, "height": 760}, {"media": "print", "color_scheme": "light"}),
}


def main():
    into = ROOT / "pictures"
    into.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp())
    demo.settings(folder)
    app = create_app(folder, environ={})
    db.database.connect()
    db.migrate()
    demo.make(clock.now(), clock.today())
    site, taken = Site(app), 0
    with sync_playwright() as playwright:
        chrome = Chrome(launch(playwright), site)
        for name in PEOPLE:
            browser = Browser(app)
            if name:
                sign_in_quietly(browser, name)
            window = chrome(name)
            for address in pages(app, browser, name):
                window.goto(address)
                file = re.sub(r"[^a-z0-9]+", "-", f"{name or 'nobody'}{address}".lower()).strip("-")
                for look, (measures, media) in LOOKS.items():
                    window.set_viewport_size(measures)
                    window.emulate_media(**media)
                    window.screenshot(path=into / f"{file}-{look}.png", full_page=True)
                    taken += 1
        chrome.close()
    site.stop()
    print(f"{taken} pictures in {into}")


if __name__ == "__main__":
    main()
