"""Free text that looks as if it says too much about somebody: a national number, a telephone number, a birth date,
an address. It is asked about before it is kept, never refused: a machine cannot know.

Belgian national numbers: Royal Decree of 3 April 1984 (YYMMDD, three digits, 97 minus the rest by 97; a 2 before it
for births from 2000 on); the month is 20 or 40 more in a bis number.
"""

import re
import unicodedata
from datetime import date

from wvg.base import clock
from wvg.base.words import Sentence, fold, months, say

NATIONAL = say("This looks like a national number.")
PHONE = say("This looks like a telephone number.")
BIRTH = say("This looks like a date of birth.")
ADDRESS = say("This looks like an address.")

NEAR = 2  # years; a date nearer than this is an appointment, not a birth


def found(text: str, today: date | None = None) -> list[Sentence]:
    """What a text seems to say about somebody: a sentence for each sort, none when it seems harmless."""
    today = today or clock.today()
    plain = _plain(text or "")
    without_days = _HOURS.sub(" … ", _DATE.sub(lambda match: " … " if _day(match) else match[0], fold(plain)))
    return [
        sentence for sentence, there in (
            (NATIONAL, _national(plain)),
            (PHONE, _phone(without_days)),
            (BIRTH, _birth(plain, today)),
            (ADDRESS, _address(plain)),
        ) if there
    ]


def _plain(text):
    """Every digit as 0-9, every dash as -, no signs that nobody sees."""
    signs = []
    for sign in unicodedata.normalize("NFKC", text):
        category = unicodedata.category(sign)
        if category == "Nd":
            signs.append(str(unicodedata.decimal(sign)))
        elif category == "Pd":
            signs.append("-")
        elif category == "Zs":
            signs.append(" ")
        elif category != "Cf":
            signs.append(sign)
    return "".join(signs)


# National numbers

_ELEVEN = re.compile(r"(?<!\d)(?=(\d(?:[ ./-]{0,2}\d){10})(?!\d))")


def _national(text):
    return any(_is_national(re.sub(r"\D", "", match[1])) for match in _ELEVEN.finditer(text))


def _is_national(digits):
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    if month > 12 or day > 31 or int(digits[2:4]) > 52:
        return False
    number, check = int(digits[:9]), int(digits[9:])
    return check in (97 - number % 97, 97 - (2_000_000_000 + number) % 97)


# Telephone numbers, looked for in a text from which days and hours were taken

_HOURS = re.compile(r"(?<!\d)(?:[01]?\d|2[0-4])[.:uh][0-5]\d ?- ?(?:[01]?\d|2[0-4])[.:uh][0-5]\d(?!\d)")
_FROM_ZERO = re.compile(r"(?<![\d+])(?=(0(?:[ ./()-]{0,3}\d){8,9}))")
_ABROAD = re.compile(r"(?<!\d)(?:\+|00) ?[1-9](?:[ ./()-]{0,3}\d){7,14}")
_WITHOUT_ZERO = re.compile(r"(?<![\d,.])(?:32 ?)?4[5-9]\d(?:[ ./-]?\d\d){3}(?!\d)")


def _phone(text):
    if _ABROAD.search(text) or _WITHOUT_ZERO.search(text):
        return True
    return any(_ends_a_number(match[1], text, match.start()) for match in _FROM_ZERO.finditer(text))


def _ends_a_number(typed, text, start):
    """Whether nine or ten digits from a zero on stand by themselves: not in the middle of something longer."""
    ends = [match.end() for match in re.finditer(r"\d", typed)]
    return typed[1:2] != "0" and any(
        not text[start + end:start + end + 1].isdigit() for end in (ends[8:10] if len(ends) > 8 else [])
    )


# Birth dates, looked for in a text without capitals and accents

_MONTHS = "|".join(sorted(months(), key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?<![\d/.,-])(?<!\d [/.-] )(?P<d1>\d{{1,2}})(?P<s> ?[/.-] ?| )(?P<m1>\d{{1,2}})(?P=s)"
    rf"(?P<y1>{_YEAR}|\d\d(?!(?P=s)(?<=[/.-] )\d))(?!\d|[/.-]\d)"
    rf"|(?<![\d-])(?P<y2>{_YEAR})[-/.](?P<m2>\d{{1,2}})[-/.](?P<d2>\d{{1,2}})(?!\d)"
    rf"|(?<!\d)(?P<d3>\d{{1,2}})(?:er|e|ste|de|st|nd|rd|th)?(?: of)?[ .-]{{0,2}}(?P<m3>{_MONTHS})\.?[ ,-]{{0,2}}'?"
    rf"(?P<y3>{_YEAR}|\d\d)(?!\d|[.:u]\d\d)"
    rf"|(?<!\w)(?P<m4>{_MONTHS})\.? (?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y4>{_YEAR})(?!\d)"
)
_BORN = re.compile(
    r"(?:(?<!\d)(?<!\d )°|(?<!\w)(?:geboren|geboortedatum|geboortejaar|geb|née?|naissance|born|birth|dob)(?!\w))"
    r"[ .:,]{0,3}(?:(?:op|in|le|la|en|on|of|date|de|is|te) ){0,2}"
    rf"(?:{_YEAR}(?!\d)|\d{{1,2}} ?[./-] ?\d{{1,2}}(?!\d)|\d{{1,2}}(?:er)? (?:{_MONTHS})(?!\w)"
    rf"|(?:{_MONTHS})\.? (?:{_YEAR}|\d\d)(?!\d))"
    r"|(?<!\d)(?<!\d )°[ ']{0,2}\d\d(?!\d)"
)


def _birth(text, today):
    return bool(_BORN.search(text.casefold())) or any(
        _long_ago(_day(match), today) for match in _DATE.finditer(fold(text))
    )


def _day(match):
    """(year as typed, month, day) of a date, or None when there is no such day."""
    groups = match.groupdict()
    year, month, day = next((groups[f"y{n}"], groups[f"m{n}"], groups[f"d{n}"]) for n in "1234" if groups[f"d{n}"])
    if groups["s"] == " " and len(year) == 2:
        return None  # three small numbers with spaces between are things counted
    month = int(month) if month.isdigit() else months()[month]
    try:
        date(2000, month, int(day))
    except ValueError:
        return None
    return year, month, int(day)


def _long_ago(day, today):
    if day is None:
        return False
    year, *rest = day
    days = [(y, *rest) for y in ([int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)])]
    first, last = ((today.year + years, today.month, today.day) for years in (-NEAR, NEAR))
    return not any(first <= d <= last for d in days) and min(days) < first


# Addresses

_HOUSE = r"[ ,]{0,3}(?:(?:nr|no|n°|nummer|huisnummer)[ .]{0,3})?[1-9]\d{0,3}(?!\d|[.:/]\d| ?(?:u|h|uur|heures?)\b)"
_STREET = re.compile(
    r"(?P<end>straatje|straat|str\.|steenweg|stwg\.?|laan|weg|plein|kaai|kade|dreef|lei)" + _HOUSE, re.IGNORECASE
)
_NOT_STREETS = {
    "onderweg", "halfweg", "halverweg", "alweg", "allerlei", "velerlei", "enerlei", "tweeerlei", "generlei",
    "drieerlei", "overweg", "terugweg", "heenweg", "uitweg",
}
_CAPITAL = re.compile(
    r"(?<!\w)[A-ZÀ-Þ][^\W\d_]{2,20}(?:baan|berg|hof|markt|park|dam|vest|wal|pad|poort|veld|singel|dok|oever|heuvel|"
    r"gaarde|rij|put|kouter|meers|brug|bergen)(?<!upermarkt)" + _HOUSE
)
_RUE = re.compile(
    r"(?<!\w)(?:rue|avenue|boulevard|boul\.|bld|bd|chaussée|chaussee|allée|allee|impasse|ruelle|drève|chemin|sentier|"
    r"(?:place|quai|square|clos|cours|route)(?= (?:de|du|des|la|le|d'|d’|saint|sainte)))"
    r"(?: [^\W\d_][^\W\d_'’-]{0,30}(?:['’-][^\W\d_]{1,30}){0,3}){1,5}" + _HOUSE, re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(
    r"(?<!\d)[1-9]\d{0,3} ?[a-z]?,? (?:(?:rue|avenue|boulevard|bd|chaussée|allée|impasse|drève) [^\W\d_]"
    r"|(?-i:(?:[A-Z][a-z]{1,20} ){1,3}(?:Street|Road|Avenue|Lane|Square)\b))", re.IGNORECASE,
)
_BOX = re.compile(r"(?<!\w)(?P<word>[A-ZÀ-Þ][^\W\d_]{2,30}) [1-9]\d{0,3} ?[a-zA-Z]?,? (?:bus|bte|boîte|box) ?\w{1,4}\b")
_POSTCODE = re.compile(r"(?<!\w)[A-ZÀ-Þ][^\W\d_]{2,30} [1-9]\d{0,3} ?[a-zA-Z]?,? ?(?:B-?)?[1-9]\d{3} [A-ZÀ-Þ][a-z]")
_BEFORE = {
    "de", "het", "een", "deze", "die", "dat", "dit", "onze", "ons", "hun", "haar", "zijn", "mijn", "elke", "elk", "in",
    "op", "aan", "van", "over", "naar", "uit", "bij", "te", "per",
}
_RIDES = {"tram", "lijn", "bus", "halte", "ligne", "perron"}


def _address(text):
    return bool(
        any(_is_street(match, text) for match in _STREET.finditer(text))
        or _CAPITAL.search(text) or _RUE.search(text) or _NUMBER_FIRST.search(text) or _POSTCODE.search(text)
        or any(match["word"].casefold() not in _RIDES for match in _BOX.finditer(text))
    )


def _is_street(match, text):
    """Kerkstraat 5 and Lange straat 5, but not: de straat 5, onderweg 2."""
    before = re.split(r"[^\w'’-]", text[max(0, match.start() - 40):match.start()])
    if before[-1]:
        return len(before[-1]) > 1 and fold(before[-1] + match["end"]) not in _NOT_STREETS
    words = [word for word in before if word]
    named = bool(words) and words[-1][:1].isupper() and words[-1].lower() not in _BEFORE
    return named and match["end"].lower() != "weg"
