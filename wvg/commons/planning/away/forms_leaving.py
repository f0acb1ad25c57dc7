from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import NumberRange

from wvg.base.forms import Form, row_number


class MergeForm(Form):
    other = SelectField(
        _l("Who is the same person?"), [NumberRange(1, message=_l("Choose somebody from the list."))],
        coerce=row_number, validate_choice=False,
    )
