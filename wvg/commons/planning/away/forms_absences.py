from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired

from wvg.base.forms import DayField, Form


class AbsenceForm(Form):
    first_day = DayField(_l("From which day?"), [DataRequired(_l("Enter a date, for example 24/11/2026"))])
    last_day = DayField(_l("Until which day?"))
