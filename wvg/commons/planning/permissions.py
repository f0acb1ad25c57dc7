from wvg.base.access import permission

TAKE = permission("planning.take", "Take and give back one's own places", ["volunteer", "coordinator"])
AWAY = permission("planning.away", "Say when one is away", ["volunteer", "coordinator", "admin"])
ASSIGN = permission("planning.assign", "Give places to others, confirm and cancel dates", ["coordinator"])
