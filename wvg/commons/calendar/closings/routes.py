"""What is closed: the list, closing by hand, and a calendar file that is looked at first and then read in."""

from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import groups, needs, viewer
from wvg.base.errors import Invalid, Refused
from wvg.base.forms import options
from wvg.base.htmx import own_path, page, see_other, tell
from wvg.base.spreadsheet import decoded
from wvg.base.words import joined, say, say_n, text
from wvg.commons.accounts.permissions import MANAGE
from wvg.commons.calendar.closings import ics, queries, rules
from wvg.commons.calendar.closings.forms import ClosureForm, FileForm, ReadForm
from wvg.commons.calendar.permissions import CLOSE
from wvg.commons.planning.models import Closure
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.planning.series import rules_closures

rooms = Blueprint("closings", __name__, url_prefix="/calendar/closings")


@rooms.get("/")
@needs(CLOSE)
def index():
    read, by_hand = queries.listed(viewer(), clock.now())
    return page("calendar/closings.html", read=read, by_hand=by_hand, back=own_path(request.args.get("back")))


@rooms.route("/new", methods=["GET", "POST"])
@needs(CLOSE)
def new():
    """By hand: ?group=rounds, with &place=Kade, chooses what is closed."""
    form = _asked(ClosureForm)
    status, done = form.attempt(lambda: rules_closures.close(form.values(), viewer(), clock.now()))
    if status == 303:
        tell(_closed(*done))
        return see_other(_back())
    return page("calendar/closing.html", form=form, back=_back(), status=status)


def _closed(closure, hit):
    if closure.scope == "partner":
        return say("It stands in the calendar.")
    if not hit:
        return say("It is closed. No date of ours is hit.")
    if closure.policy == "ask":
        return say_n("%(n)s date must be confirmed now.", "%(n)s dates must be confirmed now.", hit)
    return say_n("%(n)s date is hit. We tell those on it.", "%(n)s dates are hit. We tell those on them.", hit)


@rooms.route("/file", methods=["GET", "POST"])
@needs(CLOSE)
def look():
    """What a file would do; what is read of its text goes along in the page, so that it is not asked for again."""
    form = _asked(FileForm)

    def rule():
        if not form.file.data:
            raise Invalid("file", say("Choose a file."))
        kept = ics.kept(decoded(form.file.data.read(), otherwise=ics.NO_CALENDAR))
        return kept, rules.look(kept, form.values(), viewer(), clock.now())

    status, done = _attempt(form, rule)
    if done is None:
        return _upload(form, status)
    kept, found = done
    return page("calendar/closings_look.html", form=form, text=kept, found=found, back=_back(),
                of=queries.name_of(Closure(**form.values())))


@rooms.post("/file/all")
@needs(CLOSE, gives_rights=True)
def read_in():
    form = _asked(ReadForm)
    status, found = _attempt(form, lambda: rules.read_in(form.text.data or "", form.values(), viewer(), clock.now()))
    if found is None:
        again = _asked(FileForm)
        again.form_errors = [problem for problems in form.errors.values() for problem in problems]
        return _upload(again, status)
    return _done(found.sentence, found.dates)


@rooms.post("/<int:number>/removal")
@needs(CLOSE)
def open_again(number):
    goes_on = rules_closures.open_again(number, viewer(), clock.now())
    tell(say_n("It is no longer closed. %(n)s date goes on again.", "It is no longer closed. %(n)s dates go on again.",
               goes_on) if goes_on else say("It is no longer closed."))
    return see_other(_back())


@rooms.post("/readings/<int:number>/removal")
@needs(CLOSE, gives_rights=True)
def take_back(number):
    return _done(say("It is taken back."), rules.take_back(number, viewer(), clock.now()))


def _done(sentence, dates):
    hit = say_n("%(n)s date changes. We tell those on it.", "%(n)s dates change. We tell those on them.", dates)
    tell(joined([sentence, hit]) if dates else sentence)
    return see_other(_back())


def _attempt(form, rule):
    """As Form.attempt; what a file is refused for stands beside the file, and is no clash with somebody else."""

    def attempt():
        try:
            return rule()
        except Refused as refused:
            raise Invalid("file", refused.sentence) from None

    return form.attempt(attempt)


def _asked(kind):
    """The form, with what this viewer may close; the group or place of the address is chosen."""
    group, place = request.args.get("group"), request.args.get("place")
    form = kind(data={"what": f"place {group} {place}" if place else f"group {group}"})
    own = [key for key in groups if viewer().can(ASSIGN, key)]
    everything = [("everything", text(say("The whole organisation")))] if viewer().can(MANAGE) else []
    form.what.choices = options([
        ("", "–"), *everything, *((f"group {key}", text(groups[key].label)) for key in own),
        *((f"place {key} {place}", place if len(own) == 1 else f"{text(groups[key].label)}: {place}")
          for key in own for place in queries.places(key)),
        ("partner", text(say("A school or partner"))),
    ])
    return form


def _upload(form, status):
    return page("calendar/closings_file.html", form=form, most=ics.MOST, back=_back(), status=status)


def _back():
    """The page that one came from, or the list."""
    return own_path(request.values.get("back")) or url_for("closings.index")
