"""What is told about partners and what was agreed with them."""

from wvg.base.words import say
from wvg.commons.messages.kinds import kind

CHANGED = kind("partners.changed", say("%(who)s changed the agreement. Read it, and say if you agree."))
AGREED = kind("partners.agreed", say("%(who)s agrees with what you wrote down together."))
RENEW = kind("partners.renew", say("The agreement with %(partner)s ends on %(day)s. Look at it together."))
ACCESS_ENDS = kind("partners.access_ends", say("The access of %(partner)s ends on %(day)s. Renew it, or let it end."))
