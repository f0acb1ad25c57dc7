from wvg.base.access import Group, Kind, permission
from wvg.base.words import say

GROUP = Group(
    "homework", "H", say("Homework"), board="homework.board", series="homework_groups.of_series",
    steering="homework_groups.index", run="homework_session.one", run_words=say("The session"), with_partners=True,
    of_children=True, papers=("criminal_record",), kinds={"session": Kind(say("Homework support"), "book-open")},
)
VIEW = permission(
    "homework.view", "See the sessions of homework support", ["volunteer", "coordinator", "partner"], "homework"
)
BOOK = permission(
    "homework.book", "Book places for pupils: one's own groups, or those that are shared",
    ["volunteer", "coordinator", "partner"], "homework",
)
TUTOR = permission("homework.tutor", "Help pupils in a session, and write what was", ["volunteer", "coordinator"],
                   "homework")
STEER = permission("homework.steer", "Make groups, decide on places, see all pupils", ["coordinator"], "homework")
SHARED = permission("homework.shared", "See what a partner shares with us", ["partner"])
COUNT = permission("homework.count", "See how many pupils came: all groups, or those that are shared",
                   ["coordinator", "partner"], "homework")
