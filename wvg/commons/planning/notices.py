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
PERHAPS = kind("planning.perhaps", say("It may go on after all: %(title)s, %(day)s."))
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
CANCELLED = kind("planning.cancelled", say("Cancelled: %(title)s, %(days)s. %(reason)s"))
REINSTATED = kind("planning.reinstated", say(
    "It goes on after all, and you are on the list again: %(title)s, %(day)s."
))
CHANGED = kind("planning.changed", say("Another day or hour: %(title)s. %(moves)s You stay on the list."))
SWAPPED = kind("planning.swapped", say(
    "%(person)s now has your place: %(title)s, %(day)s. You have theirs: %(other_title)s, %(other_day)s."
))
PLACE_GONE = kind("planning.place_gone", say("%(person)s took your place away: %(title)s, %(day)s."))
REGULAR = kind("planning.regular", say("%(person)s made you a regular: %(title)s, %(how)s, from %(day)s on."))
REGULAR_STOPS = kind("planning.regular_stops", say(
    "%(person)s stops as a regular: %(title)s, from %(day)s on. Places that are open again: %(n)s."
))
REGULAR_SEEKS = kind("planning.regular_seeks", say(
    "%(person)s stops as a regular: %(title)s, from %(day)s on. Places that look for a substitute: %(n)s."
))
REGULAR_ENDED = kind("planning.regular_ended", say(
    "%(person)s noted that you are no longer a regular: %(title)s, from %(day)s on."
))
DEPUTY = kind("planning.deputy", say(
    "%(person)s is away. You coordinate too, until %(day)s: %(group)s."
))
DEPUTY_ENDED = kind("planning.deputy_ended", say(
    "%(person)s ended this: coordinating in each other's place, %(group)s."
))
AWAY = kind("planning.away", say("%(person)s is away, %(first)s to %(last)s. Still on the list then: %(n)s."))
NOT_AWAY = kind("planning.not_away", say("%(person)s is not away after all, %(first)s to %(last)s."))
