"""The main job from beginning to end, in four ways: mouse, keyboard alone, phone, no JavaScript."""

import pytest
from people import BREAD, DEC_12, holder, live, seat, told
from playwright.sync_api import expect

from wvg import demo


class Hands:
    """How a volunteer presses and types."""

    window_is: dict = {}

    def __init__(self, chrome, name=None):
        self.window = chrome(name, **self.window_is)

    def press(self, selector):
        self._on(self.window.locator(f"{selector} >> visible=true").first)

    def _on(self, control):
        control.click()

    def type(self, selector, text):
        self.window.fill(selector, text)

    def go_to(self, address):
        self.press(f'nav a[href="{address}"]')
        self.window.wait_for_url(address)

    @property
    def message(self):
        return self.window.locator("#message[role=status]")


class Mouse(Hands):
    pass


class Keyboard(Hands):
    HAS_FOCUS = "e => e === document.activeElement"

    def _on(self, control):
        self._tab_to(control)
        self.window.keyboard.press("Enter")

    def type(self, selector, text):
        self._tab_to(self.window.locator(selector))
        self.window.keyboard.type(text)

    def _tab_to(self, control):
        for _ in range(200):
            if control.evaluate(self.HAS_FOCUS):
                return
            self.window.keyboard.press("Tab")
        pytest.fail(f"Tab never comes to {control}")


class Finger(Hands):
    window_is = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}

    def _on(self, control):
        control.tap()


class WithoutJavaScript(Hands):
    window_is = {"java_script_enabled": False}


WAYS = [Mouse, Keyboard, Finger, WithoutJavaScript]


@pytest.mark.parametrize("hands", WAYS)
def test_a_place_is_taken_given_up_taken_over_and_given_back(chrome, hands):
    place = seat(BREAD, DEC_12, 2)
    own, message = f"#seat-{place.id}", "zaterdag 12 december"

    godelieve = hands(chrome)
    godelieve.window.goto("/sign-in")
    godelieve.type("#login", "godelieve")
    godelieve.type("#password", demo.PASSWORD)
    godelieve.press("form .btn--main")
    godelieve.window.wait_for_url("/")
    godelieve.go_to("/rounds/")

    godelieve.press(f"{own} form[action$=sign-up] button")
    expect(godelieve.message).to_contain_text(message)
    assert holder(place) == "Godelieve"
    godelieve.press("#message form[action$=undo] button")
    expect(godelieve.window.locator(f"{own} form[action$=sign-up]")).to_be_visible()
    assert holder(place) is None
    godelieve.press(f"{own} form[action$=sign-up] button")
    expect(godelieve.message).to_contain_text(message)

    godelieve.press(f"{own} summary")
    godelieve.press(f"{own} form[action$=substitute] button")
    expect(godelieve.window.locator(f"{own} form[action$=coming]")).to_be_visible()
    assert holder(place) == "Godelieve" and live(place).seeking_since

    rita = hands(chrome, "rita")
    rita.window.goto("/")
    rita.go_to("/rounds/")
    rita.press(f"{own} form[action$=take-over] button")
    expect(rita.message).to_contain_text("Godelieve")
    assert holder(place) == "Rita"

    rita.press(f"{own} summary")
    rita.press(f"{own} form[action$=withdrawal] button")
    expect(rita.message).to_contain_text("Bart")
    expect(rita.message).to_contain_text("0400 00 00 02")
    assert holder(place) is None

    godelieve.go_to("/")
    expect(godelieve.window.locator("#messages-title >> xpath=../..")).to_contain_text("Rita")
    assert len(told("bart")) == 3, "a substitute was wanted, was found, and gave up"
    godelieve.press(".needs a[href*='show=open']")
    godelieve.press(f"{own} form[action$=sign-up] button")
    expect(godelieve.message).to_contain_text(message)
    assert holder(place) == "Godelieve"
