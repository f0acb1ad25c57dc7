from wvg.base.access import permission

MANAGE = permission("accounts.manage", "Make and close accounts, give rights, reset passwords", ["admin"])
