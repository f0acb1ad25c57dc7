from wvg.base.access import permission

TAKE = permission("needs.take", "See and take up what was heard for the group", ["coordinator"])
RAISE = permission("needs.raise", "Write down at the desk what was heard", ["volunteer", "coordinator"])
