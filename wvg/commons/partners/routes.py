from flask import Blueprint, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.forms import Form
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say
from wvg.commons.accounts import queries as accounts
from wvg.commons.accounts.permissions import MANAGE
from wvg.commons.partners import queries, queries_access, rules
from wvg.commons.partners.forms import AccessForm, PartnerForm
from wvg.commons.partners.models import Partner
from wvg.commons.partners.permissions import KEEP, SEE

rooms = Blueprint("partners", __name__, url_prefix="/partners")


@rooms.get("/")
@needs(KEEP)
def index():
    found = queries.everybody()
    return page("partners/index.html", found=found, own_rooms=queries.locations()[None],
                agreements=queries.agreements(), today=clock.today())


@rooms.route("/new", methods=["GET", "POST"])
@needs(KEEP)
def new():
    form = PartnerForm()
    status, row = form.attempt(lambda: rules.add(form.values(), viewer(), clock.now()))
    if status == 303:
        tell(say("%(name)s is one of the partners now.", name=row.name))
        return see_other(url_for("partners.one", number=row.id))
    return page("partners/edit.html", form=form, partner=None, status=status)


@rooms.get("/<int:number>")
@needs(SEE)
def one(number):
    """All of a partner: whom to call, the rooms, their people, what was agreed, who has access."""
    return partner_page(number)


def partner_page(number, access=None, status=200):
    partner, today = queries.partner(number, viewer()), clock.today()
    manages = viewer().can(MANAGE)
    form = access or AccessForm()
    grants = accounts.speakers(partner.key, today)
    return page(
        "partners/partner.html", partner=partner, keeps=viewer().can(KEEP), manages=manages, today=today, form=form,
        contacts=queries.contacts(partner), rooms=queries.locations()[partner.id], people=queries.people(partner),
        agreement=queries.agreement(partner), soon=queries_access.BEFORE, until=queries_access.until(today),
        grants=[(grant, queries_access.renewed_until(grant, today)) for grant in grants],
        to_choose=queries_access.to_choose(partner, today) if manages else [], status=status,
    )


@rooms.route("/<int:number>/change", methods=["GET", "POST"])
@needs(KEEP)
def change(number):
    partner = queries.partner(number, viewer())
    form = PartnerForm(data=partner.__data__)
    status, _row = form.attempt(
        lambda: rules.change(number, form.version.data, form.values(), viewer(), clock.now())
    )
    if status == 303:
        tell(say("Saved."))
        return see_other(url_for("partners.one", number=number))
    there = Partner.get_by_id(number) if status == 409 else None
    if there:
        form.version.data = there.version
    return page("partners/edit.html", form=form, partner=partner, there=there, status=status)


@rooms.route("/<int:number>/end", methods=["GET", "POST"])
@needs(KEEP)
def end(number):
    partner = queries.partner(number, viewer())
    form = Form()
    status, _row = form.attempt(lambda: rules.end(number, viewer(), clock.now()))
    if status == 303:
        tell(say("We do not work with %(name)s any more.", name=partner.name))
        return see_other(url_for("partners.index"))
    return page("partners/end.html", form=form, partner=partner, status=status,
                grants=accounts.speakers(partner.key, clock.today()))


@rooms.post("/<int:number>/return")
@needs(KEEP)
def work_together_again(number):
    row = rules.work_together_again(number, viewer(), clock.now())
    tell(say("%(name)s is one of the partners now.", name=row.name))
    return see_other(url_for("partners.one", number=number))
