"""What planning tells people; the sentence is made in the reader's language."""

from wvg.base.words import say
from wvg.commons.messages.kinds import kind

SEEKING = kind("planning.seeking", say("%(person)s looks for a substitute: %(title)s, %(day)s."))
WITHDREW = kind("planning.withdrew", say("%(person)s cannot come: %(title)s, %(day)s. The place is open again."))
COMES = kind("planning.comes", say("%(person)s comes after all: %(title)s, %(day)s."))
TAKEN_OVER = kind("planning.taken_over", say("%(person)s takes over: %(title)s, %(day)s."))
ASSIGNED = kind("planning.assigned", say("%(person)s put you on the list: %(title)s, %(day)s."))
TAKEN_OFF = kind("planning.taken_off", say("%(person)s took you off the list: %(title)s, %(day)s."))
UNDONE = kind("planning.undone", say("This was undone, it is as it was before: %(title)s, %(day)s."))
CONFIRMED = kind("planning.confirmed", say("It goes on: %(title)s, %(day)s."))
SKIPPED = kind("planning.skipped", say("It does not go on: %(title)s, %(day)s. %(reason)s"))
STOPPED = kind("planning.stopped", say(
    "%(person)s has stopped. Places that are open again: %(n)s. The first one: %(title)s, %(day)s."
))
DOUBLED = kind("planning.doubled", say(
    "%(person)s was on the list twice. One place is open again: %(title)s, %(day)s."
))
WHO_CAN = kind("planning.who_can", say(
    "%(person)s asks when you can, from %(first)s to %(last)s. Answer by %(deadline)s."
))
WHO_CAN_REMINDED = kind("planning.who_can_reminded", say(
    "%(person)s would like to hear when you can. Answer by %(deadline)s."
))
REMINDER = kind("planning.reminder", say("Think of it: %(title)s, %(day)s, %(time)s."))
NEEDED = kind("planning.needed", say("Somebody is needed: %(title)s, %(day)s."))
GOES_ON_WITH_FEWER = kind("planning.goes_on_with_fewer", say(
    "%(person)s says that it goes on, with fewer people: %(title)s, %(day)s. %(reason)s"
))
