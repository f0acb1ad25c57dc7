"""The coordinator's pages: the groups of a school year, each with its sessions."""

from datetime import timedelta

from flask import Blueprint, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Unknown
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say, say_n
from wvg.commons.planning import dates
from wvg.commons.planning.series import queries as queries_series
from wvg.commons.planning.series import queries_regulars, rules_regulars
from wvg.groups.homework import queries
from wvg.groups.homework.permissions import STEER
from wvg.groups.homework.sessions import queries_groups, rules_extra, rules_groups, rules_places
from wvg.groups.homework.sessions.forms import ChangeGroupForm, ExtraForm, GroupForm, WhileForm, choice_of

rooms = Blueprint("homework_groups", __name__, url_prefix="/homework/groups")


@rooms.get("/")
@needs(STEER)
def index():
    today = clock.today()
    return page("homework/groups.html", found=queries.groups_of(viewer()), today=today,
                school_year=queries.school_year(today), describe=dates.describe)


@rooms.route("/new", methods=["GET", "POST"])
@needs(STEER)
def new():
    form, today = GroupForm(), clock.today()
    form.location.choices = choice_of((one.id, one.place) for one in queries_groups.locations())
    form.partner.choices = choice_of((one.id, one.name) for one in queries_groups.partners())
    status, row = form.attempt(lambda: rules_groups.make_group(form.data, viewer(), clock.now()))
    if status == 303:
        tell(say("The group is made. Look at its dates."))
        return see_other(url_for("homework_groups.one", number=row.id))
    return page("homework/new_group.html", form=form, soon=today + timedelta(days=7), status=status)


@rooms.get("/<int:number>")
@needs(STEER)
def one(number):
    group, today = queries.group(number, viewer()), clock.today()
    series = group.series
    sessions = rules_places.coming(group, clock.now())
    return page(
        "homework/group.html", group=group, series=series, today=today, pattern=dates.describe(series.rule),
        seats=queries_series.series_seats(series), regulars=queries_regulars.of_series(series, today),
        how_often=rules_regulars.how_often,
        next_year=rules_extra.of_next_year(group), coming=[one.activity for one in sessions],
        until=sessions[-1].activity.date if sessions else None,
        others=[one for one in sessions if (one.places, one.share) != (group.places, group.share)],
    )


@rooms.route("/<int:number>/change", methods=["GET", "POST"])
@needs(STEER)
def change(number):
    """Other places, papers or tutors from now on."""
    group = queries.group(number, viewer())
    form = ChangeGroupForm(data={
        "places": group.places, "share": group.share, "paper": group.paper, "version": group.version,
        "tutors": rules_extra.tutors_of(group),
    })
    status, _row = form.attempt(
        lambda: rules_places.change(number, form.data, form.version.data, viewer(), clock.now())
    )
    if status == 303:
        return _done(number, say("Saved."))
    if status == 409:
        form.version.data = group.version
    return page("homework/change_group.html", form=form, group=group, status=status)


@rooms.route("/<int:number>/places", methods=["GET", "POST"])
@needs(STEER)
def places(number):
    """More places for a while, in exam weeks."""
    group = queries.group(number, viewer())
    form = WhileForm(data={"places": group.places, "share": group.share})
    status, changed = form.attempt(lambda: rules_places.for_a_while(
        number, form.first_day.data, form.last_day.data, form.places.data, form.share.data, viewer(), clock.now()
    ))
    if status == 303:
        return _done(number, say_n("%(n)s session has other places now.", "%(n)s sessions have other places now.",
                                   changed))
    return page("homework/places.html", form=form, group=group, status=status)


@rooms.route("/<int:number>/extra", methods=["GET", "POST"])
@needs(STEER)
def extra(number):
    """One more session."""
    group = queries.group(number, viewer())
    form = ExtraForm(data={"places": group.places, "share": group.share, "starts": group.series.starts,
                           "ends": group.series.ends})
    status, row = form.attempt(lambda: rules_extra.add_session(number, form.data, viewer(), clock.now()))
    if status == 303:
        return _done(number, say("There is one more session, on %(day)s.", day=row.activity.date))
    return page("homework/extra.html", form=form, group=group, status=status)


@rooms.post("/<int:number>/next-year")
@needs(STEER)
def next_year(number):
    row = rules_extra.next_year(number, viewer(), clock.now())
    return _done(row.id, say("The group of the next school year is made."))


@rooms.get("/series/<int:number>")
@needs(STEER)
def of_series(number):
    """The page of the group of a series, which the pages of planning know by its number."""
    group = queries_groups.of_series(queries_series.of_work(number, "homework", viewer()))
    if group is None:
        raise Unknown
    return see_other(url_for("homework_groups.one", number=group.id))


def _done(number, sentence):
    tell(sentence)
    return see_other(url_for("homework_groups.one", number=number))


