"""The headers of every answer, and static files with a hash in their address."""

import hashlib
import mimetypes
from io import BytesIO
from pathlib import Path

from flask import abort, request, send_file
from flask.sessions import SecureCookieSessionInterface
from werkzeug.utils import safe_join

from wvg.base.access import public

STATIC = Path(__file__).parent.parent / "static"
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("image/svg+xml", ".svg")
mimetypes.add_type("text/javascript", ".js")

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


def static_hash():
    """Twelve hex digits over all static files: one address for one state of the folder."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


class SessionOfPages(SecureCookieSessionInterface):
    """Static files have no session: with "Vary: Cookie" they would be fetched anew at each sign-in."""

    def save_session(self, app, session, response):
        if request.endpoint != "static":
            super().save_session(app, session, response)


def init_app(app, https):
    app.session_interface = SessionOfPages()
    build = static_hash()

    # The hash is a folder, so that the relative addresses of fonts inside the CSS keep working.
    @public("style, script, icons and fonts hold nothing of anybody")
    def static(build, filename):
        path = safe_join(str(STATIC), filename)
        if build != app.config["STATIC_HASH"] or path is None or not Path(path).is_file():
            abort(404)
        # From memory: the library that compresses would leave a file open.
        return send_file(BytesIO(Path(path).read_bytes()), download_name=filename, etag=build)

    app.config["STATIC_HASH"] = build
    app.add_url_rule("/static/<build>/<path:filename>", "static", static)
    app.jinja_env.globals["static"] = lambda filename: f"/static/{build}/{filename}"

    @app.after_request
    def harden(response):
        headers = response.headers
        if request.endpoint == "static" and response.status_code in (200, 304):
            headers["Cache-Control"] = "public, max-age=31536000, immutable"
        else:
            headers.setdefault("Cache-Control", "no-store")  # a feed says how it may be kept
            headers.add("Vary", "HX-Request")
        headers["Content-Security-Policy"] = POLICY
        headers["X-Content-Type-Options"] = "nosniff"
        # Not no-referrer: over https the form check needs the Referer of our own pages.
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["X-Frame-Options"] = "DENY"
        headers["X-Robots-Tag"] = "noindex, nofollow"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if https:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        return response

    @app.before_request
    def refuse_other_sites():
        if request.method not in ("GET", "HEAD", "OPTIONS") and request.headers.get(
            "Sec-Fetch-Site", "same-origin"
        ) not in ("same-origin", "none"):
            abort(403)
