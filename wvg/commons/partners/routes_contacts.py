"""Whom to call at a partner, and the rooms where we work."""

from flask import Blueprint, request, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.forms import row_number
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import say
from wvg.commons.partners import queries, rules, rules_rooms
from wvg.commons.partners.forms import ContactForm, RoomForm
from wvg.commons.partners.permissions import KEEP

rooms = Blueprint("partners_contacts", __name__, url_prefix="/partners")


@rooms.route("/<int:number>/contacts/new", methods=["GET", "POST"])
@needs(KEEP)
def new(number):
    partner, form = queries.partner(number, viewer()), ContactForm()
    status, _row = form.attempt(lambda: rules.add_contact(number, form.values(), viewer(), clock.now()))
    if status == 303:
        return _saved(number)
    return page("partners/contact.html", form=form, partner=partner, contact=None, status=status)


@rooms.route("/<int:number>/contacts/<int:contact>", methods=["GET", "POST"])
@needs(KEEP)
def change(number, contact):
    partner = queries.partner(number, viewer())
    row = queries.contact(contact, partner)
    form = ContactForm(data=row.__data__)
    status, _row = form.attempt(lambda: rules.change_contact(
        number, contact, form.version.data, form.values(), viewer(), clock.now()))
    if status == 303:
        return _saved(number)
    there = queries.contact(contact, partner) if status == 409 else None
    if there:
        form.version.data = there.version
    return page("partners/contact.html", form=form, partner=partner, contact=row, there=there, status=status)


@rooms.post("/<int:number>/contacts/<int:contact>/removal")
@needs(KEEP)
def remove(number, contact):
    row = rules.remove_contact(number, contact, viewer(), clock.now())
    tell(say("%(name)s is not on the list any more.", name=row.name))
    return see_other(url_for("partners.one", number=number))


@rooms.route("/rooms/new", methods=["GET", "POST"])
@needs(KEEP)
def new_room():
    """?partner=3 when it is one of theirs."""
    form = RoomForm.of(queries.everybody(), partner=row_number(request.args.get("partner", "")))
    status, row = form.attempt(lambda: rules_rooms.add(form.values(), viewer(), clock.now()))
    return _after_room(row) if status == 303 else page("partners/room.html", form=form, room=None, status=status)


@rooms.route("/rooms/<int:number>", methods=["GET", "POST"])
@needs(KEEP)
def room(number):
    row = queries.location(number)
    form = RoomForm.of(queries.everybody(), **{**row.__data__, "partner": row.partner_id or 0})
    status, changed = form.attempt(lambda: rules_rooms.change(
        number, form.version.data, form.values(), viewer(), clock.now()))
    if status == 303:
        return _after_room(changed)
    there = queries.location(number) if status == 409 else None
    if there:
        form.version.data = there.version
    return page("partners/room.html", form=form, room=row, there=there, status=status)


@rooms.post("/rooms/<int:number>/end")
@needs(KEEP)
def end_room(number):
    return _after_room(rules_rooms.end(number, viewer(), clock.now()))


@rooms.post("/rooms/<int:number>/return")
@needs(KEEP)
def use_room_again(number):
    return _after_room(rules_rooms.use_again(number, viewer(), clock.now()))


def _after_room(row):
    tell(say("Saved."))
    return see_other(
        url_for("partners.one", number=row.partner_id) if row.partner_id else url_for("partners.index")
    )


def _saved(number):
    tell(say("Saved."))
    return see_other(url_for("partners.one", number=number))
