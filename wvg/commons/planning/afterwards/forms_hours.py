from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, ValidationError

from wvg.base.forms import Form, PastDayField

NEEDED = DataRequired(_l("Enter a date, for example 24/11/2026"))


class PeriodForm(Form):
    first_day = PastDayField(_l("From which day?"), [NEEDED])
    last_day = PastDayField(_l("Until which day?"), [NEEDED])

    def validate_last_day(self, field):
        if self.first_day.data and field.data < self.first_day.data:
            raise ValidationError(_l("The last day must be after the first day. Write the year too."))
