from wvg.base.access import permission

KEEP = permission("partners.keep", "Keep partners, their contacts, rooms and people, and agree with them",
                  ["coordinator", "admin"], with_partners=True)
SEE = permission("partners.see", "See partners: all, or one's own", ["coordinator", "admin", "partner"],
                 with_partners=True)
