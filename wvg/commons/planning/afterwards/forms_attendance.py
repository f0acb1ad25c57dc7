from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import NumberRange

from wvg.base.forms import Form, row_number


class InsteadForm(Form):
    volunteer = SelectField(
        _l("Who came?"), [NumberRange(1, message=_l("Choose somebody from the list."))],
        coerce=row_number, validate_choice=False,
    )
