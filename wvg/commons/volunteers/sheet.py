"""What a list of volunteers from a spreadsheet looks like."""

from wvg.base import spreadsheet
from wvg.base.words import say

# What a column may be called, without capitals, accents, spaces and points.
HEADERS = {
    "first_name": "voornaam prenom firstname givenname",
    "last_name": "achternaam familienaam naam nom nomdefamille lastname surname familyname name",
    "email": "email emailadres emailaddress mail mailadres adresseemail courriel",
    "mobile": "gsm gsmnummer mobiel mobile mobilenumber mobilephone portable telephoneportable",
    "phone": "telefoon telefoonnummer tel telephone phone phonenumber telephonenumber vast vastetelefoon",
    "languages": "talen langues languages spreekt",
    "skills": "kan vaardigheden competences skills can",
    "language": "taal langue language",
    "max_per_month": "maxpermaand maximumpermaand hoogstenspermaand maxparmois maximumparmois maxpermonth",
    "new_since": "nieuw nieuwsinds nouveau nouveaudepuis new newsince",
}

class _Columns(spreadsheet.Columns):
    def all_of(self, headers):
        columns = super().all_of(headers)
        if "phone" in columns and "mobile" not in columns:
            columns[columns.index("phone")] = "mobile"  # who writes down one number writes the one that is called
        return columns


COLUMNS = _Columns(
    HEADERS, {"first_name"},
    say("The first line must name the columns, and one of them is “voornaam”. See the example."),
)


def read(text):
    """The Sheet in a text. Raises Refused with one sentence."""
    return spreadsheet.read(text, COLUMNS, say("There is nobody in this file, only a first line."))


EXAMPLE = """\
voornaam;achternaam;e-mail;gsm;telefoon;talen;kan;taal;max per maand;nieuw
An;Voorbeeld;an.voorbeeld@example.org;0400 00 00 91;;nl, fr;rijbewijs;nl;2;
Omar;Voorbeeld;;0400 00 00 92;09 000 00 92;nl, arabisch;;fr;;ja
""".replace("\n", "\r\n")
