from flask import Blueprint, url_for

from wvg.base import clock
from wvg.base.access import groups, needs, viewer
from wvg.base.errors import Invalid, NotAllowed, Unknown
from wvg.base.forms import options
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say, short_name
from wvg.commons.planning.forms import WishForm
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.planning.team import queries_wishes, rules_wishes
from wvg.commons.planning.who_can import queries as queries_who_can

rooms = Blueprint("wishes", __name__, url_prefix="/wishes")


@rooms.route("/groups/<group>", methods=["GET", "POST"])
@needs(ASSIGN)
def of_group(group):
    """Who likes to go with whom; it is seen when somebody is chosen."""
    if group not in groups:
        raise Unknown
    if not viewer().can(ASSIGN, group):
        raise NotAllowed
    form, people = WishForm(), queries_who_can.circle(group, clock.today())
    form.volunteer.choices = form.fellow.choices = options(
        [(0, "–"), *((v.id, short_name(v.first_name, v.last_name)) for v in people)])
    if form.sent():
        try:
            rules_wishes.note(group, form.volunteer.data, form.fellow.data, viewer(), clock.now())
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            tell(say("Noted. You see it when you choose somebody."))
            return see_other(url_for("wishes.of_group", group=group))
    return page("planning/wishes.html", form=form, group=group, found=queries_wishes.wishes(group, viewer()),
                status=422 if form.errors else 200)


@rooms.post("/<int:number>/end")
@needs(ASSIGN)
def end(number):
    row = rules_wishes.end(number, viewer(), clock.now())
    tell(say("%(a)s and %(b)s: no longer noted.", a=row.volunteer.first_name, b=row.fellow.first_name))
    return see_other(url_for("wishes.of_group", group=row.group))
