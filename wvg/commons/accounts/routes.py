import re
from ipaddress import ip_address

from flask import Blueprint, current_app, make_response, redirect, request, session, url_for

from wvg.base import clock
from wvg.base.access import NOBODY, SIGNED_IN, groups, needs, public, viewer
from wvg.base.errors import Invalid, Refused, Unknown
from wvg.base.forms import trimmed
from wvg.base.htmx import own_path, page, see_other, tell
from wvg.base.vault import Unreadable
from wvg.base.words import LANGUAGES, say
from wvg.commons.accounts import passwords, queries, rules, rules_codes, rules_door, sessions
from wvg.commons.accounts.forms import FirstAdminForm, PasswordForm, SignInForm, StartForm
from wvg.commons.volunteers import rules as volunteers

rooms = Blueprint("accounts", __name__)


def address():
    """Where a request comes from; of IPv6 the first 64 bits, for one house has all the rest (RFC 4291, 2.5.4)."""
    try:
        found = ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    if found.version == 4 or mapped:
        return str(mapped or found)
    return found.exploded[:19]


@rooms.route("/sign-in", methods=["GET", "POST"])
@public("the door")
def sign_in():
    if viewer() is not NOBODY and request.method == "GET":
        return redirect(url_for("home.today"))
    form = SignInForm()
    if form.sent():
        try:
            signed_in = rules_door.sign_in(form.login.data, form.password.data, address(), clock.now())
        except Refused as refused:
            form.refuse(Invalid("login", refused.sentence))
        else:
            return come_in(*signed_in, own_path(request.args.get("next")))
    return page("accounts/sign_in.html", form=form, status=422 if form.errors else 200)


def come_in(account, token, form_secret, path=None, sentence=None):
    """Sign in and go on: to a form that was kept, else to the page asked for, else to Today."""
    sessions.begin(account, token, form_secret)
    if sentence:
        tell(sentence)
    kept = queries.latest_kept_form(viewer(), clock.now())
    if kept and _shown(kept):
        return see_other(url_for("accounts.kept", key=kept.key))
    return see_other(path or url_for("home.today"))


@rooms.post("/sign-out")
@public("whoever is not signed in any more may press it too")
def sign_out():
    sessions.end()
    return see_other(url_for("accounts.signed_out"))


@rooms.get("/signed-out")
@public("says that nobody is signed in")
def signed_out():
    return page("accounts/signed_out.html", idle="idle" in request.args)


@rooms.get("/signed-out.css")
@public("changes a cookie, so that the browser drops the pages it still holds for Back")
def signed_out_css():
    response = make_response(".signed-out{display:block}\n")
    response.mimetype = "text/css"
    https = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie("__Host-left" if https else "left", str(clock.now().timestamp()),
                        secure=https, httponly=True, samesite="Lax")
    return response


@rooms.route("/session", methods=["GET", "POST"])
@needs(SIGNED_IN)
def session_left():
    """How many seconds are left (asked by the page itself); POST: I am still here."""
    return {"left": sessions.seconds_left()}


@rooms.post("/language")
@public("everybody may read in their own language")
def language():
    chosen = request.form.get("language")
    if chosen not in LANGUAGES:
        raise Unknown
    session["language"] = chosen
    if viewer() is not NOBODY:
        rules.set_language(viewer(), chosen)
    return see_other(own_path(request.form.get("back")) or url_for("home.today"))


@rooms.route("/start", methods=["GET", "POST"])
@public("with the code from the start letter")
def start():
    form = StartForm()
    if form.sent():
        try:
            started = rules_codes.start(form.code.data, form.password.data, address(), clock.now())
        except Invalid as invalid:
            form.refuse(invalid)
        except Refused as refused:
            form.refuse(Invalid("code", refused.sentence))
        else:
            return come_in(*started, sentence=say("Welcome. From now on you sign in with this password."))
    if request.method == "GET":
        form.password.data = passwords.phrase()
    return page("accounts/start.html", form=form, status=422 if form.errors else 200)


@rooms.route("/first/<secret>", methods=["GET", "POST"])
@public("with the one-time link that the program printed")
def first_admin(secret):
    now, today = clock.now(), clock.today()
    if not queries.first_link_opens(trimmed(secret), now, today):
        raise Unknown
    form = FirstAdminForm()
    if form.sent():
        try:
            started = rules_codes.first_admin(
                secret,
                lambda: volunteers.add(
                    {"first_name": form.first_name.data, "last_name": form.last_name.data,
                     "email": form.email.data, "mobile": form.mobile.data},
                    by=NOBODY, now=now,
                ),
                form.user_name.data, form.password.data,
                ["rounds"] if form.coordinates.data and "rounds" in groups else [], now, today,
            )
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            return come_in(*started)
    if request.method == "GET":
        form.password.data = passwords.phrase()
    return page("accounts/first_admin.html", form=form, status=422 if form.errors else 200)


@rooms.get("/forgotten")
@public("tells whom to call")
def forgotten():
    return page("accounts/forgotten.html")


@rooms.route("/me/password", methods=["GET", "POST"])
@needs(SIGNED_IN)
def password():
    form = PasswordForm()
    if form.sent():
        account = queries.account(viewer().account)
        try:
            rules_door.change_password(
                account, form.old_password.data, form.password.data, sessions.token(), address(), clock.now()
            )
        except Invalid as invalid:
            form.refuse(invalid)
        except Refused as refused:
            form.refuse(Invalid("old_password", refused.sentence))
        else:
            tell(say("Your password is changed."))
            return see_other(url_for("volunteers.me"))
    if request.method == "GET":
        form.password.data = passwords.phrase()
    return page("accounts/password.html", form=form, status=422 if form.errors else 200)


@rooms.get("/kept/<key>")
@needs(SIGNED_IN)
def kept(key):
    form = queries.kept_form(trimmed(key), viewer())
    if form is None:
        raise Unknown
    opened = _shown(form)
    if opened is None:
        raise Unknown
    # What a form sends for a choice ("0-morning") says nothing to whoever made it.
    values = [value for name, value in opened["fields"] if name != "back" and value.strip()]
    typed = [value for value in values if not re.fullmatch(r"[a-z0-9_-]+", value)]
    return page("accounts/kept.html", key=form.key, typed=typed, choices=len(values) - len(typed),
                mark=sessions.SENT_AGAIN, **opened)


def _shown(kept):
    """What a kept form holds; None, and it goes, when it cannot be read or its viewer may not send it any more."""
    try:
        opened = rules.opened(kept)
    except Unreadable:
        opened = None
    if opened and own_path(opened["path"]) and sessions.may_send(opened["path"]):
        return opened
    rules.drop_kept_form(kept.key, viewer())
    return None


@rooms.post("/kept/<key>")
@needs(SIGNED_IN)
def drop_kept(key):
    rules.drop_kept_form(trimmed(key), viewer())
    return see_other(url_for("home.today"))
