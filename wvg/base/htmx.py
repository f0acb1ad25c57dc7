"""The whole page, or the part that htmx asked for: the same template lines."""

import base64
import json

from flask import flash, get_flashed_messages, make_response, redirect, render_template, request, session

from wvg.base import vault
from wvg.base.words import Sentence, text


def is_htmx():
    """Whether this request came from htmx and wants a part."""
    return request.headers.get("HX-Request") == "true"


def is_poll():
    """Whether a page asked by itself, without anybody there."""
    return "X-Poll" in request.headers


def page(whole, part=None, status=200, **context):
    """Render `part` for htmx when there is one, else the page `whole`."""
    return make_response(render_template(part if part and is_htmx() else whole, **context), status)


def tell(sentence: Sentence, undo=None, bad=False):
    """Show `sentence` on the next page; `undo` is the number of the act that can be undone."""
    # Sealed, since it waits in a cookie of the shared PC and may hold a name and a telephone number.
    message = json.dumps({"text": text(sentence), "undo": undo, "bad": bad})
    session.pop("_flashes", None)  # only the last one is shown, and the cookie must stay small
    flash(base64.b64encode(vault.seal(message, "flash", "")).decode())


def told():
    """What `tell` said, once; the last one counts."""
    messages = get_flashed_messages()
    try:
        return json.loads(vault.unseal(base64.b64decode(messages[-1]), "flash", "")) if messages else None
    except vault.Unreadable:
        return None


def see_other(url):
    """303: the browser fetches `url` anew, so Reload never posts twice."""
    if is_htmx():
        response = make_response("")
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url, 303)


def own_path(target):
    """`target` when it is a path inside this site, else None (never an open redirect)."""
    if target and target.isascii() and target.startswith("/") and not target.startswith("//") and "\\" not in target \
            and not any(ord(char) < 33 for char in target):
        return target
    return None
