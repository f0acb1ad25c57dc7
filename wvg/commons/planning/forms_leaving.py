import re

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import NumberRange

from wvg.base.forms import Form


def row_number(value):
    """A choice as the number of a row, 0 for anything else."""
    return int(value) if re.fullmatch("[0-9]{1,9}", str(value)) else 0


class MergeForm(Form):
    other = SelectField(
        _l("Who is the same person?"), [NumberRange(1, message=_l("Choose somebody from the list."))],
        coerce=row_number, validate_choice=False,
    )
