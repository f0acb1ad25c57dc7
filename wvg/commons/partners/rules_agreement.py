"""What was agreed with a partner, written down by either side; it stands when both have said so."""

from peewee import IntegrityError

from wvg.base import clock
from wvg.base.db import database, keep
from wvg.base.errors import Invalid, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.partners import notices, queries
from wvg.commons.partners.models import TOPICS, PartnerAgreement
from wvg.commons.partners.rules import CHANGED_SINCE

READ_AGAIN = say("Somebody changed this in the meantime. Read it again before you agree.")


def change(number, version, values, by, now):
    """Write down what is agreed, for the side of who does it: they agree, and the other side must say so again.

    values: TOPICS and renew_on. version: the one that was on the page. Nothing different is nothing done.
    Raises Unknown, Refused (somebody else changed it since), Invalid ("renew_on").
    """
    today = clock.local(now).date()
    with database.atomic():
        partner = queries.partner(number, by)
        row = queries.agreement(partner)
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not changed:
            return row
        if row.version != version:
            raise Refused(CHANGED_SINCE)
        if changed.get("renew_on") and changed["renew_on"] < today:
            raise Invalid("renew_on", say("This day has passed. Take a day from today on."))
        side, other = ("ours", "theirs") if queries.side_of(by) == "us" else ("theirs", "ours")
        columns = {
            **changed, "changed_by": by.account, "changed_at": now, f"{side}_by": by.account, f"{side}_at": now,
            f"{other}_by": None, f"{other}_at": None,
        }
        if row.version:
            keep(row, columns, CHANGED_SINCE)
        else:
            row = _first(partner, columns)
        act = audit.record("partners.change_agreement", by, now, [(row, {"changed": sorted(changed)})])
        _tell_other(notices.CHANGED, partner, by, now, act)
    return row


def _first(partner, columns):
    try:
        with database.atomic():
            return PartnerAgreement.create(partner=partner, **columns)
    except IntegrityError:
        raise Refused(CHANGED_SINCE) from None


def agree(number, version, by, now):
    """Say for one's side that it is so, of the version that was read. Pressing twice is pressing once.

    Raises Unknown, Refused (it is not what was read).
    """
    side = "ours" if queries.side_of(by) == "us" else "theirs"
    with database.atomic():
        partner = queries.partner(number, by)
        row = queries.agreement(partner)
        if not row.version or row.version != version:
            raise Refused(READ_AGAIN)
        when = getattr(PartnerAgreement, f"{side}_at")
        # Not a new version: who is typing a change has still read what stands there.
        done = PartnerAgreement.update({f"{side}_by": by.account, f"{side}_at": now}).where(
            PartnerAgreement.id == row.id, PartnerAgreement.version == version, when.is_null()
        ).execute()
        if done:
            act = audit.record("partners.agree", by, now, [(row, None)])
            _tell_other(notices.AGREED, partner, by, now, act)
    return queries.agreement(partner)


def _tell_other(kind, partner, by, now, act):
    ours = queries.side_of(by) == "us"
    told = queries.people_of("them" if ours else "us", partner, clock.local(now).date()) - {by.volunteer}
    messages.tell(told, kind, now, person=by.volunteer, act=act, who=say("WVG") if ours else partner.name,
                  path=f"/partners/{partner.id}/agreement")


def texts(row):
    """{topic: its text} and the day of renewal, as `change` takes them."""
    return {name: getattr(row, name) for name in (*TOPICS, "renew_on")}
