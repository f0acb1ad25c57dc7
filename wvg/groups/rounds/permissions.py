from wvg.base.access import Group, Kind, permission
from wvg.base.words import say

GROUP = Group(
    "rounds", "R", say("Rounds"), board="rounds.board", series="round_series.one", steering="round_series.index",
    run="runs.one",
    kinds={
        "bread": Kind(say("Bread round"), "wheat"),
        "food": Kind(say("Food round"), "soup"),
        "baby": Kind(say("Baby round"), "baby"),
        "other": Kind(say("Other round"), "truck"),
    },
)
VIEW = permission("rounds.view", "See the board of the rounds", ["volunteer", "coordinator"], "rounds")
STEER = permission("rounds.steer", "Make rounds and confirm dates", ["coordinator"], "rounds")
