from flask import Blueprint

from wvg.base.access import SIGNED_IN, needs
from wvg.base.htmx import page

rooms = Blueprint("volunteers", __name__)


@rooms.get("/me")
@needs(SIGNED_IN)
def me():
    return page("volunteers/me.html")
