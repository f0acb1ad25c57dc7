"""Free text that says too much about somebody is asked about; bread, nappies and appointments are not."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wvg.base.private import ADDRESS, BIRTH, NATIONAL, PHONE, found

TODAY = date(2026, 11, 24)


def number(first_nine, century=""):
    """A national number with its check digits."""
    return first_nine + f"{97 - int(century + first_nine) % 97:02}"


OLD, YOUNG, BIS = number("850730033"), number("010203123", "2"), number("854730033")


@pytest.mark.parametrize("text", [
    OLD, YOUNG, BIS, f"{OLD[:2]}.{OLD[2:4]}.{OLD[4:6]}-{OLD[6:9]}.{OLD[9:]}",
    f"nr {OLD[:6]}-{OLD[6:9]}-{OLD[9:]}",
    f"rijksregister {YOUNG[:2]} {YOUNG[2:4]} {YOUNG[4:6]} {YOUNG[6:9]} {YOUNG[9:]}",
    f"NN{OLD}, en 2 kinderen", f"{OLD[:6]} {OLD[6:]}", "".join(chr(ord(c) + 0xFEE0) for c in OLD),
    f"{OLD[:6]}\u2013{OLD[6:9]}.{OLD[9:]}", "85.07.30-033\u200b.28" if OLD[9:] == "28" else OLD,
])
def test_national_numbers(text):
    assert NATIONAL in found(text, TODAY)


@pytest.mark.parametrize("text", [
    OLD[:-1] + str((int(OLD[-1]) + 1) % 10), "12345678901", OLD + "7", "dossier 20261124001", "99999999999",
])
def test_eleven_digits_without_the_right_check_are_no_national_number(text):
    assert NATIONAL not in found(text, TODAY)


@given(st.integers(0, 99), st.integers(1, 12), st.integers(1, 28), st.integers(1, 998), st.sampled_from(["", "2"]),
       st.sampled_from(["", ".", "-", " ", "/"]))
def test_every_national_number_is_recognised(year, month, day, order, century, sep):
    digits = number(f"{year:02}{month:02}{day:02}{order:03}", century)
    text = sep.join([digits[:2], digits[2:4], digits[4:6]]) + (sep and "-") + digits[6:9] + sep + digits[9:]
    assert NATIONAL in found(f"gsm of nummer: {text}.", TODAY)


@pytest.mark.parametrize("text", [
    "0470123456", "0470 12 34 56", "0470/12.34.56", "0470/12 34 56", "0470-12-34-56", "04 70 12 34 56", "(0470) 123456",
    "+32470123456", "+32 470 12 34 56", "+32 (0)470 12 34 56", "0032 470 12 34 56", "0032470123456", "32470123456",
    "470 12 34 56", "bel 0470123456 2 keer", "09 266 99 11", "09/266.99.11", "02 123 45 67", "+31 6 12345678",
    "06 12 34 56 78", "+90 532 123 45 67", "+44 20 7946 0958", "00 251 91 123 4567", "tel:0470.12.34.56!",
    "0470/12/11/56", "٠٤٧٠١٢٣٤٥٦", "０４７０ １２ ３４ ５６", "0800 12 345", "053/12.34.56",
    "bel op 24/11/2026 0470123456",
    "0470\u00a012\u00a034\u00a056", "04.70.12.34.56",
    "04 - 03 - 25 - 00 - 00", "04 - 99 - 03 - 02 - 05",
])
def test_telephone_numbers(text):
    assert PHONE in found(text, TODAY)


@given(st.integers(0, 99_999_999), st.sampled_from(["", " ", ".", "/", "-", " - ", " / "]),
       st.sampled_from([(4, 2, 2, 2), (4, 3, 3), (4, 6), (2, 2, 2, 2, 2), (3, 3, 4)]),
       st.sampled_from(["0", "+32", "0032", "+32 (0)"]))
def test_every_mobile_number_however_it_is_spelled(number, between, groups, begin):
    digits, parts = f"04{number:08}", []
    for length in groups:
        parts, digits = [*parts, digits[:length]], digits[length:]
    said = found(f"Bel {begin}{between.join(parts)[1:]} na vijf uur", TODAY)
    assert said, (parts, begin)


@pytest.mark.parametrize("text", [
    "1985-03-12", "12/03/1985", "12/3/85", "12-03-85", "12.03.1985", "12 03 1985", "12 maart 1985", "12 mrt 85",
    "12 mrt. 1985", "1er mars 1985", "12 March 1985", "March 12, 1985", "12th of March 1985", "° 1985", "°1985",
    "°12/03/85", "° 12 maart", "geboren in 1985", "geb. 1985", "geb. 12/03", "né en 1985", "née le 12/03/1985",
    "born in March 1985", "Zoon (°2019) zoekt een school", "geboren op 3/11/2026", "geboren 3 november 2026",
    "31/12/1999", "1/1/2001", "12 - 03 - 1985", "2 févr. 1990", "12 août 1985", "9 broden 12 maart 1985", "° 85",
    "Dochter is 12MAART1985", "12/03/1985 - 14 broden", "12 - 03 - 1985 - 14 broden",
])
def test_birth_dates(text):
    assert BIRTH in found(text, TODAY)


@pytest.mark.parametrize("text", [
    "24/11/2026", "24-11-26", "24 november 2026", "afspraak op 3/12/2026 om 10.30", "3/12", "brief van 12/03/2025",
    "12 maart", "1985", "sinds 2019", "20 °C", "20° buiten", "31/02/1985", "45/12/1985", "12/13/1985", "1/2/28",
    "tot 30 juni 2028", "2 3 85", "2-3 keer", "12.30 - 14.30", "beslissing van 25/11/2024", "3 mei", "6 mei 17.30",
    "nee, 85 broden", "pas geboren, 20 luiers", "pas geboren baby 20 luiers", "mei 26",
])
def test_other_days_and_numbers_are_no_birth_dates(text):
    assert BIRTH not in found(text, TODAY)


@pytest.mark.parametrize("text", [
    "Kerkstraat 5", "kerkstraat 5", "KERKSTRAAT 5", "Kerkstraat nr 5", "Kerkstraat n° 5", "Kerkstraat, 5",
    "Kerkstraat 5a",
    "Dendermondsesteenweg 402", "Sint-Lievenslaan 12 bus 3", "Koning Albertplein 3",
    "Coupure-kaai 17", "Lange straat 9",
    "Wiedauwkaai 5", "Groendreef 121", "Nieuwe Wandeling 12, 9000 Gent",
    "Visserij 12, 9000 Gent", "Visserij 12 9000 Gent",
    "rue de la Station 12", "Rue Neuve, 12", "avenue Louise 54", "12 rue de la Station", "12, avenue Louise",
    "boulevard du Midi 3", "chaussée de Gand 45", "place du Marché 4", "Onderbergen 12 bus 4", "Muinkkaai 3b",
    "12 Station Street", "woont in de Sleepstraat 88", "Bevrijdingslaan12", "Heirweg 7", "Rozemarijnstr. 4",
    "Zij wonen Molenaarsstraat 111 en kunnen niet koken", "Korenmarkt 3", "Sint-Pietersplein 8",
    "Brusselsesteenweg 9907",
])
def test_addresses(text):
    assert ADDRESS in found(text, TODAY)


@pytest.mark.parametrize("text", [
    "", " ", "6 broden", "2 pakken luiers maat 5", "maat 4+", "2 volwassenen en 3 kinderen", "om 17.30 aan de deur",
    "onderweg 2 uur", "allerlei 3 dozen", "op straat 3 dagen", "in de straat 2 families", "supermarkt 2 keer",
    "Supermarkt 2 keer", "sur place 2 fois", "en route 3 heures", "cours 2 fois par semaine", "pas de place 3 enfants",
    "tram 1 bus 4", "Tram 1 bus 4", "om 9 bus 5 nemen", "Veldstraat 17.00", "Veldstraat 17u", "Veldstraat 24/11",
    "3 maanden weg 2 kinderen hier", "verdieping 4", "Merel 6", "0-2 jaar: 1, 3-5 jaar: 2", "50 euro per week",
    "factuur van 123,45 euro", "van 09.00-10.30 2 personen", "van 08.30 tot 10.00, daarna 14.00", "€ 1.250,00",
    "Er kwam een brief van DVZ, antwoorden tegen 5/12/2026.", "5/12/2026 9 uur", "tegen 05/12/2026 17.30 en 2 foto's",
    "melk 1 en melk 2", "2x brood, 1x melk, 0 vlees", "school: 3e leerjaar, 25 leerlingen", "Nog 14 dagen tot 8/12",
    "Winter 2026: 3 dekens", "9000 Gent", "bijlage 35, 26quater", "kamer 12", "12 places", "Ze zijn 2 weken weg",
    "0,5 l en 1,5 l", "Art. 9bis", "100 000 000", "op het plein 3 keer gezien", "Het plein 3 keer",
])
def test_ordinary_lines_are_kept_without_a_question(text):
    assert found(text, TODAY) == []


def test_a_line_may_say_several_things():
    said = found("Kerkstraat 5, 0470 12 34 56, ° 12/03/1985, " + OLD, TODAY)
    assert set(said) == {NATIONAL, PHONE, BIRTH, ADDRESS}


@given(st.text(max_size=200))
def test_any_text_is_answered(text):
    assert set(found(text, TODAY)) <= {NATIONAL, PHONE, BIRTH, ADDRESS}


@pytest.mark.parametrize("piece", [
    "0", "0 ", "a", "a-", "1.", "straat", "rue ", "rue de la ", "Aa ", "°", "+", "1/2/", "0(", " ", "geb. ", "A1 bus ",
    "85 07 30 033 ", "12 maart ", "é", "Kerkstraat ", "\u200b", "12 Aa ", "place de ", "0470 ",
    "Aaaaaaaaaaaaaaaaaaaa1 ",
])
def test_ten_thousand_signs_are_quick(piece):
    text = (piece * 10_000)[:10_000]
    began = time.process_time()
    found(text, TODAY)
    assert time.process_time() - began < 0.5
