from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from wvg.base.forms import Form, NumberField, PastDayField, VersionField


class PeriodForm(Form):
    """One period; its fields are named after its number, since all of them stand on one page."""

    months = NumberField(_l("Months"), [InputRequired(_l("Fill this in."))])
    agreed_on = PastDayField(_l("Agreed by the board on"), [InputRequired(_l("Fill this in."))])
    version = VersionField()

    @classmethod
    def of(cls, row):
        return cls(prefix=f"p{row.id}-", formdata=None,
                   data={"months": row.months, "agreed_on": row.agreed_on, "version": row.version})
