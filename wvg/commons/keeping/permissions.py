from wvg.base.access import permission

AGREE = permission("keeping.agree", "Change how long things are kept", ["admin"])
