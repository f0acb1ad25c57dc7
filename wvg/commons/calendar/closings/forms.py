from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Length, Optional

from wvg.base.forms import DayField, Form, TextForm, TextLine, options
from wvg.commons.planning.series.forms import REQUIRED


class WhatForm(Form):
    """What is closed; `what` is "everything", "partner", "group rounds" or "place rounds Panos, Veldstraat".
    """

    what = SelectField(_l("What is closed?"), [InputRequired(_l("Choose one."))], choices=[])
    partner = TextLine(_l("Which school or partner?"), [Optional(), Length(max=80)])
    policy = RadioField(
        _l("What happens to the dates?"), default="skip",
        choices=options([("skip", _l("They do not go on")), ("ask", _l("Ask me each time"))]),
    )

    def validate(self, extra_validators=None):
        right = super().validate(extra_validators)
        if self.what.data == "partner" and not self.partner.data:
            self.partner.errors = [_l("Write the name of the school or partner.")]
            return False
        return right

    def values(self):
        scope, _, of = self.what.data.partition(" ")
        if scope == "partner":
            return {"scope": scope, "of": self.partner.data, "policy": "skip"}  # nothing of ours goes on there
        if scope == "place":
            group, _, of = of.partition(" ")
            return {"scope": scope, "group": group, "of": of, "policy": self.policy.data}
        return {"scope": scope, "of": of, "policy": self.policy.data}


class ClosureForm(WhatForm):
    first_day = DayField(_l("From which day on?"), [InputRequired(_l("Enter a date, for example 24/11/2026"))])
    last_day = DayField(_l("Until which day?"))
    reason = TextLine(_l("Why?"), [REQUIRED, Length(max=120)])

    def values(self):
        first = self.first_day.data
        return {**super().values(), "first_day": first, "last_day": self.last_day.data or first,
                "reason": self.reason.data}


class FileForm(WhatForm):
    file = FileField(_l("File"))


class ReadForm(WhatForm, TextForm):
    """What was looked at, to be read in."""
