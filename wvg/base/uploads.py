"""The pages on which a list from a spreadsheet is looked at, and then brought in: all of it, or nothing."""

from flask import make_response, url_for

from wvg.base import clock
from wvg.base.access import needs, viewer
from wvg.base.errors import Invalid, Refused
from wvg.base.forms import TextForm, UploadForm
from wvg.base.htmx import page, see_other, tell
from wvg.base.spreadsheet import MOST_LINES, decoded
from wvg.base.words import say


def pages(rooms, path, permission, rule, example, after, names):
    """Add them to a blueprint: `look` at `path`, `bring_in` at all, `example` at example.csv.

    rule: has look and bring_in (text, by, now), which give an Import; example: the text of a list; after: the endpoint
    where one comes when it is done; names(): what the template looked_at.html of the room needs more.
    """

    @rooms.route(path, methods=["GET", "POST"], endpoint="look")
    @needs(permission)
    def look():
        """What a file would do; its text goes along in the page, so that it is not asked for again."""
        form = UploadForm()
        if form.sent():
            try:
                if not form.file.data:
                    raise Refused(say("Choose a file."))
                text = decoded(form.file.data.read())
                return looked_at(rule.look(text, viewer(), clock.now()), text)
            except Refused as refused:
                form.refuse(Invalid("file", refused.sentence))
        return upload(form)

    @rooms.post(f"{path}/all", endpoint="bring_in")
    @needs(permission)
    def bring_in():
        text = TextForm().text.data or ""
        try:
            found = rule.bring_in(text, viewer(), clock.now())
        except Refused as refused:
            form = UploadForm()
            form.refuse(Invalid("file", refused.sentence))
            return upload(form)
        if found.problems:
            return looked_at(found, text)
        tell(found.sentence)
        return see_other(url_for(after))

    @rooms.get(f"{path}/example.csv", endpoint="example")
    @needs(permission)
    def show_example():
        response = make_response(example.encode("utf-8-sig"))
        response.headers["Content-Type"] = "text/csv; charset=utf-8"
        response.headers["Content-Disposition"] = "attachment; filename=voorbeeld.csv"
        return response

    folder = after.partition(".")[0]

    def upload(form):
        return page(f"{folder}/upload.html", form=form, most=MOST_LINES, status=422 if form.errors else 200)

    def looked_at(found, text):
        return page(
            f"{folder}/looked_at.html", found=found, text=text, status=422 if found.problems else 200, **names()
        )
