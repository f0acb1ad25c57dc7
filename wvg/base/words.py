"""Words for people, in Dutch (the default), French and English.

Rules make a `Sentence` with `say` and need no flask for it; `text` puts it into the reader's language when it
is shown. The formatters and parsers do the same for days, times, phone numbers and names. `language` is
always "nl", "fr" or "en"; without one it is the reader's, and Dutch outside a request.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from unicodedata import combining, normalize

from babel.dates import format_date, get_day_names, get_month_names
from babel.numbers import format_decimal
from babel.support import Translations
from dateutil.relativedelta import relativedelta
from email_validator import validate_email
from markupsafe import escape

LANGUAGES = {"nl": "Nederlands", "fr": "Français", "en": "English"}


def reader_language():
    """The language of whoever reads: that of the current flask-babel locale, "nl" where there is none."""
    from flask_babel import get_locale

    locale = get_locale()
    return locale.language if locale else "nl"


def named(row, language=None):
    """The name of a row that has one per language (name_nl, name_fr, name_en); the Dutch one when missing."""
    return getattr(row, f"name_{language or reader_language()}", None) or row.name_nl


# Sentences


@dataclass(frozen=True)
class Sentence:
    """An English sentence that is also the key of its translations, and what to fill in.

    `params` is a tuple of (name, value) sorted by name; a value is a str, number, date, time or Sentence, and
    TypeError is raised for any other. With `plural` the param "n" chooses the form. `str()` is English; in a
    template a sentence shows itself in the reader's language.
    """

    msgid: str
    params: tuple = ()
    plural: str | None = None

    def __post_init__(self):
        for name, value in self.params:
            # A datetime is a date too, but a moment in UTC is not a day somebody recognises.
            known = isinstance(value, str | int | float | date | time | Sentence)
            if not known or isinstance(value, datetime):
                raise TypeError(f"{name} of {self.msgid!r} is a {type(value).__name__}")

    def __str__(self):
        n = dict(self.params).get("n")
        return self._filled(self.msgid if self.plural is None or n == 1 else self.plural, "en", str)

    def __html__(self):
        return escape(text(self))

    def _filled(self, pattern, language, nested):
        def word(value):
            if isinstance(value, Sentence):
                return nested(value)
            if isinstance(value, date):
                return day_long(value, language)
            return clock(value, language) if isinstance(value, time) else value

        # Without params a "%" is only a percent sign, as in flask_babel.gettext.
        return pattern % {name: word(value) for name, value in self.params} if self.params else pattern

    def as_json(self):
        """A dict for json.dumps: {"sentence": msgid, "plural": str or None, "params": {name: value}}.

        Dates are {"date": "2026-11-28"}, times {"time": "17:00:00"}, sentences dicts like this one.
        """

        def plain(value):
            if isinstance(value, date | time):
                return {"date" if isinstance(value, date) else "time": value.isoformat()}
            return value.as_json() if isinstance(value, Sentence) else value

        params = {name: plain(value) for name, value in self.params}
        return {"sentence": self.msgid, "plural": self.plural, "params": params}

    @staticmethod
    def from_json(record):
        """The Sentence that `as_json` made `record` of; KeyError, TypeError or ValueError on others."""

        def rich(value):
            match value:
                case {"date": day}:
                    return date.fromisoformat(day)
                case {"time": moment}:
                    return time.fromisoformat(moment)
                case {"sentence": _}:
                    return Sentence.from_json(value)
            return value

        params = tuple((name, rich(value)) for name, value in sorted(record["params"].items()))
        return Sentence(record["sentence"], params, record["plural"])


def say(msgid, /, **params):
    """A Sentence: `say("%(name)s was faster.", name="Luc")`."""
    return Sentence(msgid, tuple(sorted(params.items())))


def say_n(singular, plural, n, /, **params):
    """A Sentence about n things: `say_n("%(n)s place", "%(n)s places", 3)`."""
    return Sentence(singular, tuple(sorted({**params, "n": n}.items())), plural)


def joined(parts, between=" "):
    """One Sentence of several parts (words, days, times or Sentences), with `between` after each but the last."""
    named_parts = {f"s{n:03}": part for n, part in enumerate(parts)}
    return Sentence(between.join(f"%({name})s" for name in named_parts), tuple(named_parts.items()))


def text(sentence, language=None):
    """The sentence in `language`, dates and times included; without one in the reader's.

    Outside an app context the reader's is English.
    """
    from flask_babel import get_domain, get_locale

    if language is None and get_locale() is None:
        return str(sentence)
    # Not gettext(msgid, **params): a param named "string" or "num" would collide with its own arguments.
    translations = _catalogue(language) if language else get_domain().get_translations()
    if sentence.plural is None:
        pattern = translations.gettext(sentence.msgid)
    else:
        pattern = translations.ngettext(sentence.msgid, sentence.plural, dict(sentence.params)["n"])
    return sentence._filled(pattern, language or reader_language(), lambda inner: text(inner, language))


@cache
def _catalogue(language):
    return Translations.load(Path(__file__).parents[1] / "translations", [language])


# Days and times


def _day(day, pattern, language):
    language = language or reader_language()
    if language == "fr" and day.day == 1:
        pattern = re.sub(r"\bd\b", "d'er'", pattern)  # 1er décembre
    return format_date(day, pattern, language)


def day_short(day, language=None):
    """As "za 28 nov", "sam. 28 nov.", "Sat 28 Nov"."""
    return _day(day, "EEE d MMM", language)


def weekday(number, language=None):
    """"zaterdag" for 5; 0 is Monday."""
    return get_day_names("wide", locale=language or reader_language())[number]


def month(day, language=None):
    """As "november", "novembre", "November"."""
    return format_date(day, "LLLL", language or reader_language())


def day_long(day, language=None):
    """As "zaterdag 28 november"."""
    return _day(day, "EEEE d MMMM", language)


def day_full(day, language=None):
    """As "zaterdag 28 november 2026"."""
    return _day(day, "EEEE d MMMM y", language)


def month_year(day, language=None):
    """As "november 2026"."""
    return _day(day, "LLLL y", language)


def number(value, language=None):
    """As "12,5", with two digits behind the comma at most."""
    return format_decimal(value, "0.##", language or reader_language())


def date_numeric(day, language=None):
    """As "28/11/2026", the same in every language; 1 May is "1/5/2027"."""
    return f"{day.day}/{day.month}/{day.year}"


def week_dates(monday, language=None):
    """The seven days from `monday`: "23 – 29 nov", "30 nov – 6 dec"."""
    sunday = monday + timedelta(days=6)
    start = _day(monday, "d" if monday.month == sunday.month else "d MMM", language)
    return f"{start} – {_day(sunday, 'd MMM', language)}"


def in_days(n):
    """A Sentence for n days from today: today, tomorrow, in n days; n days ago when n is negative."""
    if n == 0:
        return say("today")
    if n == 1:
        return say("tomorrow")
    if n > 1:
        return say_n("in %(n)s day", "in %(n)s days", n)
    return say_n("%(n)s day ago", "%(n)s days ago", -n)


def clock(moment, language=None):
    """As "9.30", "9h30", "9:30"."""
    sign = {"fr": "h", "en": ":"}.get(language or reader_language(), ".")
    return f"{moment.hour}{sign}{moment.minute:02}"


def hours(starts, ends, language=None):
    """As "17.00 – 19.30"; only the start when `ends` is None, "" for a whole day (both None)."""
    return " – ".join(clock(moment, language) for moment in (starts, ends) if moment is not None)


def when_short(thing, language=None):
    """When something is that has date, end_date, starts and ends (None: all day): "di 24 nov, 17.00 – 19.30".

    Of several days "di 24 – do 26 nov", and with hours "di 24 nov, 10.00 – do 26 nov, 16.00".
    """
    if thing.end_date == thing.date:
        return f"{day_short(thing.date, language)}, {_hours_or_all_day(thing, language)}"
    first, last = _first_and_last(thing, "EEE", "d MMM", "", language)
    return f"{first} – {last}"


def when_full(thing, language=None):
    """As `when_short`, written out: "dinsdag 24 november 2026, 17.00 – 19.30", "dinsdag 24 tot donderdag 26 november
    2026".
    """
    if thing.end_date == thing.date:
        return f"{day_full(thing.date, language)}, {_hours_or_all_day(thing, language)}"
    first, last = _first_and_last(thing, "EEEE", "d MMMM", " y", language)
    return text(say("%(first)s to %(last)s", first=first, last=last), language)


def _hours_or_all_day(thing, language):
    return hours(thing.starts, thing.ends, language) or text(say("all day"), language)


def _first_and_last(thing, weekday, day, year, language):
    """The first and the last day of something of several days; the month and year only once when nothing is between."""
    first, last, hours_too = thing.date, thing.end_date, thing.starts is not None
    same_year = first.year == last.year
    same_month = same_year and first.month == last.month and not hours_too
    begins = _day(first, f"{weekday} {'d' if same_month else day}{'' if same_year else ' y'}", language)
    ends = _day(last, f"{weekday} {day}{year if same_year else ' y'}", language)
    if hours_too:
        begins, ends = f"{begins}, {clock(thing.starts, language)}", f"{ends}, {clock(thing.ends, language)}"
    return begins, ends


@cache
def months():
    """{name, folded and without a full stop: number} of the months, long and short, in the three languages."""
    return {
        fold(name).rstrip("."): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    }


_NEAR_DAYS = {
    **dict.fromkeys(("vandaag", "aujourd'hui", "today"), 0),
    **dict.fromkeys(("morgen", "demain", "tomorrow"), 1),
    **dict.fromkeys(("overmorgen", "apres-demain", "apres demain", "day after tomorrow"), 2),
}


def parse_day(text, today):
    """The date somebody typed; without a year the next such date from `today` on, "26" is 2026.

    Reads 24/11, 24-11-2026, 24.11.26, 2026-11-24, 24 november, 24 nov 2026, 1er déc., vandaag, morgen,
    overmorgen, and the same in French and English. Raises ValueError on anything else, and outside 2000-2100:
    a slip of the finger there would be planned for centuries.
    """
    typed = fold(text)
    if typed in _NEAR_DAYS:
        return today + timedelta(days=_NEAR_DAYS[typed])
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", typed):
        year, month, day = match.groups()
    elif match := re.fullmatch(r"([0-9]{1,2}) ?([/.-]) ?([0-9]{1,2})(?: ?\2 ?([0-9]{4}|[0-9]{2}))?", typed):
        day, _, month, year = match.groups()
    elif match := re.fullmatch(r"([0-9]{1,2})(?:er)? ?([a-z]+)\.?(?: ([0-9]{4}|[0-9]{2}))?", typed):
        day, month, year = match[1], months().get(match[2], 0), match[3]
    else:
        raise ValueError(f"not a day: {text!r}")
    if year:
        found = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
        if not 2000 <= found.year <= 2100:
            raise ValueError(f"not in our time: {text!r}")
        return found
    for year in range(today.year, today.year + 9):  # two 29ths of February are at most 8 years apart
        try:
            found = date(year, int(month), int(day))
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError(f"not a day: {text!r}")


def parse_past_day(text, today):
    """As `parse_day`, but without a year the last such date up to today."""
    found = parse_day(text, today)
    last = parse_day(text, today - relativedelta(years=1) + timedelta(days=1))
    same = (last.month, last.day) == (found.month, found.day)  # "morgen" counts from another day
    return last if found > today and same else found


def parse_time(text):
    """The time of day somebody typed: 18.30, 18:30, 18u30, 18h30, 1830, 18u, 18 uur, 18; else ValueError."""
    match = re.fullmatch(r"([0-9]{1,2})(?: ?[.:uh]? ?([0-9]{2}))? ?(?:u|h|uur)?", fold(text))
    if not match:
        raise ValueError(f"not a time: {text!r}")
    return time(int(match[1]), int(match[2] or 0))


# Phone numbers

# How Belgians group their numbers (numbering plan of the BIPT): mobile, free of charge, the four zones with
# one digit, the others.
_BELGIAN = (
    (r"\+32(4\d\d)(\d\d)(\d\d)(\d\d)", r"0\1 \2 \3 \4"),
    (r"\+32(800)(\d\d)(\d\d\d)", r"0\1 \2 \3"),
    (r"\+32([2349])(\d\d\d)(\d\d)(\d\d)", r"0\1 \2 \3 \4"),
    (r"\+32(\d\d)(\d\d)(\d\d)(\d\d)", r"0\1 \2 \3 \4"),
)


def phone(e164, language=None):
    """As "0400 00 00 02" for +32400000002, "09 266 99 11" for +3292669911; other countries as they are."""
    for pattern, groups in _BELGIAN:
        if match := re.fullmatch(pattern, e164):
            return match.expand(groups)
    return e164


def parse_phone(text):
    """The number somebody typed in E.164 (ITU-T): "+32470123456"; without + or 00 it is a Belgian one.

    Spaces, dots, slashes, dashes and brackets are free, also in "+32 (0)470". Raises ValueError for anything
    else than 7 to 15 digits, and for a Belgian number with a digit too few or too many.
    """
    typed = re.sub(r"[\s./()‐-–-]", "", text.replace("(0)", ""))
    number = re.sub(r"^(\+320|0)", "+32", re.sub(r"^00", "+", typed))
    # Landlines have 8 digits. One that begins with 45 to 49 is a mobile number that lost a digit.
    belgian = r"\+32(?:4[0-9]{8}|4[0-4][0-9]{6}|[1235-9][0-9]{7})"
    if not re.fullmatch(belgian if number.startswith("+32") else r"\+[1-9][0-9]{6,14}", number):
        raise ValueError(f"not a phone number: {text!r}")
    return number


# E-mail


def parse_email(text):
    """The address somebody typed (RFC 5321 and 5322), its domain in small letters; else ValueError."""
    if len(text) > 254:
        raise ValueError("longer than an address can be")
    return validate_email(text, check_deliverability=False).normalized


# Names


def initials(first, last):
    """As "GV" for Godelieve Van Hecke; one letter when there is no last name."""
    return (first[:1] + (last or "")[:1]).upper()


def short_name(first, last):
    """As "Godelieve V."; "Godelieve" when there is no last name."""
    return f"{first} {last[0]}." if last else first


def full_name(person):
    """The first and last name of somebody who has them, as on forms: "Godelieve Van Hecke"."""
    return f"{person.first_name} {person.last_name}".strip()


def fold(text):
    """For search columns: casefolded, accents stripped, spaces collapsed, ’ made '."""
    # Twice: casefolding undoes some of what NFKD did (ᾳ), and NFKD makes new capitals (ℌ).
    decomposed = normalize("NFKD", normalize("NFKD", text).casefold())
    return " ".join("".join(sign for sign in decomposed if not combining(sign)).replace("’", "'").split())
