"""What homework support tells people. Never a name of a child: these sentences are kept as they are."""

from wvg.base.words import say
from wvg.commons.messages.kinds import kind

ASKED = kind("homework.asked", say("%(who)s asks for places: %(title)s, %(days)s."))
CONFIRMED = kind("homework.confirmed", say("%(who)s confirmed places that you asked for: %(title)s, %(days)s."))
DECLINED = kind("homework.declined", say("%(who)s cannot give places that you asked for: %(title)s, %(days)s."))
OFFERED = kind("homework.offered", say(
    "A place came free for a pupil who waits. Say if they come: %(title)s, %(day)s."
))
LAPSED = kind("homework.lapsed", say(
    "Nobody said yes in time, so the place went on: %(title)s, %(day)s."
))
CANCELLED = kind("homework.cancelled", say("%(who)s cancelled places: %(title)s, %(days)s."))
IN_NEED = kind("homework.in_need", say("There is no tutor, and pupils are coming: %(title)s, %(day)s."))
CLOSED = kind("homework.closed", say(
    "%(who)s closed the room: %(title)s, %(days)s. %(reason)s Parents of pupils who would come: %(n)s."
))
OPEN_AGAIN = kind("homework.open_again", say("%(who)s opened the room again: %(title)s, %(days)s."))
EXTRA = kind("homework.extra", say("%(who)s added a session: %(title)s, %(day)s."))
PROPOSED = kind("homework.proposed", say("%(who)s proposes a change: %(title)s. %(what)s"))
DECIDED = kind("homework.decided", say("%(who)s answered your proposal: %(title)s. %(what)s"))
TUTOR_OFFERED = kind("homework.tutor_offered", say("%(who)s offers a tutor: %(title)s, %(day)s."))
TUTOR_ANSWERED = kind("homework.tutor_answered", say(
    "%(who)s says %(answer)s to the tutor that you offered: %(title)s, %(day)s."
))
TUTOR_AGAIN = kind("homework.tutor_again", say("There is a tutor again: %(title)s, %(day)s."))
WORRY_ANSWERED = kind("homework.worry_answered", say("%(person)s answered your worry: %(title)s, %(day)s."))
WORRY = kind("homework.worry", say("%(person)s is worried about a pupil: %(title)s, %(day)s."))
GOES_ON = kind("homework.goes_on", say("Say of each pupil if they come this school year. Before %(day)s."))
