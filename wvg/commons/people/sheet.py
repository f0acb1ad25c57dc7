"""What a list of families from a spreadsheet looks like."""

from wvg.base import spreadsheet
from wvg.base.words import say
from wvg.commons.people.queries import BANDS

# What a column may be called, without capitals, accents, spaces and points.
HEADERS = {
    "code_name": "codenaam schuilnaam nomdecode codename",
    "bell_name": "naamopdebel belnaam bel nomsurlasonnette nomsonnette sonnette nameonthebell bellname",
    "address": "adres adresse address",
    "phone": "telefoon gsm tel telefoonnummer telephone portable mobile phone phonenumber",
    "adults": "volwassenen adultes adults",
    "children": "kinderen enfants children",
    **{band: " ".join(f"{name}{unit}" for name in [band.replace("-", "")] for unit in ("jaar", "ans", "years", "j", ""))
       for band in BANDS},
    "wishes": "voedingswensen wensen souhaitsalimentaires souhaits foodwishes wishes",
    "allergies": "allergieen allergie allergies allergy",
    "baby_food": "babyvoeding alimentspourbebe babyfood",
    "nappies": "luiers luiermaten luiermaat langes taillesdeslanges couches nappies nappysizes",
    "languages": "talen taal langues langue languages language",
    "access": "toegang binnenkomen acces access",
    "priority": "voorrang prioriteit priorite priority",
    "told_by": "viawie vanwie parqui toldby",
    "asks": "vraagt vraag demande asks",
    "last_visit": "laatstebezoek dernierevisite lastvisit",
}
COLUMNS = spreadsheet.Columns(
    HEADERS, {"code_name", "bell_name", "address", "phone"},
    say("The first line must name the columns, and one of them is “codenaam”. See the example."),
)


def read(text):
    """The Sheet in a text. Raises Refused with one sentence."""
    return spreadsheet.read(text, COLUMNS, say("There is no family in this file, only a first line."))


EXAMPLE = """\
codenaam;naam op de bel;adres;telefoon;volwassenen;0-2 jaar;3-5 jaar;6-11 jaar;12-17 jaar;voedingswensen;allergie;\
babyvoeding;luiers;talen;toegang;voorrang;laatste bezoek
Grutto;Voorbeeld;Visserij 9920, 9000 Gent;0400 00 00 93;2;1;;2;;geen varkensvlees;;melk 1;3;frans;2e verdieping;ja;\
24/10/2026
;Ander Voorbeeld;Sleepstraat 9921, 9000 Gent;;1;;;;1;;noten;;;arabisch, engels;;;
""".replace("\n", "\r\n")
