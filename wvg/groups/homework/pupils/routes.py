from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import NotAllowed
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import named, say
from wvg.groups.homework import queries, rules_seen
from wvg.groups.homework.permissions import BOOK, STEER
from wvg.groups.homework.pupils import queries_list, queries_one, queries_september, rules, rules_september
from wvg.groups.homework.pupils.forms import PupilForm, VersionForm
from wvg.groups.homework.pupils.queries import Words

rooms = Blueprint("homework_pupils", __name__, url_prefix="/homework/pupils")


@rooms.get("/")
@needs(BOOK)
def index():
    """The pupils that a viewer sees, by group; ?name=am only those whose first name begins so."""
    me, today = viewer(), clock.today()
    beginning = request.args.get("name", "").strip()[:queries_list.LETTERS]
    groups, stopped = queries_list.by_group(me, today, beginning)
    rules_seen.seen([one.group for one in groups if one.group], me, clock.now())
    return page(
        "homework/pupils.html", groups=groups, stopped=stopped, beginning=beginning,
        letters=queries_list.LETTERS, decides=queries.decides(me), names=_names(),
        september=queries_september.year_asked(today), today=today,
    )


def _names():
    """{key: name} of subjects."""
    return {row.key: named(row) for row in queries_list.subjects()}


@rooms.route("/new", methods=["GET", "POST"])
@needs(BOOK)
def new():
    me = viewer()
    if not queries.decides(me):
        raise NotAllowed
    form = PupilForm.of(Words(), None, me.can(STEER), me.partner is not None)

    def done():
        words, beside = form.values()
        return rules.add_once(words, me, clock.now(), **beside)

    status, row = form.attempt(done)
    if status == 303:
        tell(say("The pupil is on the list. Now you can book."))
        return see_other(url_for("homework_pupils.one", number=row.id))
    return page("homework/new_pupil.html", form=form, status=status)


@rooms.get("/<int:number>")
@needs(BOOK)
def one(number):
    """One pupil: its words, its places and what became of them."""
    me, today = viewer(), clock.today()
    found = queries_one.one(number, me, today)
    rules_seen.seen(found.groups, me, clock.now())
    spoken = {row.key: named(row) for row in queries_list.languages()}
    return page(
        "homework/pupil.html", one=found, row=found.pupil, held=found.words, names=_names(), spoken=spoken,
        steers=me.can(STEER), decides=queries.decides(me), side=queries.side_of(me), today=today,
        household=me.can(STEER) and found.pupil.household_id and found.pupil.household.code_name,
        asked=found.keeps and queries_september.is_unanswered(found.pupil, today),
    )


@rooms.get("/september")
@needs(BOOK)
def september():
    """Does each pupil come again? From 15 August to 30 September."""
    me, today = viewer(), clock.today()
    if not queries.decides(me):
        raise NotAllowed
    year = queries_september.year_asked(today)
    return page("homework/september.html", found=queries_september.unanswered(me, today), year=year,
                last_day=year and queries_september.last_day(year), names=_names())


@rooms.post("/<int:number>/goes-on")
@needs(BOOK)
def goes_on(number):
    """This pupil comes again. The other answer is to erase it, on a page of its own."""
    rules_september.goes_on(number, VersionForm().version.data, viewer(), clock.now())
    tell(say("Kept: this pupil comes again."))
    return see_other(url_for("homework_pupils.september"))
