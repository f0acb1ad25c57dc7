"""The windows of these tests notice what they say they notice."""

import pytest
from window import watched


@pytest.mark.parametrize(("done", "noticed"), [
    ("console.warn('oh')", "warning: oh"),
    ("setTimeout(() => { throw new Error('oh') })", "script: oh"),
    ("document.body.setAttribute('style', 'color:red')", "Content Security Policy"),
    ("document.body.append(Object.assign(new Image(), {src: 'http://example.org/x.png'}))", "Content Security Policy"),
    ("localStorage.setItem('a', 'b')", "left something in the browser: {'local': 1}"),
    ("sessionStorage.setItem('a', 'b')", "left something in the browser: {'session': 1}"),
    ("indexedDB.open('a')", "left something in the browser: {'databases': 1}"),
    ("caches.open('a')", "left something in the browser: {'caches': 1}"),
    ("document.cookie = 'a=b'", "left something in the browser: {'readable': 3}"),
    ("fetch('/nothing-here')", "404"),
])
def test_a_page_that_misbehaves_is_noticed(chromium, site, done, noticed):
    with pytest.raises(AssertionError) as told, watched(chromium, site) as chrome:
        window = chrome("rita")
        window.goto("/more")
        window.evaluate(f"async () => {{ {done} }}")
        window.wait_for_timeout(100)
    assert noticed in str(told.value)
