"""We do not work with a partner any more: its places are ours from now on, and nothing waits for it."""

from wvg.commons.audit import rules as audit
from wvg.groups.homework.booking import rules as rules_booking
from wvg.groups.homework.models import HomeworkGroup, Proposal, TutorOffer
from wvg.groups.homework.sessions import rules_changes, rules_tutors
from wvg.groups.homework.sessions.rules_places import coming


def ended(partner, by, now):
    """For partners.rules.when_ended. Its pupils keep the places that they have; those who wait are next."""
    for group in list(HomeworkGroup.select().where(HomeworkGroup.partner == partner)):
        changes = [_share_is_ours(group)]
        sessions = coming(group, now)
        for session in sessions:
            rules_booking.take_hold(session)
            changes.append(_share_is_ours(session))
        audit.record("homework.without_partner", by, now, changes)
        rules_booking.promote(sessions, by, now)
        for row in list(Proposal.select().where(Proposal.group == group, Proposal.state == "asked")):
            rules_changes.answered(row, "taken back" if row.side == "us" else "declined", "", row.version, by, now)
    for row in list(TutorOffer.select().where(TutorOffer.partner == partner, TutorOffer.state == "asked")):
        rules_tutors.answered(row, "declined", by, now)


def _share_is_ours(row):
    before, row.share = {"share": row.share}, 0
    row.save(only=[type(row).share])
    return row, before
