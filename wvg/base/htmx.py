"""The whole page, or the part that htmx asked for: the same template lines."""

from flask import flash, get_flashed_messages, make_response, redirect, render_template, request

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
    flash({"text": text(sentence), "undo": undo, "bad": bad})


def told():
    """What `tell` said, once; the last one counts."""
    messages = get_flashed_messages()
    return messages[-1] if messages else None


def see_other(url):
    """303: the browser fetches `url` anew, so Reload never posts twice."""
    if is_htmx():
        response = make_response("")
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url, 303)


def own_path(target):
    """`target` when it is a path inside this site, else None (never an open redirect)."""
    if target and target.startswith("/") and not target.startswith("//") and "\\" not in target \
            and not any(ord(char) < 33 for char in target):
        return target
    return None
