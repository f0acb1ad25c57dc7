from flask_babel import lazy_gettext as _l

from wvg.base.access import groups
from wvg.base.forms import Checkboxes, Form, options


class GroupsForm(Form):
    also = Checkboxes(_l("What else do you want in it?"), choices=[])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.also.choices = options([(group.key, group.label) for group in groups.values()])
