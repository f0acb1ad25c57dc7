from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from wvg.base.forms import TOO_LONG, Form, NumberField, PhoneField, TextLine, VersionField, row_number

FILL_IN = _l("Fill this in.")


class UsualForm(Form):
    stops = NumberField(
        _l("How many families does a run usually visit?"),
        [InputRequired(_l("Enter a number from 1 to 30.")), NumberRange(1, 30, _l("Enter a number from 1 to 30."))],
    )
    donor = SelectField(_l("Where do we usually fetch?"), coerce=row_number, choices=[])


class DonorForm(Form):
    """A shop or service; its contact is that of the organisation."""

    name = TextLine(_l("Name"), [DataRequired(FILL_IN), Length(max=80, message=TOO_LONG)])
    place = TextLine(_l("Where?"), [Length(max=200, message=TOO_LONG)])
    contact = TextLine(_l("Whom to ask for"), [Length(max=80, message=TOO_LONG)])
    phone = PhoneField(_l("Telephone number"))
    active = BooleanField(_l("We fetch here"))
    version = VersionField()

    def values(self):
        """What rules_usual.add_donor takes."""
        return {"name": self.name.data, "place": self.place.data or "", "contact": self.contact.data or "",
                "phone": self.phone.data or "", "active": self.active.data}
