from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from wvg.base.forms import Form, row_number, trimmed

LONGEST = 5000


class AgreementForm(Form):
    text = TextAreaField(
        _l("What is agreed?"), [Length(max=LONGEST, message=_l("That is too long. Make it shorter."))],
        filters=[lambda typed: trimmed((typed or "").replace("\r\n", "\n"))],
    )
    version = HiddenField(filters=[row_number])
