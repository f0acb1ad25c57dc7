from flask import Blueprint, redirect, url_for

from wvg.base import clock, uploads
from wvg.base.access import SIGNED_IN, groups, needs, viewer
from wvg.base.htmx import page, see_other, tell
from wvg.base.words import named, say
from wvg.commons.volunteers import queries, rules, rules_import, sheet
from wvg.commons.volunteers.forms import DetailsForm, PartnerDetailsForm, PersonForm, SearchForm
from wvg.commons.volunteers.models import Volunteer
from wvg.commons.volunteers.permissions import MANAGE

rooms = Blueprint("volunteers", __name__)


@rooms.route("/me", methods=["GET", "POST"])
@needs(SIGNED_IN)
def me():
    form_class = PartnerDetailsForm if viewer().outside else DetailsForm
    keys = {key for group in groups.values() if viewer().belongs_to(group.key) for key in group.papers}
    asked = [row for row in queries.paper_kinds() if row.key in keys]
    return _edit(viewer().volunteer, form_class, "volunteers/me.html", url_for("volunteers.me"), asked=asked)


@rooms.route("/volunteers/", methods=["GET", "POST"])
@needs(MANAGE)
def people():
    """Everybody; a name that is looked for is posted, so that it stands in no address."""
    form = SearchForm()
    found = queries.everybody(form.name.data if form.sent() else "")
    return page(
        "volunteers/people.html", form=form, found=found, accounts=queries.open_accounts.ask(),
        status=422 if form.errors else 200,
    )


@rooms.route("/volunteers/new", methods=["GET", "POST"])
@needs(MANAGE)
def new():
    form = PersonForm.of(Volunteer(), queries.Details(set(), set(), set(), {}))
    status, row = form.attempt(lambda: rules.add(form.values(), viewer(), clock.now()))
    if status == 303:
        tell(say("%(name)s is one of the volunteers now.", name=row.first_name))
        return see_other(url_for("volunteers.person", number=row.id))
    return page("volunteers/person.html", form=form, row=None, status=status)


@rooms.route("/volunteers/<int:number>", methods=["GET", "POST"])
@needs(MANAGE)
def person(number):
    row = queries.volunteer(number)
    if row.merged_into_id:
        return redirect(url_for("volunteers.person", number=row.merged_into_id))
    return _edit(
        number, PersonForm, "volunteers/person.html", url_for("volunteers.person", number=number),
        account=queries.open_accounts.ask().get(number),
    )


@rooms.post("/volunteers/<int:number>/return")
@needs(MANAGE)
def bring_back(number):
    row = rules.bring_back(number, viewer(), clock.now())
    tell(say("%(name)s is one of the volunteers again.", name=row.first_name))
    return see_other(url_for("volunteers.person", number=number))


def _edit(number, form_class, template, address, **more):
    """Show the details of a volunteer, or change them; what somebody else changed meanwhile is shown beside them."""
    row = queries.volunteer(number)
    held = queries.details(row)
    form, now_there = form_class.of(row, held), {}
    status, _changed = form.attempt(
        lambda: rules.change(number, form.version.data, form.values(), viewer(), clock.now())
    )
    if status == 303:
        tell(say("Saved."))
        return see_other(address)
    if status == 409:
        row, held = queries.volunteer(number), queries.details(row)
        now_there = form.different(row, held)
        form.version.data = row.version
    return page(
        template, form=form, row=row, held=held, now_there=now_there, status=status,
        refused=queries.refused_addresses.ask().get(number), **_named_rows(held), **more,
    )


def _named_rows(held=None):
    """The names that go with ids of languages, skills and papers."""
    held = held or queries.Details(set(), set(), set(), {})
    return {
        "names": {
            "languages": {row.id: named(row) for row in queries.languages(held.languages)},
            "skills": {row.id: named(row) for row in queries.skills(held.skills)},
            "papers": {row.id: named(row) for row in queries.paper_kinds(held.papers)},
        }
    }


# A list from a spreadsheet

uploads.pages(rooms, "/volunteers/import", MANAGE, rules_import, sheet.EXAMPLE, "volunteers.people", _named_rows)
