"""What can go wrong, and how it is said: one sentence, nothing lost."""

from flask import current_app, make_response, render_template
from peewee import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from wvg.base.vault import Unreadable
from wvg.base.words import Sentence, say


class Refused(Exception):
    """A rule says no; `sentence` tells why and what to do. Answered with 409."""

    def __init__(self, sentence: Sentence):
        super().__init__(str(sentence))
        self.sentence = sentence


class NotAllowed(Exception):
    """Visible, but not yours to do. Answered with 403."""


class Unknown(Exception):
    """No such thing for this viewer. Answered with 404."""


class Invalid(Exception):
    """A value that cannot be: `field` is its name in the form. Answered with 422."""

    def __init__(self, field: str, sentence: Sentence):
        super().__init__(str(sentence))
        self.field, self.sentence = field, sentence


SAID = {
    400: say("The program did not understand that. Nothing was saved. Go back and try again."),
    403: say("This is not for you to see or do. Ask your coordinator if you need it."),
    404: say("This page is not there. It may have been taken away."),
    405: say("That is not possible here. Go back and try again."),
    409: say("That could not be done, because something changed in the meantime."),
    413: say("That file is too big. It may be 2 MB at most."),
    422: say("Something is not right"),
    500: say("That did not work. Nothing was saved. Try again."),
    503: say("Somebody else is saving a great deal. Nothing was saved. Try again in a minute."),
}


def answer(code, sentence=None):
    """The error page, or for htmx the sentence in #message."""
    from wvg.base.htmx import is_htmx

    sentence = sentence or SAID.get(code, SAID[400])
    if is_htmx():
        response = make_response(render_template("base/_message.html", sentence=sentence, bad=True), code)
        response.headers["HX-Retarget"] = "#message"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    return make_response(render_template("base/error.html", code=code, sentence=sentence), code)


def init_app(app):
    @app.errorhandler(Refused)
    def refused(error):
        return answer(409, error.sentence)

    @app.errorhandler(NotAllowed)
    def not_allowed(_error):
        from wvg.base.access import viewer

        return answer(404 if viewer().outside else 403)

    @app.errorhandler(Unknown)
    def unknown(_error):
        return answer(404)

    @app.errorhandler(Invalid)
    def invalid(error):
        return answer(422, error.sentence)

    @app.errorhandler(Unreadable)
    def unreadable(error):
        current_app.logger.error("%s", error)  # the table and the number of the row, nothing of what it holds
        return answer(500, say("A part of this was damaged and cannot be read. Tell who manages the program."))

    @app.errorhandler(OperationalError)
    def busy(error):
        if "locked" not in str(error):
            return unexpected(error)
        current_app.logger.warning("the database was busy for too long")
        return answer(503)

    @app.errorhandler(HTTPException)
    def http(error):
        if error.code is None or error.code < 400:
            return error
        if isinstance(error, SecurityError):
            return error  # a host that is not trusted: no address of ours can be made for it
        response = answer(error.code)
        for name, value in error.get_headers():
            if name == "Allow":
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def unexpected(error):
        if current_app.testing and not current_app.config.get("CATCH_ALL"):
            raise error
        current_app.logger.exception("unexpected error")
        return answer(InternalServerError.code)
