from flask_babel import lazy_gettext as _l

from wvg.base.forms import Checkboxes, Form, options


class GroupsForm(Form):
    also = Checkboxes(_l("What else do you want in it?"), choices=[])

    def __init__(self, shown, **kwargs):
        """shown: the groups that the calendar can show to who chooses."""
        super().__init__(**kwargs)
        self.also.choices = options([(group.key, group.label) for group in shown])
