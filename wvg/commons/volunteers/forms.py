from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from wvg.base import clock
from wvg.base.forms import (
    TOO_LONG,
    Checkboxes,
    EmailField,
    Form,
    NumberField,
    PastDayField,
    PhoneField,
    TextLine,
    VersionField,
    options,
)
from wvg.base.words import LANGUAGES, named
from wvg.commons.volunteers import queries
from wvg.commons.volunteers.models import PARTS


class DetailsForm(Form):
    """What volunteers say of themselves."""

    first_name = TextLine(_l("First name"), [DataRequired(_l("Fill this in.")), Length(max=80, message=TOO_LONG)])
    last_name = TextLine(_l("Last name"), [Length(max=80, message=TOO_LONG)])
    mobile = PhoneField(_l("Mobile number"))
    phone = PhoneField(_l("Second telephone number"))
    email = EmailField(_l("E-mail"))
    languages = Checkboxes(_l("Languages"), coerce=int)
    availability = Checkboxes(
        _l("Days"), choices=options((f"{weekday}-{part}", "") for weekday in range(7) for part in PARTS)
    )
    max_per_month = NumberField(
        _l("Not more than so many times a month"),
        [Optional(), NumberRange(1, 31, _l("Enter a number from 1 to 31."))],
    )
    language = RadioField(_l("Language of this program"), choices=options(LANGUAGES.items()))
    mail = BooleanField(_l("Send me a mail when there is a message for me"))
    version = VersionField()

    @classmethod
    def of(cls, row, held):
        """The form for a volunteer and what hangs on them (queries.Details)."""
        form = cls(data={
            **row.__data__, "languages": sorted(held.languages), "skills": sorted(held.skills),
            "availability": [f"{weekday}-{part}" for weekday, part in held.availability],
            **{f"paper_{kind}": day for kind, day in held.papers.items()},
        })
        form.languages.choices = options((row.id, named(row)) for row in queries.languages(held.languages))
        return form

    def values(self):
        """What `rules.change` takes."""
        values = {name: field.data for name, field in self._fields.items() if name != "version"}
        values["languages"] = set(values["languages"])
        if "availability" in values:
            values["availability"] = {
                (int(weekday), part) for weekday, part in (slot.split("-") for slot in values["availability"])
            }
        return values

    def different(self, row, held):
        """{name: what stands there now} of all that was typed otherwise."""
        there = {**row.__data__, **vars(held)}
        return {name: there[name] for name, typed in self.values().items() if there[name] != typed}


class PartnerDetailsForm(DetailsForm):
    """What who only speaks for a partner says of themselves: nothing about helping."""

    availability = max_per_month = None


class PersonForm(DetailsForm):
    """All there is of a volunteer; `of` adds a field for each paper."""

    skills = Checkboxes(_l("Skills"), coerce=int)
    new_since = PastDayField(_l("New since"))

    @classmethod
    def of(cls, row, held):
        kinds = queries.paper_kinds(held.papers)
        fields = {f"paper_{kind.id}": PaperField(named(kind)) for kind in kinds}
        form = super(PersonForm, type("PersonForm", (cls,), fields)).of(row, held)
        form.skills.choices = options((row.id, named(row)) for row in queries.skills(held.skills))
        return form

    @property
    def papers(self):
        return [field for name, field in self._fields.items() if name.startswith("paper_")]

    def values(self):
        values = super().values()
        values["skills"] = set(values["skills"])
        values["papers"] = {int(field.name.removeprefix("paper_")): field.data for field in self.papers if field.data}
        for field in self.papers:
            del values[field.name]
        return values


class PaperField(PastDayField):
    """The day on which a paper was shown."""

    def post_validate(self, form, validation_stopped):
        if self.data and self.data > clock.today():
            raise ValidationError(_l("This day has still to come."))


class SearchForm(Form):
    name = TextLine(_l("Name"), [Length(max=80, message=TOO_LONG)])
