"""What is told about partners and what was agreed with them."""

from wvg.base.words import say
from wvg.commons.messages.kinds import kind

CHANGED = kind("partners.changed", say("%(who)s changed the agreement (%(partner)s). Read it, and say if you agree."))
AGREED = kind("partners.agreed", say("%(who)s agreed with what you wrote down together (%(partner)s)."))
RENEW = kind("partners.renew", say("The agreement with %(partner)s ends on %(day)s. Look at it together."))
ACCESS_ENDS = kind("partners.access_ends", say("The access of %(partner)s ends on %(day)s. Renew it, or let it end."))
