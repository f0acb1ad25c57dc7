from wvg.base.access import permission

# The rounds visit the households; who else must reach one, does so by a need that they took up.
KEEP = permission("people.keep", "See and keep the families", ["coordinator"], "rounds")
