from wvg.base.access import permission

TAKE = permission("planning.take", "Take and give back one's own places", ["volunteer", "coordinator"])
ASSIGN = permission("planning.assign", "Give places to others, confirm and cancel dates", ["coordinator"])
