"""Mail about places goes over real SMTP and holds no name of a child."""

from mail_server import mail_server
from people import viewer
from places import DEC_1, DEC_17, book, child, empty, group
from post import Post

from wvg.base import clock
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.homework.booking import rules, rules_answer, rules_weekly


def test_subjects_and_bodies_hold_no_name_of_a_child(app):
    for name in ("marijke", "fatiha"):
        Volunteer.update(email=f"{name}@example.org").where(Volunteer.id == viewer(name).volunteer).execute()
    with mail_server() as server:
        post, now = Post(app, server.url), clock.now()
        row = empty(DEC_1, 2, 1)
        ours, theirs = child("Kanarie", phone="+32499112233"), child("Vinkje", "fatiha")
        book(row, ours)
        first = book(row, theirs, "fatiha")
        made, _rows = rules_weekly.enrol(group().id, child("Meesje").id, [1], DEC_1, DEC_17, viewer("marijke"), now)
        rules.cancel(first.id, "Kanarie is ziek", viewer("marijke"), now)
        rules_answer.confirm_all(made.id, viewer("fatiha"), now)
        rules_weekly.stop(made.id, made.version, DEC_1, "Meesje verhuist", viewer("fatiha"), now)
        post.after(hours=1)
        assert server.to("marijke@example.org") and server.to("fatiha@example.org")
        for mail in server.received:
            said = mail.as_string() + "".join(part.get_content() for part in mail.walk()
                                              if part.get_content_maintype() == "text")
            for word in ("Kanarie", "Vinkje", "Meesje", "99112233", "ziek", "verhuist"):
                assert word not in said
