from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from wvg.base.forms import (
    TOO_LONG,
    Checkboxes,
    DayField,
    Form,
    NumberField,
    PastDayField,
    PhoneField,
    TextLine,
    VersionField,
    options,
    row_number,
    trimmed,
)
from wvg.base.words import full_name, named
from wvg.commons.people import queries
from wvg.commons.people.models import CHANNELS
from wvg.commons.people.queries import BANDS

LINE, TEXT = 120, 400  # signs
FILL_IN = _l("Fill this in.")


class Lines(TextAreaField):
    """A few lines of text."""

    def process_formdata(self, valuelist):
        self.data = trimmed(valuelist[0].replace("\r\n", "\n")) if valuelist else ""


class SizesField(TextLine):
    """Sizes of nappies with commas between; a list of str."""

    def _value(self):
        return ", ".join(self.data or [])

    def process_formdata(self, valuelist):
        super().process_formdata(valuelist)
        self.data = queries.sizes(self.data)

    def post_validate(self, form, validation_stopped):
        if not queries.are_sizes(self.data):
            raise ValidationError(_l("Enter sizes with a comma between, for example 3, 4+"))


def _count(label):
    return NumberField(label, [Optional(), NumberRange(0, 20, _l("Enter a number from 0 to 20."))])


def _line(label, most=LINE):
    return TextLine(label, [Length(max=most, message=TOO_LONG)])


def _lines(label):
    return Lines(label, [Length(max=TEXT, message=TOO_LONG)])


class FamilyForm(Form):
    """All there is of a household. `ages_0` … are the bands of BANDS; `children` are those of whom we know no age."""

    told_by = _line(_l("Who told us?"))
    came_by = RadioField(_l("How?"), choices=options(zip(
        CHANNELS, (_l("by telephone"), _l("by mail"), _l("at the door"), _l("otherwise")), strict=True
    )))
    asks = _lines(_l("What do they ask?"))
    first_by = SelectField(_l("Who goes first?"), coerce=row_number)
    code_name = TextLine(_l("Code name"), [DataRequired(FILL_IN), Length(max=40, message=TOO_LONG)])
    bell_name = _line(_l("Name on the bell"))
    address = _line(_l("Address"), 200)
    phone = PhoneField(_l("Telephone"))
    access = _lines(_l("How do you get in?"))
    adults = _count(_l("Adults"))
    ages_0 = _count(_l("0 to 2 years"))
    ages_1 = _count(_l("3 to 5 years"))
    ages_2 = _count(_l("6 to 11 years"))
    ages_3 = _count(_l("12 to 17 years"))
    children = _count(_l("Age not known"))
    wishes = Checkboxes(_l("Food wishes"))
    allergies = _line(_l("Allergies"))
    baby_food = _line(_l("Baby food"))
    nappies = SizesField(_l("Sizes of nappies"))
    languages = Checkboxes(_l("Languages"))
    priority = BooleanField(_l("Goes first when we choose families"))
    last_visit = PastDayField(_l("Last visit"))
    version = VersionField()

    @classmethod
    def of(cls, row, held, today):
        """The form for a household and its Details; `today` for who can go first."""
        bands = {f"ages_{n}": held.ages.get(band) for n, band in enumerate(BANDS)}
        unknown = row.children - sum(held.ages.values())
        form = cls(data={
            **held.words(), **row.__data__, **bands, "children": unknown if unknown > 0 else None,
            "first_by": row.first_by_id or 0,
        })
        rows = queries.named_rows()
        for name, kept in (("wishes", held.wishes), ("languages", held.languages)):
            known = [(key, named(one)) for key, one in rows[name].items() if one.active or key in kept]
            form[name].choices = options([*known, *((key, key) for key in kept if key not in rows[name])])
        form.first_by.choices = options([(0, _l("nobody yet")), *(
            (volunteer.id, full_name(volunteer)) for volunteer in queries.goers(today, row.first_by_id)
        )])
        return form

    @property
    def ages(self):
        return [self[f"ages_{n}"] for n in range(len(BANDS))]

    def values(self):
        """What `rules.add` and `rules.change` take."""
        values = {name: field.data for name, field in self._fields.items()
                  if name != "version" and not name.startswith("ages_")}
        ages = {band: field.data for band, field in zip(BANDS, self.ages, strict=True) if field.data}
        return {
            **values, "wishes": sorted(values["wishes"]), "languages": sorted(values["languages"]),
            "ages": ages, "children": sum(ages.values()) + (values["children"] or 0),
            "adults": values["adults"] or 0, "first_by": values["first_by"] or None, "phone": values["phone"] or "",
        }

    def different(self, row, held):
        """{name: what stands there now} of all that was typed otherwise."""
        there = {**held.words(), **row.__data__}
        return {name: there[name] for name, typed in self.values().items() if there[name] != typed}


class NewFamilyForm(FamilyForm):
    """The short intake: nobody went there yet."""

    last_visit = None

    @classmethod
    def of(cls, row, held, today):
        form = super().of(row, held, today)
        if not form.code_name.raw_data:
            form.code_name.data = queries.free_name()
        return form


class PauseForm(Form):
    reason = _line(_l("Why?"))
    until = DayField(_l("Last day of the pause"))
    version = VersionField()


class EndForm(Form):
    reason = _line(_l("Why?"))
    version = VersionField()


class EraseForm(Form):
    version = VersionField()

