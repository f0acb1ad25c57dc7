"""What is told about needs: the kind and the day, never a household and never a line."""

from wvg.base.words import say
from wvg.commons.messages.kinds import kind

FOR_TODAY = kind("needs.for_today", say("For today: %(what)s, heard on %(day)s. It stands on top of the needs."))
MISTAKE = kind("needs.mistake", say("It was a mistake: %(what)s, %(day)s. Nothing has to be done."))
WAITS = kind("needs.waits", say("A need waits for somebody again: %(what)s, heard on %(day)s."))
HANDED = kind("needs.handed", say("%(person)s asks you to follow up a need: %(what)s, heard on %(day)s."))
NOT_YOURS = kind("needs.not_yours", say(
    "You do not have to follow this up any more: %(what)s, heard on %(day)s."
))
TAKEN = kind("needs.taken", say("%(person)s took up what you heard: %(what)s, %(day)s."))
CLOSED = kind("needs.closed", say("What you heard (%(what)s, %(day)s) was followed up and is closed now."))
OPEN_AGAIN = kind("needs.open_again", say("What you heard (%(what)s, %(day)s) is open again."))
