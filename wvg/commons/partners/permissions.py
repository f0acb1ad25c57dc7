from wvg.base.access import permission

KEEP = permission("partners.keep", "Keep partners, their contacts, rooms and people, and agree with them",
                  ["coordinator", "admin"])
OWN = permission("partners.own", "See one's own organisation, and agree for it", ["partner"])
SEE = permission("partners.see", "See partners: all, or one's own", ["coordinator", "admin", "partner"])
