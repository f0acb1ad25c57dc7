from flask import Blueprint, request, url_for

from wvg.base import clock, uploads
from wvg.base.access import needs, viewer
from wvg.base.errors import Unknown
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import LANGUAGES, named, reader_language, say
from wvg.commons.keeping import queries as keeping
from wvg.commons.people import queries, rules, rules_import, rules_pause, sheet
from wvg.commons.people.forms import EndForm, EraseForm, FamilyForm, NewFamilyForm, PauseForm
from wvg.commons.people.models import Household
from wvg.commons.people.permissions import KEEP
from wvg.commons.people.queries import Details

# The languages of the note for families, each with its own name.
NOTES = {
    **LANGUAGES, "ar": "العربية", "tr": "Türkçe", "bg": "Български", "sq": "Shqip", "ro": "Română", "sk": "Slovenčina",
}

rooms = Blueprint("people", __name__, url_prefix="/people")


@rooms.get("/")
@needs(KEEP)
def index():
    """All families; those that are not visited any more at the foot."""
    today, months = clock.today(), keeping.months("household")
    families = queries.everybody(viewer(), today)
    return page(
        "people/index.html", months=months,
        visited=[family for family in families if not family.household.ended_on],
        ended=[family for family in families if family.household.ended_on],
        to_erase=sum(family.kept_until(months) < today for family in families),
    )


@rooms.route("/new", methods=["GET", "POST"])
@needs(KEEP)
def new():
    form = NewFamilyForm.of(Household(), Details(), clock.today())
    status, row = form.attempt(lambda: rules.add(form.values(), viewer(), clock.now()))
    if status == 303:
        tell(say("%(name)s is one of the families now.", name=row.code_name))
        return see_other(url_for("people.family", number=row.id))
    return page("people/new.html", form=form, months=keeping.months("household"), status=status)


@rooms.route("/<int:number>", methods=["GET", "POST"])
@needs(KEEP)
def family(number):
    """One family, or change it; what somebody else changed meanwhile is shown beside what was typed."""
    one, today = queries.family(number, viewer(), clock.today()), clock.today()
    form, now_there = FamilyForm.of(one.household, one.details, today), {}
    status, _changed = form.attempt(
        lambda: rules.change(number, form.version.data, form.values(), viewer(), clock.now())
    )
    if status == 303:
        tell(say("Saved."))
        return see_other(url_for("people.family", number=number))
    if status == 409:
        one = queries.family(number, viewer(), today)
        now_there = {} if one.details.damaged else form.different(one.household, one.details)
        form.version.data = one.household.version
    rules.seen(one.household, viewer(), clock.now())
    return page("people/family.html", form=form, now_there=now_there, status=status, **_about(one), **_names())


@rooms.route("/<int:number>/pause", methods=["GET", "POST"])
@needs(KEEP)
def pause(number):
    def done(form):
        rules_pause.pause(number, form.version.data, form.reason.data, form.until.data, viewer(), clock.now())
        return say("This family is paused.")

    return _step(number, PauseForm, "people/pause.html", done)


@rooms.post("/<int:number>/pause/end")
@needs(KEEP)
def end_pause(number):
    rules_pause.end_pause(number, viewer(), clock.now())
    tell(say("This family is visited again."))
    return see_other(url_for("people.family", number=number))


@rooms.route("/<int:number>/end", methods=["GET", "POST"])
@needs(KEEP)
def end(number):
    """Not visited any more."""

    def done(form):
        rules_pause.stop_visiting(number, form.version.data, form.reason.data, viewer(), clock.now())
        return say("This family is not visited any more.")

    return _step(number, EndForm, "people/end.html", done)


@rooms.post("/<int:number>/return")
@needs(KEEP)
def come_back(number):
    rules_pause.visit_again(number, viewer(), clock.now())
    tell(say("This family is visited again."))
    return see_other(url_for("people.family", number=number))


@rooms.get("/to-erase")
@needs(KEEP)
def to_erase():
    """Who is kept longer than was agreed; each is looked at before it goes."""
    return page("people/to_erase.html", rows=queries.to_erase(clock.today()), kept_until=queries.kept_until,
                months=keeping.months("household"))


@rooms.route("/<int:number>/erase", methods=["GET", "POST"])
@needs(KEEP)
def erase(number):
    """What goes when a family is erased; posted, it is done."""

    def done(form):
        rules.erase(number, form.version.data, viewer(), clock.now())
        return say("The family is erased.")

    return _step(number, EraseForm, "people/erase.html", done, url_for("people.index"))


def _step(number, form_class, template, done, after=None):
    """A page with a question about one family; posted, `done(form)` does it and gives what is told."""
    one = queries.family(number, viewer(), clock.today())
    form = form_class(data={"version": one.household.version})
    status, sentence = form.attempt(lambda: done(form))
    if status == 303:
        tell(sentence)
        return see_other(after or url_for("people.family", number=number))
    if status == 409:
        one = queries.family(number, viewer(), clock.today())
        form.version.data = one.household.version
    return page(template, form=form, status=status, **_about(one))


def _about(one):
    return {"one": one, "row": one.household, "held": one.details, "months": keeping.months("household")}


def _names():
    """The names that go with keys of wishes and languages, and numbers of volunteers."""
    rows = queries.named_rows()
    return {"names": {name: {key: named(row) for key, row in found.items()} for name, found in rows.items()}}


# A list from a spreadsheet

uploads.pages(rooms, "/import", KEEP, rules_import, sheet.EXAMPLE, "people.index", _names)


# On paper


@rooms.get("/note")
@needs(KEEP)
def note():
    """What families may know, in ?language=tr, or in all languages one after the other."""
    chosen = request.args.get("language", reader_language())
    if chosen != "all" and chosen not in NOTES:
        raise Unknown
    return page(
        "people/note.html", notes=NOTES, chosen=chosen, shown=list(NOTES) if chosen == "all" else [chosen],
        months=keeping.months("household"), unread=chosen not in LANGUAGES,
    )
