from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import Length

from wvg.base.forms import (
    TOO_LONG,
    DayField,
    EmailField,
    Form,
    PastDayField,
    PhoneField,
    TextLine,
    VersionField,
    options,
    row_number,
    trimmed,
)

LINE = [Length(max=80, message=TOO_LONG)]
LONGEST = 2000


class _Row(Form):
    """Lines of one row; see `values`."""

    version = VersionField()

    def values(self):
        return {name: field.data for name, field in self._fields.items() if name != "version"}


class PartnerForm(_Row):
    name = TextLine(_l("Name of the organisation"), LINE)
    phone = PhoneField(_l("Telephone"))
    email = EmailField(_l("E-mail"))


class ContactForm(_Row):
    name = TextLine(_l("Name"), LINE)
    does = TextLine(_l("Calls them for"), LINE)
    phone = PhoneField(_l("Telephone"))
    email = EmailField(_l("E-mail"))


class RoomForm(_Row):
    name = TextLine(_l("Name of the room"), LINE)
    address = TextLine(_l("Address"), [Length(max=200, message=TOO_LONG)])
    partner = SelectField(_l("Whose room is it?"), coerce=row_number)

    @classmethod
    def of(cls, partners, **data):
        form = cls(data=data)
        form.partner.choices = options([(0, _l("Our own")), *((row.id, row.name) for row in partners)])
        return form

    def values(self):
        values = super().values()
        return {**values, "partner": values["partner"] or None}


def topic(label):
    return TextAreaField(label, [Length(max=LONGEST, message=TOO_LONG)],
                         filters=[lambda typed: trimmed((typed or "").replace("\r\n", "\n"))])


class AgreementForm(_Row):
    hours = topic(_l("Days and hours"))
    key = topic(_l("The key"))
    closing = topic(_l("Closing up"))
    snack = topic(_l("Something to eat"))
    photo = topic(_l("Photos"))
    phones = topic(_l("Who phones the parents"))
    consent = topic(_l("Agreement of the parents"))
    renew_on = DayField(_l("Look at it again before"))


class AgreeForm(Form):
    version = VersionField()


class PersonForm(Form):
    first_name = TextLine(_l("First name"), LINE)
    last_name = TextLine(_l("Last name"), LINE)
    mobile = PhoneField(_l("Mobile number"))

    def values(self):
        return {name: field.data for name, field in self._fields.items()}


class PaperForm(Form):
    seen_on = PastDayField(_l("Seen on"))


class AccessForm(Form):
    account = SelectField(_l("Who"), coerce=row_number, validate_choice=False)
