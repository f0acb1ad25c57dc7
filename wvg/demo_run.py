"""The families of the demo, their runs, and what was heard. Streets exist, house numbers and people do not."""

from datetime import timedelta

from wvg.commons.people import rules as people
from wvg.commons.people.queries import BANDS

# code name, adults, children by band (0-2, 3-5, 6-11, 12-17), address, what the next visit needs, weeks since a visit
FAMILIES = [
    ("Merel", 2, (1, 1, 1, 0), "Visserij 9901, 9000 Gent",
     {"nappies": ["5"], "wishes": ["no_pork"], "languages": ["bg"], "bell_name": "Demo-Marinov"}, 5),
    ("Zwaluw", 1, (1, 0, 1, 0), "Dendermondsesteenweg 9902, 9000 Gent",
     {"baby_food": "melk 1", "nappies": ["2"], "bell_name": "Demo-Tekle", "languages": ["ti", "en"]}, 4),
    ("Koolmees", 2, (0, 1, 2, 1), "Forelstraat 9903, 9000 Gent",
     {"wishes": ["halal"], "bell_name": "Demo-Haddad", "languages": ["ar"]}, 3),
    ("Reiger", 1, (0, 0, 0, 0), "Kasteellaan 9904, 9000 Gent",
     {"access": "4e verdieping, geen lift", "bell_name": "Demo-Petrov", "languages": ["ru"]}, 7),
    ("Spreeuw", 2, (0, 0, 1, 0), "Wondelgemstraat 9905, 9000 Gent",
     {"allergies": "noten", "bell_name": "Demo-Gashi", "languages": ["sq"]}, 2),
    ("Kievit", 1, (0, 1, 2, 0), "Bevrijdingslaan 9906, 9000 Gent",
     {"access": "bel stuk, telefoneren", "bell_name": "Demo-Kaya", "languages": ["tr"]}, 6),
    ("Uil", 2, (0, 0, 2, 0), "Brusselsesteenweg 9907, 9050 Gentbrugge",
     {"access": "niet na 20.00", "bell_name": "Demo-Rahimi", "languages": ["fa"]}, 4),
    ("Lijster", 3, (1, 0, 1, 0), "Sleepstraat 9908, 9000 Gent",
     {"access": "twee gezinnen achter één deur", "bell_name": "Demo-Horvath", "languages": ["sk"], "nappies": ["4"]},
     3),
    ("Pimpelmees", 2, (2, 1, 1, 1), "Antwerpsesteenweg 9909, 9040 Sint-Amandsberg",
     {"nappies": ["3", "6"], "bell_name": "Demo-Stan", "languages": ["rom", "fr"]}, 5),
    ("Winterkoning", 1, (0, 0, 0, 1), "Voskenslaan 9910, 9000 Gent",
     {"bell_name": "Demo-Osman", "languages": ["ar", "en"]}, 8),
]
def families(bart, now, today):
    """The ten households, kept by Bart; {code name: Household}."""
    made = {}
    for number, (code_name, adults, ages, address, more, weeks) in enumerate(FAMILIES, 1):
        made[code_name] = people.add(
            {"code_name": code_name, "adults": adults, "children": sum(ages), "address": address,
             "ages": {band: n for band, n in zip(BANDS, ages, strict=True) if n},
             "phone": f"+324000000{number + 50:02}",
             "priority": code_name in ("Zwaluw", "Pimpelmees"), "last_visit": today - timedelta(weeks=weeks), **more},
            bart, now,
        )
    return made
