"""The key and closing card of a group: what was agreed with its partner, and whom to call."""

from dataclasses import dataclass, field

from wvg.commons.partners.models import Contact, PartnerAgreement
from wvg.commons.planning import queries as planning
from wvg.groups.homework import queries
from wvg.groups.homework.models import HomeworkGroup


@dataclass
class Card:
    """agreement: None without a partner, or when nothing was written yet."""

    group: HomeworkGroup
    coordinators: list
    agreement: PartnerAgreement | None = None
    contacts: list[Contact] = field(default_factory=list)

    @property
    def agreed(self):
        return self.agreement is not None and bool(self.agreement.ours_at and self.agreement.theirs_at)


def card(number, viewer, today):
    """The Card of a group that this viewer sees: four queries. Raises Unknown."""
    group = queries.group(number, viewer)
    made = Card(group, planning.coordinators("homework", today))
    if group.partner_id is not None:
        made.agreement = PartnerAgreement.get_or_none(PartnerAgreement.partner == group.partner)
        made.contacts = list(Contact.select().where(Contact.partner == group.partner).order_by(Contact.id))
    return made
