from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from wvg.base.forms import TOO_LONG, QuestionedForm, TextLine, VersionField, options, trimmed
from wvg.base.words import named
from wvg.commons.needs import queries as queries_needs
from wvg.commons.needs.forms import NeedForm
from wvg.groups.homework.during import rules_notes, rules_worries


class NoteForm(QuestionedForm):
    questioned = ("line",)
    line = TextLine(_l("For who helps next"), [Length(max=rules_notes.LONGEST, message=TOO_LONG)])


class WorryForm(QuestionedForm):
    questioned = ("line",)
    line = TextAreaField(_l("What are you worried about?"), [Length(max=rules_worries.LONGEST, message=TOO_LONG)],
                         filters=[trimmed])


class AnswerForm(QuestionedForm):
    questioned = ("answer",)
    answer = TextAreaField(_l("What did you do, or what will you do?"),
                           [Length(max=rules_worries.LONGEST, message=TOO_LONG)], filters=[trimmed])
    version = VersionField()


class PassOnForm(NeedForm):
    """A need heard from a pupil: for which family is not asked, and not shown."""

    household = None

    @classmethod
    def of(cls):
        form = cls()
        form.kind.choices = options((kind.id, named(kind)) for kind in queries_needs.kinds())
        return form
