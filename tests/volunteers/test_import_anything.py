"""Whatever stands in a file: one sentence or a list, never half a list, and a second time nothing changes."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from people import viewer

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Refused
from wvg.base.spreadsheet import decoded
from wvg.base.words import Sentence
from wvg.commons.audit.models import Act
from wvg.commons.volunteers import rules_import, sheet
from wvg.commons.volunteers.models import Volunteer, VolunteerLanguage, VolunteerSkill

# Few names, numbers and addresses, so that lines often mean the same people, and those who are there already.
cell = st.one_of(
    st.sampled_from(["", "", "Rita", "rita", "Luc", "An", "Coppens", "Goethals", "De Wit", "àn", "ß", "ẞ", "SS", "İ"]),
    st.sampled_from(["rita@example.org", "LUC@example.org", "an@example.org", "é@example.org", "É@example.org"]),
    st.sampled_from(["0400 00 00 10", "+32400000008", "0470 12 34 56", "470123456", "9", "²", "-1", "31", "24/10"]),
    st.sampled_from(["nl", "fr, arabisch", "rijbewijs", "frans", "=1+1", '"', "x" * 81, "\u202e", "\ufeff", "\x85"]),
    st.text(max_size=8),
)
header = st.sampled_from([name.split()[0] for name in sheet.HEADERS.values()] + ["Naam", "iets", ""])
# A cell of a kind that suits its column, so that whole lists are often right.
suiting = {
    "voornaam": st.sampled_from(["Rita", "rita", "Luc", "An", "Margarita"]),
    "achternaam": st.sampled_from(["", "Coppens", "Goethals", "De Wit"]),
    "email": st.sampled_from(["", "", "rita@example.org", "LUC@example.org", "an@example.org", "x@example.org"]),
    "gsm": st.sampled_from(["", "", "0400 00 00 10", "0400 00 00 08", "0470 12 34 56", "0470 12 34 57"]),
    "tel": st.sampled_from(["", "", "", "0400 00 00 10", "0470 12 34 56"]),
    "talen": st.sampled_from(["", "nl", "fr, ar"]),
    "nieuw": st.sampled_from(["", "", "ja", "nee", "24/10"]),
    "taal": st.sampled_from(["", "", "fr"]),
}


@st.composite
def odd_lists(draw):
    sign = draw(st.sampled_from(";,\t"))
    headers = ["voornaam", *draw(st.lists(header, max_size=5))]
    lines = draw(st.lists(st.lists(cell, max_size=len(headers) + 1), max_size=5))
    return draw(st.sampled_from(["\n", "\r\n", "\r"])).join(sign.join(line) for line in [headers, *lines])


@st.composite
def good_lists(draw):
    columns = ["voornaam", *draw(st.lists(st.sampled_from(sorted(suiting)), unique=True).map(
        lambda names: [name for name in names if name != "voornaam"]))]
    lines = draw(st.lists(st.tuples(*(suiting[column] for column in columns)), min_size=1, max_size=4))
    return "\n".join(";".join(line) for line in [columns, *lines])


def everything():
    return [list(model.select().dicts()) for model in (Volunteer, VolunteerLanguage, VolunteerSkill, Act)]


def bring_in(text):
    """Bring it in twice, and then all is as it was before. What was found; None when it is no list."""
    katrien, now, before = viewer("katrien"), clock.now(), everything()
    with database.atomic() as try_out:
        try:
            found = rules_import.bring_in(text, katrien, now)
        except Refused as refused:
            assert isinstance(refused.sentence, Sentence) and everything() == before
            return None
        if found.problems:
            assert everything() == before, "not even half of it"
        else:
            assert Volunteer.select().count() == len(before[0]) + len(found.new)
            assert len(found.new) + len(found.changed) + found.same >= 1
            after = everything()
            again = rules_import.bring_in(text, katrien, now)
            assert (again.problems, again.new, again.changed) == ([], [], []), [str(p) for p in again.problems]
            assert everything() == after
        try_out.rollback()
    assert everything() == before
    return found


many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@many
@given(content=st.one_of(
    st.binary(max_size=200), st.binary(max_size=100).map(lambda b: b"voornaam;gsm\n" + b), odd_lists().map(str.encode),
    odd_lists().map(lambda text: text.encode("cp1252", "replace")),
))
def test_any_bytes_are_a_list_or_one_sentence(app, content):
    try:
        text = decoded(content)
    except Refused as refused:
        assert isinstance(refused.sentence, Sentence)
    else:
        bring_in(text)


@many
@given(text=st.one_of(odd_lists(), st.text(max_size=200)))
def test_any_text_is_a_list_or_one_sentence(app, text):
    bring_in(text)


@many
@given(text=good_lists())
@example(text="voornaam;email;gsm\nRita;;0400 00 00 10\nRita;rita@example.org;0400 00 00 10")
def test_a_second_time_nothing_changes_whoever_is_meant(app, text):
    found = bring_in(text)
    assert found is not None


def test_the_good_lists_are_good_often_enough(app):
    results = []

    @settings(max_examples=60, deadline=None, database=None)
    @given(text=good_lists())
    def tried(text):
        found = bring_in(text)
        results.append("problem" if found.problems else "new" if found.new else "changed" if found.changed else "same")

    tried()
    assert {"new", "problem"} <= set(results)
