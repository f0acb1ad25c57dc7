from wvg.base.access import permission

MANAGE = permission("volunteers.manage", "See and change the details of all volunteers", ["admin"])
