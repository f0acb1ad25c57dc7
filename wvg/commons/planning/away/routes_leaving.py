from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Invalid, Unknown
from wvg.base.forms import options
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import full_name, phone, say
from wvg.commons.planning.away import queries_leaving, rules_leaving, rules_merge
from wvg.commons.planning.away.forms_leaving import MergeForm
from wvg.commons.volunteers import queries as volunteers
from wvg.commons.volunteers.permissions import MANAGE

rooms = Blueprint("leaving", __name__, url_prefix="/volunteers/<int:number>")


@rooms.route("/stop", methods=["GET", "POST"])
@needs(MANAGE)
def stop(number):
    """What goes when somebody stops; posted, it is done."""
    if request.method == "POST":
        row = rules_leaving.stop(number, viewer(), clock.now())
        tell(say("%(name)s has stopped.", name=row.first_name))
        return see_other(url_for("volunteers.person", number=number))
    row = _volunteer(number)
    return page(
        "planning/stop.html", row=row, ahead=queries_leaving.ahead(number, clock.local(clock.now())),
        fixed=queries_leaving.regulars(number),
    )


@rooms.route("/merge", methods=["GET", "POST"])
@needs(MANAGE)
def merge(number):
    """Choose the other one; with ?other= what goes where; posted, it is done."""
    row = _volunteer(number)
    others = [one for one in volunteers.everybody() if one.id != number]
    others.sort(key=lambda one: not _alike(one, row))
    form = MergeForm(request.values if "other" in request.values else None)
    form.other.choices = options([("", ""), *((one.id, _label(one)) for one in others)])
    if (request.method == "POST" or "other" in request.args) and form.validate():
        try:
            if request.method == "GET":
                return page("planning/merge_look.html", found=rules_merge.look(number, form.other.data, viewer()))
            rules_merge.merge(number, form.other.data, viewer(), clock.now())
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            tell(say("%(name)s is in the list once now.", name=row.first_name))
            return see_other(url_for("volunteers.person", number=number))
    return page("planning/merge.html", form=form, row=row, status=422 if form.errors else 200)


def _volunteer(number):
    row = volunteers.volunteer(number)
    if row.merged_into_id:
        raise Unknown
    return row


def _alike(one, row):
    numbers = {row.mobile, row.phone} - {None}
    return one.search == row.search or bool(numbers & {one.mobile, one.phone})


def _label(row):
    return ", ".join(filter(None, [full_name(row), row.mobile and phone(row.mobile)]))
