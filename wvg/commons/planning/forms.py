from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Length

from wvg.base.forms import Form, TextLine, row_number


class AssignForm(Form):
    volunteer = RadioField(
        _l("Who goes?"), coerce=row_number, choices=[], validate_choice=False,
        validators=[InputRequired(_l("Choose somebody from the list."))],
    )
    name = TextLine(_l("Search by name"), [Length(max=80)])
    override = TextLine(_l("Why is it all right?"), [Length(max=200)])


class BecauseForm(Form):
    because = TextLine(_l("Why is it all right?"), [Length(max=200)])


class WishForm(Form):
    """Two volunteers; who they can be is known when it is asked."""

    volunteer = SelectField(_l("Who?"), coerce=row_number, validate_choice=False)
    fellow = SelectField(_l("With whom?"), coerce=row_number, validate_choice=False)
