from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from wvg.base.forms import TOO_LONG, Form, row_number, trimmed

LONGEST = 5000


class AgreementForm(Form):
    text = TextAreaField(
        _l("What is agreed?"), [Length(max=LONGEST, message=TOO_LONG)],
        filters=[lambda typed: trimmed((typed or "").replace("\r\n", "\n"))],
    )
    version = HiddenField(filters=[row_number])
