from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired, Length

from wvg.base.forms import Form, TextLine


class AssignForm(Form):
    volunteer = RadioField(
        _l("Who goes?"), coerce=int, choices=[], validate_choice=False,
        validators=[InputRequired(_l("Choose somebody from the list."))],
    )
    override = TextLine(_l("Why is it all right?"), [Length(max=200)])


class ReasonForm(Form):
    reason = TextLine(_l("Why does it not go on?"), [Length(max=200)])
