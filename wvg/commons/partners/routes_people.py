"""Who comes through a partner, and who speaks for it."""

from flask import Blueprint, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.forms import Form
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import date_numeric, say
from wvg.commons.accounts.permissions import MANAGE
from wvg.commons.partners import queries, rules_access, rules_people
from wvg.commons.partners.forms import AccessForm, PaperForm, PersonForm
from wvg.commons.partners.permissions import KEEP, SEE
from wvg.commons.partners.routes import partner_page

rooms = Blueprint("partners_people", __name__, url_prefix="/partners")


@rooms.route("/<int:number>/people/new", methods=["GET", "POST"])
@needs(SEE)
def new(number):
    partner, form = queries.partner(number, viewer()), PersonForm()
    status, row = form.attempt(lambda: rules_people.add(number, form.values(), viewer(), clock.now()))
    if status == 303:
        tell(say("%(name)s is on the list now.", name=row.volunteer.first_name))
        return see_other(url_for("partners.one", number=number))
    return page("partners/person.html", form=form, partner=partner, status=status)


@rooms.route("/<int:number>/people/<int:person>/paper", methods=["GET", "POST"])
@needs(SEE)
def paper(number, person):
    """On which day extract 596.2 was seen."""
    partner, form = queries.partner(number, viewer()), PaperForm()
    row = queries.person(person, partner)
    status, _row = form.attempt(lambda: rules_people.see_paper(
        number, person, form.seen_on.data, viewer(), clock.now()))
    if status == 303:
        tell(say("Saved."))
        return see_other(url_for("partners.one", number=number))
    return page("partners/paper.html", form=form, partner=partner, person=row, status=status)


@rooms.route("/<int:number>/people/<int:person>/removal", methods=["GET", "POST"])
@needs(SEE)
def take_off(number, person):
    partner, form = queries.partner(number, viewer()), Form()
    row = queries.person(person, partner)
    status, _row = form.attempt(lambda: rules_people.take_off(number, person, viewer(), clock.now()))
    if status == 303:
        tell(say("%(name)s is not on the list any more.", name=row.volunteer.first_name))
        return see_other(url_for("partners.one", number=number))
    return page("partners/take_off.html", form=form, partner=partner, person=row, status=status)


@rooms.post("/<int:number>/access")
@needs(MANAGE, gives_rights=True)
def give(number):
    form = AccessForm()
    status, grant = form.attempt(lambda: rules_access.give(number, form.account.data, viewer(), clock.now()))
    if status != 303:
        return partner_page(number, form, status)
    tell(say("%(name)s has access until %(day)s.", name=grant.account.volunteer.first_name,
             day=date_numeric(grant.until)))
    return see_other(url_for("partners.one", number=number))


@rooms.post("/<int:number>/access/<int:grant>/renewal")
@needs(KEEP, gives_rights=True)
def renew(number, grant):
    row = rules_access.renew(number, grant, viewer(), clock.now())
    tell(say("%(name)s has access until %(day)s.", name=row.account.volunteer.first_name, day=date_numeric(row.until)))
    return see_other(url_for("partners.one", number=number))


@rooms.post("/<int:number>/access/<int:grant>/end")
@needs(MANAGE)
def end(number, grant):
    row = rules_access.end(number, grant, viewer(), clock.now())
    tell(say("%(name)s has no access any more.", name=row.account.volunteer.first_name))
    return see_other(url_for("partners.one", number=number))
