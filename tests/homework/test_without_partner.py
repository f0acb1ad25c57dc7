"""We do not work with a partner any more: its places are ours, and nothing waits for it."""

from datetime import time

from people import activity, told, viewer
from places import DEC_1, DEC_3, NOV_26, VISSEN, book, child, empty, group, session, state

from wvg.base import clock
from wvg.commons.messages.models import Message
from wvg.commons.partners import rules
from wvg.commons.partners.models import Location, Partner
from wvg.commons.planning.models import Activity, Seat
from wvg.commons.volunteers.models import Volunteer
from wvg.groups.homework.models import HomeworkSession, Proposal, TutorOffer
from wvg.groups.homework.sessions import rules_changes, rules_tutors


def end(by="katrien"):
    return rules.end(Partner.get(Partner.key == "hand-in-hand").id, viewer(by), clock.now())


def test_its_places_in_what_comes_are_ours(app):
    past = HomeworkSession.select().join(Activity).where(
        HomeworkSession.group == group(), Activity.date < clock.today()).first()
    end()
    assert group().share == 0 and session(DEC_1).share == 0 and session(DEC_1).places == 8
    assert HomeworkSession.get_by_id(past.id).share == 4, "what was stays"


def test_what_we_asked_of_it_is_offered_to_us_and_its_pupils_stay(app):
    row = empty(DEC_1, places=2, share=1)
    theirs = book(row, child("Ada", "fatiha"), "fatiha")
    HomeworkSession.update(places=3, share=3).where(HomeworkSession.id == row.id).execute()
    ours = book(row, child("Bea"))
    assert (state(theirs), state(ours)) == ("confirmed", "asked")
    end()
    assert (state(theirs), state(ours)) == ("confirmed", "offered")
    assert any("came free" in sentence for sentence in told("marijke"))
    assert not Message.select().where(
        Message.kind == "homework.asked", Message.recipient == viewer("fatiha").volunteer, Message.seen_at.is_null()
    ).exists()


def test_proposals_and_offers_wait_for_nobody(app):
    room, now = Location.get(Location.name == "Buurtlokaal De Vissen").id, clock.now()
    for name, day in (("marijke", DEC_1), ("fatiha", DEC_3)):
        rules_changes.propose_once(activity(VISSEN, day).id, {
            "starts": time(17), "ends": time(18), "location": room, "why": ""}, viewer(name), now)
    seat = Seat.get(Seat.activity == activity(VISSEN, NOV_26), Seat.position == 3)
    rules_tutors.offer(seat.id, Volunteer.get(Volunteer.first_name == "Nora").id, viewer("fatiha"), now)
    end("marijke")
    assert {row.side: row.state for row in Proposal.select()} == {"us": "taken back", "them": "declined"}
    assert TutorOffer.get().state == "declined"
