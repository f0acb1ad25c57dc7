"""What may become of one pupil: it changes, stops, comes back, is erased, has a fixed tutor, moves."""

from flask import Blueprint, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Refused
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import joined, reader_language, say, say_n
from wvg.groups.homework.booking import rules_said
from wvg.groups.homework.permissions import BOOK, STEER
from wvg.groups.homework.pupils import queries as queries_pupils
from wvg.groups.homework.pupils import (
    queries_list,
    queries_move,
    queries_one,
    rules,
    rules_erase,
    rules_group,
)
from wvg.groups.homework.pupils.forms import MoveForm, PairForm, PupilForm, StopForm, VersionForm

rooms = Blueprint("homework_pupil", __name__, url_prefix="/homework/pupils")


@rooms.route("/<int:number>/change", methods=["GET", "POST"])
@needs(BOOK)
def change(number):
    me, row = viewer(), rules.own(number, viewer(), clock.now())
    words = queries_pupils.words(row)
    form = PupilForm.of(words, row, me.can(STEER), me.partner is not None)

    def done():
        typed, beside = form.values()
        return rules.change(number, form.version.data, typed, me, clock.now(), **beside)

    status, _row = form.attempt(done)
    if status == 303:
        tell(say("Saved."))
        return see_other(url_for("homework_pupils.one", number=number))
    if status == 409:
        form.version.data = rules.own(number, me, clock.now()).version
    return page("homework/change_pupil.html", form=form, row=row, held=words, status=status)


@rooms.route("/<int:number>/stop", methods=["GET", "POST"])
@needs(BOOK)
def stop(number):
    """It does not come any more."""
    row = rules.own(number, viewer(), clock.now())
    form = StopForm(data={"version": row.version})
    status, ended = form.attempt(lambda: rules.stop(
        number, form.version.data, form.reason.data, viewer(), clock.now()))
    if status == 303:
        tell(say("This pupil does not come any more. Dates cancelled: %(n)s.", n=ended))
        return see_other(url_for("homework_pupils.one", number=number))
    return _asked("homework/stop_pupil.html", form, row, status)


@rooms.post("/<int:number>/return")
@needs(BOOK)
def come_back(number):
    rules.come_back(number, viewer(), clock.now())
    tell(say("This pupil comes again. Book the days anew."))
    return see_other(url_for("homework_pupils.one", number=number))


@rooms.route("/<int:number>/erase", methods=["GET", "POST"])
@needs(BOOK)
def erase(number):
    """What goes when a pupil is erased; posted, it is done."""
    row = rules.own(number, viewer(), clock.now())
    form = VersionForm(data={"version": row.version})
    status, _done = form.attempt(lambda: rules_erase.erase(number, form.version.data, viewer(), clock.now()))
    if status == 303:
        tell(say("The pupil is erased."))
        return see_other(url_for("homework_pupils.index"))
    return _asked("homework/erase_pupil.html", form, row, status)


def _asked(template, form, row, status):
    if status == 409:
        form.version.data = rules.own(row.id, viewer(), clock.now()).version
    return page(template, form=form, row=row, held=queries_pupils.words(row), status=status)


# Groups


@rooms.route("/<int:number>/tutor", methods=["GET", "POST"])
@needs(STEER)
def pair(number):
    """Who always helps this pupil, in one group."""
    me, today = viewer(), clock.today()
    row = queries_pupils.pupil(number, me, today)
    groups = queries_list.groups_with(row, queries_list.groups_with_pupils(me, today), today)
    form = PairForm.of(groups, queries_one.tutors(groups, today))
    status, made = form.attempt(lambda: rules_group.pair(number, *form.chosen, me, clock.now()))
    if status == 303:
        tell(say("%(name)s is the fixed tutor in %(group)s.", name=made.tutor.first_name,
                 group=made.group.series.title))
        return see_other(url_for("homework_pupils.one", number=number))
    return page("homework/pair.html", form=form, row=row, held=queries_pupils.words(row), status=status)


@rooms.post("/<int:number>/tutor/<int:group>/end")
@needs(STEER)
def end_pair(number, group):
    rules_group.end_pair(number, group, viewer(), clock.now())
    tell(say("Nobody is the fixed tutor in this group any more."))
    return see_other(url_for("homework_pupils.one", number=number))


@rooms.route("/<int:number>/move", methods=["GET", "POST"])
@needs(BOOK)
def move(number):
    """To another group: what was stays on the page of the pupil."""
    me, now = viewer(), clock.now()
    row = rules.own(number, me, now)
    choices = queries_move.choices(row, me, now, reader_language())
    if not choices.old or not choices.new:
        raise Refused(say("There is no other group to go to."))
    form = MoveForm.of(choices)
    status, moved = form.attempt(lambda: rules_group.move(number, **form.values(), by=me, now=clock.now()))
    if status == 303:
        tell(_moved(moved))
        return see_other(url_for("homework_pupils.one", number=number))
    return page("homework/move.html", form=form, row=row, held=queries_pupils.words(row), status=status)


def _moved(moved):
    """What became of the old group and the new one, in words."""
    first = moved.bookings[0].session
    said = [say("%(name)s goes to %(group)s from %(day)s on.", name=rules_said.name_in(moved.bookings[0].pupil),
                group=first.group.series.title, day=first.activity.date)]
    if moved.ended:
        said.append(say_n("One date is cancelled.", "%(n)s dates are cancelled.", moved.ended))
    if moved.tutor:
        said.append(say("%(name)s is not the fixed tutor any more.", name=moved.tutor.first_name))
    return joined([*said, rules_said.said(moved.bookings, first.group)])
